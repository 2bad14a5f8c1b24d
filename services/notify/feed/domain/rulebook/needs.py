"""Rows about the needs of customers, from the first word to fulfilment (D4, A1)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

OWNER = Named("need_owner")


def of_another(event: Event) -> bool:
    """Return whether the need was stated to somebody else than its owner."""
    return getattr(event, "need_owner", None) != getattr(event, "stated_by", None)


ROWS: Rows = {
    customer.NeedStated: (
        Rule(
            OWNER, INFO, "need_stated",
            "{stated_by}登记了客户需求：{need}，请在{due}前核实。",
            "{stated_by} recorded a need: {need}. Please qualify it by {due}.",
            when=of_another,
        ),
    ),
    customer.NeedAssigned: (
        Rule(
            OWNER, INFO, "need_assigned",
            "客户需求由您跟进：{need}，截止{due}。",
            "A need is yours: {need}, due {due}.",
        ),
    ),
    customer.NeedDayMoved: (
        Rule(
            OWNER, INFO, "need_day_moved",
            "节假日安排公布后，客户需求的期限由{before}调整为{due}：{need}。",
            "The holidays were announced: a need is due {due} instead of {before}: {need}.",
        ),
    ),
    customer.NeedOverdue: (
        Rule(
            OWNER, NOTICE, "need_overdue",
            "客户需求逾期未推进：{need}（{state}，到期日{due}）。",
            "A need is overdue: {need} ({state}, due {due}).",
        ),
        Rule(
            HEAD, INFO, "need_overdue",
            "客户需求逾期未推进：{need}（{state}，到期日{due}），负责人：{need_owner}。",
            "A need is overdue: {need} ({state}, due {due}); owner: {need_owner}.",
        ),
    ),
    customer.NeedUnservable: (
        Rule(
            HEAD, INFO, "need_unservable",
            "客户需求无法满足：{need}，原因：{reason}。",
            "A need cannot be met: {need}, {reason}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.NeedQualified,
    customer.NeedOffered,
    customer.NeedFulfilled,
    customer.NeedDeclined,
)
