"""Consents over HTTP (W5): what a customer said, how they stand by it, what they wish."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from services.customer.consents.commands import (
    GiveConsent,
    RefuseContact,
    WithdrawConsent,
)
from services.customer.consents.domain.hours import Hours
from services.customer.consents.domain.permission import Permission
from services.customer.consents.domain.records import Word
from services.customer.consents.domain.standing import (
    ConsentRecord,
    ContactStanding,
    joined,
)
from services.customer.consents.queries import (
    AskMayContact,
    ViewConsents,
    ViewEvidence,
    find_record,
    find_standing,
    history_of,
    permission_of,
)
from services.customer.consents.sealing import marks_of, open_evidence, seal_evidence
from services.customer.files.api.reading import data_key_of, must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from shared.clock import new_id, now
from shared.contracts.customer import (
    ConsentKind,
    ConsentSource,
    ConsentState,
    ContactChannel,
    ContactPurpose,
    ContactReason,
)
from shared.errors import Malformed, NotFound
from shared.fields import Given, Readable
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/customers/{customer}", tags=["consents"])
BY_STAFF = (
    ConsentSource.CONTRACT,
    ConsentSource.FORM,
    ConsentSource.IN_PERSON,
    ConsentSource.PHONE,
    ConsentSource.ONLINE,
    ConsentSource.IMPORT,
)
"""Sources that a member of staff may name; the others come from gateways."""


class WordForm(Given):
    """A word of a customer. `at` is when they said it, now if it is left out; `evidence` says where the proof
    lies, such as the number of a form or of a recording."""

    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    at: AwareDatetime | None = None
    evidence: Annotated[Readable, StringConstraints(max_length=200)] | None = Field(default=None, repr=False)


class ConsentNow(BaseModel):
    """The state of one purpose and channel, and since when."""

    purpose: ContactPurpose
    channel: ContactChannel
    state: ConsentState
    since: datetime | None


class WordNow(BaseModel):
    """A word of a customer as it was recorded."""

    record: str
    kind: ConsentKind
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    at: datetime
    recorded_at: datetime
    recorded_by: str
    has_evidence: bool


class ConsentsNow(BaseModel):
    """The standing of a customer. `consents` has those of which there is a word; `history` the
    words, the latest first."""

    consents: list[ConsentNow]
    hours: Hours | None
    channels: tuple[ContactChannel, ...]
    language: str
    timezone: str
    has_email: bool
    history: list[WordNow]


class PermissionNow(BaseModel):
    """Yes or no, why in both languages, and, for a no that passes, when next."""

    allowed: bool
    reason: ContactReason
    en: str
    zh: str
    next_allowed: datetime | None


class Evidence(BaseModel):
    """The place where the proof of a word lies."""

    evidence: str | None


@router.get("/consents")
async def view_consents(
    customer: Annotated[Customer, may_on(find_customer, ViewConsents, "customer")], caller: Caller
) -> ConsentsNow:
    """The standing of a customer to being contacted, with the history; for those who keep the customer."""
    await must_keep(caller, customer, ("consents",), purpose="view_consents")
    standing = await find_standing(caller.runtime.store, customer.id)
    absorbed = [await find_standing(caller.runtime.store, id) for id in customer.absorbed]
    own = standing or ContactStanding(id=customer.id, branch=customer.branch)
    return consents_now(joined(own, absorbed), await history_of(caller.runtime.store, customer))


@router.get("/consents/{record}/evidence")
async def view_evidence(
    customer: Annotated[Customer, may_on(find_customer, ViewEvidence, "customer")],
    record: str,
    caller: Caller,
) -> Evidence:
    """The proof of one word, in the clear; the reading is put on record."""
    await must_keep(caller, customer, ("consent_evidence",), purpose="view_evidence")
    found = await find_record(caller.runtime.store, record[:64])
    if found is None or found.customer not in (customer.id, *customer.absorbed):
        raise NotFound(f"consents/{record[:64]}")
    about = list(dict.fromkeys((customer.id, found.customer)))
    await record_reading_of(caller, customer, about, ("consent_evidence",), purpose="view_evidence")
    if found.evidence is None:
        return Evidence(evidence=None)
    key = await data_key_of(caller.runtime, found.customer)
    master = caller.runtime.settings.keys("master_key")
    return Evidence(evidence=open_evidence(master, found.customer, key, found.id, found.evidence))


@router.post("/consents", status_code=204)
async def give_consent(
    customer: Annotated[Customer, may_on(find_customer, GiveConsent, "customer")],
    form: WordForm,
    caller: Caller,
) -> None:
    """Record that the customer consents."""
    await must_keep(caller, customer, ("consents",), purpose="give_consent")
    await caller.execute(GiveConsent(await _word(caller, customer, form)), customer.branch)


@router.post("/consents/withdraw", status_code=204)
async def withdraw_consent(
    customer: Annotated[Customer, may_on(find_customer, WithdrawConsent, "customer")],
    form: WordForm,
    caller: Caller,
) -> None:
    """Record that the customer withdraws a consent; anybody of the branch takes down a no."""
    await caller.execute(WithdrawConsent(await _word(caller, customer, form)), customer.branch)


@router.post("/consents/refuse", status_code=204)
async def refuse_contact(
    customer: Annotated[Customer, may_on(find_customer, RefuseContact, "customer")],
    form: WordForm,
    caller: Caller,
) -> None:
    """Record that the customer refuses for good; anybody of the branch takes down a no."""
    await caller.execute(RefuseContact(await _word(caller, customer, form)), customer.branch)


@router.get("/may-contact")
async def ask_may_contact(
    customer: Annotated[Customer, may_on(find_customer, AskMayContact, "customer")],
    purpose: ContactPurpose,
    channel: ContactChannel,
    caller: Caller,
    at: AwareDatetime | None = None,
) -> PermissionNow:
    """Tell whether the customer may be contacted now, or `at` another moment, why, and when next; for those
    who keep the customer."""
    if customer.erased_at is None and customer.merged_into is None:
        await must_keep(caller, customer, ("consents",), purpose="ask_may_contact")
    found = await permission_of(caller.runtime.store, customer, purpose, channel, at or now())
    return permission_now(found)


def permission_now(found: Permission) -> PermissionNow:
    """Show a permission with its reason in both languages."""
    return PermissionNow(
        allowed=found.allowed,
        reason=found.reason,
        en=found.reason.en,
        zh=found.reason.zh,
        next_allowed=found.next_allowed,
    )


def consents_now(standing: ContactStanding, history: list[ConsentRecord]) -> ConsentsNow:
    """Show a standing with its history."""
    consents = [
        ConsentNow(purpose=purpose, channel=channel, state=pair.state, since=pair.since)
        for purpose in ContactPurpose
        for channel in ContactChannel
        if (pair := standing.of(purpose, channel)).state is not ConsentState.NONE
    ]
    wishes = standing.preferences
    return ConsentsNow(
        consents=consents,
        **wishes.model_dump(include={"channels", "language", "timezone"}),
        hours=wishes.hours,
        has_email=wishes.email is not None,
        history=[
            WordNow(
                record=one.id,
                has_evidence=one.evidence is not None,
                **one.model_dump(include=WordNow.model_fields.keys() - {"record", "has_evidence"}),
            )
            for one in history
        ],
    )


async def _word(caller: Asking, customer: Customer, form: WordForm) -> Word:
    """Seal what a member of staff took down. Raises `FileErased`, `Malformed`."""
    customer.must_exist()
    if form.source not in BY_STAFF:
        raise Malformed("source: this one comes from a gateway alone")
    record, evidence, marks = new_id(), None, tuple[str, ...]()
    if form.evidence is not None:
        key = await data_key_of(caller.runtime, customer.id)
        master = caller.runtime.settings.keys("master_key")
        evidence = seal_evidence(master, customer.id, key, record, form.evidence)
        marks = marks_of(caller.runtime.settings.keys("hash_key"), customer.id, form.evidence)
    return Word(
        record,
        customer.id,
        form.purpose,
        form.channel,
        form.source,
        form.at or now(),
        caller.person.staff,
        evidence,
        marks,
    )
