"""Leads (D5): how a prospect can be reached, so that follow-up begins at once."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer import ContactLeft, LeadFollowed
from shared.domain import Decision, Document


class Lead(Document):
    """The contact data of a prospect; the id is the visit's. Name, phone and address are sealed; `customer`
    is the file that they have by now."""

    collection: ClassVar[str] = "leads"

    branch: str
    need: str
    taken_by: str
    name: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None
    taken_at: datetime | None = None
    customer: str | None = None


def record_lead(new: Lead, known: Lead | None) -> Decision:
    """Record a lead. In the same visit a field that is set replaces the known one, and one that is not set
    stays; the event is published again only for another need."""
    event = ContactLeft(branch=new.branch, visit=new.id, need=new.need, taken_by=new.taken_by)
    if known is None:
        return Decision().save(new, event)
    lead = known.evolve(**{name: getattr(new, name) for name in new.model_fields_set})
    return Decision().save(lead, *(() if known.need == new.need else (event,)))


def follow_lead(visit: str, known: Lead | None, customer: str, branch: str, by: str) -> LeadFollowed | None:
    """Describe that the prospect of a visit has a file; None where that is known."""
    if known is not None and known.customer == customer:
        return None
    return LeadFollowed(branch=branch, visit=visit, customer=customer, followed_by=by)
