"""Knowing who has come in (D2, D6)."""

from services.customer.files.domain.arrivals import recognise
from services.customer.files.domain.customer import Credential, Customer
from shared.contracts.lobby import CustomerArrived
from shared.unit import Unit


async def recognise_customer(event: CustomerArrived, unit: Unit) -> None:
    """Who showed something that is known is recognised; of everybody else nothing is said."""
    shown = await unit.find(Credential, event.credential) if event.credential else None
    if shown is None or not shown.live:
        return
    customer = await unit.get(Customer, shown.customer)
    unit.tell(recognise(event, customer), subject=event.visit, story=event.visit)
