"""The calendar that is read at the address of a member of staff, without signing in (Q2)."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.customer.schedule.api.ical import add_entries
from services.customer.schedule.queries import entries_until
from services.customer.visits.api.calendar import owner_of
from services.customer.visits.api.ical import calendar_of
from services.customer.visits.api.showing import names_of
from services.customer.visits.queries import visits_in_feed
from shared.clock import now
from shared.runtime import Runtime

router = APIRouter(prefix="/api/customer/calendar", tags=["schedule"])
PAST, AHEAD = timedelta(days=92), timedelta(days=400)


@router.get("/{token}.ics", response_class=Response)
async def read_calendar(
    token: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{22}$")], runtime: Runtime
) -> Response:
    """The visits, steps and tasks of whoever has this address, where they work, with masked names; for
    calendars, which do not sign in."""
    owner, at = await owner_of(runtime, token), now()
    visits = await visits_in_feed(runtime.store, owner.staff, at - PAST, at + AHEAD)
    entries = await entries_until(runtime.store, owner.staff, (at + AHEAD).date())
    visits = [one for one in visits if owner.shows(one.branch)]
    entries = [one for one in entries if owner.shows(one.branch)]
    named = [one.customer for one in visits]
    named += [one.customer for one in entries if one.customer]
    names = await names_of(runtime.store, named)
    headers = {"X-Robots-Tag": "noindex"}
    content = calendar_of(visits, names, at, add_entries(entries, names))
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
