"""Events of complaint cases."""

from datetime import datetime
from typing import Literal

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.words import ComplaintTopic


class CaseOpened(CustomerEvent):
    """A case was opened for a complaint, with an owner and deadlines (D9)."""

    case: str
    topic: ComplaintTopic
    raised_by: str
    case_owner: str | None
    take_over_by: datetime
    answer_by: datetime
    visit: str | None = None
    customer: str | None = None


class CaseTakenOver(CustomerEvent):
    """A case was taken over by its owner (D9)."""

    case: str
    case_owner: str
    customer: str | None = None


class CaseEscalated(CustomerEvent):
    """A case goes one level up: it was not taken over in time, or its answer is late (`overdue`) (D9)."""

    case: str
    level: int
    case_owner: str | None
    take_over_by: datetime | None
    overdue: Literal["take_over", "answer"] = "take_over"
    customer: str | None = None


class CaseSettled(CustomerEvent):
    """A case was settled, with its root cause and an answer (D9)."""

    case: str
    settled_by: str
    customer: str | None = None
