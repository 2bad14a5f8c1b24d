"""Applying changes of a visit that can be undone for some minutes (D2, D6, D8, D10)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.last_change import Origin, remember
from services.lobby.queue.domain.visits import Visit
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


def apply_undoable(
    decision: Decision,
    visit: Visit,
    hall: Hall,
    work: UnitOfWork,
    *,
    history: WaitHistory | None = None,
    overtook: Iterable[str] = (),
) -> None:
    """Apply a decision about a visit, so that it can be undone; arguments as of `last_change.remember`."""
    origin = Origin(work.cause.id, work.cause.actor, work.moment)
    work.apply(remember(decision, visit, hall, origin, history=history, overtook=overtook))


async def change_visit(
    decide: Callable[[Visit, Hall, datetime], Decision], id: str, work: UnitOfWork
) -> Visit:
    """Apply what `decide` says of a visit in its hall, so that it can be undone; returns it changed."""
    visit = await work.get(Visit, id)
    hall = await work.get(Hall, visit.branch)
    apply_undoable(decide(visit, hall, work.now), visit, hall, work)
    return await work.get(Visit, id)
