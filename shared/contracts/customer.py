"""What `customer` tells: who somebody is, and what we owe them."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.base import Event
from shared.contracts.words import AnswerWay, ComplaintTopic, CorrectionReason, EnquiryKind, Segment


class CustomerEvent(Event):
    owner: ClassVar[str] = "customer"


class CustomerRegistered(CustomerEvent):
    """A customer file was opened or changed. `branch` is the home branch. Nothing beyond C1."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CustomerCorrected(CustomerEvent):
    """A name, phone or identity number on file was wrong, or is another now (W2). `fields` says which; what
    it was and is stays with `customer`, under seal."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    fields: tuple[str, ...]
    reason: CorrectionReason
    corrected_by: str


class CustomerErased(CustomerEvent):
    """A customer's file was erased (Q1): whoever kept something of them beyond the id forgets it."""

    customer: str


class CredentialLinked(CustomerEvent):
    """A card, number or phone now tells who its holder is. `credential` is a keyed hash."""

    credential: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CredentialRevoked(CustomerEvent):
    """A card, number or phone no longer stands for anybody."""

    credential: str
    customer: str


class CustomerRecognised(CustomerEvent):
    """Somebody who came in is a customer of ours; `needs` are the open ones, as words of the catalogue."""

    visit: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    needs: tuple[str, ...] = ()


class CaseOpened(CustomerEvent):
    """A complaint became a case with an owner and a clock (D9)."""

    case: str
    topic: ComplaintTopic
    raised_by: str
    case_owner: str | None
    take_over_by: datetime
    answer_by: datetime
    visit: str | None = None


class CaseTakenOver(CustomerEvent):
    """Somebody made the case their own."""

    case: str
    case_owner: str


class CaseEscalated(CustomerEvent):
    """Nobody took the case over in time, or the answer is late (`overdue`); it goes one level up."""

    case: str
    level: int
    case_owner: str | None
    take_over_by: datetime | None
    overdue: Literal["take_over", "answer"] = "take_over"


class CaseSettled(CustomerEvent):
    """The case has a cause and an answer."""

    case: str
    settled_by: str


class EnquiryOpened(CustomerEvent):
    """A need, an opinion or a question has an owner, until the customer has an answer (D11, E3). `topic` is a
    word of the catalogue; what was said stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None
    answer_by: datetime
    recorded_by: str
    visit: str | None = None


class EnquiryAnswered(CustomerEvent):
    """An answer is written; that to an opinion goes out when a superior has approved it (E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    needs_approval: bool


class EnquiryApproved(CustomerEvent):
    """A superior approved the answer: it can be sent (E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    approved_by: str


class EnquiryReturned(CustomerEvent):
    """A superior wants another answer (E3); why stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    returned_by: str


class EnquiryClosed(CustomerEvent):
    """The customer has the answer; how and by whom it was sent is on record (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    sent_by: str
    sent_through: AnswerWay
    in_time: bool


class EnquiryOverdue(CustomerEvent):
    """The customer should have had an answer by now (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None


class ContactLeft(CustomerEvent):
    """Somebody of promise left a way to be reached (D5); it is kept by `customer`, under seal."""

    visit: str
    need: str
    taken_by: str
