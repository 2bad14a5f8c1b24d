"""Decisions about a visit that can be taken back for some minutes (D2, D6, D8, D10)."""

from collections.abc import Iterable

from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain import undo
from services.lobby.queue.domain.undo import Doing
from services.lobby.queue.domain.visits import Visit
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


def keep(
    decision: Decision,
    visit: Visit,
    hall: Hall,
    work: UnitOfWork,
    *,
    outlook: Outlook | None = None,
    overtook: Iterable[str] = (),
) -> None:
    """Keep a decision about a visit so that it can be taken back."""
    doing = Doing(work.cause.id, work.cause.actor, work.now, work.pace)
    work.apply(undo.remember(decision, visit, hall, doing, outlook=outlook, overtook=overtook))
