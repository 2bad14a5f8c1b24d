"""Customers of promise, found on the floor (D4, D5)."""

from services.lobby.queue.domain.visits import Visit
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.words import Accepts
from shared.domain import Decision


def mark_prospect(visit: Visit, need: str, found_by: str, accepts: Accepts | None = None) -> Decision:
    """Somebody of promise, who `accepts` to be introduced now, or got a card, or left a way to be reached:
    the account managers' side begins here (D5). Marking the same need again changes nothing."""
    if visit.prospect == need:
        return Decision()
    event = ProspectIdentified(
        branch=visit.branch,
        visit=visit.id,
        need=need,
        found_by=found_by,
        customer=visit.customer,
        accepts=accepts,
    )
    return Decision().save(visit.evolve(prospect=need), event)
