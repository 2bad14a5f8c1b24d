"""A branch closes, however many wait: at once for those in the hall, by and by for their visits (E2)."""

from datetime import timedelta

import pytest

from services.lobby.app import TIMER_HANDLERS
from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.halls import Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.commands import CloseDay, OpenDay, ReopenDay
from services.lobby.queue.commands import ParkTicket, ReturnToQueue
from services.lobby.queue.domain import closings
from services.lobby.queue.domain.closings import Closing
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.handlers import tickets
from services.lobby.undo.commands import UndoLastChange
from shared.contracts import lobby
from tests.unit.acting import World
from tests.unit.lobby.building import come, hall
from tests.unit.lobby.day.building import WHY

CASH = Transaction(zh="现金", en="Cash", self_service_up_to=20_000)
MOMENT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closings, "AT_ONCE", 3)


async def full(many: int = 8) -> World:
    """An open branch where so many wait."""
    world = await hall()
    await world.do(OpenDay("B1", "li", WHY))
    for number in range(many):
        await come(world, f"v{number}")
    return world


def written(world: World) -> int:
    """Count the changes to documents: what one transaction had to write."""
    return sum(document.version for document in world.documents.values())


def states(world: World) -> list[str]:
    return [one.state for (kind, _), one in world.documents.items() if kind is Visit]


async def test_one_transaction_of_closing_writes_no_more_however_many_wait():
    costs = []
    for many in (20, 200):
        world = await full(many)
        before = written(world)
        await world.do(CloseDay("B1", "li", WHY))
        costs.append(written(world) - before)
        before = written(world)
        first = next(one for one in world.timers.values() if isinstance(one.event, closings.ClosingVisitsDue))
        await world.act(tickets.end_closing_visits, first.event)
        costs.append(written(world) - before)
    assert costs[:2] == costs[2:]


async def test_nobody_waits_from_the_moment_of_closing_and_every_visit_is_cancelled_and_told_once():
    world = await full(8)
    await world.do(ParkTicket("v7"))
    world.now += 10 * 60 * MOMENT
    await world.do(CloseDay("B1", "li", WHY))
    assert (world.get(Hall, "B1").waiting, world.get(Hall, "B1").parked) == ((), ())
    assert world.events(lobby.BranchDayClosed)[0].cancelled == 8
    await world.wait(MOMENT, TIMER_HANDLERS)
    assert states(world) == [VisitState.CANCELLED] * 8
    told = world.events(lobby.VisitCancelled)
    assert sorted(one.visit for one in told) == [f"v{number}" for number in range(8)]
    assert {one.waited_seconds for one in told} == {600, 0}  # until the branch closed, or they were parked
    assert not world.get(Closing, "B1").next


async def test_a_few_are_ended_with_the_closing_itself():
    world = await full(3)
    await world.do(CloseDay("B1", "li", WHY))
    assert states(world) == [VisitState.CANCELLED] * 3
    assert (Closing, "B1") not in world.documents


async def test_midnight_sends_everybody_home_too():
    world = await full(8)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert states(world) == [VisitState.CANCELLED] * 8
    assert [one.cancelled for one in world.events(lobby.BranchDayClosed)] == [8]


async def test_who_comes_after_the_branch_was_reopened_stays():
    world = await full(8)
    await world.do(CloseDay("B1", "li", WHY))
    await world.do(ReopenDay("B1", "li", WHY))
    await come(world, "new")
    await world.wait(MOMENT, TIMER_HANDLERS)
    assert world.get(Visit, "new").state is VisitState.WAITING
    assert states(world).count(VisitState.CANCELLED) == 8


async def test_a_second_closing_goes_on_with_the_first():
    world = await full(8)
    await world.do(CloseDay("B1", "li", WHY))
    await world.do(ReopenDay("B1", "li", WHY))
    for number in range(5):
        await come(world, f"w{number}")
    await world.do(CloseDay("B1", "li", WHY))
    await world.wait(MOMENT, TIMER_HANDLERS)
    assert states(world) == [VisitState.CANCELLED] * 13
    assert len(world.events(lobby.VisitCancelled)) == 13


async def test_who_comes_back_from_a_machine_while_the_others_are_sent_away_stays():
    world = await hall(transactions={"cash": CASH}, rules=Rules(divert_from=0))
    for number in range(8):
        await come(world, f"v{number}")
    await world.act(tickets.empty_hall, "B1")
    await world.do(ReturnToQueue("v7"))
    await world.wait(MOMENT, TIMER_HANDLERS)
    assert states(world) == [VisitState.SERVED] * 7 + [VisitState.WAITING]
    assert [one.visit for one in world.get(Hall, "B1").waiting] == ["v7"]


async def test_who_was_said_to_be_back_by_mistake_while_the_others_are_sent_away_is_at_the_machine():
    world = await hall(transactions={"cash": CASH}, rules=Rules(divert_from=0))
    for number in range(8):
        await come(world, f"v{number}")
    await world.act(tickets.empty_hall, "B1")
    await world.do(ReturnToQueue("v7"))
    await world.wait(MOMENT, TIMER_HANDLERS)  # closing passes them by
    await world.do(UndoLastChange("v7", "manager", as_manager=True))
    assert world.get(Visit, "v7").state is VisitState.DIVERTED
    assert world.get(Hall, "B1").diverted == ("v7",)
