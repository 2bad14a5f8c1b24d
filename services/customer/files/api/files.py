"""Customer files over HTTP (W2, Q1)."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from services.customer import store
from services.customer.files.api.sealing import Clear, open_person, seal_person
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.domain.files import NewAccountManager, NewFile, NewSegment
from services.customer.files.handlers.files import (
    change_account_manager,
    change_segment,
    erase_customer,
    open_file,
)
from services.customer.scope import BRANCH, ID, KEEPS_FILES, Id, customer_for
from shared.access import Person, SignedIn
from shared.contracts.devices import CredentialKind, correlation_of
from shared.contracts.words import Role, Segment
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.identifiers import Identity, Phone
from shared.privacy import blind_index, mask_name
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/customers", tags=["files"])
SEES_FILES = (*KEEPS_FILES, Role.TELLER, Role.LOBBY_MANAGER, Role.REGION_HEAD, Role.AUDITOR)
Name = Annotated[Readable, StringConstraints(max_length=100)]
Staff = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class Registration(Given):
    """A new file. `customer` is for callers that have an id of their own: sent again, nothing changes."""

    customer: str | None = Field(default=None, pattern=ID)
    branch: str = Field(pattern=BRANCH)
    name: Name = Field(repr=False)
    phone: Phone = Field(repr=False)
    identity: Identity | None = Field(default=None, repr=False)
    segment: Segment = Segment.MASS
    account_manager: Staff | None = None


class Registered(BaseModel):
    customer: str


class SegmentChange(Given):
    segment: Segment


class AccountManagerChange(Given):
    account_manager: Staff | None


class OpenNeed(BaseModel):
    id: str
    need: str


class CustomerFile(BaseModel):
    """A file; `edition` counts its corrections. Name, phone, identity and credentials are there only for the
    customer's own account manager and the branch head."""

    customer: str
    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None
    edition: int
    needs: list[OpenNeed]
    name: str | None = None
    phone: str | None = None
    identity: str | None = None
    credentials: tuple[str, ...] | None = None


@router.post("", status_code=201)
async def register(
    new: Registration, request: Request, response: Response, runtime: Runtime, person: SignedIn
) -> Registered:
    """Open a file, and link phone and identity number to it; 200 if it was there already."""
    person.must(new.branch, *KEEPS_FILES)
    cause = runtime.cause(request, person, new.branch, open_file)
    customer = new.customer or correlation_of(new.branch, person.staff, cause.id)
    clear = Clear(name=new.name, phone=new.phone, identity=new.identity)
    sealed, wrapped = seal_person(runtime.settings.key("master_key"), customer, clear)
    blind = runtime.settings.key("blind_key")
    credentials = [blind_index(blind, CredentialKind.PHONE, new.phone)]
    if new.identity:
        credentials.append(blind_index(blind, CredentialKind.IDENTITY, new.identity))
    file = NewFile(
        id=customer,
        branch=new.branch,
        masked_name=mask_name(new.name),
        segment=new.segment,
        account_manager=new.account_manager,
        sealed=sealed,
        wrapped_key=wrapped,
        credentials=tuple(credentials),
    )
    done = await runtime.do(open_file, file, cause)
    if not done.answer:
        response.status_code = 200
    return Registered(customer=customer)


@router.get("/{customer}")
async def file(customer: Id, runtime: Runtime, person: SignedIn) -> CustomerFile:
    """A file; masked for who is neither the customer's account manager nor the branch head."""
    found = await customer_for(runtime, person, customer, *SEES_FILES)
    found.must_exist()
    shown = CustomerFile(
        customer=found.id,
        branch=found.branch,
        masked_name=found.masked_name,
        segment=found.segment,
        account_manager=found.account_manager,
        edition=len(found.corrections),
        needs=[OpenNeed(id=need.id, need=need.word) for need in found.needs if need.closed_at is None],
    )
    if not sees_all(person, found):
        return shown
    clear = open_person(runtime.settings.key("master_key"), found, await key_of(runtime, customer))
    return shown.model_copy(update={**clear.model_dump(), "credentials": found.credentials})


@router.put("/{customer}/segment", status_code=204)
async def put_segment(
    customer: Id, change: SegmentChange, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Move a customer to another segment."""
    found = await customer_for(runtime, person, customer, *KEEPS_FILES)
    new = NewSegment(customer, change.segment)
    await runtime.command(request, person, found.branch, change_segment, new)


@router.put("/{customer}/account-manager", status_code=204)
async def put_account_manager(
    customer: Id, change: AccountManagerChange, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Give a customer into other hands."""
    found = await customer_for(runtime, person, customer, Role.BRANCH_HEAD, Role.OPS)
    new = NewAccountManager(customer, change.account_manager)
    await runtime.command(request, person, found.branch, change_account_manager, new)


@router.delete("/{customer}", status_code=204)
async def erase(customer: Id, request: Request, runtime: Runtime, person: SignedIn) -> None:
    """Erase a customer: the data key is destroyed, and every credential is revoked."""
    found = await customer_for(runtime, person, customer, Role.BRANCH_HEAD, Role.OPS)
    await runtime.command(request, person, found.branch, erase_customer, customer)


async def key_of(runtime: ServiceRuntime, customer: str) -> DataKey:
    key = await store.data_key(runtime.store, customer)
    if key is None:
        raise NotFound(f"data_keys/{customer}")
    return key


def sees_all(person: Person, customer: Customer) -> bool:
    """Whether somebody who may see the file may see all of it."""
    if customer.branch not in person.branches:
        return False
    return Role.BRANCH_HEAD in person.roles or (
        Role.ACCOUNT_MANAGER in person.roles and person.staff == customer.account_manager
    )
