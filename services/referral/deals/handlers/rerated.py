"""Reactions of deals (A4) to another risk of their product: a page of open deals at a time."""

import asyncio

from services.referral.deals.domain import flags
from services.referral.deals.domain.deal import Deal
from services.referral.deals.domain.flags import DealsRatedAnew
from services.referral.deals.queries import FLAGGED_AT_ONCE, open_deals_of_product
from shared.contracts.referral import DealFlagCause, ProductRerated
from shared.unit_of_work import UnitOfWork


async def begin_rerating(event: ProductRerated, work: UnitOfWork) -> None:
    """Look through the open deals of a product that has another risk."""
    correlation = work.cause.correlation_id or work.cause.id
    work.apply(flags.begin_rerating(event.product, event.product_version, correlation, now=work.now))


async def flag_rerated(due: DealsRatedAnew, work: UnitOfWork) -> None:
    """Flag a page of the open deals of a product that has another risk; the next page comes after it."""
    ids = await work.query(open_deals_of_product, due.product, due.after)
    deals = await asyncio.gather(*(work.get(Deal, id) for id in ids))
    for deal in deals:
        if deal.opened_at <= due.until:
            cause, number = DealFlagCause.RERATED, due.product_version
            work.apply(
                flags.raise_flag(deal, cause, visit=None, case=None, product_version=number, now=work.now)
            )
    if len(deals) == FLAGGED_AT_ONCE:
        correlation = work.cause.correlation_id or work.cause.id
        work.apply(flags.next_page(due, deals[-1].place, correlation, now=work.now))
