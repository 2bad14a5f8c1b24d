"""Consequences of undoing: tasks, the day's figures, what staff are told (D1, D6)."""

from datetime import timedelta
from typing import Any

import pytest

from services.lobby.journal.domain import LOGGED, LogLine
from services.lobby.journal.handlers import write_log_line
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CancelVisit,
    CompleteVisit,
    MarkNoShow,
    OpenCounter,
    SendBackTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.figures import Figures
from services.lobby.tasks.commands import CompleteTask, TakeTask
from services.lobby.tasks.domain.task import TaskState
from services.lobby.undo.commands import UndoLastChange
from services.notify.feed.domain.rules import recipients
from shared.contracts import lobby
from shared.contracts.lobby import TaskKind
from shared.contracts.words import Care, Segment, TicketClass
from tests.unit.acting import World
from tests.unit.lobby.tasks import building as floor
from tests.unit.lobby.tasks.building import MIN, branch, come, tasks
from tests.unit.notify.building import Role, staffed


async def hear(world: World) -> None:
    """Deliver the published events from the bus, once."""
    await floor.deliver(world)
    world.published.clear()


async def call(world: World) -> None:
    await floor.call(world)
    world.published.clear()


async def undo(world: World, visit: str) -> None:
    await world.do(UndoLastChange(visit, "li"), actor="staff:li")
    await hear(world)


async def vip_served() -> World:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    await call(world)
    await world.do(CompleteVisit("v1"), actor="staff:li")
    await hear(world)
    return world


@pytest.mark.parametrize("taken", [False, True])
async def test_a_farewell_is_withdrawn_with_the_completion_whoever_has_taken_it(taken: bool) -> None:
    world = await vip_served()
    farewell = tasks(world, TaskState.OPEN)[TaskKind.FAREWELL]
    if taken:
        await world.do(TakeTask(farewell.id, "zhao"))
    await undo(world, "v1")
    assert tasks(world, TaskState.WITHDRAWN)[TaskKind.FAREWELL].id == farewell.id
    await world.do(CompleteVisit("v1"), actor="staff:li")
    await hear(world)
    assert tasks(world, TaskState.OPEN)[TaskKind.FAREWELL].id != farewell.id


async def test_a_farewell_that_was_done_stays_done() -> None:
    world = await vip_served()
    farewell = tasks(world, TaskState.OPEN)[TaskKind.FAREWELL]
    await world.do(CompleteTask(farewell.id, "zhao"))
    await undo(world, "v1")
    assert tasks(world, TaskState.DONE)[TaskKind.FAREWELL].id == farewell.id


async def test_who_was_called_by_mistake_is_to_be_met_again_with_all_the_time_for_it() -> None:
    world = await branch()
    await come(world, "v1", Care.ELDERLY)
    help_ = tasks(world, TaskState.OPEN)[TaskKind.HELP]
    world.now += 2 * MIN
    await call(world)
    assert tasks(world, TaskState.WITHDRAWN)[TaskKind.HELP].id == help_.id
    world.now += MIN
    await world.do(UndoLastChange("v1", "manager", as_manager=True))
    await hear(world)
    again = tasks(world, TaskState.OPEN)[TaskKind.HELP]
    assert (again.id, again.due - world.now) == (help_.id, help_.due - help_.raised)
    assert again.timer in world.timers
    await call(world)
    assert TaskKind.HELP in tasks(world, TaskState.WITHDRAWN)


async def test_who_was_met_before_the_call_is_not_met_twice() -> None:
    world = await branch()
    await come(world, "v1", Care.ELDERLY)
    await world.do(CompleteTask(tasks(world)[TaskKind.HELP].id, "zhao"))
    await call(world)
    await world.do(UndoLastChange("v1", "manager", as_manager=True))
    await hear(world)
    assert not tasks(world, TaskState.OPEN)


async def test_who_did_not_leave_is_to_be_met_again() -> None:
    world = await branch()
    await come(world, "v1", Care.PREGNANT)
    await world.do(CancelVisit("v1", "left"), actor="staff:li")
    await hear(world)
    assert TaskKind.GREET in tasks(world, TaskState.WITHDRAWN)
    await undo(world, "v1")
    assert TaskKind.GREET in tasks(world, TaskState.OPEN)


async def log_of(world: World) -> Figures:
    """The figures of the day, from the lines that the log has written of what was told."""
    for one in world.published:
        if type(one.data) in LOGGED:
            await world.act(write_log_line, one.data, id=one.id, time=one.time, actor=one.actor)
    lines = [one for one in world.documents.values() if isinstance(one, LogLine)]
    return fold(lines, timezone="Asia/Shanghai", until=world.now, meet_within=3 * MIN)


async def day_of(*steps: Any) -> Figures:
    """A day with an arrival, then each step, a minute after the other, the first after five minutes."""
    world = await branch()
    await world.do(OpenCounter("B1", "1", "li"))
    await world.do(AdmitCustomer(Arrival("v1", "B1", "cash", world.now)))
    world.now += 4 * MIN
    for step in steps:
        world.now += MIN
        match step:
            case "call":
                await world.do(CallNext("B1", "1", "li"), actor="staff:li")
            case "undo":
                await world.do(UndoLastChange("v1", "li"), actor="staff:li")
            case "cancel":
                await world.do(CancelVisit("v1", "left"), actor="staff:li")
            case _:
                await world.do(step, actor="staff:li")
    return await log_of(world)


async def test_a_completion_taken_back_is_not_counted_twice() -> None:
    found = await day_of("call", CompleteVisit("v1"), "undo", CompleteVisit("v1"))
    assert (found.served, sum(hour.served for hour in found.hours)) == (1, 1)


async def test_a_completion_taken_back_is_not_counted_at_all() -> None:
    assert (await day_of("call", CompleteVisit("v1"), "undo")).served == 0


async def test_a_no_show_taken_back_is_none() -> None:
    found = await day_of("call", MarkNoShow("v1"), "undo", CompleteVisit("v1"))
    assert (found.no_shows, found.served) == (0, 1)


async def test_a_call_taken_back_says_nothing_of_the_wait() -> None:
    found = await day_of("call", "undo", "call")
    assert (found.wait.calls, found.wait.longest_seconds) == (1, 7 * 60)
    assert found.forecasts.calls == (await day_of("call")).forecasts.calls


async def test_a_cancellation_taken_back_is_none() -> None:
    found = await day_of("cancel", "undo", "call", CompleteVisit("v1"))
    assert (found.cancelled, found.served) == ({}, 1)


async def test_only_the_last_of_several_is_taken_back() -> None:
    """Sent back, called again and marked as not there; the no-show was a mistake."""
    found = await day_of("call", SendBackTicket("v1"), "call", MarkNoShow("v1"), "undo")
    assert (found.no_shows, found.wait.calls) == (0, 1)


def undone(ticket_class: TicketClass, *told: str) -> lobby.ChangeUndone:
    return lobby.ChangeUndone(
        branch="B001",
        visit="v1",
        ticket="V001",
        ticket_class=ticket_class,
        undone=told,
        by="li",
        done_by="staff:li",
        done_at=World("lobby").now - timedelta(minutes=1),
        state="called",
        counter="1",
    )


@pytest.mark.parametrize(
    ("ticket_class", "told", "kind"),
    [
        (TicketClass.VIP, "service_completed", "farewell_undone"),
        (TicketClass.VIP, "customer_no_show", "change_undone"),
        (TicketClass.ORDINARY, "service_completed", "change_undone"),
    ],
)
def test_the_lobby_manager_hears_what_was_taken_back(ticket_class: TicketClass, told: str, kind: str) -> None:
    directory = staffed(zhao=Role.LOBBY_MANAGER, li=Role.TELLER)
    (one,) = recipients(undone(ticket_class, told), directory)
    assert (one.staff, one.rule.kind) == ("zhao", kind)
