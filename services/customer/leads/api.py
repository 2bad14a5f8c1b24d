"""Leads over HTTP (D5): the only place where the contact data of a prospect is given out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from services.customer.audit.access import record_denial, record_reading
from services.customer.audit.on_record import kept_within, open_on_record
from services.customer.fields import ID, ShortText
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.leads.commands import FollowLead, RecordLead
from services.customer.leads.domain import Lead, LeadBefore
from services.customer.leads.queries import ViewAnyLead, ViewLead, find_lead
from shared.errors import NotAllowed, NotFound
from shared.fields import Given
from shared.identifiers import Phone
from shared.privacy import SealingKey, seal_words
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/leads", tags=["leads"])
follow_router = APIRouter(prefix="/api/customer", tags=["leads"])
FIELDS = ("name", "phone", "address")


class LeadForm(Given):
    """A way to reach a prospect: a phone number or an address, with a name if they gave one. Of what they
    left before in the same visit, a field that is left out stays and one that is null goes."""

    name: ShortText | None = Field(default=None, repr=False)
    phone: Phone | None = Field(default=None, repr=False)
    address: ShortText | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not (self.phone or self.address or self.name):
            raise ValueError("a name, a phone number or an address")
        return self


class FollowForm(Given):
    """The visit in which the prospect was found."""

    visit: str = Field(pattern=ID)


class ContactBefore(BaseModel):
    """The contact data before `by` changed them, in the clear."""

    at: datetime
    by: str
    name: str | None
    phone: str | None
    address: str | None


class LeadNow(BaseModel):
    """A prospect to be followed up, in the clear; `history` is what was known before, the latest first."""

    visit: str
    need: str
    taken_by: str
    name: str | None
    phone: str | None
    address: str | None
    history: list[ContactBefore]


@router.post("/{visit}", status_code=204)
async def record_lead(
    lead: Annotated[Lead, may_on(find_lead, RecordLead, "visit")], form: LeadForm, caller: Caller
) -> None:
    """Record how the prospect who was found in this visit can be reached."""
    master = caller.runtime.settings.keys("master_key")
    given = {name: getattr(form, name) for name in FIELDS if name in form.model_fields_set}
    with kept_within():  # compared with what is known; nobody is given any of it
        known = _opened(master, lead, lead)
    same = frozenset(name for name, words in given.items() if known[name] == (words or None))
    sealed = {name: seal_words(master, _place_of(lead.id, name), words) for name, words in given.items()}
    await caller.execute(RecordLead(lead.id, caller.person.staff, sealed, same), lead.branch)


@router.get("/{visit}")
async def view_lead(lead: Annotated[Lead, may_on(find_lead, ViewLead, "visit")], caller: Caller) -> LeadNow:
    """The contact data of a prospect, for the account managers who have the prospect, and the head.

    Raises `NotAllowed`, which is on record, for others; `NotFound` where none were left, or are kept."""
    await _must_have(lead, caller, FIELDS, purpose="view_lead")
    kept = [name for name in FIELDS if getattr(lead, name) is not None]
    if not kept and not lead.history:
        raise NotFound(f"leads/{lead.id}")
    master = caller.runtime.settings.keys("master_key")
    await record_reading(caller, lead.branch, [], kept, purpose="view_lead", cause=f"lead/{lead.id}")
    before = [ContactBefore(at=one.at, by=one.by, **_opened(master, lead, one)) for one in lead.history or ()]
    clear = _opened(master, lead, lead)
    return LeadNow(visit=lead.id, need=lead.need, taken_by=lead.taken_by, history=before, **clear)


@follow_router.post("/customers/{customer}/lead", status_code=204)
async def follow_lead(
    customer: Annotated[Customer, may_on(find_customer, FollowLead, "customer")],
    form: FollowForm,
    caller: Caller,
) -> None:
    """Note that the prospect of a visit has this file; of those who keep the customer, and have the prospect
    if somebody has."""
    await must_keep(caller, customer, (), purpose="follow_lead")
    lead = await find_lead(caller.runtime.store, form.visit)
    if lead is not None and lead.branch == customer.branch and lead.readers:
        await _must_have(lead, caller, (), purpose="follow_lead")
    await caller.execute(FollowLead(customer.id, form.visit, caller.person.staff), customer.branch)


async def _must_have(lead: Lead, caller: Caller, fields: Sequence[str], *, purpose: str) -> None:
    """Raises `NotAllowed`, which is on record, for who does not have the prospect and is not the head."""
    if caller.person.staff not in lead.readers and not caller.may(ViewAnyLead, lead.branch):
        await record_denial(caller, lead.branch, [], fields, purpose=purpose)
        raise NotAllowed


def _opened(master: SealingKey, lead: Lead, kept: Lead | LeadBefore) -> dict[str, str | None]:
    """Open the contact data of a lead, or what they were before."""
    subject = f"lead/{lead.id}"
    return {
        name: open_on_record(master, _place_of(lead.id, name), getattr(kept, name), subject)
        for name in FIELDS
    }


def _place_of(visit: str, field: str) -> str:
    return f"leads/{visit}/{field}"
