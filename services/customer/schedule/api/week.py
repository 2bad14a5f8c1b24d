"""The week of an account manager over HTTP (Q2)."""

import asyncio
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from services.customer.contacts.queries import find_rhythms, plans_due
from services.customer.files.queries import ViewPersonalData
from services.customer.schedule.api.joining import DAYS, Loaded, WeekNow, join
from services.customer.schedule.queries import ViewSchedule, entries_until
from services.customer.visits.api.showing import names_of
from services.customer.visits.domain.visit import VisitState
from services.customer.visits.queries import open_promises, visits_in_feed
from shared import clock
from shared.branch_places import place_of
from shared.errors import NotAllowed
from shared.fields import LivedDay
from shared.rights import may_at_queried_branch
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/schedule", tags=["schedule"])
Manager = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
LAID = 160
"""Contacts that are laid at once: more do not fit into a week."""
OFF = (VisitState.CANCELLED, VisitState.NOT_HELD)


@router.get("")
async def view_week(
    branch: Annotated[str, may_at_queried_branch(ViewSchedule)],
    caller: Caller,
    day: Annotated[LivedDay | None, Query()] = None,
    account_manager: Manager = None,
) -> WeekNow:
    """My week, that of `day` or of today. The head of the branch may name a colleague."""
    manager = account_manager or caller.person.staff
    if manager != caller.person.staff and not caller.may(ViewPersonalData, branch):
        raise NotAllowed
    store, now = caller.runtime.store, clock.now()
    place, book = await asyncio.gather(place_of(branch, store), find_rhythms(store, branch))
    today = place.day_of(now)
    chosen = date.fromisoformat(day) if day else today
    first = chosen - timedelta(days=chosen.weekday())
    last = first + timedelta(days=DAYS - 1)
    visits, entries, promises, (plans, more) = await asyncio.gather(
        visits_in_feed(store, manager, place.start_of(first), place.end_of(last)),
        entries_until(store, manager, last),
        open_promises(store, branch, manager),
        plans_due(store, branch, manager, today, until=last, most=LAID),
    )
    visits = [visit for visit in visits if visit.branch == branch and visit.state not in OFF]
    entries = [entry for entry in entries if entry.branch == branch]
    named = [*(one.customer for one in visits), *(one.customer for one in promises)]
    named += [one.customer for one in entries if one.customer]
    return join(
        Loaded(
            manager=manager,
            place=place,
            slots=book.slots,
            first=first,
            now=now,
            visits=visits,
            entries=entries,
            promises=promises,
            plans=plans,
            names=await names_of(store, named),
            more=more,
        )
    )
