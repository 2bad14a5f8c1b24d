"""Contact data of prospects over HTTP (D5): told here, and nowhere else."""

from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.customer import store
from services.customer.leads.domain.leads import Lead
from services.customer.leads.handlers.leads import take_contact
from services.customer.scope import BRANCH, Id
from shared.access import SignedIn
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.identifiers import Phone
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime

router = APIRouter(prefix="/api/customer/leads", tags=["leads"])
TAKES = (Role.TELLER, Role.LOBBY_MANAGER)
FOLLOWS = (Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD)
FIELDS = ("name", "phone", "address")
Short = Annotated[Readable, StringConstraints(max_length=200)]


class Contact(Given):
    """A way to reach somebody: a phone number or an address, with a name if they gave one. Of what they left
    before in the same visit, what is left out stays and what is null goes."""

    branch: str = Field(pattern=BRANCH)
    need: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")
    name: Short | None = Field(default=None, repr=False)
    phone: Phone | None = Field(default=None, repr=False)
    address: Short | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not (self.phone or self.address or self.name):
            raise ValueError("a name, a phone number or an address")
        return self


class LeadNow(BaseModel):
    """Who is to be followed up, in the clear, for those who do it."""

    visit: str
    need: str
    taken_by: str
    name: str | None
    phone: str | None
    address: str | None


@router.post("/{visit}", status_code=204)
async def take(visit: Id, contact: Contact, request: Request, runtime: Runtime, person: SignedIn) -> None:
    """A prospect of this visit left a way to be reached."""
    person.must(contact.branch, *TAKES)
    master = runtime.settings.key("master_key")
    given = [name for name in FIELDS if name in contact.model_fields_set]
    sealed = {name: seal_words(master, _place(visit, name), getattr(contact, name)) for name in given}
    lead = Lead(id=visit, branch=contact.branch, need=contact.need, taken_by=person.staff, **sealed)
    await runtime.command(request, person, contact.branch, take_contact, lead)


@router.get("/{visit}")
async def one(visit: Id, runtime: Runtime, person: SignedIn) -> LeadNow:
    """How to reach a prospect, for those who follow up."""
    person.must_somewhere(*FOLLOWS)
    lead = await store.lead(runtime.store, visit)
    if lead is None or not person.may(lead.branch, *FOLLOWS):
        raise NotFound(f"leads/{visit}")
    master = runtime.settings.key("master_key")
    clear = {name: open_words(master, _place(visit, name), getattr(lead, name)) for name in FIELDS}
    return LeadNow(visit=visit, need=lead.need, taken_by=lead.taken_by, **clear)


def _place(visit: str, field: str) -> str:
    return f"leads/{visit}/{field}"
