"""Needs over HTTP (D4, D11, A1)."""

from fastapi import APIRouter, Request
from pydantic import Field

from services.customer.files.api.files import OpenNeed
from services.customer.files.domain.needs import NeedMet, NewNeed
from services.customer.files.handlers.needs import close_need, record_need
from services.customer.scope import Id, customer_for
from shared.access import SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import Role
from shared.fields import Given
from shared.runtime import Runtime

router = APIRouter(prefix="/api/customer/customers/{customer}/needs", tags=["needs"])
HEARS_NEEDS = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD)


class NeedHeard(Given):
    """What the customer wants, as a word of the catalogue."""

    need: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")


@router.post("", status_code=201)
async def record(
    customer: Id, heard: NeedHeard, request: Request, runtime: Runtime, person: SignedIn
) -> list[OpenNeed]:
    """Remember a need; answers with all that are open."""
    found = await customer_for(runtime, person, customer, *HEARS_NEEDS)
    cause = runtime.cause(request, person, found.branch, record_need)
    id = correlation_of(found.branch, person.staff, cause.id)
    await runtime.do(record_need, NewNeed(id, customer, heard.need, person.staff), cause)
    return await open_needs(customer, runtime, person)


@router.get("")
async def open_needs(customer: Id, runtime: Runtime, person: SignedIn) -> list[OpenNeed]:
    """The open needs of a customer."""
    found = await customer_for(runtime, person, customer, *HEARS_NEEDS)
    found.must_exist()
    return [OpenNeed(id=need.id, need=need.word) for need in found.needs if need.closed_at is None]


@router.post("/{need}/close", status_code=204)
async def close(customer: Id, need: Id, request: Request, runtime: Runtime, person: SignedIn) -> None:
    """The need was fulfilled or given up."""
    found = await customer_for(runtime, person, customer, *HEARS_NEEDS)
    await runtime.command(request, person, found.branch, close_need, NeedMet(customer, need))
