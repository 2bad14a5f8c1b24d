"""Events of enquiries: needs, opinions and questions that wait for an answer."""

from datetime import datetime

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.words import AnswerWay, EnquiryKind


class EnquiryOpened(CustomerEvent, zh="待答复事项", en="Somebody owes an answer"):
    """An enquiry (a need, an opinion or a question) was opened; it has an owner until the customer has an
    answer (D11, E3). `topic` is a word of the catalogue; what was said stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None
    answer_by: datetime
    recorded_by: str
    visit: str | None = None
    customer: str | None = None


class EnquiryAnswered(CustomerEvent, zh="已拟答复", en="An answer was written"):
    """An answer was written (D11, E3); that to an opinion is sent when a superior has approved it."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    needs_approval: bool
    customer: str | None = None


class EnquiryApproved(CustomerEvent, zh="答复已批准", en="The answer was approved"):
    """A superior approved an answer, which can be sent (E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    approved_by: str
    customer: str | None = None


class EnquiryReturned(CustomerEvent, zh="答复被退回", en="The answer was returned"):
    """A superior returned an answer (E3); the objection stays with `customer`."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    returned_by: str
    customer: str | None = None


class EnquiryClosed(CustomerEvent, zh="已答复客户", en="The customer has the answer"):
    """An enquiry was closed: the answer has reached the customer (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str
    sent_by: str
    sent_through: AnswerWay
    in_time: bool
    customer: str | None = None


class EnquiryOverdue(CustomerEvent, zh="逾期未答复", en="The answer is overdue"):
    """An enquiry was not answered in time (D11, E3)."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    enquiry_owner: str | None
    customer: str | None = None
