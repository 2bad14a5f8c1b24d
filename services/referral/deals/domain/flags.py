"""Flags: events of the customer or the product of a deal, on the deal's strip (A4)."""

from datetime import datetime, timedelta

from services.referral.deals.domain.deal import Deal, Flag
from services.referral.products.domain.catalogue import BANK
from shared.branch_places import BranchPlace
from shared.contracts.referral import DealFlagCause, DealFlagged, DealState, ReferralEvent
from shared.domain import Decision

KEPT = 10
"""Visits to halls that a deal keeps, the last ones."""
FIRST_AFTER = timedelta(seconds=2)
"""The time before the first page: longer than what another process read of the product before can count as
new (`shared.cache.MAX_STALENESS`)."""
PAUSE = timedelta(milliseconds=300)
"""The time between two pages."""


class DealsRatedAnew(ReferralEvent):
    """The next page of the open deals of a product that has another risk is due: those opened until `until`,
    whose places come after `after`. A timer."""

    product: str
    product_version: int
    until: datetime
    after: str = ""


def raise_flag(
    deal: Deal,
    cause: DealFlagCause,
    *,
    visit: str | None,
    case: str | None,
    product_version: int | None = None,
    now: datetime,
) -> Decision:
    """Put what happened on an open deal, once for a visit, a case or a version of the product."""
    if deal.state is not DealState.OPEN or deal.customer is None:
        return Decision()
    flag = Flag(cause=cause, at=now, visit=visit, case=case, product_version=product_version)
    if any(_about(one) == _about(flag) for one in deal.flags):
        return Decision()
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


def begin_rerating(product: str, number: int, correlation: str, *, now: datetime) -> Decision:
    """Look through the open deals of a product whose version `number` has another risk."""
    until = now + FIRST_AFTER
    first = DealsRatedAnew(branch=BANK, product=product, product_version=number, until=until)
    return Decision().schedule(_timer(first), until, first, correlation_id=correlation)


def next_page(page: DealsRatedAnew, after: str, correlation: str, *, now: datetime) -> Decision:
    """Go on with the page after a place."""
    following = page.model_copy(update={"after": after})
    return Decision().schedule(_timer(page), now + PAUSE, following, correlation_id=correlation)


def _about(flag: Flag) -> tuple[DealFlagCause, str | None, str | None, int | None]:
    """Return all for which a flag is raised once."""
    return flag.cause, flag.visit, flag.case, flag.product_version


def _timer(page: DealsRatedAnew) -> str:
    return f"deals_rerated:{page.product}:{page.product_version}"


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
