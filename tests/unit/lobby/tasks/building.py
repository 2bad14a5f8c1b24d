"""Builders for tests of floor tasks: a branch whose events come back to it, customers who come."""

from datetime import timedelta
from typing import Any

from services.lobby.branch.domain.branches import Branch
from services.lobby.queue.commands import AdmitCustomer, CallNext, OpenCounter
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.settings.handlers import set_up_branch
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks.commands import RequestTask
from services.lobby.tasks.domain.task import Task, TaskState
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.triggers import TRIGGERS
from shared.contracts.lobby import TaskKind
from shared.contracts.words import Care, Role, Segment, TicketClass
from tests.unit.acting import World

ALL = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)
CARDS = {segment: f"card:{segment}" for segment in Segment}
MIN = timedelta(minutes=1)


async def branch() -> World:
    world = World("lobby")
    for segment, card in CARDS.items():
        world.documents[CardHolder, card] = CardHolder(
            id=card, customer=segment, masked_name="王**", segment=segment
        )
    await world.act(set_up_branch, Branch(id="B1", name_zh="一", name_en="One", counters={"1": ALL}))
    world.published.clear()
    return world


async def deliver(world: World) -> None:
    """Bring published events back from the bus, once, to the handlers of task triggers."""
    news, world.published = world.published, []
    for one in news:
        if type(one.data) in TRIGGERS:
            await world.act(
                EVENT_HANDLERS[type(one.data)], one.data, id=one.id, correlation_id=one.correlationid
            )
    world.published = news + world.published


async def come(world: World, id: str, *care: Care, segment: Segment | None = None) -> None:
    card = CARDS[segment] if segment else None
    await world.do(AdmitCustomer(Arrival(id, "B1", "cash", world.now, care, card)))
    await deliver(world)
    world.published.clear()


async def call(world: World) -> str:
    """Open the counter and call; returns the id of the visit that was called."""
    await world.do(OpenCounter("B1", "1", "li"))
    visit = await world.do(CallNext("B1", "1", "li"))
    await deliver(world)
    return str(visit.id)


async def wait(world: World, minutes: float) -> None:
    await world.wait(minutes * MIN, dict(TIMER_HANDLERS))


def tasks(world: World, *states: TaskState) -> dict[TaskKind, Task]:
    found = (one for one in world.documents.values() if isinstance(one, Task))
    return {one.kind: one for one in found if not states or one.state in states}


def deadlines(world: World) -> list[str]:
    """The timers of tasks and of the check of the hall."""
    return [id for id in world.timers if id.startswith(("task:", "hall_check:"))]


def board(world: World) -> TaskBoard:
    return world.get(TaskBoard, "B1")


async def errand(world: World, id: str = "t1", **more: Any) -> Task:
    await world.do(RequestTask(id, "B1", TaskKind.ERRAND, Role.LOBBY_MANAGER, "zhao", **more))
    return world.get(Task, id)
