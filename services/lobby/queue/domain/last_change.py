"""Remembering the last change of a visit, so that it can be undone (D2, D6, D8, D10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain import learning
from services.lobby.queue.domain.visits import OPEN, LastChange, Visit
from shared.clock import Moment
from shared.domain import Decision

RESTORED = {
    *("state", "counter", "called", "recalls", "sent_back", "ended", "since"),
    *("need", "done", "channel", "care", "ticket_class"),
}
"""Fields of a visit that undoing restores. The others (the number, what is known of the customer) stay."""


@dataclass(frozen=True)
class Origin:
    """The origin of a change: the id of its cause, its actor, and its time."""

    id: str
    by: str
    at: Moment


def remember(
    decision: Decision,
    visit: Visit,
    hall: Hall,
    origin: Origin,
    *,
    history: WaitHistory | None = None,
    overtook: Iterable[str] = (),
) -> Decision:
    """Let `decision` keep, for a while, what it changes of `visit` in `hall`, and of the wait `history`."""
    for index, (document, events) in enumerate(decision.changes):
        if isinstance(document, Visit) and document.id == visit.id:
            last = LastChange(
                id=origin.id,
                by=origin.by,
                at=origin.at.now,
                published=tuple(event.name() for event in events),
                state=document.state,
                before=visit.model_dump(mode="json", include=RESTORED),
                waiting=tuple(one for one in (*hall.waiting, *hall.parked) if one.visit == visit.id),
                behind=_behind(visit.id, hall),
                overtook=tuple(sorted(overtook)),
                learned=learning.difference(history, _last_history(decision)) if history else {},
            )
            decision.changes[index] = (document.evolve(last=last), events)
            if document.state not in OPEN:
                _note_end(decision, document.id, last, origin)
    return decision


def _note_end(decision: Decision, visit: str, last: LastChange, origin: Origin) -> None:
    for index, (document, events) in enumerate(decision.changes):
        if isinstance(document, Hall):
            ended = document.note_end(visit, last.ends(origin.at), origin.at.now)
            decision.changes[index] = (ended, events)


def _behind(visit: str, hall: Hall) -> tuple[str, ...]:
    """Return the visits that stand before this one in the queue with the same wait."""
    before = tuple(takewhile(lambda one: one.visit != visit, hall.waiting))
    found = hall.find(visit)
    return tuple(one.visit for one in before if found and one.since == found.since)


def _last_history(decision: Decision) -> WaitHistory | None:
    found = [document for document, _ in decision.changes if isinstance(document, WaitHistory)]
    return found[-1] if found else None
