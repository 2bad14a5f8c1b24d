"""Invariants of prospects, whatever happens: a total equals its list, times add up, and something is always
next."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from services.referral.prospects.commands import (
    GiveProspect,
    ListCampaign,
    LoseProspect,
    MoveProspect,
    OpenProspect,
    ParkProspect,
    SetNextStep,
    WinProspect,
)
from services.referral.prospects.domain.board import Tally
from services.referral.prospects.domain.campaign import Campaign, digest_of
from services.referral.prospects.domain.ending import Business
from services.referral.prospects.domain.finders import FinderRecord
from services.referral.prospects.domain.moving import ACTIVE, Step
from services.referral.prospects.domain.opening import NewProspect
from services.referral.prospects.domain.prospect import (
    FORGOTTEN,
    CustomerProspects,
    Prospect,
    ProspectMove,
)
from shared.contracts.customer import CustomerErased, CustomerRegistered, LeadFollowed
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import LostReason, NextStep, ProspectOrigin, ProspectStage
from shared.contracts.words import Role, Segment
from shared.domain import Document
from shared.errors import Refusal
from shared.store import from_raw
from tests.unit.referral.served import Served

MANAGERS, CUSTOMERS, NEEDS = ("am.1", "am.2"), ("C1", "C2", "C3"), ("wealth", "loan")
ACTS = (
    "open",
    "move",
    "step",
    "park",
    "win",
    "lose",
    "give",
    "keeper",
    "leave",
    "lead",
    "erase",
    "list",
    "wait",
)
D = TypeVar("D", bound=Document)
Act = tuple[str, int, int, int]
acts = st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 3), st.integers(0, 40))


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, min_size=1, max_size=25))
def test_totals_equal_lists_times_add_up_and_something_is_always_next(several: list[Act]):
    asyncio.run(_play(several))


async def _play(several: list[Act]) -> None:
    served = await Served.with_staff()
    for number, act in enumerate(several):
        with suppress(Refusal):  # which must leave everything as it was, too
            await _do(served, number, act)
        await served.hear()
        _check(served)


async def _do(served: Served, number: int, act: Act) -> None:
    what, which, choice, days = act
    prospects = all_of(served, Prospect)
    id = prospects[which % len(prospects)].id if prospects else "none"
    staff = MANAGERS[choice % 2]
    day = (served.now + timedelta(hours=8, days=days)).date()
    step = Step(NextStep.CALL, day.isoformat())
    commands: dict[str, Any] = {
        "open": OpenProspect(_new(f"P{number}", which, choice, staff, day)),
        "move": MoveProspect(id, ACTIVE[choice], step, staff),
        "step": SetNextStep(id, step, staff),
        "park": ParkProspect(id, step, staff),
        "win": WinProspect(id, Business(), staff),
        "lose": LoseProspect(id, LostReason.PRICE, staff),
        "give": GiveProspect(id, staff, "head"),
        "list": ListCampaign(_list(f"L{number}", which, staff, day, served)),
    }
    customer = CUSTOMERS[which % 3]
    had_by = MANAGERS[(choice + 1) % 2]
    events: dict[str, Any] = {
        "keeper": _registered(customer, staff, had_by),
        "leave": StaffEnrolled(
            branch="B1", staff=staff, roles=(Role.TELLER,) if choice > 1 else (Role.ACCOUNT_MANAGER,)
        ),
        "lead": LeadFollowed(branch="B1", visit=f"V{which % 3}", customer=customer, followed_by=staff),
        "erase": CustomerErased(branch="B1", customer=customer),
    }
    if what in commands:
        await served.do(commands[what])
    elif what in events:
        await served.tell(events[what])
    else:
        await served.pass_time(timedelta(days=days / 4, seconds=which))
    await served.pass_time(timedelta(seconds=0))


def _new(id: str, which: int, choice: int, staff: str, day: date) -> NewProspect:
    of_visit = choice == 3
    return NewProspect(
        id=id,
        branch="B1",
        origin=ProspectOrigin.COLLEAGUE,
        need=NEEDS[which % 2],
        account_manager=staff,
        next_step=NextStep.CALL,
        next_on=day.isoformat(),
        customer=None if of_visit else CUSTOMERS[which % 3],
        visit=f"V{which % 3}" if of_visit else None,
        found_by="lm.1" if choice else None,
        opened_by="lm.1",
    )


def _list(id: str, which: int, staff: str, day: date, served: Served) -> Campaign:
    customers = CUSTOMERS[: 1 + which % 3]
    return Campaign(
        id=id,
        branch="B1",
        need=NEEDS[which % 2],
        account_manager=staff,
        next_step=NextStep.CALL,
        next_on=day.isoformat(),
        customers=customers,
        digest=digest_of(customers),
        listed_by="head",
        listed_at=served.now,
    )


def _registered(customer: str, staff: str, had_by: str) -> CustomerRegistered:
    return CustomerRegistered(
        branch="B1",
        customer=customer,
        masked_name="王*",
        segment=Segment.MASS,
        account_manager=staff,
        had_by=had_by,
    )


def _check(served: Served) -> None:
    prospects = all_of(served, Prospect)
    _check_totals(served, prospects)
    lines: dict[str, list[ProspectMove]] = {}
    for line in all_of(served, ProspectMove):
        lines.setdefault(line.prospect, []).append(line)
    for one in prospects:
        assert len(lines[one.id]) == one.moves
        spent = sum(line.seconds for line in lines[one.id])
        until = one.ended_at or served.now
        current = one.seconds_in_stage(until) if one.is_open else 0
        if one.period != FORGOTTEN:
            assert spent + current == int((until - one.opened_at).total_seconds())
        if one.is_open:
            assert one.next_step is not None, one
            assert one.next_on is not None, one
            timer = served.timers.get(one.step_timer)
            assert timer is not None or one.notified == 3, one
        else:
            assert one.step_timer not in served.timers
    _check_customers(served, prospects)


def _check_totals(served: Served, prospects: list[Prospect]) -> None:
    listed = Counter(
        (one.account_manager or "", one.period, one.stage.value)
        for one in prospects
        if one.period != FORGOTTEN
    )
    overdue = Counter(one.account_manager or "" for one in prospects if one.overdue)
    counted, late = Counter[tuple[str, str, str]](), Counter[str]()
    for tally in all_of(served, Tally):
        for stage, number in tally.stages.items():
            counted[tally.staff, tally.period, stage] += number
        late[tally.staff] += tally.overdue
    assert counted == listed
    assert +late == overdue
    found = Counter[str]()
    for one in prospects:
        if one.found_by == "lm.1" and one.reason is not LostReason.DUPLICATE and one.period != FORGOTTEN:
            found["open" if one.is_open else one.stage.value] += 1
    for record in all_of(served, FinderRecord):
        assert (record.open, record.won, record.lost) == (found["open"], found["won"], found["lost"])


def _check_customers(served: Served, prospects: list[Prospect]) -> None:
    open_ones = {(one.customer, one.need): one.id for one in prospects if one.is_open and one.customer}
    assert len(open_ones) == sum(one.is_open and one.customer is not None for one in prospects)
    kept = {
        (known.id, need): id for known in all_of(served, CustomerProspects) for need, id in known.open.items()
    }
    assert kept == open_ones
    assert all(one.account_manager or one.had_by for one in prospects)
    assert all(one.stage is not ProspectStage.PARKED or one.parked_from for one in prospects if one.is_open)


def all_of(served: Served, model: type[D]) -> list[D]:
    return [from_raw(model, raw) for raw in served.store.raws(model.collection)]
