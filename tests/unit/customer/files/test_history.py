"""A file as of any moment is what it was then, and an erased one leaves nothing behind (W2, Q1)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.files.commands import (
    ChangeAccountManager,
    ChangeProfile,
    CorrectFile,
    EraseCustomer,
    JoinHousehold,
    LeaveHousehold,
    ReportHoldings,
)
from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.customer import Customer, DataKey, Holding
from services.customer.files.domain.facts import (
    ERASED_AT_ONCE,
    Fact,
    HistoryErasureDue,
    NotOpenedYet,
    as_of,
    tracked,
)
from services.customer.files.domain.profile import NewProfile
from services.customer.files.handlers import forget_history
from services.customer.files.queries import facts_with_values
from services.customer.files.sealing import open_person, seal_anew
from services.customer.subscriptions import TIMER_HANDLERS
from shared.branch_places import BranchPlace
from shared.contracts.customer import CustomerErased
from shared.contracts.customer.words import HouseholdRole, RiskClass, SpokenLanguage
from shared.contracts.words import CorrectionReason, Segment
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import MASTER, bank, moved, new_file

Act = Callable[[World], Awaitable[Any]]


def facts(world: World, customer: str = "C1") -> list[Fact]:
    return [one for one in world.documents.values() if isinstance(one, Fact) and one.customer == customer]


def at(world: World, moment: datetime) -> Customer:
    return as_of(world.get(Customer, "C1"), facts(world), moment)


def sealed(world: World, **fields: str | None) -> dict[str, bytes | None]:
    return seal_anew(MASTER, "C1", world.get(DataKey, "C1"), fields)


def profile(**plain: Any) -> Act:
    return lambda world: world.do(
        ChangeProfile("C1", NewProfile(world.get(Customer, "C1").edition, "am.1", plain))
    )


def preferred(name: str | None) -> Act:
    return lambda world: world.do(
        ChangeProfile(
            "C1",
            NewProfile(world.get(Customer, "C1").edition, "am.1", sealed=sealed(world, preferred_name=name)),
        )
    )


def corrected(name: str) -> Act:
    def act(world: World) -> Awaitable[Any]:
        edition, fields = world.get(Customer, "C1").edition, sealed(world, name=name)
        new = NewCorrection(edition, "am.1", CorrectionReason.MISTYPED, fields, f"{name[0]}**", {})
        return world.do(CorrectFile("C1", new))

    return act


def holds(*amounts: int) -> Act:
    held = tuple(Holding(product=f"p{number}", amount=amount) for number, amount in enumerate(amounts))
    return lambda world: world.do(ReportHoldings("C1", held, world.now))


def segment(to: Segment) -> Act:
    return lambda world: world.do(moved("C1", to))


def manager(to: str | None) -> Act:
    return lambda world: world.do(ChangeAccountManager("C1", to))


async def household(world: World) -> None:
    if world.get(Customer, "C1").household:
        await world.do(LeaveHousehold("C1"))
    else:
        await world.do(JoinHousehold("C1", "C2", "H1", HouseholdRole.SPOUSE))


ACTS = st.one_of(
    st.builds(segment, st.sampled_from(Segment)),
    st.builds(manager, st.sampled_from(["am.1", "am.2", None])),
    st.builds(lambda tags: profile(tags=tuple(tags)), st.lists(st.sampled_from("abc"), unique=True)),
    st.builds(lambda risk: profile(risk=risk), st.sampled_from([*RiskClass, None])),
    st.builds(lambda word: profile(language=word), st.sampled_from([*SpokenLanguage, None])),
    st.builds(preferred, st.sampled_from(["小明", "阿明", None])),
    st.builds(corrected, st.sampled_from(["王晓明", "黄小明"])),
    st.builds(holds, st.integers(0, 3), st.integers(0, 3)),
    st.just(holds()),
    st.just(household),
)


@given(st.lists(st.tuples(st.integers(1, 3 * 24 * 60), ACTS), max_size=12))
def test_a_file_as_of_any_moment_is_what_it_was_then(steps: list[tuple[int, Act]]) -> None:
    async def play() -> tuple[World, list[tuple[datetime, Customer]]]:
        world = await bank(new_file(), new_file("C2", credentials=()))
        seen = [(world.now, world.get(Customer, "C1"))]
        for minutes, act in steps:
            world.now += timedelta(minutes=minutes)
            await act(world)
            seen.append((world.now, world.get(Customer, "C1")))
        return world, seen

    world, seen = asyncio.run(play())
    for place, (moment, was) in enumerate(seen):
        later = seen[place + 1][0] if place + 1 < len(seen) else moment + timedelta(days=1)
        for when in (moment, moment + (later - moment) / 2, later - timedelta(milliseconds=1)):
            assert tracked(at(world, when)) == tracked(was)


async def test_holdings_that_are_reported_late_hold_from_their_own_moment():
    world = await bank()
    world.now += timedelta(days=2)
    reported = world.now - timedelta(days=1)
    await world.do(ReportHoldings("C1", (Holding(product="gold", amount=5),), reported))
    assert at(world, reported - timedelta(minutes=1)).holdings == ()
    assert [one.product for one in at(world, reported).holdings] == ["gold"]


async def test_a_file_before_it_was_opened_is_refused():
    world = await bank()
    with pytest.raises(NotOpenedYet):
        at(world, MORNING - timedelta(milliseconds=1))


async def test_what_was_under_seal_then_opens_with_the_customer_s_key():
    world = await bank()
    world.now += timedelta(days=1)
    await corrected("黄小明")(world)
    was = at(world, MORNING)
    assert open_person(MASTER, was, world.get(DataKey, "C1")).name == "王小明"
    assert was.masked_name == "王**"


def test_a_day_ends_by_the_clock_of_its_branch():
    shanghai, lisbon = (BranchPlace(id="B", timezone=zone) for zone in ("Asia/Shanghai", "Europe/Lisbon"))
    day = date(2026, 10, 25)  # in Lisbon it has 25 hours
    assert shanghai.last_moment_of(day).isoformat() == "2026-10-25T15:59:59.999000+00:00"
    assert lisbon.last_moment_of(day).isoformat() == "2026-10-25T23:59:59.999000+00:00"


async def test_of_an_erased_customer_no_fact_keeps_a_name_or_an_amount():
    world = await bank(new_file(), new_file("C2", credentials=()))
    for amount in range(ERASED_AT_ONCE + 5):
        world.now += timedelta(minutes=1)
        await holds(amount)(world)
    await household(world)
    await world.do(EraseCustomer("C1"))
    assert world.get(Customer, "C2").household is None

    def left(customer: str) -> list[str]:
        return [one.id for one in facts(world, customer) if not one.erased][:ERASED_AT_ONCE]

    world.looks[facts_with_values] = left
    await world.act(forget_history, CustomerErased(branch="B1", customer="C1"))
    await world.wait(timedelta(minutes=1), {**TIMER_HANDLERS})
    assert not [one for one in facts(world) if one.value is not None or one.sealed is not None]
    assert [one for one in facts(world, "C2") if one.value is not None]
    assert HistoryErasureDue not in {type(timer.event) for timer in world.timers.values()}
