"""Keeping what a prospect left to be reached by (D5)."""

from services.customer.leads.domain import leads
from services.customer.leads.domain.leads import Lead
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def take_contact(new: Lead, work: UnitOfWork) -> None:
    known = await work.find(Lead, new.id)
    if known is not None and known.branch != new.branch:
        raise NotFound(f"leads/{new.id}")
    work.apply(leads.take_contact(new, known))
