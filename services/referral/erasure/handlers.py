"""Forgetting a customer (Q1): what names one whose file was locked or erased is closed and unlinked."""

from collections.abc import Awaitable, Callable

from services.referral.deals.handlers import events as deals
from services.referral.prospects.handlers import followers as prospects
from services.referral.referrals import handlers as referrals
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.unit_of_work import UnitOfWork

Forget = Callable[[str, UnitOfWork], Awaitable[None]]
"""Forgets a customer, by id, in one capability; it may run again, and does nothing twice."""

FORGET: tuple[Forget, ...] = (
    deals.forget_customer,
    prospects.forget_customer,
    referrals.forget_customer,
)
"""One function for each capability that keeps the ids of customers."""


async def forget_customer(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Close and unlink all that names a customer, without a word about them (Q1)."""
    for forget in FORGET:
        await forget(event.customer, work)
