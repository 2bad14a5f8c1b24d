"""The branch's day: opened, closed, and closed by midnight when nobody did (P, E)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall, StillServing
from services.lobby.day.commands import BeginChecklist, BeginClosing, CloseDay, MarkItems, OpenDay, ReopenDay
from services.lobby.day.domain.checklists import Checklist, Marks, checklist_id
from services.lobby.day.domain.days import (
    BranchDay,
    DayIsOver,
    DayNotOpen,
    DayNotOver,
    DayState,
    ItemsOpen,
    StepKind,
)
from services.lobby.day.handlers import note_counter, note_customer
from services.lobby.queue.commands import AdmitCustomer, CallNext, OpenCounter, ParkTicket
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.settings.handlers import set_up_branch
from services.lobby.subscriptions import TIMER_HANDLERS
from services.lobby.tasks.commands import RequestTask
from shared.contracts import lobby
from shared.contracts.lobby import ChecklistKind, Marking, OverrideReason, TaskKind
from shared.contracts.words import Role
from tests.unit.acting import World
from tests.unit.lobby.day.building import DAY, WHY, branch

OPEN, OPEN_ALL_THE_SAME = OpenDay("B1", "li"), OpenDay("B1", "li", WHY)
CLOSE, CLOSE_ALL_THE_SAME = CloseDay("B1", "li"), CloseDay("B1", "li", WHY)
BEGIN_CLOSING = BeginClosing("B1", "li")


async def see_to(world: World, kind: ChecklistKind) -> None:
    """Everything on a list is in order."""
    await world.do(BeginChecklist("B1", kind, "li"))
    items = world.get(Checklist, checklist_id("B1", DAY, kind)).items
    await world.do(MarkItems("B1", kind, Marks(tuple(item.id for item in items), Marking.OK, "li")))


def day(world: World, of: str = DAY) -> BranchDay:
    return world.get(BranchDay, f"B1:{of}")


async def come(world: World, id: str) -> None:
    await world.do(AdmitCustomer(Arrival(id, "B1", "cash", world.now)))
    for event in [one for one in world.events(lobby.TicketIssued) if one.visit == id]:
        await world.act(note_customer, event)


async def open_branch() -> World:
    world = await branch()
    await see_to(world, ChecklistKind.OPENING)
    await world.do(OPEN)
    return world


async def test_a_branch_opens_when_every_mandatory_item_is_in_order():
    world = await open_branch()
    (told,) = world.events(lobby.BranchDayOpened)
    assert (told.day, told.by, told.overridden, told.open_items, told.override) == (
        DAY,
        "li",
        False,
        (),
        None,
    )
    assert day(world).state is DayState.OPEN


async def test_it_does_not_open_while_mandatory_items_are_open_and_names_them():
    world = await branch()
    with pytest.raises(ItemsOpen) as refused:
        await world.do(OPEN)
    assert "fire" in refused.value.detail.split()
    assert world.events() == []


async def test_it_opens_all_the_same_for_a_reason_which_is_told_without_its_words():
    world = await branch()
    await world.do(OPEN_ALL_THE_SAME)
    (told,) = world.events(lobby.BranchDayOpened)
    assert told.overridden
    assert told.override is OverrideReason.SUPPLIES_LATE
    assert {"fire", "pens:1", "pens:2"} <= set(told.open_items)
    assert day(world).steps[-1].words == b"sealed"
    assert "sealed" not in told.model_dump_json()


async def test_a_reason_that_was_not_needed_is_not_kept():
    world = await branch()
    await see_to(world, ChecklistKind.OPENING)
    await world.do(OPEN_ALL_THE_SAME)
    (told,) = world.events(lobby.BranchDayOpened)
    assert (told.overridden, told.override) == (False, None)
    assert day(world).steps[-1].words is None


async def test_opening_twice_opens_once():
    world = await open_branch()
    await world.do(OPEN)
    assert len(world.events(lobby.BranchDayOpened)) == 1


async def test_a_customer_of_a_branch_not_opened_gets_a_number_and_it_is_told_once_a_day():
    world = await branch()
    for id in ("v0", "v1"):
        await come(world, id)
    assert [event.ticket for event in world.events(lobby.TicketIssued)] == ["A001", "A002"]
    (told,) = world.events(lobby.BranchNotOpened)
    assert (told.day, told.visit) == (DAY, "v0")
    world.now += timedelta(hours=7)
    await world.do(OPEN_ALL_THE_SAME)
    world.now += timedelta(hours=17)
    await come(world, "v2")
    assert [event.day for event in world.events(lobby.BranchNotOpened)] == [DAY, "2026-03-03"]


async def test_a_customer_of_an_open_branch_is_nothing_to_tell():
    world = await open_branch()
    await come(world, "v0")
    assert world.events(lobby.BranchNotOpened) == []


async def test_a_branch_closes_with_its_closing_list_and_its_counters():
    world = await open_branch()
    await world.do(OpenCounter("B1", "1", "wu"))
    await world.do(BEGIN_CLOSING)
    assert day(world).state is DayState.CLOSING
    with pytest.raises(ItemsOpen):
        await world.do(CLOSE)
    await see_to(world, ChecklistKind.CLOSING)
    await world.do(CLOSE)
    assert day(world).state is DayState.CLOSED
    assert world.get(Hall, "B1").counters["1"].staff is None
    assert [event.name() for event in world.events()][-2:] == ["counter_closed", "branch_day_closed"]
    (told,) = world.events(lobby.BranchDayClosed)
    assert (told.overridden, told.override, told.cancelled) == (False, None, 0)


async def test_it_does_not_close_while_somebody_is_served_unless_for_a_reason():
    world = await open_branch()
    await world.do(OpenCounter("B1", "1", "wu"))
    await come(world, "v0")
    await world.do(CallNext("B1", "1", "wu"))
    await see_to(world, ChecklistKind.CLOSING)
    with pytest.raises(StillServing) as refused:
        await world.do(CLOSE)
    assert refused.value.detail == "A001"
    await world.do(CLOSE_ALL_THE_SAME)
    (told,) = world.events(lobby.BranchDayClosed)
    assert (told.overridden, told.override) == (False, OverrideReason.SUPPLIES_LATE)
    assert world.get(Visit, "v0").state is VisitState.SERVED


async def test_who_still_waits_or_is_away_when_it_closes_is_cancelled():
    world = await open_branch()
    for id in ("v0", "v1", "v2"):
        await come(world, id)
    await world.do(ParkTicket("v1"))
    await see_to(world, ChecklistKind.CLOSING)
    await world.do(CLOSE)
    gone = world.events(lobby.VisitCancelled)
    assert {(one.visit, one.reason) for one in gone} == {(f"v{n}", "branch_closed") for n in range(3)}
    assert world.events(lobby.BranchDayClosed)[0].cancelled == 3
    assert {world.get(Visit, f"v{n}").state for n in range(3)} == {VisitState.CANCELLED}


async def test_no_task_is_left_when_it_closes():
    world = await open_branch()
    await world.do(RequestTask("e1", "B1", TaskKind.ERRAND, Role.LOBBY_MANAGER, "li"))
    await world.do(CLOSE_ALL_THE_SAME)
    assert [one.reason for one in world.events(lobby.TaskWithdrawn)] == ["day_over"]
    assert world.events()[-1].name() == "branch_day_closed"


async def test_who_came_after_the_branch_was_closed_is_not_kept_over_night():
    world = await open_branch()
    await world.do(CLOSE_ALL_THE_SAME)
    await come(world, "v0")
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert [one.visit for one in world.events(lobby.VisitCancelled)] == ["v0"]
    assert len(world.events(lobby.BranchDayClosed)) == 1


async def test_a_branch_that_was_never_open_is_not_closed():
    world = await branch()
    with pytest.raises(DayNotOpen):
        await world.do(CLOSE_ALL_THE_SAME)
    with pytest.raises(DayNotOpen):
        await world.do(BEGIN_CLOSING)


async def test_a_closed_day_is_left_alone_until_it_is_reopened_for_a_reason():
    world = await open_branch()
    with pytest.raises(DayNotOver):
        await world.do(ReopenDay("B1", "li", WHY))
    await world.do(CLOSE_ALL_THE_SAME)
    await world.do(CLOSE)
    ticked = MarkItems("B1", ChecklistKind.CLOSING, Marks(("power_off",), Marking.OK, "li"))
    for command in (OPEN, BEGIN_CLOSING, ticked):
        with pytest.raises(DayIsOver):
            await world.do(command)
    await world.do(ReopenDay("B1", "head", WHY))
    (told,) = world.events(lobby.BranchDayReopened)
    assert (told.by, told.override) == ("head", OverrideReason.SUPPLIES_LATE)
    assert day(world).state is DayState.OPEN
    assert [step.what for step in day(world).steps] == [
        StepKind.PREPARED,
        StepKind.OPENED,
        StepKind.CLOSED,
        StepKind.REOPENED,
    ]


async def test_midnight_of_the_branch_closes_what_nobody_closed():
    world = await branch(timezone="America/New_York")
    world.now = datetime(2026, 3, 8, 1, 30, tzinfo=UTC)  # the evening before the clocks go forward
    await world.do(OPEN_ALL_THE_SAME)
    await world.do(OpenCounter("B1", "1", "wu"))
    await world.wait(timedelta(hours=3, minutes=29), TIMER_HANDLERS)
    assert world.events(lobby.BranchDayClosed) == []
    await world.wait(timedelta(minutes=2), TIMER_HANDLERS)
    (told,) = world.events(lobby.BranchDayClosed)
    assert (told.day, told.by, told.override) == ("2026-03-07", "system", None)
    assert world.get(Hall, "B1").counters["1"].staff is None
    assert world.timers == {}


async def test_a_day_that_is_as_long_as_its_clocks_say_ends_at_its_own_midnight():
    world = await branch(timezone="America/New_York")
    world.now = datetime(2026, 3, 8, 14, 0, tzinfo=UTC)
    await world.do(OPEN_ALL_THE_SAME)
    (timer,) = world.timers.values()
    assert timer.due == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


async def test_a_counter_alone_is_enough_for_midnight_to_come():
    world = await branch()
    await world.do(OpenCounter("B1", "1", "wu"))
    (opened,) = world.events(lobby.CounterOpened)
    await world.act(note_counter, opened)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert world.get(Hall, "B1").counters["1"].staff is None
    assert [event.by for event in world.events(lobby.BranchDayClosed)] == ["system"]


async def test_midnight_does_not_close_a_closed_day_again():
    world = await open_branch()
    await world.do(CLOSE_ALL_THE_SAME)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert len(world.events(lobby.BranchDayClosed)) == 1
    assert day(world).steps[-1].by == "li"


async def test_a_branch_that_moved_to_another_time_zone_ends_its_day_there():
    world = await open_branch()
    known = world.get(Branch, "B1")
    await world.act(set_up_branch, known.evolve(timezone="Europe/Berlin"))
    await world.wait(timedelta(hours=15), TIMER_HANDLERS)  # midnight in Shanghai
    assert world.events(lobby.BranchDayClosed) == []
    await world.wait(timedelta(hours=7), TIMER_HANDLERS)
    assert [event.day for event in world.events(lobby.BranchDayClosed)] == [DAY]
