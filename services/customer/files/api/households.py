"""Households and tags over HTTP (W2)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.customer.fields import ID, AskedMark
from services.customer.files.api.reading import must_keep
from services.customer.files.commands import JoinHousehold, LeaveHousehold, SetTags
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.households import Household
from services.customer.files.domain.tags import BANK, WORDS_AT_MOST, TagWord
from services.customer.files.queries import ViewHousehold, ViewTags, find_customer, find_tags
from shared.access import Person
from shared.contracts.customer.words import HouseholdRole
from shared.contracts.devices import correlation_of
from shared.editions import SeenMark
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.rights import may_on, may_somewhere
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer", tags=["files"])
Label = Annotated[Readable, StringConstraints(max_length=40)]


class MemberForm(Given):
    """A customer to whose household this one belongs, and this one's place in it."""

    other: str = Field(pattern=ID)
    role: HouseholdRole
    seen: SeenMark


class MemberNow(BaseModel):
    """A member of a household."""

    customer: str
    masked_name: str
    role: HouseholdRole


class TagForm(Given):
    """A tag of the bank, with its label in both languages."""

    tag: str = Field(pattern=r"^[a-z0-9_]{1,16}$")
    zh: Label
    en: Label


class TagsForm(Given):
    """The bank's vocabulary of tags."""

    words: list[TagForm] = Field(max_length=WORDS_AT_MOST)
    seen: SeenMark


class HouseholdNow(BaseModel):
    """The members of a household, none of a customer without one, and their mark."""

    members: list[MemberNow]
    mark: str


class TagsNow(BaseModel):
    """The bank's vocabulary of tags, and its mark."""

    words: list[TagWord]
    mark: str


@router.put("/customers/{customer}/household", status_code=204)
async def join_household(
    customer: Annotated[Customer, may_on(find_customer, JoinHousehold, "customer")],
    form: MemberForm,
    caller: Caller,
) -> None:
    """Add a customer to the household of another customer, whom the caller keeps too."""
    await must_keep(caller, customer, ("household",), purpose="join_household")
    other = await find_customer(caller.runtime.store, form.other)
    if other is None or other.branch != customer.branch:
        raise NotFound(f"customer/{form.other}")
    await must_keep(caller, other, ("household",), purpose="join_household")
    cause = caller.cause(JoinHousehold, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    await caller.runtime.execute(JoinHousehold(customer.id, other.id, id, form.role, form.seen), cause)


@router.delete("/customers/{customer}/household", status_code=204)
async def leave_household(
    customer: Annotated[Customer, may_on(find_customer, LeaveHousehold, "customer")],
    caller: Caller,
    seen: AskedMark = None,
) -> None:
    """Take a customer out of their household."""
    await must_keep(caller, customer, ("household",), purpose="leave_household")
    await caller.execute(LeaveHousehold(customer.id, seen), customer.branch)


@router.get("/customers/{customer}/household")
async def view_household(
    customer: Annotated[Customer, may_on(find_customer, ViewHousehold, "customer")], caller: Caller
) -> HouseholdNow:
    """The household of a customer, masked; for those who keep the customer."""
    await must_keep(caller, customer, ("household",), purpose="view_household")
    store = caller.runtime.store
    household = await store.find(Household, customer.household) if customer.household else None
    members = household.members if household else ()
    found = await store.load(Customer, [one.customer for one in members])
    names = {one.id: one.masked_name for one in found if isinstance(one, Customer)}
    shown = [
        MemberNow(customer=one.customer, masked_name=names.get(one.customer, "*"), role=one.role)
        for one in members
    ]
    return HouseholdNow(members=shown, mark=household.mark if household else "")


@router.put("/tags", status_code=204)
async def set_tags(form: TagsForm, person: Annotated[Person, may_somewhere(SetTags)], caller: Caller) -> None:
    """Replace the bank's vocabulary of tags; files keep the tags that they have."""
    words = tuple(TagWord(**one.model_dump()) for one in form.words)
    await caller.execute(SetTags(words, person.staff, form.seen), BANK)


@router.get("/tags")
async def view_tags(person: Annotated[Person, may_somewhere(ViewTags)], runtime: Runtime) -> TagsNow:
    """The bank's vocabulary of tags."""
    known = await find_tags(runtime.store)
    return TagsNow(words=list(known.words), mark=known.mark)
