"""What `lobby` tells: what happens in the hall."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.words import Care, Channel, ComplaintTopic, Segment, TicketClass


class LobbyEvent(Event):
    owner: ClassVar[str] = "lobby"


class BranchOpened(LobbyEvent):
    """A branch joined, or its name or time zone changed."""

    name_zh: str
    name_en: str
    timezone: str


class CustomerArrived(LobbyEvent):
    """Somebody came in (D1). `credential` is the keyed hash of what was shown, if anything was."""

    visit: str
    need: str
    care: tuple[Care, ...] = ()
    credential: str | None = None
    device: str | None = None


class TicketIssued(LobbyEvent):
    """A customer has a number and waits (D2). `place` counts from 1 among those of the class."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    place: int
    need: str
    care: tuple[Care, ...] = ()
    customer: str | None = None
    masked_name: str | None = None
    segment: Segment | None = None
    account_manager: str | None = None
    device: str | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None

    def as_answer(self) -> "TicketIssued":
        nobody = {"customer": None, "masked_name": None, "segment": None, "account_manager": None}
        return self.model_copy(update=nobody)


class TicketCalled(LobbyEvent):
    """A ticket is wanted at a counter; the score, the runner-up and the reason explain the choice."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    counter: str
    waited_seconds: int
    score: float
    runner_up: str | None = None
    reason: str


class TicketRecalled(LobbyEvent):
    """A called ticket did not come and is called once more."""

    visit: str
    ticket: str
    counter: str
    times: int


class CustomerNoShow(LobbyEvent):
    """A called ticket did not come; its visit is over."""

    visit: str
    ticket: str
    counter: str


class ServiceCompleted(LobbyEvent):
    """The customer of a ticket was served (D1: seen off)."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    counter: str
    served_seconds: int


class ProspectIdentified(LobbyEvent):
    """Lobby manager or teller found somebody of promise (D4, D5)."""

    visit: str
    need: str
    found_by: str
    customer: str | None = None


class ComplaintRaised(LobbyEvent):
    """Somebody is dissatisfied and said so at a machine (D9)."""

    complaint: str
    topic: ComplaintTopic
    visit: str | None = None
    device: str | None = None


class CounterOpened(LobbyEvent):
    """Somebody took a counter and can serve."""

    counter: str
    staff: str
    serves: tuple[TicketClass, ...]


class CounterClosed(LobbyEvent):
    """Nobody serves at a counter any more."""

    counter: str
    staff: str
