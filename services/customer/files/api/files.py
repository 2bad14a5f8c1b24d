"""Customer files over HTTP (W2, Q1)."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Response
from fastapi import Query as QueryParameter
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from services.customer.fields import ID
from services.customer.files.api.reading import PERSONAL_DATA, may_read, read_clear
from services.customer.files.api.shown import CustomerFile, FactShown, shown
from services.customer.files.commands import ChangeAccountManager, EraseCustomer, OpenFile
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import as_of as file_as_of
from services.customer.files.domain.facts import latest
from services.customer.files.domain.files import NewFile
from services.customer.files.queries import ChooseSegment, ViewFile, facts_at, find_customer, find_place
from services.customer.files.sealing import Clear, name_keys, seal_person
from shared.access import Person
from shared.contracts.customer.words import CustomerKind
from shared.contracts.devices import CredentialKind, correlation_of
from shared.contracts.words import Segment
from shared.fields import Given, LivedDay, Readable
from shared.identifiers import Identity, Phone, named, normal_uscc
from shared.privacy import blind_index, mask_name
from shared.rights import BRANCH, may_on, may_somewhere, require, right_of
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers", tags=["files"])
Name = Annotated[Readable, StringConstraints(max_length=100), AfterValidator(named)]
Staff = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class FileForm(Given):
    """A new file. `customer` is for callers that have an id of their own: sent again, nothing changes. A
    company's `identity` is its unified social credit code, which it must have."""

    customer: str | None = Field(default=None, pattern=ID)
    branch: str = Field(pattern=BRANCH)
    kind: CustomerKind = CustomerKind.PERSON
    name: Name = Field(repr=False)
    phone: Phone = Field(repr=False)
    identity: Identity | None = Field(default=None, repr=False)
    segment: Segment = Segment.MASS
    account_manager: Staff | None = None

    @model_validator(mode="after")
    def _a_company_has_its_code(self) -> Self:
        if self.kind is CustomerKind.COMPANY:
            normal_uscc(self.identity or "")
        return self


class OpenedFile(BaseModel):
    """The id of a file that was opened, or was there."""

    customer: str


class AccountManagerForm(Given):
    """The account manager to whom a customer is given; null for none."""

    account_manager: Staff | None


@router.post("", status_code=201)
async def open_file(
    form: FileForm,
    response: Response,
    person: Annotated[Person, may_somewhere(OpenFile)],
    caller: Caller,
) -> OpenedFile:
    """Open a file, and link phone and identity number to it; 200 if it was there already. A segment above the
    lowest is for those who may choose one: the rules find it for all others."""
    require(person, right_of(caller.request, OpenFile), form.branch)
    if form.segment is not Segment.MASS:
        require(person, right_of(caller.request, ChooseSegment), form.branch)
    cause = caller.cause(OpenFile, form.branch)
    customer = form.customer or correlation_of(form.branch, person.staff, cause.id)
    settings = caller.runtime.settings
    clear = Clear(name=form.name, phone=form.phone, identity=form.identity)
    sealed, wrapped = seal_person(settings.key("master_key"), customer, clear)
    new = NewFile(
        id=customer,
        branch=form.branch,
        masked_name=mask_name(form.name),
        segment=form.segment,
        account_manager=form.account_manager,
        sealed=sealed,
        wrapped_key=wrapped,
        credentials=_credentials(settings.key("blind_key"), form),
        kind=form.kind,
        keys=name_keys(settings.key("blind_key"), form.branch, clear),
        decade=clear.decade,
    )
    outcome = await caller.runtime.execute(OpenFile(new), cause)
    if not outcome.answer:
        response.status_code = 200
    return OpenedFile(customer=customer)


@router.get("/{customer}")
async def view_file(
    customer: Annotated[Customer, may_on(find_customer, ViewFile, "customer")],
    caller: Caller,
    as_of: Annotated[LivedDay | None, QueryParameter()] = None,
) -> CustomerFile:
    """A file as it stands, or as it stood at the end of a day of its branch, then with the origin of each
    fact; masked for those who are neither the customer's account manager nor the branch head, and have not
    broken the glass."""
    customer.must_exist()
    at, facts = customer, []
    if as_of is not None:
        store = caller.runtime.store
        place = await find_place(store, customer.branch)
        end = place.last_moment_of(date.fromisoformat(as_of))
        facts = await facts_at(store, customer.id, end)
        at = file_as_of(customer, facts, end)
    if not await may_read(caller, customer):
        return shown(at).model_copy(update={"as_of": as_of})
    clear = await read_clear(caller, customer, PERSONAL_DATA, purpose="view_file", at=at)
    origins = {field: FactShown.of(fact) for field, fact in latest(facts, end).items()} if facts else {}
    return shown(at, clear).model_copy(update={"as_of": as_of, "facts": origins})


@router.put("/{customer}/account-manager", status_code=204)
async def change_account_manager(
    customer: Annotated[Customer, may_on(find_customer, ChangeAccountManager, "customer")],
    form: AccountManagerForm,
    caller: Caller,
) -> None:
    """Give a customer to another account manager."""
    await caller.execute(ChangeAccountManager(customer.id, form.account_manager), customer.branch)


@router.delete("/{customer}", status_code=204)
async def erase_customer(
    customer: Annotated[Customer, may_on(find_customer, EraseCustomer, "customer")], caller: Caller
) -> None:
    """Close a customer's file: every credential is revoked, nobody reads it any more, and the data key is
    destroyed at the end of the term that the branch has set."""
    await caller.execute(EraseCustomer(customer.id, caller.person.staff), customer.branch)


def _credentials(blind_key: bytes, form: FileForm) -> tuple[str, ...]:
    """Return the keyed hashes of phone and identity number."""
    phone = blind_index(blind_key, CredentialKind.PHONE, form.phone)
    if not form.identity:
        return (phone,)
    return (phone, blind_index(blind_key, CredentialKind.IDENTITY, form.identity))
