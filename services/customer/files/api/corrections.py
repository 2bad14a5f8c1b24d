"""Correcting a customer file over HTTP (W2), by whoever sees all of it."""

from datetime import datetime
from typing import Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, model_validator

from services.customer.files.api.files import Name, key_of, sees_all
from services.customer.files.api.sealing import Clear, open_person, seal_anew
from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.customer import Customer
from services.customer.files.handlers.files import correct_file
from services.customer.scope import KEEPS_FILES, Id, customer_for
from shared.access import Person, SignedIn
from shared.contracts.devices import CredentialKind
from shared.contracts.words import CorrectionReason
from shared.errors import NotAllowed
from shared.fields import Given
from shared.identifiers import Identity, Phone
from shared.privacy import blind_index, mask_name
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/customers/{customer}/corrections", tags=["files"])
FIELDS = ("name", "phone", "identity")
INDEXED = (CredentialKind.PHONE, CredentialKind.IDENTITY)


class FileCorrection(Given):
    """What is other than on file; what is left out stays, and an `identity` of null is taken out. `edition`
    is that of the file when it was read: who was slower is told, and corrects nothing."""

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


class Corrected(BaseModel):
    edition: int


class Before(BaseModel):
    """One correction: by whom, why, and what the fields were before it."""

    at: datetime
    by: str
    reason: CorrectionReason
    fields: tuple[str, ...]
    name: str | None = None
    phone: str | None = None
    identity: str | None = None


@router.post("")
async def correct(
    customer: Id, correction: FileCorrection, request: Request, runtime: Runtime, person: SignedIn
) -> Corrected:
    """Correct a name, phone or identity number. It is undone by correcting it back."""
    found, was = await _open(runtime, person, customer)
    said = correction.model_dump(include=correction.model_fields_set & set(FIELDS))
    fields = {name: value for name, value in said.items() if value != getattr(was, name)}
    master, blind = runtime.settings.key("master_key"), runtime.settings.key("blind_key")
    new = NewCorrection(
        customer=customer,
        edition=correction.edition,
        by=person.staff,
        reason=correction.reason,
        sealed=seal_anew(master, customer, await key_of(runtime, customer), fields),
        masked_name=mask_name(fields["name"]) if "name" in fields else None,
        filed={
            kind: blind_index(blind, kind, fields[kind]) if fields[kind] else None
            for kind in INDEXED
            if kind in fields
        },
    )
    await runtime.command(request, person, found.branch, correct_file, new)
    found = await customer_for(runtime, person, customer, *KEEPS_FILES)
    return Corrected(edition=len(found.corrections))


@router.get("")
async def corrections(customer: Id, runtime: Runtime, person: SignedIn) -> list[Before]:
    """What was corrected, oldest first."""
    found, _ = await _open(runtime, person, customer)
    master, key = runtime.settings.key("master_key"), await key_of(runtime, customer)
    history = []
    for one in found.corrections:
        was = open_person(master, found, key, one.before).model_dump(include=set(one.fields))
        history.append(Before(**one.model_dump(exclude={"before"}), **was))
    return history


async def _open(runtime: ServiceRuntime, person: Person, id: str) -> tuple[Customer, Clear]:
    found = await customer_for(runtime, person, id, *KEEPS_FILES)
    found.must_exist()
    if not sees_all(person, found):
        raise NotAllowed
    return found, open_person(runtime.settings.key("master_key"), found, await key_of(runtime, id))
