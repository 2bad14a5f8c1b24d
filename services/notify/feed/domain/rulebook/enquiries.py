"""Rows about needs, opinions and questions that wait for an answer (D11, E3)."""

from services.notify.feed.domain.rule import HEAD, INFO, LOBBY, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

OWNER = Named("enquiry_owner")


def needs_approval(event: Event) -> bool:
    """Return whether a superior must approve the answer first: that to an opinion."""
    return bool(getattr(event, "needs_approval", False))


ROWS: Rows = {
    customer.EnquiryOpened: (
        Rule(
            OWNER, NOTICE, "enquiry_opened",
            "待答复{kind}：{topic}，由您负责，请按时答复客户。",
            "Yours to answer in time, {kind}: {topic}.",
        ),
        Rule(
            LOBBY, INFO, "enquiry_opened",
            "待答复{kind}：{topic}，负责人：{enquiry_owner}。",
            "To be answered, {kind}: {topic}; owner: {enquiry_owner}.",
        ),
    ),
    customer.EnquiryAnswered: (
        Rule(
            HEAD, URGENT, "enquiry_to_approve",
            "{enquiry_owner}已拟答复（{kind}：{topic}），请审批。",
            "{enquiry_owner} answered an enquiry ({kind}: {topic}). Please approve the answer.",
            when=needs_approval,
            never="enquiry_owner",
        ),
    ),
    customer.EnquiryApproved: (
        Rule(
            OWNER, NOTICE, "enquiry_approved",
            "答复已由{approved_by}批准（{topic}），请发送给客户。",
            "{approved_by} approved your answer ({topic}). Please send it to the customer.",
        ),
    ),
    customer.EnquiryReturned: (
        Rule(
            OWNER, NOTICE, "enquiry_returned",
            "{returned_by}退回了您的答复（{topic}），请重新拟写。",
            "{returned_by} wants another answer ({topic}).",
        ),
    ),
    customer.EnquiryClosed: (
        Rule(
            HEAD, INFO, "enquiry_closed",
            "{kind}（{topic}）已由{sent_by}答复客户：{sent_through}。",
            "{sent_by} gave the customer the answer ({kind}: {topic}), {sent_through}.",
        ),
    ),
    customer.EnquiryOverdue: (
        Rule(
            OWNER, URGENT, "enquiry_overdue",
            "{kind}（{topic}）逾期未答复客户，由您负责。",
            "Overdue and yours, {kind}: {topic}. The customer has no answer.",
        ),
        Rule(
            HEAD, URGENT, "enquiry_overdue",
            "{kind}（{topic}）逾期未答复客户，负责人：{enquiry_owner}。",
            "Overdue, {kind}: {topic}; owner: {enquiry_owner}. The customer has no answer.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
