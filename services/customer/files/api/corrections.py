"""Correcting a customer file over HTTP (W2), for those who see its personal data."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from services.customer.files.api.files import Name
from services.customer.files.api.reading import data_key_of, read_clear
from services.customer.files.commands import CorrectFile
from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import ListCorrections, find_customer
from services.customer.files.sealing import name_keys, open_person, seal_anew
from shared.contracts.customer.words import CustomerKind
from shared.contracts.devices import CredentialKind
from shared.contracts.words import CorrectionReason
from shared.errors import NotFound
from shared.fields import Given
from shared.identifiers import Identity, Phone, normal_uscc
from shared.privacy import blind_index, mask_name
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/corrections", tags=["files"])
FIELDS = {"name", "phone", "identity"}
INDEXED = (CredentialKind.PHONE, CredentialKind.IDENTITY)


class CorrectionForm(Given):
    """The fields that are wrong on file; one that is left out stays, and an `identity` of null is taken out.
    `edition` is that of the file when it was read: of two who correct at once, the slower is refused."""

    edition: int = Field(ge=0, le=1_000_000)
    reason: CorrectionReason
    name: Name | None = Field(default=None, repr=False)
    phone: Phone | None = Field(default=None, repr=False)
    identity: Identity | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _has_a_name_and_a_phone(self) -> Self:
        if any(name in self.model_fields_set and getattr(self, name) is None for name in ("name", "phone")):
            raise ValueError("a name and a phone are never taken out")
        return self


class CorrectedFile(BaseModel):
    """The edition of a file after its correction."""

    edition: int


class PastCorrection(BaseModel):
    """One correction: its author, its reason, and the fields before it."""

    at: datetime
    by: str
    reason: CorrectionReason
    fields: tuple[str, ...]
    name: str | None = None
    phone: str | None = None
    identity: str | None = None


@router.post("")
async def correct_file(
    customer: Annotated[Customer, may_on(find_customer, CorrectFile, "customer")],
    form: CorrectionForm,
    caller: Caller,
) -> CorrectedFile:
    """Correct a name, phone or identity number. It is undone by correcting it back."""
    known = await read_clear(caller, customer, form.model_fields_set & FIELDS, purpose="correct_file")
    if customer.kind is CustomerKind.COMPANY and "identity" in form.model_fields_set:
        normal_uscc(form.identity or "")
    settings = caller.runtime.settings
    master, blind = settings.keys("master_key"), settings.key("blind_key")
    key = await data_key_of(caller.runtime, customer.id)
    given = form.model_dump(include=form.model_fields_set & FIELDS)
    fields = {name: value for name, value in given.items() if value != getattr(known, name)}
    after = known.model_copy(update=fields)
    correction = NewCorrection(
        edition=form.edition,
        by=caller.person.staff,
        reason=form.reason,
        sealed=seal_anew(master, customer.id, key, fields),
        masked_name=mask_name(fields["name"]) if "name" in fields else None,
        filed={
            kind: blind_index(blind, kind, fields[kind]) if fields[kind] else None
            for kind in INDEXED
            if kind in fields
        },
        keys=name_keys(blind, customer.branch, after),
        decade=after.decade,
    )
    await caller.execute(CorrectFile(customer.id, correction), customer.branch)
    corrected = await find_customer(caller.runtime.store, customer.id)
    if corrected is None:
        raise NotFound(f"customers/{customer.id}")
    return CorrectedFile(edition=corrected.edition)


@router.get("")
async def list_corrections(
    customer: Annotated[Customer, may_on(find_customer, ListCorrections, "customer")],
    caller: Caller,
) -> list[PastCorrection]:
    """The corrections of a file, oldest first."""
    await read_clear(caller, customer, FIELDS, purpose="list_corrections")
    runtime = caller.runtime
    master, key = runtime.settings.keys("master_key"), await data_key_of(runtime, customer.id)
    history = []
    for one in customer.corrections:
        before = open_person(master, customer, key, one.before).model_dump(include=set(one.fields))
        history.append(PastCorrection(**one.model_dump(exclude={"before"}), **before))
    return history
