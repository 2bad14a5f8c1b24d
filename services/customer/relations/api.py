"""Relations between customers over HTTP (W3), for those who keep the customer."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.customer.fields import ID, Id
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import ViewFile, find_customer
from services.customer.relations.commands import EndRelation, RecordRelation
from services.customer.relations.domain import NewRelation
from services.customer.relations.queries import ListRelations, introductions_of, pairs_of
from shared.contracts.customer import RelationKind, RelationSource
from shared.contracts.devices import correlation_of
from shared.errors import NotFound
from shared.fields import Given, LivedDay
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/relations", tags=["relations"])
FIELDS = ("relations",)
PAIR = r"^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$"


class RelationForm(Given):
    """A relation: `other` is the `kind` of the customer."""

    other: str = Field(pattern=ID)
    kind: RelationKind
    source: RelationSource
    since: LivedDay | None = None


class EndForm(Given):
    """The day on which a relation ended."""

    ended: LivedDay


class RelationNow(BaseModel):
    """A relation as the customer sees it: `other` is their `kind`."""

    pair: str
    relation: str
    other: str
    masked_name: str
    kind: RelationKind
    source: RelationSource
    since: str | None
    ended: str | None
    recorded_by: str
    recorded_at: datetime


class IntroductionNow(BaseModel):
    """An introduction in the hall, by a member of staff."""

    referral: str
    branch: str
    found_by: str
    account_manager: str
    at: datetime


class RelationsNow(BaseModel):
    """The relations of a customer, current ones first, and who introduced them in the hall."""

    relations: list[RelationNow]
    introductions: list[IntroductionNow]


@router.get("")
async def list_relations(
    customer: Annotated[Customer, may_on(find_customer, ListRelations, "customer")], caller: Caller
) -> RelationsNow:
    """The people and companies that belong to a customer; of each the masked name."""
    await must_keep(caller, customer, FIELDS, purpose="list_relations")
    return await _relations_now(caller, customer)


@router.post("", status_code=201)
async def record_relation(
    customer: Annotated[Customer, may_on(find_customer, RecordRelation, "customer")],
    form: RelationForm,
    caller: Caller,
) -> RelationsNow:
    """Record how another customer belongs to this one; the other sees the reciprocal. The other is of a
    branch whose files one may see: else the id of a stranger would tell their masked name."""
    await must_keep(caller, customer, FIELDS, purpose="record_relation")
    other = await find_customer(caller.runtime.store, form.other)
    if other is None or not caller.may(ViewFile, other.branch):
        raise NotFound(f"customers/{form.other}")
    cause = caller.cause(RecordRelation, customer.branch)
    new = NewRelation(
        id=correlation_of(customer.branch, caller.person.staff, cause.id),
        branch=customer.branch,
        customer=customer.id,
        other=other.id,
        kind=form.kind,
        source=form.source,
        since=form.since,
        by=caller.person.staff,
    )
    await caller.runtime.execute(RecordRelation(new), cause)
    return await _relations_now(caller, customer)


@router.post("/{pair}/{relation}/end")
async def end_relation(
    customer: Annotated[Customer, may_on(find_customer, EndRelation, "customer")],
    pair: Annotated[str, Path(pattern=PAIR)],
    relation: Id,
    form: EndForm,
    caller: Caller,
) -> RelationsNow:
    """End a relation on a day; it stays on record."""
    await must_keep(caller, customer, FIELDS, purpose="end_relation")
    one = next((id for id in customer.ids if id in pair.split(":")), None)
    if one is None:
        raise NotFound(f"relations/{pair}")
    command = EndRelation(customer.branch, one, pair, relation, form.ended, caller.person.staff)
    await caller.execute(command, customer.branch)
    return await _relations_now(caller, customer)


async def _relations_now(caller: Asking, customer: Customer) -> RelationsNow:
    """Show the relations of a customer as they stand."""
    store = caller.runtime.store
    pairs = await pairs_of(store, customer.ids)
    sides = {pair.id: next(id for id in customer.ids if id in pair.customers) for pair in pairs}
    others = await asyncio.gather(*(find_customer(store, pair.other(sides[pair.id])) for pair in pairs))
    relations = [
        RelationNow(
            pair=pair.id,
            relation=one.id,
            other=other.id,
            masked_name=other.masked_name,
            kind=pair.kind_for(sides[pair.id], one),
            **one.model_dump(include={"source", "since", "ended", "recorded_by", "recorded_at"}),
        )
        for pair, other in zip(pairs, others, strict=True)
        if other is not None and other.id != customer.id
        for one in pair.relations
    ]
    relations.sort(key=lambda one: (one.ended is not None, one.kind, one.recorded_at))
    found = await introductions_of(store, customer.ids)
    introductions = [
        IntroductionNow(referral=one.id, **one.model_dump(include={*IntroductionNow.model_fields}))
        for one in found
    ]
    return RelationsNow(relations=relations, introductions=introductions)
