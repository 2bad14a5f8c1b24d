"""Rows about needs, opinions and questions that wait for an answer (D11, E3)."""

from services.notify.feed.domain.rule import HEAD, INFO, LOBBY, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

OWNER = Named("matter_owner")


def needs_approval(event: Event) -> bool:
    """Return whether a superior must approve the answer first: that to an opinion."""
    return bool(getattr(event, "needs_approval", False))


ROWS: Rows = {
    customer.MatterOpened: (
        Rule(
            OWNER, NOTICE, "matter_opened",
            "待答复{sort}：{topic}，由您负责，请按时答复客户。",
            "Yours to answer in time, {sort}: {topic}.",
        ),
        Rule(
            LOBBY, INFO, "matter_opened",
            "待答复{sort}：{topic}，负责人：{matter_owner}。",
            "To be answered, {sort}: {topic}; owner: {matter_owner}.",
        ),
    ),
    customer.MatterAnswered: (
        Rule(
            HEAD, URGENT, "matter_to_approve",
            "{matter_owner}已拟答复（{sort}：{topic}），请审批。",
            "{matter_owner} answered a matter ({sort}: {topic}). Please approve the answer.",
            when=needs_approval,
            never="matter_owner",
        ),
    ),
    customer.MatterApproved: (
        Rule(
            OWNER, NOTICE, "matter_approved",
            "答复已由{approved_by}批准（{topic}），请发送给客户。",
            "{approved_by} approved your answer ({topic}). Please send it to the customer.",
        ),
    ),
    customer.MatterReturned: (
        Rule(
            OWNER, NOTICE, "matter_returned",
            "{returned_by}退回了您的答复（{topic}），请重新拟写。",
            "{returned_by} wants another answer ({topic}).",
        ),
    ),
    customer.MatterClosed: (
        Rule(
            HEAD, INFO, "matter_closed",
            "{sort}（{topic}）已由{sent_by}答复客户：{sent_through}。",
            "{sent_by} gave the customer the answer ({sort}: {topic}), {sent_through}.",
        ),
    ),
    customer.MatterOverdue: (
        Rule(
            OWNER, URGENT, "matter_overdue",
            "{sort}（{topic}）逾期未答复客户，由您负责。",
            "Overdue and yours, {sort}: {topic}. The customer has no answer.",
        ),
        Rule(
            HEAD, URGENT, "matter_overdue",
            "{sort}（{topic}）逾期未答复客户，负责人：{matter_owner}。",
            "Overdue, {sort}: {topic}; owner: {matter_owner}. The customer has no answer.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
