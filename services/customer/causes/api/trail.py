"""The audit trail over HTTP (Q1): of a branch, of one file, and what was read without a cause.

Reading it is on record itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel

from services.customer.audit.access import record_denial, record_review
from services.customer.audit.domain.records import Audited, AuditRecord
from services.customer.audit.queries import ViewAudit, ViewFileAudit, find_chain, trail, trail_of_customer
from services.customer.causes.queries import masked_names
from services.customer.fields import ID
from services.customer.files.api.reading import sees_personal_data
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from shared.branch_places import place_of
from shared.errors import NotAllowed
from shared.fields import LivedDay
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["audit"])
NAMED_AT_MOST = 50
"""Customers of one record whose masked names are shown."""
StaffFilter = Annotated[str | None, QueryParameter(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
CustomerFilter = Annotated[str | None, QueryParameter(pattern=ID)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class Seen(BaseModel):
    """A customer of a record; the name is masked, and ``*`` after an erasure."""

    customer: str
    masked_name: str


class RecordNow(BaseModel):
    """One audit record. `customers` counts them, `named` are the first of them; `origin` is the session, for
    head and auditor."""

    number: int
    branch: str
    at: datetime
    kind: Audited
    staff: str
    customers: int
    named: list[Seen]
    fields: tuple[str, ...]
    purpose: str
    cause: str | None
    without_cause: int
    times: int
    origin: str


class Trail(BaseModel):
    """Records of a branch, the newest first; `before` asks for older ones, if there are any. `length` is that
    of the chain; `counted` accesses of the last minute are to come."""

    records: list[RecordNow]
    before: int | None
    length: int
    counted: int


class FileTrail(BaseModel):
    """Accesses to one file, the newest first; `before` asks for older ones, if there are any."""

    records: list[RecordNow]
    before: datetime | None


@router.get("/audit")
async def view_trail(
    branch: Annotated[str, may_at_queried_branch(ViewAudit)],
    caller: Caller,
    customer: CustomerFilter = None,
    staff: StaffFilter = None,
    day: Annotated[LivedDay | None, QueryParameter()] = None,
    without_cause: bool = False,
    before: Annotated[int | None, QueryParameter(ge=1)] = None,
    limit: Limit = 50,
) -> Trail:
    """The audit trail of a branch: by customer, by staff, by day, or what was read without an open cause."""
    await record_review(caller, branch, [customer] if customer else [], purpose="view_audit")
    store = caller.runtime.store
    place = await place_of(branch, store)
    on = date.fromisoformat(day) if day else None
    found = await trail(
        store,
        branch,
        staff=staff,
        customer=customer,
        since=place.start_of(on) if on else None,
        until=place.end_of(on) if on else None,
        without_cause=without_cause,
        before=before,
        limit=limit + 1,
    )
    chain = await find_chain(store, branch)
    return Trail(
        records=await _shown(caller, found[:limit]),
        before=found[limit - 1].number if len(found) > limit else None,
        length=chain.length,
        counted=sum(one.times for one in chain.tallies),
    )


@router.get("/customers/{customer}/audit")
async def view_trail_of_file(
    customer: Annotated[Customer, may_on(find_customer, ViewFileAudit, "customer")],
    caller: Caller,
    before: Annotated[datetime | None, QueryParameter()] = None,
    limit: Limit = 50,
) -> FileTrail:
    """The accesses to a file: read by head and auditor, and by the customer's account manager."""
    if not caller.may(ViewAudit, customer.branch) and not sees_personal_data(caller, customer):
        await record_denial(caller, customer.branch, [customer.id], ("audit",), purpose="view_file_audit")
        raise NotAllowed
    await record_review(caller, customer.branch, [customer.id], purpose="view_file_audit")
    found = await trail_of_customer(caller.runtime.store, customer.id, before, limit + 1)
    if not caller.may(ViewAudit, customer.branch):
        found = [one.evolve(origin="") for one in found]
    return FileTrail(
        records=await _shown(caller, found[:limit], only=customer.id),
        before=found[limit - 1].at if len(found) > limit else None,
    )


async def _shown(caller: Asking, records: Sequence[AuditRecord], only: str | None = None) -> list[RecordNow]:
    """Show records with masked names; `only` keeps the other customers of a record out."""
    listed = {one.id: [only] if only else list(one.customers[:NAMED_AT_MOST]) for one in records}
    ids = sorted({customer for customers in listed.values() for customer in customers})
    names = await masked_names(caller.runtime.store, ids)
    return [
        RecordNow(
            named=[Seen(customer=id, masked_name=names.get(id, "*")) for id in listed[one.id]],
            customers=len(one.customers),
            without_cause=len(one.unjustified),
            **one.model_dump(include=RecordNow.model_fields.keys() - {"customers", "without_cause", "named"}),
        )
        for one in records
    ]
