"""Closing time (E2): all waits end at once; then the visits end, some at a time.

A transaction is limited in time. So closing takes all customers out of the hall, and costs the same however
many waited; their visits follow in transactions of their own, each with its event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from services.lobby.branch.domain.halls import Hall, WaitingList
from services.lobby.queue.domain.tickets import BRANCH_CLOSED, cancelled
from services.lobby.queue.domain.visits import Visit, VisitState
from shared.contracts.lobby import LobbyEvent
from shared.domain import Decision, Document

AT_ONCE = 50


class ClosingVisitsDue(LobbyEvent):
    """The next visits of customers who were sent away at closing time are to be ended."""


class Closing(Document):
    """Customers whom a closing branch has sent away and whose visits are not ended yet; its id is the
    branch's.

    `leaving` waited or were parked, until `parked_at`; `diverted` went to a machine.
    """

    collection: ClassVar[str] = "closings"

    leaving: WaitingList = ()
    diverted: tuple[str, ...] = ()

    def plus(self, hall: Hall, now: datetime) -> "Closing":
        """Add all customers of a hall."""
        waited = tuple(one.evolve(parked_at=one.parked_at or now) for one in (*hall.waiting, *hall.parked))
        return self.evolve(leaving=(*self.leaving, *waited), diverted=(*self.diverted, *hall.diverted))

    @property
    def next(self) -> tuple[str, ...]:
        """The visits that are ended next: 50 at most."""
        return (*(one.visit for one in self.leaving[:AT_ONCE]), *self.diverted)[:AT_ONCE]

    @property
    def rest(self) -> "Closing":
        """The customers who are left after those."""
        taken = len(self.leaving[:AT_ONCE])
        return self.evolve(leaving=self.leaving[taken:], diverted=self.diverted[AT_ONCE - taken :])


def end_next(closing: Closing, visits: Mapping[str, Visit], hall: Hall, now: datetime) -> Decision:
    """End the next visits: as cancelled, or of diverted customers as served. Customers who are in the hall
    again, since the branch has reopened, stay."""
    decision = Decision()
    back = {one.visit for one in (*hall.waiting, *hall.parked)} | set(hall.diverted)
    leaving = {one.visit: one for one in closing.leaving[:AT_ONCE]}
    for id in closing.next:
        visit = visits.get(id)
        if visit is None or id in back:
            continue
        if id in leaving and visit.state in (VisitState.WAITING, VisitState.PARKED):
            decision.save(*cancelled(visit, leaving[id], BRANCH_CLOSED, now))
        elif visit.state is VisitState.DIVERTED:
            decision.save(visit.evolve(state=VisitState.SERVED, ended=now))
    rest = closing.rest
    if rest.next or closing.version:
        decision.save(rest)
    if rest.next:
        due = ClosingVisitsDue(branch=closing.id)
        decision.schedule(f"closing:{closing.id}:{rest.next[0]}", now, due, correlation_id=closing.id)
    return decision
