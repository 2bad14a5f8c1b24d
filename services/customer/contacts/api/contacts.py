"""Contacts with a customer over HTTP (A1): recording them, the log, what is next, an excuse."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field, model_validator

from services.customer.contacts.commands import EndExcuse, ExcuseContact, RecordContact
from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.queries import ViewContacts, contacts_of, find_plan
from services.customer.fields import LongText
from services.customer.files.api.reading import data_key_of, may_read, must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.files.sealing import open_text, seal_text
from shared.contracts.customer import (
    ContactOutcome,
    ContactState,
    ContactWay,
    ExcuseReason,
    Initiative,
    StepKind,
)
from shared.contracts.devices import correlation_of
from shared.errors import NotFound
from shared.fields import Given, LivedDay
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/customers/{customer}", tags=["contacts"])
WORDS = ("contact_words",)
"""The field of a contact that is personal."""


class ContactForm(Given):
    """A contact, or an attempt; `at` is now if it is left out. One that was moved names the day to which."""

    way: ContactWay
    initiative: Initiative = Initiative.BANK
    outcome: ContactOutcome
    until: LivedDay | None = None
    words: LongText | None = Field(default=None, repr=False)
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _until_when_moved(self) -> Self:
        if (self.outcome is ContactOutcome.MOVED) != (self.until is not None):
            raise ValueError("a day exactly for a contact that is moved")
        return self


class ExcuseForm(Given):
    """A reason to leave a customer alone until the end of a day."""

    reason: ExcuseReason
    until: LivedDay


class StepNow(BaseModel):
    """A next step, until the end of `due`."""

    kind: StepKind
    due: str
    cause: str = ""


class BestHour(BaseModel):
    """The hour of the day around which the customer was reached `times` times of `of`."""

    hour: int
    times: int
    of: int


class PlanNow(BaseModel):
    """The plan of a customer. Without a portfolio there is no next step."""

    customer: str
    account_manager: str | None
    state: ContactState
    next_step: StepNow | None
    due: str
    provisional: bool
    last_at: datetime | None
    tries: int
    best_hour: BestHour | None
    excuse: ExcuseReason | None
    excused_until: str | None


class ContactNow(BaseModel):
    """A line of the log; `words` for those who keep the customer alone."""

    contact: str
    at: datetime
    by: str
    way: ContactWay
    initiative: Initiative
    outcome: ContactOutcome
    until: str | None
    visit: str | None
    undone: bool
    has_words: bool
    words: str | None = None


class ContactsNow(BaseModel):
    """The plan of a customer, and the contacts, the latest first."""

    plan: PlanNow | None
    contacts: list[ContactNow]


@router.get("/contacts")
async def view_contacts(
    customer: Annotated[Customer, may_on(find_customer, ViewContacts, "customer")], caller: Caller
) -> ContactsNow:
    """The plan of a customer, and every contact, whoever made it; the words for those who keep them."""
    customer.must_exist()
    store = caller.runtime.store
    plan, found = (
        await find_plan(store, customer.id),
        await contacts_of(store, [customer.id, *customer.absorbed]),
    )
    lines = [_shown(one) for one in found]
    if any(one.words for one in found) and await may_read(caller, customer):
        await record_reading_of(caller, customer, customer.ids, WORDS, purpose="view_contacts")
        master = caller.runtime.settings.keys("master_key")
        keys = {one.customer: await data_key_of(caller.runtime, one.customer) for one in found if one.words}
        for line, one in zip(lines, found, strict=True):
            if one.words is not None:
                line.words = open_text(master, one.customer, keys[one.customer], sealed_at(one.id), one.words)
    return ContactsNow(plan=shown_plan(plan), contacts=lines)


@router.post("/contacts", status_code=201)
async def record_contact(
    customer: Annotated[Customer, may_on(find_customer, RecordContact, "customer")],
    form: ContactForm,
    caller: Caller,
) -> PlanNow:
    """Record a contact, or an attempt; answers with what is next."""
    await must_keep(caller, customer, WORDS, purpose="record_contact")
    cause = caller.cause(RecordContact, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    words = None
    if form.words:
        key = await data_key_of(caller.runtime, customer.id)
        master = caller.runtime.settings.keys("master_key")
        words = seal_text(master, customer.id, key, sealed_at(id), form.words)
    given = form.model_dump(exclude={"words"})
    command = RecordContact(contact=id, customer=customer.id, by=caller.person.staff, words=words, **given)
    await caller.runtime.execute(command, cause)
    return await _plan_now(caller, customer.id)


@router.put("/contact-excuse")
async def excuse_contact(
    customer: Annotated[Customer, may_on(find_customer, ExcuseContact, "customer")],
    form: ExcuseForm,
    caller: Caller,
) -> PlanNow:
    """Leave a customer alone until the end of a day."""
    await must_keep(caller, customer, WORDS, purpose="excuse_contact")
    command = ExcuseContact(customer.id, caller.person.staff, form.reason, form.until)
    await caller.execute(command, customer.branch)
    return await _plan_now(caller, customer.id)


@router.delete("/contact-excuse")
async def end_excuse(
    customer: Annotated[Customer, may_on(find_customer, EndExcuse, "customer")], caller: Caller
) -> PlanNow:
    """End an excuse before its time."""
    await must_keep(caller, customer, WORDS, purpose="end_excuse")
    await caller.execute(EndExcuse(customer.id), customer.branch)
    return await _plan_now(caller, customer.id)


def sealed_at(contact: str) -> str:
    """Return the place at which the words of a contact are sealed."""
    return f"contacts/{contact}/words"


def shown_plan(plan: ContactPlan | None) -> PlanNow | None:
    """Show a plan, if there is one."""
    if plan is None:
        return None
    best, step = plan.best_hour(), plan.next_step
    return PlanNow(
        customer=plan.id,
        account_manager=plan.account_manager,
        state=plan.state,
        next_step=StepNow(kind=step.kind, due=step.due, cause=step.shown_cause)
        if plan.account_manager
        else None,
        due=plan.due,
        provisional=plan.provisional,
        last_at=plan.last_at,
        tries=plan.tries,
        best_hour=BestHour(hour=best[0], times=best[1], of=sum(plan.hours.values())) if best else None,
        excuse=plan.excuse.reason if plan.excuse and plan.state is ContactState.EXCUSED else None,
        excused_until=plan.excuse.until if plan.excuse and plan.state is ContactState.EXCUSED else None,
    )


async def _plan_now(caller: Asking, customer: str) -> PlanNow:
    shown = shown_plan(await find_plan(caller.runtime.store, customer))
    if shown is None:
        raise NotFound(f"contact_plans/{customer}")
    return shown


def _shown(contact: Contact) -> ContactNow:
    return ContactNow(
        contact=contact.id,
        undone=contact.undone_at is not None,
        has_words=contact.words is not None,
        **contact.model_dump(include={"at", "by", "way", "initiative", "outcome", "until", "visit"}),
    )
