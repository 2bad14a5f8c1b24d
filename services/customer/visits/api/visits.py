"""Visits over HTTP (W1): planned, moved, held or not, and put on record, by those who keep the customer."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.customer.files.api.reading import must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.visits.api.forms import (
    BeginForm,
    CancelForm,
    ConfirmForm,
    MissForm,
    MoveForm,
    RecordForm,
    TimeForm,
    VisitForm,
)
from services.customer.visits.api.showing import (
    FIELDS,
    PromiseNow,
    VisitNow,
    kept,
    may_read_texts,
    names_of,
    open_texts,
    seal_texts,
    shown,
    shown_promise,
)
from services.customer.visits.commands import (
    BeginVisit,
    CancelVisit,
    ConfirmVisit,
    HoldVisit,
    MissVisit,
    MoveVisit,
    PlanVisit,
    RecordVisit,
)
from services.customer.visits.domain.planning import NewVisit
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.records import NewPromise, VisitRecord
from services.customer.visits.domain.times import moment_of
from services.customer.visits.domain.visit import CustomerVisit
from services.customer.visits.queries import (
    ListAllVisits,
    ListVisits,
    ListVisitsOfCustomer,
    ViewVisit,
    find_visit,
    open_promises,
    open_visits,
    visits_of_customer,
)
from shared.branch_places import place_of
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.errors import NotFound
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller
from shared.unit_of_work import Cause

router = APIRouter(prefix="/api/customer", tags=["visits"])


class Visits(BaseModel):
    """The visits that are to come or to be recorded, the earliest first, and what is owed to customers."""

    visits: list[VisitNow]
    promises: list[PromiseNow]


@router.post("/customers/{customer}/visits", status_code=201)
async def plan_visit(
    customer: Annotated[Customer, may_on(find_customer, PlanVisit, "customer")],
    form: VisitForm,
    caller: Caller,
) -> VisitNow:
    """Plan a visit; the same Idempotency-Key plans no second."""
    await must_keep(caller, customer, FIELDS, purpose="plan_visit")
    cause = caller.cause(PlanVisit, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    starts_at, ends_at = await _times(caller, customer.branch, form)
    texts = form.model_dump(include={"address", "attendees", "goal"})
    sealed = await seal_texts(caller.runtime, customer.id, CustomerVisit.collection, id, texts)
    new = NewVisit(
        id=id,
        branch=customer.branch,
        customer=customer.id,
        staff=customer.account_manager or caller.person.staff,
        by=caller.person.staff,
        purpose=form.purpose,
        place=form.place,
        confidentiality=form.confidentiality,
        starts_at=starts_at,
        ends_at=ends_at,
        despite_overlap=form.despite_overlap,
        **sealed,
    )
    await caller.runtime.execute(PlanVisit(new), cause)
    return await _now(caller, id, customer)


@router.get("/customers/{customer}/visits")
async def list_visits_of_customer(
    customer: Annotated[Customer, may_on(find_customer, ListVisitsOfCustomer, "customer")], caller: Caller
) -> list[VisitNow]:
    """The visits to a customer, the latest first, without their texts."""
    await must_keep(caller, customer, FIELDS, purpose="list_visits")
    found = await visits_of_customer(caller.runtime.store, customer.ids)
    return [shown(visit, customer.masked_name) for visit in found]


@router.get("/visits")
async def list_visits(branch: Annotated[str, may_at_queried_branch(ListVisits)], caller: Caller) -> Visits:
    """My open visits and promises; for the head, those of the branch. Names are masked."""
    store = caller.runtime.store
    staff = None if caller.may(ListAllVisits, branch) else caller.person.staff
    visits = await open_visits(store, branch, staff)
    promises = await open_promises(store, branch, staff)
    customers = {one.customer for one in visits} | {one.customer for one in promises}
    names = await names_of(store, customers)
    place = await place_of(branch, store)
    return Visits(
        visits=[shown(one, names[one.customer], place) for one in visits],
        promises=[shown_promise(one, names[one.customer]) for one in promises],
    )


@router.get("/visits/{visit}")
async def view_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, ViewVisit, "visit")], caller: Caller
) -> VisitNow:
    """A visit with its texts; the reading is put on record."""
    customer = await kept(caller, visit, "view_visit")
    now = shown(visit, customer.masked_name, await place_of(visit.branch, caller.runtime.store))
    if not may_read_texts(caller, visit, customer):
        return now.model_copy(update={"withheld": True})
    cause = f"visit/{visit.id}"
    await record_reading_of(caller, customer, customer.ids, FIELDS, purpose="view_visit", cause=cause)
    return now.model_copy(update=await open_texts(caller.runtime, visit))


@router.post("/visits/{visit}/move")
async def move_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, MoveVisit, "visit")], form: MoveForm, caller: Caller
) -> VisitNow:
    """Move a visit that is still to come."""
    customer = await kept(caller, visit, "move_visit")
    starts_at, ends_at = await _times(caller, visit.branch, form)
    command = MoveVisit(visit.id, starts_at, ends_at, form.despite_overlap, caller.person.staff, form.seen)
    return await _execute(caller, command, visit, customer)


@router.post("/visits/{visit}/confirm")
async def confirm_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, ConfirmVisit, "visit")],
    caller: Caller,
    form: ConfirmForm | None = None,
) -> VisitNow:
    """Note that the customer confirmed; with `seen`, that they did so for the time that was read."""
    customer = await kept(caller, visit, "confirm_visit")
    command = ConfirmVisit(visit.id, form.seen if form else None)
    return await _execute(caller, command, visit, customer)


@router.post("/visits/{visit}/begin")
async def begin_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, BeginVisit, "visit")], form: BeginForm, caller: Caller
) -> VisitNow:
    """Note that I arrived, by district."""
    customer = await kept(caller, visit, "begin_visit")
    return await _execute(caller, BeginVisit(visit.id, form.district), visit, customer)


@router.post("/visits/{visit}/held")
async def hold_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, HoldVisit, "visit")], caller: Caller
) -> VisitNow:
    """End a visit; its record is due on the next working day."""
    customer = await kept(caller, visit, "hold_visit")
    return await _execute(caller, HoldVisit(visit.id), visit, customer)


@router.post("/visits/{visit}/not-held")
async def miss_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, MissVisit, "visit")], form: MissForm, caller: Caller
) -> VisitNow:
    """End a visit that was not held."""
    customer = await kept(caller, visit, "miss_visit")
    command = MissVisit(visit.id, form.reason, form.next_step, form.seen)
    return await _execute(caller, command, visit, customer)


@router.post("/visits/{visit}/cancel")
async def cancel_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, CancelVisit, "visit")],
    form: CancelForm,
    caller: Caller,
) -> VisitNow:
    """Cancel a visit that is still to come."""
    customer = await kept(caller, visit, "cancel_visit")
    command = CancelVisit(visit.id, form.reason, caller.person.staff, form.seen)
    return await _execute(caller, command, visit, customer)


@router.post("/visits/{visit}/record")
async def record_visit(
    visit: Annotated[CustomerVisit, may_on(find_visit, RecordVisit, "visit")],
    form: RecordForm,
    caller: Caller,
) -> VisitNow:
    """Put a visit on record: what was observed, what was promised, and what follows or why nothing does."""
    customer = await kept(caller, visit, "record_visit")
    cause = caller.cause(RecordVisit, visit.branch)
    runtime, owner = caller.runtime, visit.customer
    texts: dict[str, str | None] = {"observations": form.observations}
    sealed = await seal_texts(runtime, owner, CustomerVisit.collection, visit.id, texts)
    promises = []
    for number, one in enumerate(form.promises):
        id = correlation_of(visit.branch, visit.id, f"{cause.id}/{number}")
        what = (await seal_texts(runtime, owner, Promise.collection, id, {"what": one.what}))["what"]
        promises.append(NewPromise(id, one.owner, one.due, what or b""))
    record = VisitRecord(caller.person.staff, sealed["observations"] or b"", form.next_step, tuple(promises))
    return await _execute(caller, RecordVisit(visit.id, record), visit, customer, cause)


async def _times(caller: Asking, branch: str, form: TimeForm) -> tuple[datetime, datetime]:
    """Return the moments of a form's time at a branch. Raises `HourRemoved`, `HourDoubled`."""
    place = await place_of(branch, caller.runtime.store)
    starts_at = moment_of(datetime.fromisoformat(form.start), place.timezone, form.which)
    return starts_at.astimezone(UTC), starts_at + timedelta(minutes=form.minutes)


async def _execute(
    caller: Asking, command: Command, visit: CustomerVisit, customer: Customer, cause: Cause | None = None
) -> VisitNow:
    """Carry out a command and show the visit after it, without its texts."""
    cause = cause or caller.cause(type(command), visit.branch)
    await caller.runtime.execute(command, cause)
    return await _now(caller, visit.id, customer)


async def _now(caller: Asking, id: str, customer: Customer) -> VisitNow:
    found = await find_visit(caller.runtime.store, id)
    if found is None:
        raise NotFound(f"visits/{id}")
    return shown(found, customer.masked_name, await place_of(found.branch, caller.runtime.store))
