"""Hand-overs over HTTP (W2): proposed by the head or the giving account manager, answered by the receiver."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter

from services.customer.fields import Id
from services.customer.handovers.api.shown import (
    HandOverForm,
    HandOverNow,
    HandOverWhole,
    ItemNow,
    ReturnForm,
    UnkeptNow,
    shown,
    shown_unkept,
)
from services.customer.handovers.commands import (
    AcceptHandOver,
    ProposeHandOver,
    ReturnHandOver,
    WithdrawHandOver,
)
from services.customer.handovers.domain.handover import (
    AT_MOST,
    DayUnfit,
    HandOver,
    NothingToHandOver,
)
from services.customer.handovers.queries import (
    ListAllHandOvers,
    ListHandOvers,
    ListUnkept,
    ViewHandOver,
    customers_by_id,
    find_handover,
    handovers_of,
    items_of,
    portfolio_of,
    unkept_of,
    waiting_in,
)
from shared import clock
from shared.access import Person
from shared.branch_places import place_of
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.words import Role
from shared.errors import NotAllowed, NotFound
from shared.rights import may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.roster import Roster
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/customer/handovers", tags=["handovers"])
YEAR = timedelta(days=365)
AT_ONCE = 20
"""Customers that are accepted in one transaction."""


@router.post("", status_code=201)
async def propose(
    form: HandOverForm, person: Annotated[Person, may_somewhere(ProposeHandOver)], caller: Caller
) -> HandOverNow:
    """Propose customers to another account manager; those who cannot be handed over are left out."""
    require(person, right_of(caller.request, ProposeHandOver), form.branch)
    giver = await _giver_of(form, caller)
    if giver != person.staff and not caller.may(ListAllHandOvers, form.branch):
        raise NotAllowed
    place = await place_of(form.branch, caller.runtime.store)
    today = place.day_of(clock.now())
    day = date.fromisoformat(form.effective_on) if form.effective_on else today
    if not today <= day <= today + YEAR:
        raise DayUnfit
    cause = caller.cause(ProposeHandOver, form.branch)
    new = HandOver(
        id=correlation_of(form.branch, person.staff, cause.id),
        branch=form.branch,
        giver=giver,
        receiver=form.receiver,
        proposed_by=person.staff,
        proposed_at=clock.now(),
        effective_on=day.isoformat(),
        effective_at=place.start_of(day),
    )
    customers = await _customers_of(form, giver, caller)
    await caller.runtime.execute(ProposeHandOver(new, customers), cause)
    return shown(await find_handover(caller.runtime.store, new.id) or new)


@router.get("")
async def list_handovers(
    branch: Annotated[str, may_at_queried_branch(ListHandOvers)], caller: Caller
) -> list[HandOverNow]:
    """The hand-overs of a branch for its head, and for an account manager those they give or receive."""
    staff = None if caller.may(ListAllHandOvers, branch) else caller.person.staff
    return [shown(one) for one in await handovers_of(caller.runtime.store, branch, staff)]


@router.get("/unkept")
async def list_unkept(
    branch: Annotated[str, may_at_queried_branch(ListUnkept)], runtime: Runtime
) -> list[UnkeptNow]:
    """The customers whose account manager has left, the nearest deadline first, 500 at most."""
    found = await unkept_of(runtime.store, branch)
    files = await customers_by_id(runtime.store, [one.id for one in found])
    return [
        shown_unkept(one, files[one.id].masked_name, files[one.id].segment)
        for one in found
        if one.id in files
    ]


@router.get("/managers")
async def list_managers(
    branch: Annotated[str, may_at_queried_branch(ListHandOvers)], runtime: Runtime
) -> list[str]:
    """The account managers of a branch, by staff id."""
    roster = await runtime.store.find(Roster, branch)
    return [one.staff for one in roster.members if Role.ACCOUNT_MANAGER in one.roles] if roster else []


@router.get("/{handover}")
async def view_handover(
    handover: Annotated[HandOver, may_on(find_handover, ViewHandOver, "handover")], caller: Caller
) -> HandOverWhole:
    """A hand-over with its customers, masked; for the giver, the receiver and the head."""
    _must_concern(caller, handover)
    items = await items_of(caller.runtime.store, handover.id)
    files = await customers_by_id(caller.runtime.store, [one.customer for one in items])
    listed = [
        ItemNow(
            customer=one.customer,
            masked_name=files[one.customer].masked_name,
            segment=files[one.customer].segment,
            state=one.state,
            reason=one.reason,
        )
        for one in items
        if one.customer in files
    ]
    return HandOverWhole(**shown(handover).model_dump(), items=listed)


@router.post("/{handover}/accept")
async def accept_all(
    handover: Annotated[HandOver, may_on(find_handover, AcceptHandOver, "handover")], caller: Caller
) -> HandOverNow:
    """Accept all customers of a hand-over that wait for an answer."""
    _must_concern(caller, handover)
    waiting = await waiting_in(caller.runtime.store, handover.id)
    cause = caller.cause(AcceptHandOver, handover.branch)
    for first in range(0, len(waiting), AT_ONCE):
        some = tuple(waiting[first : first + AT_ONCE])
        command = AcceptHandOver(handover.id, some, caller.person.staff)
        await caller.runtime.execute(command, replace(cause, id=f"{cause.id}:{some[0]}", fingerprint=None))
    return shown(await find_handover(caller.runtime.store, handover.id) or handover)


@router.post("/{handover}/customers/{customer}/accept")
async def accept(
    handover: Annotated[HandOver, may_on(find_handover, AcceptHandOver, "handover")],
    customer: Id,
    caller: Caller,
) -> HandOverNow:
    """Accept one customer."""
    return await _execute(caller, AcceptHandOver(handover.id, (customer,), caller.person.staff), handover)


@router.post("/{handover}/customers/{customer}/return")
async def return_customer(
    handover: Annotated[HandOver, may_on(find_handover, ReturnHandOver, "handover")],
    customer: Id,
    form: ReturnForm,
    caller: Caller,
) -> HandOverNow:
    """Return one customer, with the reason."""
    return await _execute(
        caller, ReturnHandOver(handover.id, customer, caller.person.staff, form.reason), handover
    )


@router.post("/{handover}/withdraw")
async def withdraw(
    handover: Annotated[HandOver, may_on(find_handover, WithdrawHandOver, "handover")], caller: Caller
) -> HandOverNow:
    """Withdraw what waits of a hand-over."""
    return await _execute(caller, WithdrawHandOver(handover.id, caller.person.staff), handover)


async def _giver_of(form: HandOverForm, caller: Asking) -> str | None:
    """Return the account manager who gives: the one stated, or who keeps the first customer that is named."""
    if "giver" in form.model_fields_set:
        return form.giver
    first = list(form.customers or ())[:1]
    found = await customers_by_id(caller.runtime.store, first)
    return next((one.account_manager for one in found.values() if one.branch == form.branch), None)


async def _customers_of(form: HandOverForm, giver: str | None, caller: Asking) -> tuple[str, ...]:
    """Return the customers to be proposed. Raises `NothingToHandOver`."""
    store = caller.runtime.store
    if form.customers is not None:
        found = list(form.customers)
    elif giver is None:
        found = [one.id for one in await unkept_of(store, form.branch)]
    else:
        found = await portfolio_of(store, form.branch, giver, AT_MOST)
    if not found:
        raise NothingToHandOver
    return tuple(found[:AT_MOST])


def _must_concern(caller: Asking, handover: HandOver) -> None:
    """Raises `NotFound` for an account manager who neither gives nor receives in it."""
    if caller.person.staff in (handover.giver, handover.receiver, handover.proposed_by):
        return
    if not caller.may(ListAllHandOvers, handover.branch):
        raise NotFound(f"handover/{handover.id}")


async def _execute(caller: Asking, command: Command, handover: HandOver) -> HandOverNow:
    """Carry out a command and show the hand-over after it."""
    _must_concern(caller, handover)
    await caller.execute(command, handover.branch)
    return shown(await find_handover(caller.runtime.store, handover.id) or handover)
