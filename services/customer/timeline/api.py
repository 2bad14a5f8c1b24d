"""The timeline of a customer over HTTP (W3)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from services.customer.files.api.reading import may_read, must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.timeline.domain import TimelineLine
from services.customer.timeline.queries import PAGE, ViewTimeline, causes_of, find_line, lines_of
from shared.contracts.customer import TimelineGroup
from shared.errors import NotFound
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/timeline", tags=["timeline"])
FIELDS = ("timeline",)
Place = Annotated[str | None, Query(pattern=r"^[0-9]{8}T[0-9]{9}~[A-Za-z0-9_:.~/-]{1,128}$")]


class LineNow(BaseModel):
    """One line. Of another's customer `kind`, `facts` and what led to it are left out: the group alone is
    told."""

    line: str
    at: datetime
    branch: str
    group: TimelineGroup
    actor: str
    kind: str | None = None
    cause: str | None = None
    correlation: str | None = None
    facts: dict[str, Any] = {}


class Timeline(BaseModel):
    """A page of lines, the latest first; `before` asks for the next page, null at the end."""

    lines: list[LineNow]
    whole: bool
    before: str | None


class CauseNow(BaseModel):
    """An event, a command or a timer in a chain of causes."""

    id: str
    kind: str
    time: datetime
    actor: str
    branch: str


@router.get("")
async def view_timeline(
    customer: Annotated[Customer, may_on(find_customer, ViewTimeline, "customer")],
    caller: Caller,
    before: Place = None,
    kind: TimelineGroup | None = None,
) -> Timeline:
    """The lines of a customer, 50 at a time; `kind` is a group. Reading it whole is put on record."""
    customer.must_exist()
    whole = await may_read(caller, customer)
    looking = lines_of(caller.runtime.store, customer.ids, before, kind)
    if whole:
        reading = record_reading_of(caller, customer, [customer.id], FIELDS, purpose="view_timeline")
        found, _ = await asyncio.gather(looking, reading)
    else:
        found = await looking
    shown = found[:PAGE]
    return Timeline(
        lines=[shown_line(line, whole=whole) for line in shown],
        whole=whole,
        before=shown[-1].place if len(found) > PAGE else None,
    )


@router.get("/{line}/causes")
async def view_causes(
    customer: Annotated[Customer, may_on(find_customer, ViewTimeline, "customer")],
    line: Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,200}$")],
    caller: Caller,
) -> list[CauseNow]:
    """The causes of a line: its event first, then the cause of that, as far as it is known here."""
    await must_keep(caller, customer, FIELDS, purpose="view_causes")
    await record_reading_of(caller, customer, [customer.id], FIELDS, purpose="view_causes")
    found = await find_line(caller.runtime.store, line)
    if found is None or found.customer not in customer.ids:
        raise NotFound(f"timeline/{line}")
    return [CauseNow.model_validate(one) for one in await causes_of(caller.runtime.store, found)]


def shown_line(line: TimelineLine, *, whole: bool) -> LineNow:
    """Show a line, or as much of it as those see who do not keep the customer."""
    fields = {"at", "branch", "group", "actor"}
    if whole:
        fields |= {"kind", "cause", "correlation", "facts"}
    return LineNow(line=line.id, **line.model_dump(include=fields))
