"""Commands of enquiries (D11, E3). `by` is the staff id of the person who asks; texts are sealed."""

from dataclasses import dataclass

from services.customer.enquiries.domain.statement import Statement
from shared.commands import Command
from shared.contracts.words import AnswerWay


@dataclass(frozen=True)
class RecordStatement(Command, name="record_statement"):
    """Record what a customer said, and how to reach them (D4, E3)."""

    statement: Statement


@dataclass(frozen=True)
class AnswerEnquiry(Command, name="answer_enquiry"):
    """Write what the customer is to be answered (D11, E3)."""

    enquiry: str
    by: str
    answer: bytes


@dataclass(frozen=True)
class ApproveAnswer(Command, name="approve_answer"):
    """Approve the answer to an opinion, as it was read, so that it can be sent (E3)."""

    enquiry: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class ReturnAnswer(Command, name="return_answer"):
    """Return the answer to an opinion, as it was read, with an objection (E3)."""

    enquiry: str
    by: str
    objection: bytes
    seen: str | None = None


@dataclass(frozen=True)
class CloseEnquiry(Command, name="close_enquiry"):
    """Close an enquiry whose answer has reached the customer (D11, E3)."""

    enquiry: str
    by: str
    through: AnswerWay
