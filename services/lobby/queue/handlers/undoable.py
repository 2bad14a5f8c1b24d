"""Applying changes of a visit that can be undone for some minutes (D2, D6, D8, D10)."""

from collections.abc import Iterable

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
    origin = Origin(work.cause.id, work.cause.actor, work.now, work.pace)
    work.apply(remember(decision, visit, hall, origin, history=history, overtook=overtook))
