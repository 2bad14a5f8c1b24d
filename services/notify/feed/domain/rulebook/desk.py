"""Rows about the need desk of the product department (A3, E4): it is the bank's, and told of every branch."""

from services.notify.feed.domain.rule import DESK, INFO, NOTICE, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event
from shared.contracts.words import Role

REGION = Role.REGION_HEAD


def is_new(event: Event) -> bool:
    """Return whether the need is the first of its kind at the desk."""
    return not getattr(event, "pooled_into", None)


ROWS: Rows = {
    referral.DeskNeedRaised: (
        Rule(
            DESK, INFO, "desk_need_raised",
            "{raised_by}提交了无对应产品的客户需求：{need}[（{missing}）][，请在{acknowledge_by}前确认]。",
            "{raised_by} raised a need that no product serves: {need}[ ({missing})]"
            "[; please acknowledge it by {acknowledge_by}].",
            when=is_new,
        ),
    ),
    referral.DeskNeedAnswered: (
        Rule(
            Named("asked"), NOTICE, "desk_need_answered",
            "产品部门已答复您提交的客户需求（{need}）：{answer}[，产品：{product}]。",
            "The product department answered a need that you raised ({need}): "
            "{answer}[; product: {product}].",
        ),
    ),
    referral.DeskNeedOverdue: (
        Rule(
            DESK, NOTICE, "desk_need_overdue",
            "客户需求（{need}）的{what}已逾期（到期日{due}），已有{count}次提交。",
            "A need ({need}) is overdue: {what}, due {due}; it was raised {count} {count|time|times}.",
        ),
        Rule(
            REGION, NOTICE, "desk_need_overdue",
            "产品部门对客户需求（{need}）的{what}已逾期（到期日{due}），已有{count}次提交。",
            "The product department is late with a need ({need}): {what}, due {due}; raised {count} "
            "{count|time|times}.",
        ),
    ),
    referral.MarketNoted: (
        Rule(
            DESK, INFO, "market_noted",
            "{noted_by}提交了市场信息：{topic}。",
            "{noted_by} sent a note about the market: {topic}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (referral.DeskNeedAcknowledged,)
