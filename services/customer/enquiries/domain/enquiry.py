"""The enquiry (待答复事项, D11, E3): its document, its timers, and its refusals.

An enquiry is a need, an opinion or a question that a customer waits for an answer to. It goes from open over
answered to closed; the answer to an opinion is approved by a superior in between.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from shared.contracts.customer import CustomerEvent
from shared.contracts.words import AnswerWay, EnquiryKind
from shared.domain import Document
from shared.editions import mark_of
from shared.errors import Refusal

ANSWER_WITHIN = {
    EnquiryKind.QUESTION: timedelta(days=1),
    EnquiryKind.NEED: timedelta(days=2),
    EnquiryKind.OPINION: timedelta(days=7),
}
"""Time within which the customer has the answer: the bank's own promise, not a law's."""


class EnquiryClosedAlready(Refusal):
    code, status = "enquiry_closed", 409
    en, zh = "This enquiry is closed.", "该事项已办结。"


class EnquiryAnsweredAlready(Refusal):
    code, status = "enquiry_answered", 409
    en, zh = "There is an answer already; it waits for approval or to be sent.", "已有答复，待审批或发送。"


class EnquiryNotAnswered(Refusal):
    code, status = "enquiry_not_answered", 409
    en, zh = "Write the answer first.", "请先填写答复。"


class EnquiryNotApproved(Refusal):
    code, status = "enquiry_not_approved", 409
    en, zh = (
        "The answer needs the branch head's approval before it is sent.",
        "答复须经负责人批准后方可发送。",
    )


class NeedsNoApproval(Refusal):
    code, status = "needs_no_approval", 409
    en, zh = "Only the answer to an opinion is approved.", "仅意见的答复需要审批。"


class ApprovesOwnAnswer(Refusal):
    code, status = "approves_own_answer", 403
    en, zh = "Somebody else must approve the answer that you wrote.", "本人填写的答复须由他人审批。"


class EnquiryAnswerDue(CustomerEvent):
    """The time to answer an enquiry has run out."""

    enquiry: str


class ContactErasureDue(CustomerEvent):
    """The time to keep contact data after the answer has run out."""

    enquiry: str


class EnquiryState(StrEnum):
    """The state of an enquiry."""

    OPEN = "open"  # 待答复
    ANSWERED = "answered"  # 待审批，或待发送
    APPROVED = "approved"  # 待发送
    CLOSED = "closed"  # 已办结


STILL_OPEN = (EnquiryState.OPEN, EnquiryState.ANSWERED, EnquiryState.APPROVED)


class Enquiry(Document):
    """One enquiry; its id is that of the record. `answer` and `objection` are sealed."""

    collection: ClassVar[str] = "enquiries"

    branch: str
    kind: EnquiryKind
    topic: str
    recorded_by: str
    visit: str | None = None
    customer: str | None = None
    state: EnquiryState = EnquiryState.OPEN
    owner: str | None
    opened_at: datetime
    answer_by: datetime
    overdue: bool = False
    answer: bytes | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    objection: bytes | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    sent_by: str | None = None
    sent_through: AnswerWay | None = None
    sent_at: datetime | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def mark(self) -> str:
        """Return the mark of the answer: of its author and moment, since a text that is sealed anew has other
        bytes."""
        return mark_of(self.answered_by, self.answered_at)

    @property
    def needs_approval(self) -> bool:
        return self.kind is EnquiryKind.OPINION

    @property
    def answer_timer(self) -> str:
        return f"enquiry:{self.id}"

    @property
    def contact_timer(self) -> str:
        return f"contact:{self.id}"
