"""Needs, from the first word to fulfilment (D4, D11, A1)."""

from services.customer.files.domain import needs
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.needs import NeedMet, NewNeed
from shared.unit_of_work import UnitOfWork


async def record_need(new: NewNeed, work: UnitOfWork) -> None:
    customer = await work.get(Customer, new.customer)
    work.apply(needs.record_need(customer, new, now=work.now))


async def close_need(met: NeedMet, work: UnitOfWork) -> None:
    customer = await work.get(Customer, met.customer)
    work.apply(needs.close_need(customer, met, now=work.now))
