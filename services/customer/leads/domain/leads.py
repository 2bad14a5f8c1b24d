"""What a prospect leaves to be reached by (D5): follow-up begins at once."""

from typing import ClassVar

from shared.contracts.customer import ContactLeft
from shared.domain import Decision, Document


class Lead(Document):
    """How to reach a prospect; the id is the visit's. Name, phone and address are sealed."""

    collection: ClassVar[str] = "leads"

    branch: str
    need: str
    taken_by: str
    name: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None


def take_contact(new: Lead, known: Lead | None) -> Decision:
    """Keep it, and tell who follows up. What is said anew in the same visit replaces what was said before;
    what is not set stays; it is told again only if the need is another."""
    told = ContactLeft(branch=new.branch, visit=new.id, need=new.need, taken_by=new.taken_by)
    if known is None:
        return Decision().save(new, told)
    lead = known.evolve(**{name: getattr(new, name) for name in new.model_fields_set})
    return Decision().save(lead, *(() if known.need == new.need else (told,)))
