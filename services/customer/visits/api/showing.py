"""Showing visits and promises, and sealing their texts (W1, Q1)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from services.customer.files.api.reading import data_key_of, must_keep
from services.customer.files.domain.customer import NOBODY, Customer
from services.customer.files.queries import find_customer
from services.customer.files.sealing import open_text, seal_text
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import CustomerVisit, VisitState
from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    Confidentiality,
    FollowUp,
    NoFollowUp,
    NotHeldReason,
    VisitPlace,
    VisitPurpose,
)
from shared.errors import NotFound
from shared.runtime import Asking, ServiceRuntime
from shared.store import Store

TEXTS = ("address", "attendees", "goal", "observations")
FIELDS = ("visit",)


class VisitNow(BaseModel):
    """A visit as it stands. `wall_start` is what clocks show at the branch; texts are given of a single visit
    only, and of a confidential one to the account manager alone."""

    visit: str
    branch: str
    customer: str
    masked_name: str
    staff: str
    purpose: VisitPurpose
    place: VisitPlace
    confidentiality: Confidentiality
    state: VisitState
    timezone: str
    starts_at: datetime
    ends_at: datetime
    wall_start: str
    working_day: bool = True
    record_due: datetime
    overdue: int
    district: str | None
    begun_at: datetime | None
    held_at: datetime | None
    reason: NotHeldReason | None
    recorded_at: datetime | None
    follow_up: FollowUp | None
    follow_up_on: str | None
    none_because: NoFollowUp | None
    address: str | None = None
    attendees: str | None = None
    goal: str | None = None
    observations: str | None = None
    withheld: bool = False


class PromiseNow(BaseModel):
    """A promise as it stands; `what` is given to those who keep the customer, and to its owner."""

    promise: str
    customer: str
    masked_name: str
    visit: str
    owner: str
    due: str
    overdue: bool
    kept_at: datetime | None
    what: str | None = None


def shown(visit: CustomerVisit, masked_name: str, place: BranchPlace | None = None) -> VisitNow:
    """Show a visit without its texts."""
    fields = VisitNow.model_fields.keys() - {"visit", "masked_name", "wall_start", "working_day", *TEXTS}
    wall = visit.starts_at.astimezone(ZoneInfo(visit.timezone))
    return VisitNow(
        visit=visit.id,
        masked_name=masked_name,
        wall_start=wall.strftime("%Y-%m-%dT%H:%M"),
        working_day=place is None or place.calendar.is_working_day(wall.date()),
        **visit.model_dump(include=fields - {"withheld"}),
    )


def shown_promise(promise: Promise, masked_name: str, what: str | None = None) -> PromiseNow:
    """Show a promise, with its text where it is given."""
    return PromiseNow(
        promise=promise.id,
        masked_name=masked_name,
        visit=promise.customer_visit,
        what=what,
        **promise.model_dump(include={"customer", "owner", "due", "overdue", "kept_at"}),
    )


async def names_of(store: Store, customers: Iterable[str]) -> dict[str, str]:
    """Return the masked names of customers by their ids; `NOBODY` for one that is not known."""
    ids = list(dict.fromkeys(customers))
    found = await store.load(Customer, ids)
    known = {one.id: one.masked_name for one in found if isinstance(one, Customer)}
    return {id: known.get(id, NOBODY) for id in ids}


async def kept(caller: Asking, visit: CustomerVisit, purpose: str) -> Customer:
    """Return the customer of a visit. Raises `NotFound`, `FileErased`, and `NotAllowed` for those who do not
    keep them, which is put on record."""
    customer = await find_customer(caller.runtime.store, visit.customer)
    if customer is None:
        raise NotFound(f"customers/{visit.customer}")
    await must_keep(caller, customer, FIELDS, purpose=purpose)
    return customer


def may_read_texts(caller: Asking, visit: CustomerVisit | Promise, customer: Customer) -> bool:
    """Tell whether the texts of a visit or a promise are given to somebody who keeps the customer."""
    if visit.confidentiality is Confidentiality.NORMAL:
        return True
    return caller.person.staff == customer.account_manager


def place_of_text(kind: str, id: str, field: str) -> str:
    """Return the place at which a text is sealed."""
    return f"{kind}/{id}/{field}"


async def seal_texts(
    runtime: ServiceRuntime, customer: str, kind: str, id: str, texts: dict[str, str | None]
) -> dict[str, bytes | None]:
    """Seal texts about a customer, by their fields."""
    master, key = runtime.settings.keys("master_key"), await data_key_of(runtime, customer)
    return {
        field: seal_text(master, customer, key, place_of_text(kind, id, field), words)
        for field, words in texts.items()
    }


async def open_texts(runtime: ServiceRuntime, visit: CustomerVisit) -> dict[str, str | None]:
    """Open the texts of a visit, by their fields."""
    master, key = runtime.settings.keys("master_key"), await data_key_of(runtime, visit.customer)
    return {
        field: open_text(
            master,
            visit.customer,
            key,
            place_of_text(CustomerVisit.collection, visit.id, field),
            getattr(visit, field),
        )
        for field in TEXTS
    }


async def open_promise(runtime: ServiceRuntime, promise: Promise) -> str | None:
    """Open the text of a promise."""
    master, key = runtime.settings.keys("master_key"), await data_key_of(runtime, promise.customer)
    place = place_of_text(Promise.collection, promise.id, "what")
    return open_text(master, promise.customer, key, place, promise.what)
