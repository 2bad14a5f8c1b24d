"""Needs, from the first word to fulfilment (D4, D11, A1)."""

from services.customer.files.domain import needs
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.needs import NeedMet, NewNeed
from shared.unit import Unit


async def record_need(new: NewNeed, unit: Unit) -> None:
    customer = await unit.get(Customer, new.customer)
    unit.keep(needs.record_need(customer, new, now=unit.now))


async def close_need(met: NeedMet, unit: Unit) -> None:
    customer = await unit.get(Customer, met.customer)
    unit.keep(needs.close_need(customer, met, now=unit.now))
