"""Leads over HTTP (D5): the only place where the contact data of a prospect is given out."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from services.customer.audit.access import record_reading
from services.customer.audit.on_record import open_on_record
from services.customer.fields import ID, Id, ShortText
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.leads.commands import FollowLead, RecordLead
from services.customer.leads.domain import Lead
from services.customer.leads.queries import ViewLead, find_lead
from shared.access import Person
from shared.contracts.needs import Need
from shared.fields import Given
from shared.identifiers import Phone
from shared.privacy import seal_words
from shared.rights import BRANCH, may_on, may_somewhere, require, right_of
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/leads", tags=["leads"])
follow_router = APIRouter(prefix="/api/customer", tags=["leads"])
FIELDS = ("name", "phone", "address")


class LeadForm(Given):
    """A way to reach a prospect: a phone number or an address, with a name if they gave one. Of what they
    left before in the same visit, a field that is left out stays and one that is null goes."""

    branch: str = Field(pattern=BRANCH)
    need: Need
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


class LeadNow(BaseModel):
    """A prospect to be followed up, in the clear."""

    visit: str
    need: str
    taken_by: str
    name: str | None
    phone: str | None
    address: str | None


@router.post("/{visit}", status_code=204)
async def record_lead(
    visit: Id, form: LeadForm, person: Annotated[Person, may_somewhere(RecordLead)], caller: Caller
) -> None:
    """Record how the prospect of this visit can be reached."""
    require(person, right_of(caller.request, RecordLead), form.branch)
    master = caller.runtime.settings.key("master_key")
    given = [name for name in FIELDS if name in form.model_fields_set]
    sealed = {name: seal_words(master, _place_of(visit, name), getattr(form, name)) for name in given}
    lead = Lead(id=visit, branch=form.branch, need=form.need, taken_by=person.staff, **sealed)
    await caller.execute(RecordLead(lead), form.branch)


@router.get("/{visit}")
async def view_lead(lead: Annotated[Lead, may_on(find_lead, ViewLead, "visit")], caller: Caller) -> LeadNow:
    """The contact data of a prospect, for those who follow up."""
    master, subject = caller.runtime.settings.key("master_key"), f"lead/{lead.id}"
    kept = [name for name in FIELDS if getattr(lead, name) is not None]
    await record_reading(caller, lead.branch, [], kept, purpose="view_lead", cause=subject)
    clear = {
        name: open_on_record(master, _place_of(lead.id, name), getattr(lead, name), subject)
        for name in FIELDS
    }
    return LeadNow(visit=lead.id, need=lead.need, taken_by=lead.taken_by, **clear)


@follow_router.post("/customers/{customer}/lead", status_code=204)
async def follow_lead(
    customer: Annotated[Customer, may_on(find_customer, FollowLead, "customer")],
    form: FollowForm,
    caller: Caller,
) -> None:
    """Note that the prospect of a visit has this file; of those who keep the customer."""
    await must_keep(caller, customer, (), purpose="follow_lead")
    await caller.execute(FollowLead(customer.id, form.visit, caller.person.staff), customer.branch)


def _place_of(visit: str, field: str) -> str:
    return f"leads/{visit}/{field}"
