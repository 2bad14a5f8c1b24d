"""Events published by `customer`: files, recognition, complaints, enquiries, leads."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.base import Event
from shared.contracts.words import AnswerWay, ComplaintTopic, CorrectionReason, EnquiryKind, Segment


class CustomerEvent(Event):
    owner: ClassVar[str] = "customer"


class CustomerRegistered(CustomerEvent):
    """A customer file was opened or changed (W2). `branch` is the home branch. Nothing beyond C1."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CustomerCorrected(CustomerEvent):
    """A name, phone or identity number on file was corrected (W2). `fields` says which; the values stay with
    `customer`, under seal."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    fields: tuple[str, ...]
    reason: CorrectionReason
    corrected_by: str


class CustomerErased(CustomerEvent):
    """A customer's file was erased (Q1): a service that keeps more of them than the id erases it."""

    customer: str


class CredentialLinked(CustomerEvent):
    """A card, number, phone or code identifies a customer (D2, D6). `credential` is a keyed hash."""

    credential: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CredentialRevoked(CustomerEvent):
    """A card, number, phone or code identifies nobody any more (D2, D6)."""

    credential: str
    customer: str


class CustomerRecognised(CustomerEvent):
    """A customer was recognised in an arrival (D2, D6); `needs` are the open ones, words of the catalogue."""

    visit: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    needs: tuple[str, ...] = ()


class CaseOpened(CustomerEvent):
    """A case was opened for a complaint, with an owner and deadlines (D9)."""

    case: str
    topic: ComplaintTopic
    raised_by: str
    case_owner: str | None
    take_over_by: datetime
    answer_by: datetime
    visit: str | None = None


class CaseTakenOver(CustomerEvent):
    """A case was taken over by its owner (D9)."""

    case: str
    case_owner: str


class CaseEscalated(CustomerEvent):
    """A case goes one level up: it was not taken over in time, or its answer is late (`overdue`) (D9)."""

    case: str
    level: int
    case_owner: str | None
    take_over_by: datetime | None
    overdue: Literal["take_over", "answer"] = "take_over"


class CaseSettled(CustomerEvent):
    """A case was settled, with its root cause and an answer (D9)."""

    case: str
    settled_by: str


class EnquiryOpened(CustomerEvent):
    """An enquiry (a need, an opinion or a question) was opened; it has an owner until the customer has an
    answer (D11, E3). `topic` is a word of the catalogue; what was said stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None
    answer_by: datetime
    recorded_by: str
    visit: str | None = None


class EnquiryAnswered(CustomerEvent):
    """An answer was written (D11, E3); that to an opinion is sent when a superior has approved it."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    needs_approval: bool


class EnquiryApproved(CustomerEvent):
    """A superior approved an answer, which can be sent (E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    approved_by: str


class EnquiryReturned(CustomerEvent):
    """A superior returned an answer (E3); the objection stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    returned_by: str


class EnquiryClosed(CustomerEvent):
    """An enquiry was closed: the answer has reached the customer (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    sent_by: str
    sent_through: AnswerWay
    in_time: bool


class EnquiryOverdue(CustomerEvent):
    """An enquiry was not answered in time (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None


class ContactLeft(CustomerEvent):
    """A prospect left contact data (D5), which `customer` keeps under seal."""

    visit: str
    need: str
    taken_by: str
