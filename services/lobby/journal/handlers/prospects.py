"""Customers of promise, found on the floor (D4, D5)."""

from dataclasses import dataclass

from services.lobby.journal.domain.prospects import mark_prospect
from services.lobby.queue.domain.visits import Visit
from shared.contracts.words import Accepts
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Prospect:
    """Somebody of promise, what they may need, and what they said to it."""

    visit: str
    need: str
    found_by: str
    accepts: Accepts | None = None


async def identify_prospect(prospect: Prospect, work: UnitOfWork) -> Visit:
    """Lobby manager or teller found somebody of promise."""
    visit = await work.get(Visit, prospect.visit)
    work.apply(mark_prospect(visit, prospect.need, prospect.found_by, prospect.accepts))
    return await work.get(Visit, prospect.visit)
