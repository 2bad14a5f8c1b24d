"""Needs of customers over HTTP (D4, D11, A1)."""

from typing import Annotated

from fastapi import APIRouter

from services.customer.fields import CatalogueWord, Id
from services.customer.files.api.shown import OpenNeed, open_needs_of
from services.customer.files.commands import CloseNeed, RecordNeed
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import ListNeeds, find_customer
from shared.contracts.devices import correlation_of
from shared.errors import NotFound
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/needs", tags=["needs"])


class NeedForm(Given):
    """A need, as a word of the catalogue."""

    need: CatalogueWord


@router.post("", status_code=201)
async def record_need(
    customer: Annotated[Customer, may_on(find_customer, RecordNeed, "customer")],
    form: NeedForm,
    caller: Caller,
) -> list[OpenNeed]:
    """Record a need; answers with all that are open."""
    cause = caller.cause(RecordNeed, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    command = RecordNeed(customer.id, id, form.need, caller.person.staff)
    await caller.runtime.execute(command, cause)
    after = await find_customer(caller.runtime.store, customer.id)
    if after is None:
        raise NotFound(f"customers/{customer.id}")
    return _open_needs(after)


@router.get("")
async def list_needs(
    customer: Annotated[Customer, may_on(find_customer, ListNeeds, "customer")],
) -> list[OpenNeed]:
    """The open needs of a customer."""
    return _open_needs(customer)


@router.post("/{need}/close", status_code=204)
async def close_need(
    customer: Annotated[Customer, may_on(find_customer, CloseNeed, "customer")], need: Id, caller: Caller
) -> None:
    """Close a need that was fulfilled or given up."""
    await caller.execute(CloseNeed(customer.id, need), customer.branch)


def _open_needs(customer: Customer) -> list[OpenNeed]:
    customer.must_exist()
    return open_needs_of(customer)
