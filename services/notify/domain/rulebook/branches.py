"""Branches and counters: they wake the live floor; changed rules are told, and who lost a counter."""

from services.notify.domain.rule import INFO, LOBBY, NOTICE, Named, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import CounterLeft


def was_taken(event: Event) -> bool:
    """Somebody else freed the counter."""
    return getattr(event, "reason", None) is CounterLeft.FREED


def was_left(event: Event) -> bool:
    """Who was there went without closing it."""
    return getattr(event, "reason", None) in (CounterLeft.SIGNED_OFF, CounterLeft.NOT_STAFFED)


ROWS: Rows = {
    lobby.CounterClosed: (
        Rule(
            Named("staff"), NOTICE, "counter_freed",
            "{by}释放了您的{counter}号窗口。",
            "{by} has freed your counter {counter}.",
            when=was_taken,
        ),
        Rule(
            LOBBY, NOTICE, "counter_freed",
            "{by}释放了{counter}号窗口（原由{staff}使用）。",
            "{by} has freed counter {counter}, where {staff} was.",
            when=was_taken,
        ),
        Rule(
            LOBBY, NOTICE, "counter_freed",
            "{counter}号窗口已自动释放（{staff}：{reason}）。",
            "Counter {counter} is free ({staff}: {reason}).",
            when=was_left,
        ),
    ),
    lobby.SettingsChanged: (
        Rule(
            LOBBY, INFO, "settings_changed",
            "{by}修改了网点设置：{changed}，即时生效。",
            "{by} changed the branch's settings: {changed}. They apply from now on.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.BranchOpened,
    lobby.CounterOpened,
    lobby.CounterPaused,
    lobby.CounterResumed,
)
