"""Events of `lobby` about visits: customers arrive, wait, are called and served (D1, D2, D6, D10)."""

from datetime import datetime
from typing import Literal

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import Care, Channel, ForecastMethod, Segment, TicketClass


class CustomerArrived(LobbyEvent, group=LogGroup.VISITS, zh="客户到店", en="A customer came in"):
    """A customer came in (D1), at `arrived`, however late that was received. `credential` is the keyed hash
    of what was shown, if anything was."""

    visit: str
    need: str
    care: tuple[Care, ...] = ()
    credential: str | None = None
    device: str | None = None
    arrived: datetime | None = None


class TicketIssued(LobbyEvent, group=LogGroup.VISITS, zh="取号", en="A ticket was issued"):
    """A customer has a number and waits (D2). `place` counts from 1 among those of the class; the wait is
    expected to last from `wait_low_seconds` to `wait_high_seconds`, where anybody serves the class. It counts
    from `arrived`, however late that was received."""

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
    wait_low_seconds: int | None = None
    wait_high_seconds: int | None = None
    arrived: datetime | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None

    def as_answer(self) -> "TicketIssued":
        nobody = {"customer": None, "masked_name": None, "segment": None, "account_manager": None}
        return self.model_copy(update=nobody)


class TicketCalled(LobbyEvent, group=LogGroup.VISITS, zh="叫号", en="The ticket was called"):
    """A ticket is wanted at a counter; the score, the runner-up and the reason explain the choice.

    `waited_seconds` leaves out the time that it was parked. `overtook` is how many who came before still wait
    for this counter, `overtaken` how often others were called before this one although they came later.

    What the customer was told when they came stands beside what they waited: the range, the wait within it
    that was expected most, and the method that found it. `also_holds` are numbers that machines printed for
    the same customer while they were cut off: show them beside the ticket.
    """

    visit: str
    ticket: str
    ticket_class: TicketClass
    counter: str
    waited_seconds: int
    score: float
    runner_up: str | None = None
    reason: str
    need: str | None = None
    overtook: int = 0
    overtaken: int = 0
    forecast_low_seconds: int | None = None
    forecast_high_seconds: int | None = None
    expected_seconds: int | None = None
    forecast_method: ForecastMethod | None = None
    also_holds: tuple[str, ...] = ()


class TicketRecalled(LobbyEvent, group=LogGroup.VISITS, zh="重呼", en="The ticket was called again"):
    """A called ticket did not come and is called once more."""

    visit: str
    ticket: str
    counter: str
    times: int


class CustomerNoShow(LobbyEvent, group=LogGroup.VISITS, zh="叫号未到", en="The customer did not come"):
    """A called ticket did not come; its visit is over."""

    visit: str
    ticket: str
    counter: str


class ServiceCompleted(LobbyEvent, group=LogGroup.VISITS, zh="办理完成", en="The service was completed"):
    """The customer of a ticket was served (D1: seen off)."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    counter: str
    served_seconds: int


class VipReceived(LobbyEvent, group=LogGroup.VISITS, zh="接待贵宾", en="A VIP was received"):
    """A VIP is led to a free window, or to the lounge when every window is busy (D6)."""

    visit: str
    ticket: str
    place: Literal["window", "lounge"]
    customer: str | None = None
    masked_name: str | None = None


class NextServiceWaited(
    LobbyEvent, group=LogGroup.VISITS, zh="等候下一项业务", en="Waits for the next service"
):
    """The first matter of a visit is done, and it waits for the next, with the wait that it had (D2)."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    need: str
    counter: str
    served_seconds: int


class TicketGivenAgain(
    LobbyEvent, group=LogGroup.VISITS, zh="再次取号，沿用原号", en="Asked again, and kept the ticket"
):
    """A customer who has a ticket asked for one again, with the same card: they keep the one that they have.

    Staff are not notified. `also_wants` is the need named this time, if it is another one; `printed` is the
    number that a machine printed for them meanwhile, while it was cut off. `state` is that of the visit:
    ``waiting``, ``parked``, ``called`` (to `counter`), ``diverted``, or what it ended as.
    """

    visit: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    place: int
    state: str
    counter: str | None = None
    also_wants: str | None = None
    printed: str | None = None
    device: str | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None


class ChangeUndone(LobbyEvent, group=LogGroup.VISITS, zh="撤销操作", en="A change was undone"):
    """A step of a visit that was taken by mistake was undone minutes after: it counts as not having happened.

    `undone` are the names of the events that the step had published, such as ``service_completed``; at
    `done_at`, by `done_by`. `state` is where the customer is now: ``called`` (at `counter`), ``waiting`` with
    the wait that they had, ``parked`` or ``diverted``. `counter` is the one concerned, if there is one.
    """

    visit: str
    ticket: str
    ticket_class: TicketClass
    undone: tuple[str, ...]
    by: str
    done_by: str
    done_at: datetime
    state: str
    counter: str | None = None
