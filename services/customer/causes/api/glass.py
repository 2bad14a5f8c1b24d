"""Break-glass over HTTP (紧急查看, Q1)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.customer.audit.access import record_glass, record_reading
from services.customer.audit.commands import BreakGlass
from services.customer.audit.domain.glass import Glass, GlassNotNeeded
from services.customer.audit.queries import ListGlasses, find_glass, glasses_of_branch, reads_under
from services.customer.causes.queries import masked_names
from services.customer.files.api.reading import data_key_of, sees_personal_data
from services.customer.files.domain.customer import Customer, FileErased
from services.customer.files.queries import find_customer
from services.customer.files.sealing import open_text, seal_text
from shared import clock
from shared.contracts.devices import correlation_of
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["break-glass"])
Reason = Annotated[Readable, StringConstraints(min_length=4, max_length=500)]


class GlassForm(Given):
    """The reason for which a file must be read that is not one's own."""

    reason: Reason = Field(repr=False)


class GlassInForce(BaseModel):
    """A break-glass that lets its holder read until a time."""

    glass: str
    until: datetime


class GlassNow(BaseModel):
    """A break-glass as the head and the auditor see it; the reason is gone with an erased file."""

    glass: str
    customer: str
    masked_name: str
    staff: str
    at: datetime
    until: datetime
    in_force: bool
    reads: int
    reason: str | None = Field(repr=False)


@router.post("/customers/{customer}/break-glass", status_code=201)
async def break_glass(
    customer: Annotated[Customer, may_on(find_customer, BreakGlass, "customer")],
    form: GlassForm,
    caller: Caller,
) -> GlassInForce:
    """Read a file for half an hour without the right to. The head is told at once."""
    customer.must_exist()
    if sees_personal_data(caller, customer):
        raise GlassNotNeeded
    staff, settings = caller.person.staff, caller.runtime.settings
    cause = caller.cause(BreakGlass, customer.branch)
    id = correlation_of(customer.branch, staff, cause.id)
    key = await data_key_of(caller.runtime, customer.id)
    reason = seal_text(settings.keys("master_key"), customer.id, key, _place(id), form.reason)
    command = BreakGlass(id, customer.branch, staff, customer.id, customer.masked_name, reason or b"")
    await caller.runtime.execute(command, cause)
    found = await find_glass(caller.runtime.store, staff, customer.id, clock.now())
    if found is None:
        raise NotFound(f"break_glass/{id}")
    await record_glass(caller, customer.branch, customer.id, found.id)
    return GlassInForce(glass=found.id, until=found.ends)


@router.get("/break-glass")
async def list_glasses(
    branch: Annotated[str, may_at_queried_branch(ListGlasses)], caller: Caller
) -> list[GlassNow]:
    """The break-glasses of a branch with their reasons, the newest first, 200 at most."""
    store = caller.runtime.store
    glasses = await glasses_of_branch(store, branch)
    customers = list(dict.fromkeys(one.customer for one in glasses))
    if glasses:
        await record_reading(
            caller, branch, customers, ("reason",), purpose="list_break_glass", cause="audit"
        )
    names = await masked_names(store, customers)
    return [
        GlassNow(
            glass=one.id,
            customer=one.customer,
            masked_name=names.get(one.customer, "*"),
            staff=one.staff,
            at=one.at,
            until=one.ends,
            in_force=one.ends > clock.now(),
            reads=await reads_under(store, one),
            reason=await _reason(caller, one),
        )
        for one in glasses
    ]


async def _reason(caller: Asking, glass: Glass) -> str | None:
    try:
        key = await data_key_of(caller.runtime, glass.customer)
        master = caller.runtime.settings.keys("master_key")
        return open_text(master, glass.customer, key, _place(glass.id), glass.reason)
    except (FileErased, NotFound):
        return None


def _place(glass: str) -> str:
    return f"break_glass/{glass}/reason"
