"""Rows about the branch's day, its checklists, its notices and leaflets (P1 to P7, D3, E1, E2)."""

from services.notify.feed.domain.rule import HEAD, INFO, LOBBY, NOTICE, URGENT, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def overridden(event: Event) -> bool:
    """Return whether it was done with mandatory items open."""
    return bool(getattr(event, "overridden", False))


def by_midnight(event: Event) -> bool:
    """Return whether midnight closed the branch, and no person."""
    return getattr(event, "by", None) == "system"


def something_to_do(event: Event) -> bool:
    """Return whether notices have expired or leaflets are short."""
    return bool(getattr(event, "expired_notices", 0) or getattr(event, "low_leaflets", 0))


ROWS: Rows = {
    # P5, P3
    lobby.PreparationsBegan: (
        Rule(
            LOBBY, NOTICE, "preparations_began",
            "营业前准备：过期公告 {expired_notices} 张，宣传材料不足 {low_leaflets} 种。",
            "Preparing: {expired_notices} expired {expired_notices|notice|notices}, {low_leaflets} "
            "{low_leaflets|kind|kinds} of leaflets short.",
            when=something_to_do,
        ),
    ),
    # P1 to P7
    lobby.BranchDayOpened: (
        Rule(
            HEAD, URGENT, "day_opened_overridden",
            "{by}在检查未完成时开门，原因：{override}。",
            "{by} opened with mandatory items open: {override}.",
            when=overridden,
        ),
        Rule(HEAD, INFO, "day_opened", "网点已开门：{by}。", "The branch is open: {by}."),
    ),
    lobby.BranchNotOpened: (
        Rule(
            LOBBY, URGENT, "day_not_opened",
            "首位客户已到，网点尚未办理开门，请完成营业前检查。",
            "The first customer is here and the branch is not opened; please finish the checks.",
        ),
        Rule(
            HEAD, NOTICE, "day_not_opened",
            "首位客户已到，网点尚未办理开门。",
            "The first customer is here and the branch is not opened.",
        ),
    ),
    # E1, E2
    lobby.BranchDayClosed: (
        Rule(
            LOBBY, URGENT, "day_closed_by_midnight",
            "无人办理关门，系统已于午夜自动关门。",
            "Nobody closed the branch; it was closed at midnight.",
            when=by_midnight,
        ),
        Rule(
            HEAD, URGENT, "day_closed_by_midnight",
            "无人办理关门，系统已于午夜自动关门。",
            "Nobody closed the branch; it was closed at midnight.",
            when=by_midnight,
        ),
        Rule(
            HEAD, NOTICE, "day_closed_overridden",
            "{by}在检查未完成时关门，原因：{override}。",
            "{by} closed with mandatory items open: {override}.",
            when=overridden,
        ),
        Rule(HEAD, INFO, "day_closed", "网点已关门：{by}。", "The branch is closed: {by}."),
    ),
    lobby.BranchDayReopened: (
        Rule(
            HEAD, NOTICE, "day_reopened",
            "{by}重新开门，原因：{override}。",
            "{by} reopened the branch: {override}.",
        ),
    ),
    # P1 to P7
    lobby.FixtureFaulted: (
        Rule(
            LOBBY, NOTICE, "fixture_faulted",
            "{duty} 检查异常：{item_zh}（{fault}）。",
            "{duty} not in order: {item_en} ({fault}).",
        ),
    ),
    # P5
    lobby.NoticeExpired: (
        Rule(
            LOBBY, NOTICE, "notice_expired",
            "公告栏有公告于 {until} 到期，请撤下。",
            "A notice on the board was good until {until}; please take it down.",
        ),
    ),
    # P3
    lobby.LeafletsLow: (
        Rule(
            LOBBY, NOTICE, "leaflets_low",
            "宣传材料不足：{product}，仅剩 {stock} 份，请补充。",
            "Leaflets on {product} are short: {stock} left. Please fill up.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.TemplateChanged,
    lobby.ChecklistBegun,
    lobby.ChecklistMarked,
    lobby.ChecklistCompleted,
    lobby.FixtureCorrected,
    lobby.ClosingBegan,  # BranchDayClosed follows
    lobby.NoticeHung,
    lobby.NoticeTakenDown,
    lobby.LeafletsStocked,
    lobby.LeafletHanded,
    lobby.InterestShown,
)
