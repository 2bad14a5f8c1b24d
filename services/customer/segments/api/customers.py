"""The segment of a customer over HTTP (W2): with its reason, and by a head's decision."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.customer.fields import AskedMark
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.segments.commands import HoldSegment, LiftSegment
from services.customer.segments.domain.facts import (
    Hold,
    LastMove,
    SegmentFacts,
    inputs_averaged,
    inputs_now,
)
from services.customer.segments.domain.rules import BANK, active_rules
from services.customer.segments.queries import (
    ViewAnySegment,
    ViewSegment,
    find_facts,
    find_rules,
    find_shelf,
)
from shared import clock
from shared.branch_places import place_of
from shared.contracts.customer import MoveReason
from shared.contracts.words import Segment
from shared.editions import SeenMark
from shared.fields import Given, LivedDay
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/segment", tags=["segments"])
CURRENCY = "CNY"
"""The currency of the figures that are shown where no rules apply."""


class HoldForm(Given):
    """A head's decision: the segment, the reason, and the last day on which it holds, if it ends."""

    segment: Segment
    reason: MoveReason
    until: LivedDay | None = None
    seen: SeenMark


class SegmentNow(BaseModel):
    """The segment of a customer: the last move, a head's decision that holds, and the figures now and by the
    average of three months; `mark` is that of the decision."""

    customer: str
    segment: Segment
    hold: Hold | None
    mark: str
    last: LastMove | None
    rules: str | None
    rule: str | None
    now: dict[str, int]
    averaged: dict[str, int] | None


@router.get("")
async def view_segment(
    customer: Annotated[Customer, may_on(find_customer, ViewSegment, "customer")], caller: Caller
) -> SegmentNow:
    """The segment of a customer, and why: for who keeps the customer, and for the heads."""
    customer.must_exist()
    if not caller.may(ViewAnySegment, customer.branch):
        await must_keep(caller, customer, ["segment"], purpose="view_segment")
    store = caller.runtime.store
    facts = await find_facts(store, customer.id) or SegmentFacts(id=customer.id, branch=customer.branch)
    today = (await place_of(customer.branch, store)).day_of(clock.now()).isoformat()
    shelves = [await find_shelf(store, scope) for scope in (customer.branch, BANK)]
    id = active_rules(shelves, today)
    rules = await find_rules(store, id) if id else None
    currency = rules.currency if rules else CURRENCY
    now, averaged = inputs_now(facts, currency), inputs_averaged(facts, currency, today)
    return SegmentNow(
        customer=customer.id,
        segment=customer.segment,
        hold=facts.hold,
        mark=facts.hold_mark,
        last=facts.last,
        rules=id,
        rule=rules.rule_of(now).name if rules else None,
        now=dict(now),
        averaged=dict(averaged) if averaged else None,
    )


@router.put("", status_code=204)
async def hold_segment(
    customer: Annotated[Customer, may_on(find_customer, HoldSegment, "customer")],
    form: HoldForm,
    caller: Caller,
) -> None:
    """Put a customer into a segment by a head's decision: no rule moves them until the day, or for good."""
    hold = Hold(segment=form.segment, reason=form.reason, by=caller.person.staff, until=form.until)
    await caller.execute(HoldSegment(customer.id, hold, form.seen), customer.branch)


@router.delete("", status_code=204)
async def lift_segment(
    customer: Annotated[Customer, may_on(find_customer, LiftSegment, "customer")],
    caller: Caller,
    seen: AskedMark = None,
) -> None:
    """Let the rules decide the segment of a customer again."""
    await caller.execute(LiftSegment(customer.id, caller.person.staff, seen), customer.branch)
