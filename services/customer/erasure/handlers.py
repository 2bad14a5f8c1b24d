"""Handlers of erasure (Q1)."""

import asyncio

from services.customer.enquiries.domain.statement import Statement
from services.customer.enquiries.queries import enquiries_of_customer
from services.customer.erasure.domain import erase_contacts
from services.customer.leads.domain import Lead
from shared.contracts.customer import CustomerErased
from shared.erasure import blank_published
from shared.unit_of_work import UnitOfWork


async def erase_traces(event: CustomerErased, work: UnitOfWork) -> None:
    """Erase the customer's name from published events, and their contact data from leads and enquiries
    (Q1)."""
    visits, enquiries = await asyncio.gather(
        work.query(blank_published, event.customer), work.query(enquiries_of_customer, event.customer)
    )
    leads = await asyncio.gather(*(work.find(Lead, id) for id in visits))
    statements = await asyncio.gather(*(work.find(Statement, id) for id in enquiries))
    work.apply(erase_contacts([*leads, *statements]))
