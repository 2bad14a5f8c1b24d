"""What `customer` tells: who somebody is, and what we owe them."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.base import Event
from shared.contracts.words import ComplaintTopic, Segment


class CustomerEvent(Event):
    owner: ClassVar[str] = "customer"


class CustomerRegistered(CustomerEvent):
    """A customer file was opened or changed. `branch` is the home branch. Nothing beyond C1."""

    must_be_heard: ClassVar[bool] = False

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


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
