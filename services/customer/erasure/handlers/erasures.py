"""A customer was erased: what they were told of, and left to be reached by, is forgotten here too (Q1)."""

import asyncio

from services.customer import store
from services.customer.enquiries.domain.enquiry import Statement
from services.customer.erasure.domain.erasures import forget_contacts
from services.customer.leads.domain.leads import Lead
from shared.contracts.customer import CustomerErased
from shared.erasure import blank_told
from shared.unit_of_work import UnitOfWork


async def forget_customer(event: CustomerErased, work: UnitOfWork) -> None:
    """The name goes from the events that were told, and how to reach them from leads and enquiries."""
    visits, enquiries = await asyncio.gather(
        work.query(blank_told, event.customer), work.query(store.enquiries_of, event.customer)
    )
    leads = await asyncio.gather(*(work.find(Lead, id) for id in visits))
    statements = await asyncio.gather(*(work.find(Statement, id) for id in enquiries))
    work.apply(forget_contacts([*leads, *statements]))
