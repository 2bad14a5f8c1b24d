"""Customers of promise, found on the floor (D4, D5)."""

from services.lobby.domain.visits import Visit
from shared.contracts.lobby import ProspectIdentified
from shared.domain import Decision


def mark_prospect(visit: Visit, need: str, found_by: str) -> Decision:
    """Somebody of promise: the account managers' side begins here (D5). Marking the same need again
    changes nothing."""
    if visit.prospect == need:
        return Decision()
    event = ProspectIdentified(
        branch=visit.branch, visit=visit.id, need=need, found_by=found_by, customer=visit.customer
    )
    return Decision().put(visit.but(prospect=need), event)
