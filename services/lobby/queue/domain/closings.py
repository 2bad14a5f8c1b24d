"""Closing time (E2): nobody waits any more, at once; then the visits end, some at a time.

A transaction has only so long. So closing takes everybody out of the hall, and costs the same however many
waited; their visits follow in transactions of their own, and each of them is told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from services.lobby.branch.domain.halls import Hall, Line
from services.lobby.queue.domain.tickets import BRANCH_CLOSED, cancelled
from services.lobby.queue.domain.visits import State, Visit
from shared.contracts.lobby import LobbyEvent
from shared.domain import Decision, Document

AT_ONCE = 50


class ClosingGoesOn(LobbyEvent):
    """More visits of those who were sent away are to be ended."""


class Closing(Document):
    """Those whom a closing branch has sent away and whose visits are not ended yet; its id is the branch's.
    `leaving` waited or were parked, until `parked_at`; `diverted` went to a machine."""

    collection: ClassVar[str] = "closings"

    leaving: Line = ()
    diverted: tuple[str, ...] = ()

    def plus(self, hall: Hall, now: datetime) -> "Closing":
        """Everybody of a hall leaves, too."""
        waited = tuple(one.evolve(parked_at=one.parked_at or now) for one in (*hall.waiting, *hall.parked))
        return self.evolve(leaving=(*self.leaving, *waited), diverted=(*self.diverted, *hall.diverted))

    @property
    def next(self) -> tuple[str, ...]:
        """The visits that are ended next."""
        return (*(one.visit for one in self.leaving[:AT_ONCE]), *self.diverted)[:AT_ONCE]

    @property
    def rest(self) -> "Closing":
        """Who is left after those."""
        taken = len(self.leaving[:AT_ONCE])
        return self.evolve(leaving=self.leaving[taken:], diverted=self.diverted[AT_ONCE - taken :])


def end_next(closing: Closing, visits: Mapping[str, Visit], hall: Hall, now: datetime) -> Decision:
    """End the next visits: cancelled, or of those at a machine, served. Who is in the hall again meanwhile,
    since the branch goes on, stays."""
    decision = Decision()
    back = {one.visit for one in (*hall.waiting, *hall.parked)} | set(hall.diverted)
    leaving = {one.visit: one for one in closing.leaving[:AT_ONCE]}
    for id in closing.next:
        visit = visits.get(id)
        if visit is None or id in back:
            continue
        if id in leaving and visit.state in (State.WAITING, State.PARKED):
            decision.save(*cancelled(visit, leaving[id], BRANCH_CLOSED, now))
        elif visit.state is State.DIVERTED:
            decision.save(visit.evolve(state=State.SERVED, ended=now))
    rest = closing.rest
    if rest.next or closing.version:
        decision.save(rest)
    if rest.next:
        goes_on = ClosingGoesOn(branch=closing.id)
        decision.schedule(f"closing:{closing.id}:{rest.next[0]}", now, goes_on, correlation_id=closing.id)
    return decision
