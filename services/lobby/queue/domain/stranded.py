"""Stranded customers: they wait where no open counter can call them (D2, D6).

Every waiting customer can be called by an open counter, or is listed here. It is published once when it
begins, and once when it is over.
"""

from typing import ClassVar, NamedTuple

from services.lobby.branch.domain.halls import Hall, Waiting
from shared.contracts.lobby import CustomersStranded, Lack, StrandingEnded
from shared.contracts.words import TicketClass
from shared.domain import Decision, Document

SHOWN = 5


class Stranding(NamedTuple):
    """A lack, and the customers concerned: a class, with the need that few counters serve, or one counter."""

    reason: Lack
    ticket_class: TicketClass | None = None
    need: str | None = None
    counter: str | None = None


class Strandings(Document):
    """Strandings of a branch that were published and are not over; its id is the branch's."""

    collection: ClassVar[str] = "strandings"

    published: tuple[Stranding, ...] = ()


def strandings(hall: Hall) -> dict[Stranding, list[Waiting]]:
    """Return the customers who cannot be called now, by what is lacking; the longest wait first."""
    calling = [name for name, one in hall.counters.items() if one.calls]
    known: dict[object, Stranding | None] = {}
    found: dict[Stranding, list[Waiting]] = {}
    for one in hall.waiting:
        if one.kind not in known:
            known[one.kind] = _stranding(one, hall, calling)
        if lacking := known[one.kind]:
            found.setdefault(lacking, []).append(one)
    return found


def _stranding(one: Waiting, hall: Hall, calling: list[str]) -> Stranding | None:
    if any(hall.can_serve(name, one) for name in calling):
        return None
    if not calling:
        return Stranding(Lack.NO_COUNTER_OPEN)
    if one.counter is not None:
        return Stranding(Lack.COUNTER_NOT_OPEN, counter=one.counter)
    serves = any(one.ticket_class in hall.counters[name].serves for name in calling)
    if serves or hall.are_left_out(one.ticket_class, one.need):
        return Stranding(Lack.NEED_NOT_SERVED, one.ticket_class, one.need)
    return Stranding(Lack.CLASS_NOT_SERVED, one.ticket_class)


def look_for_stranded(hall: Hall, known: Strandings) -> Decision:
    """Publish what is new, and what is over. While no counter is open at all, only that is published."""
    found = strandings(hall)
    if tuple(found) == known.published:
        return Decision()
    events: list[CustomersStranded | StrandingEnded] = [
        CustomersStranded(
            branch=hall.id,
            waiting=len(those),
            longest=tuple(one.ticket for one in those[:SHOWN]),
            **stranding._asdict(),
        )
        for stranding, those in found.items()
        if stranding not in known.published
    ]
    if not any(stranding.reason is Lack.NO_COUNTER_OPEN for stranding in found):
        events += [
            StrandingEnded(branch=hall.id, **one._asdict()) for one in known.published if one not in found
        ]
    return Decision().save(known.evolve(published=tuple(found)), *events)
