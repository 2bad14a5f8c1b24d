"""Knowing who has come in (D2, D6)."""

from services.customer.files.domain.arrivals import recognise
from services.customer.files.domain.customer import Credential, Customer
from shared.contracts.lobby import CustomerArrived
from shared.unit_of_work import UnitOfWork


async def recognise_customer(event: CustomerArrived, work: UnitOfWork) -> None:
    """Who showed something that is known is recognised; of everybody else nothing is said."""
    shown = await work.find(Credential, event.credential) if event.credential else None
    if shown is None or not shown.live:
        return
    customer = await work.get(Customer, shown.customer)
    work.publish(recognise(event, customer), subject=event.visit, correlation_id=event.visit)
