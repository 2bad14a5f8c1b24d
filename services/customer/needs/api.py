"""Needs of customers over HTTP (D4, D11, A1)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.fields import Id, LongText
from services.customer.files.api.files import Staff
from services.customer.files.api.reading import data_key_of, may_read, must_keep, record_reading_of
from services.customer.files.api.shown import OpenNeed, open_needs_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import ViewPersonalData, find_customer
from services.customer.files.sealing import open_text, seal_text
from services.customer.needs.commands import (
    AssignNeed,
    DeclineNeed,
    FulfilNeed,
    GiveUpNeed,
    OfferForNeed,
    QualifyNeed,
    RecordNeed,
)
from services.customer.needs.domain import Need, of_customer
from services.customer.needs.queries import ListBranchNeeds, ListNeeds, find_need, needs_of, open_needs
from shared.commands import Command
from shared.contracts.customer import DeclinedWhy, NeedState, UnservableWhy
from shared.contracts.devices import correlation_of
from shared.contracts.needs import Need as NeedWord
from shared.errors import NotFound
from shared.fields import Given, LivedDay
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["needs"])
OF_CUSTOMER = "/customers/{customer}/needs"
WORDS = ("need_words",)


class NeedForm(Given):
    """A need, as a word of the catalogue, with what the customer said of it."""

    need: NeedWord
    words: LongText | None = Field(default=None, repr=False)


class QualifyForm(Given):
    """The day until which something is to be offered; the usual one if it is left out."""

    due: LivedDay | None = None


class OfferForm(Given):
    """The offer to the customer, in words, and the day until which they decide."""

    words: LongText | None = Field(default=None, repr=False)
    due: LivedDay | None = None


class AssignForm(Given):
    """Another owner of a need, another day, or both."""

    owner: Staff | None = None
    due: LivedDay | None = None


class DeclineForm(Given):
    """The reason for which the customer gave a need up."""

    reason: DeclinedWhy


class GiveUpForm(Given):
    """The reason for which the bank cannot meet a need."""

    reason: UnservableWhy


class NeedNow(BaseModel):
    """A need as it stands; `words` for those who keep the customer alone."""

    id: str
    customer: str
    need: str
    state: NeedState
    open: bool
    owner: str | None
    due: str
    overdue: bool
    stated_at: datetime
    stated_by: str
    closed_at: datetime | None
    closed_by: str | None
    reason: str | None
    has_words: bool
    words: str | None = None


@router.post(OF_CUSTOMER, status_code=201)
async def record_need(
    customer: Annotated[Customer, may_on(find_customer, RecordNeed, "customer")],
    form: NeedForm,
    caller: Caller,
) -> list[OpenNeed]:
    """Record a need; answers with all that are open."""
    cause = caller.cause(RecordNeed, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    customer.must_exist()
    words = await _seal(caller, customer.id, id, form.words)
    command = RecordNeed(customer.id, id, form.need, caller.person.staff, words)
    await caller.runtime.execute(command, cause)
    after = await find_customer(caller.runtime.store, customer.id)
    if after is None:
        raise NotFound(f"customers/{customer.id}")
    after.must_exist()
    return open_needs_of(after)


@router.get(OF_CUSTOMER)
async def list_needs(
    customer: Annotated[Customer, may_on(find_customer, ListNeeds, "customer")], caller: Caller
) -> list[NeedNow]:
    """The needs of a customer, open and closed, the latest first; the words for those who keep them."""
    customer.must_exist()
    found = await needs_of(caller.runtime.store, [customer.id, *customer.absorbed])
    shown = [_shown(need) for need in found]
    if any(need.words for need in found) and await may_read(caller, customer):
        await record_reading_of(caller, customer, customer.ids, WORDS, purpose="list_needs")
        master = caller.runtime.settings.keys("master_key")
        keys = {
            one.sealed_for: await data_key_of(caller.runtime, one.sealed_for) for one in found if one.words
        }
        for line, need in zip(shown, found, strict=True):
            if need.words is not None:
                key = keys[need.sealed_for]
                line.words = open_text(master, need.sealed_for, key, _place(need.id), need.words)
    return shown


@router.get("/needs")
async def list_branch_needs(
    branch: Annotated[str, may_at_queried_branch(ListBranchNeeds)], caller: Caller
) -> list[NeedNow]:
    """The open needs that are mine, the most urgent first; those of all, for the head of the branch."""
    whole = caller.may(ViewPersonalData, branch)
    found = await open_needs(caller.runtime.store, branch, None if whole else caller.person.staff)
    return [_shown(need) for need in found]


@router.post(OF_CUSTOMER + "/{need}/qualify")
async def qualify_need(
    customer: Annotated[Customer, may_on(find_customer, QualifyNeed, "customer")],
    need: Id,
    form: QualifyForm,
    caller: Caller,
) -> NeedNow:
    """Confirm that a need is real."""
    await _must_own(caller, customer, need)
    return await _execute(caller, QualifyNeed(need, caller.person.staff, form.due), customer, need)


@router.post(OF_CUSTOMER + "/{need}/offer")
async def offer_for_need(
    customer: Annotated[Customer, may_on(find_customer, OfferForNeed, "customer")],
    need: Id,
    form: OfferForm,
    caller: Caller,
) -> NeedNow:
    """Note that the customer was offered something."""
    await _must_own(caller, customer, need)
    known = await find_need(caller.runtime.store, need)
    words = await _seal(caller, known.sealed_for if known else customer.id, need, form.words)
    return await _execute(caller, OfferForNeed(need, caller.person.staff, form.due, words), customer, need)


@router.post(OF_CUSTOMER + "/{need}/assign")
async def assign_need(
    customer: Annotated[Customer, may_on(find_customer, AssignNeed, "customer")],
    need: Id,
    form: AssignForm,
    caller: Caller,
) -> NeedNow:
    """Give a need to another owner, or until another day."""
    await _must_own(caller, customer, need)
    command = AssignNeed(need, caller.person.staff, form.owner, form.due)
    return await _execute(caller, command, customer, need)


@router.post(OF_CUSTOMER + "/{need}/fulfil")
async def fulfil_need(
    customer: Annotated[Customer, may_on(find_customer, FulfilNeed, "customer")], need: Id, caller: Caller
) -> NeedNow:
    """Close a need that was met."""
    await _must_own(caller, customer, need)
    return await _execute(caller, FulfilNeed(need, caller.person.staff), customer, need)


@router.post(OF_CUSTOMER + "/{need}/decline")
async def decline_need(
    customer: Annotated[Customer, may_on(find_customer, DeclineNeed, "customer")],
    need: Id,
    form: DeclineForm,
    caller: Caller,
) -> NeedNow:
    """Close a need that the customer gave up."""
    await _must_own(caller, customer, need)
    return await _execute(caller, DeclineNeed(need, caller.person.staff, form.reason), customer, need)


@router.post(OF_CUSTOMER + "/{need}/unservable")
async def give_up_need(
    customer: Annotated[Customer, may_on(find_customer, GiveUpNeed, "customer")],
    need: Id,
    form: GiveUpForm,
    caller: Caller,
) -> NeedNow:
    """Close a need that the bank cannot meet."""
    await _must_own(caller, customer, need)
    return await _execute(caller, GiveUpNeed(need, caller.person.staff, form.reason), customer, need)


async def _must_own(caller: Asking, customer: Customer, id: str) -> None:
    """Raises `NotFound` for a need of another customer, `NotAllowed` for those who neither own the need nor
    keep the customer."""
    customer.must_exist()
    need = await find_need(caller.runtime.store, id)
    if need is None:
        raise NotFound(f"needs/{id}")
    if of_customer(need, customer.id).owner != caller.person.staff:
        await must_keep(caller, customer, WORDS, purpose="take_need_further")


async def _execute(caller: Asking, command: Command, customer: Customer, id: str) -> NeedNow:
    """Carry out a command and show the need after it, without its words."""
    await caller.execute(command, customer.branch)
    need = await find_need(caller.runtime.store, id)
    if need is None:
        raise NotFound(f"needs/{id}")
    return _shown(need)


async def _seal(caller: Asking, customer: str, need: str, words: str | None) -> bytes | None:
    if not words:
        return None
    key, master = await data_key_of(caller.runtime, customer), caller.runtime.settings.keys("master_key")
    return seal_text(master, customer, key, _place(need), words)


def _place(need: str) -> str:
    return f"needs/{need}/words"


def _shown(need: Need) -> NeedNow:
    hidden = {"need", "has_words", "words"}
    return NeedNow(
        need=need.word,
        has_words=need.words is not None,
        **need.model_dump(include=NeedNow.model_fields.keys() - hidden),
    )
