"""Keeping what a prospect left to be reached by (D5)."""

from services.customer.leads.domain import leads
from services.customer.leads.domain.leads import Lead
from shared.errors import NotFound
from shared.unit import Unit


async def take_contact(new: Lead, unit: Unit) -> None:
    known = await unit.find(Lead, new.id)
    if known is not None and known.branch != new.branch:
        raise NotFound(f"leads/{new.id}")
    unit.keep(leads.take_contact(new, known))
