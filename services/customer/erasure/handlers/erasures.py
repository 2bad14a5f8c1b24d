"""A customer was erased: what they were told of, and left to be reached by, is forgotten here too (Q1)."""

import asyncio

from services.customer import store
from services.customer.enquiries.domain.enquiry import Statement
from services.customer.erasure.domain.erasures import forget_contacts
from services.customer.leads.domain.leads import Lead
from shared.contracts.customer import CustomerErased
from shared.erasure import blank_told
from shared.unit import Unit


async def forget_customer(event: CustomerErased, unit: Unit) -> None:
    """The name goes from the events that were told, and how to reach them from leads and matters."""
    visits, matters = await asyncio.gather(
        unit.ask(blank_told, event.customer), unit.ask(store.matters_of, event.customer)
    )
    leads = await asyncio.gather(*(unit.find(Lead, id) for id in visits))
    statements = await asyncio.gather(*(unit.find(Statement, id) for id in matters))
    unit.keep(forget_contacts([*leads, *statements]))
