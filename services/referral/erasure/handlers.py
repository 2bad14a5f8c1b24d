"""Handlers by which a customer is forgotten (Q1): in every capability, some documents at a time, until none
names them."""

from services.referral.deals.handlers import events as deals
from services.referral.desk import handlers as desk
from services.referral.erasure.domain import ForgettingDue, go_on, is_withdrawn
from services.referral.erasure.queries import is_named
from services.referral.products import handlers as products
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.prospects.handlers import followers as prospects
from services.referral.recommendations.handlers import ratings
from services.referral.recommendations.handlers import steps as recommendations
from services.referral.referrals import handlers as referrals
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.erasure import AGAIN
from shared.unit_of_work import UnitOfWork

FORGETTING = (
    deals.forget_customer,
    prospects.forget_customer,
    referrals.forget_customer,
    products.forget_customer,
    recommendations.forget_customer,
    ratings.forget_customer,
    desk.forget_customer,
)


async def forget_customer(event: CustomerErased | CustomerLocked | ForgettingDue, work: UnitOfWork) -> None:
    """Forget a customer whose file was locked or erased, and look again until nothing names them. One whose
    file was opened again meanwhile is let be."""
    withdrawn = is_withdrawn(event)
    if isinstance(event, ForgettingDue):
        kept = await work.find(KeptCustomer, event.customer)
        if kept is not None and not kept.gone:
            return
    for forget in FORGETTING:
        await forget(event.customer, work)
    await products.close_file(event.customer, work, withdrawn=withdrawn)
    if await work.query(is_named, event.customer):
        work.apply(go_on(event.branch, event.customer, withdrawn=withdrawn, again=work.now + AGAIN))
