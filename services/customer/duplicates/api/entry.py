"""Opening a file over HTTP (W2): what it may double is found first, and shown masked."""

from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, model_validator

from services.customer.duplicates import finding
from services.customer.duplicates.finding import Likely
from services.customer.fields import ID
from services.customer.files.api.files import Name, Staff
from services.customer.files.commands import OpenFile
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.files import NewFile
from services.customer.files.queries import ChooseSegment
from services.customer.files.sealing import Clear, name_keys, seal_person
from shared.access import Person
from shared.contracts.customer.words import CustomerKind
from shared.contracts.devices import CredentialKind, correlation_of
from shared.contracts.words import Segment
from shared.errors import Refusal
from shared.fields import Given
from shared.identifiers import Identity, Phone, normal_uscc
from shared.privacy import blind_index, mask_name
from shared.rights import BRANCH, may_somewhere, require, right_of
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["files"])
DESPITE_AT_MOST = 100


class PossibleDuplicate(Refusal):
    """`likely` are the files, masked, with their account managers; the detail is their ids."""

    code, status = "possible_duplicate", 409
    en = "Files of the branch are alike: look at them, and name in `despite` those of other customers."
    zh = "网点已有相似档案：请先核对，确属不同客户的在 despite 中注明。"

    def __init__(self, likely: list[Likely]) -> None:
        super().__init__(",".join(one.customer for one in likely))
        self.more = {"likely": [one.model_dump(mode="json") for one in likely]}


class EntryForm(Given):
    """A file that is about to be opened."""

    branch: str = Field(pattern=BRANCH)
    name: Name = Field(repr=False)
    phone: Phone = Field(repr=False)
    identity: Identity | None = Field(default=None, repr=False)


class FileForm(Given):
    """A new file. `customer` is for callers that have an id of their own: sent again, nothing changes. A
    company's `identity` is its unified social credit code, which it must have. `despite` are the files of
    which it is known that they are of other customers, however alike."""

    customer: str | None = Field(default=None, pattern=ID)
    branch: str = Field(pattern=BRANCH)
    kind: CustomerKind = CustomerKind.PERSON
    name: Name = Field(repr=False)
    phone: Phone = Field(repr=False)
    identity: Identity | None = Field(default=None, repr=False)
    segment: Segment = Segment.MASS
    account_manager: Staff | None = None
    despite: list[Annotated[str, Field(pattern=ID)]] = Field(default=[], max_length=DESPITE_AT_MOST)

    @model_validator(mode="after")
    def _a_company_has_its_code(self) -> Self:
        if self.kind is CustomerKind.COMPANY:
            normal_uscc(self.identity or "")
        return self


class OpenedFile(BaseModel):
    """The id of a file that was opened, or was there."""

    customer: str


@router.post("/duplicates/check")
async def check_entry(
    form: EntryForm, person: Annotated[Person, may_somewhere(OpenFile)], caller: Caller
) -> list[Likely]:
    """The files of the branch that a file which is about to be opened may double, masked, with their account
    managers."""
    require(person, right_of(caller.request, OpenFile), form.branch)
    clear = Clear(name=form.name, phone=form.phone, identity=form.identity)
    return await finding.likely(caller.runtime, form.branch, clear)


@router.post("/customers", status_code=201)
async def open_file(
    form: FileForm,
    response: Response,
    person: Annotated[Person, may_somewhere(OpenFile)],
    caller: Caller,
) -> OpenedFile:
    """Open a file, and link phone and identity number to it; 200 if it was there already. A segment above the
    lowest is for those who may choose one: the rules find it for all others.

    Raises `PossibleDuplicate` for one that is like a file of the branch, unless the form names that file."""
    require(person, right_of(caller.request, OpenFile), form.branch)
    if form.segment is not Segment.MASS:
        require(person, right_of(caller.request, ChooseSegment), form.branch)
    cause = caller.cause(OpenFile, form.branch)
    customer = form.customer or correlation_of(form.branch, person.staff, cause.id)
    settings = caller.runtime.settings
    clear = Clear(name=form.name, phone=form.phone, identity=form.identity)
    await _must_be_new(caller, customer, form, clear)
    sealed, wrapped = seal_person(settings.keys("master_key"), customer, clear)
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


async def _must_be_new(caller: Asking, customer: str, form: FileForm, clear: Clear) -> None:
    """Raises `PossibleDuplicate`; a file that is there already was told apart when it was opened."""
    if await caller.runtime.store.find(Customer, customer) is not None:
        return
    found = await finding.likely(caller.runtime, form.branch, clear)
    if unseen := [one for one in found if one.customer not in form.despite]:
        raise PossibleDuplicate(unseen)


def _credentials(blind_key: bytes, form: FileForm) -> tuple[str, ...]:
    """Return the keyed hashes of phone and identity number."""
    phone = blind_index(blind_key, CredentialKind.PHONE, form.phone)
    if not form.identity:
        return (phone,)
    return (phone, blind_index(blind_key, CredentialKind.IDENTITY, form.identity))
