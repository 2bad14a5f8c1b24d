"""Arrivals as `lobby` accepts them: with a number of the hall, with one that a machine printed, or too late
(D1, D2)."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.lobby.devices.domain.number_blocks import Printed
from services.lobby.queue.domain.triage import Advice, Why
from shared.contracts.words import Care, Channel, TicketClass

LATE = "L"
"""The series of those who had no number and are heard of when their day is over."""


@dataclass(frozen=True)
class Arrival:
    """Who came and what for, as `lobby` accepted it: the credential is a keyed hash by now.

    Its id is that of the event, and becomes the visit's. `amount` is in whole yuan; who `wants_counter` is
    sent to no machine. `ticket` is the number that the device printed, `day` the branch day of that; `stated`
    is when they came by the device's own clock. `left_out` is what could not be read of them.
    """

    id: str
    branch: str
    need: str
    arrived: datetime
    care: tuple[Care, ...] = ()
    credential: str | None = None
    device: str | None = None
    amount: int | None = None
    wants_counter: bool = False
    ticket: str | None = None
    day: str = ""
    stated: datetime | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What is said twice is so once, whoever says it."""
        object.__setattr__(self, "care", tuple(dict.fromkeys(self.care)))


def keeping_number(advice: Advice, ticket: str) -> Advice:
    """The advice for somebody who holds a printed number: they wait for people, in the class of the number,
    or as a VIP when the card says so."""
    printed = Printed.read(ticket)
    if printed is None:
        return advice
    ticket_class = TicketClass.VIP if advice.ticket_class is TicketClass.VIP else printed.ticket_class
    channel = Channel.VIP_WINDOW if ticket_class is TicketClass.VIP else Channel.COUNTER
    why = advice.why if channel is advice.channel else Why.PRINTED
    return replace(advice, ticket_class=ticket_class, channel=channel, why=why)
