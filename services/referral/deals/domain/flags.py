"""Flags: events of the customer of a deal, on the deal's strip (A4)."""

from datetime import datetime

from services.referral.deals.domain.deal import Deal, Flag
from shared.branch_places import BranchPlace
from shared.contracts.referral import DealFlagCause, DealFlagged, DealState
from shared.domain import Decision

KEPT = 10
"""Visits to halls that a deal keeps, the last ones."""


def raise_flag(
    deal: Deal, cause: DealFlagCause, *, visit: str | None, case: str | None, now: datetime
) -> Decision:
    """Put what happened with the customer on an open deal, once for a visit or a case."""
    if deal.state is not DealState.OPEN or deal.customer is None:
        return Decision()
    if any((one.cause, one.visit, one.case) == (cause, visit, case) for one in deal.flags):
        return Decision()
    flag = Flag(cause=cause, at=now, visit=visit, case=case)
    event = DealFlagged(
        branch=deal.branch,
        deal=deal.id,
        customer=deal.customer,
        account_manager=deal.account_manager,
        product=deal.product,
        flag=cause,
        visit=visit,
        case=case,
    )
    return Decision().save(deal.evolve(flags=_kept((*deal.flags, flag))), event)


def settle_complaint(deal: Deal, case: str, *, now: datetime) -> Decision:
    """Note on a deal that a complaint of its customer was settled."""
    flags = tuple(
        one.model_copy(update={"ended_at": now}) if one.case == case and one.ended_at is None else one
        for one in deal.flags
    )
    return Decision().save(deal.evolve(flags=flags)) if flags != deal.flags else Decision()


def count_raised(deal: Deal, place: BranchPlace, today: str) -> int:
    """Count the flags that ask for a look: what is not settled, and the visits of `today`."""
    return sum(
        place.day_of(one.at).isoformat() == today
        if one.cause is DealFlagCause.HALL_VISIT
        else one.ended_at is None
        for one in deal.flags
    )


def _kept(flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Leave out the first of the visits to halls where there are too many."""
    visits = [one for one in flags if one.cause is DealFlagCause.HALL_VISIT]
    left_out = visits[:-KEPT]
    return tuple(one for one in flags if one not in left_out)
