"""Those who stay without business are noticed, and somebody speaks with them (D12)."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from services.lobby.branch.domain.branches import Branch
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.queue.domain.visits import State, Visit
from services.lobby.safety.domain.loiterers import (
    Loiterer,
    LoiteringDue,
    Settlement,
    Sighting,
    Vigilance,
    expect,
    outstay,
    see,
    settle,
)
from shared.contracts.lobby import CustomerDiverted
from shared.contracts.words import Channel
from shared.domain import Decision
from shared.unit import Unit


@dataclass(frozen=True)
class Limit:
    """From how many minutes on a branch minds that somebody stays without business."""

    branch: str
    minutes: int


async def set_limit(limit: Limit, unit: Unit) -> None:
    """The branch changes its limit; it applies from now on."""
    await unit.get(Branch, limit.branch)
    unit.keep(Decision().put((await vigilance_of(limit.branch, unit)).but(minutes=limit.minutes)))


async def see_loiterer(sighting: Sighting, unit: Unit) -> None:
    """A camera tells of somebody."""
    await asyncio.gather(
        unit.get(Branch, sighting.branch), device_may_speak(sighting.branch, sighting.device, unit)
    )
    vigilance = await vigilance_of(sighting.branch, unit)
    known = vigilance.open.get(sighting.key)
    earlier = await unit.find(Loiterer, known) if known else None
    unit.keep(
        see(sighting, vigilance, earlier, unit.now, unit.due(timedelta(minutes=vigilance.minutes)) - unit.now)
    )


async def expect_back(event: CustomerDiverted, unit: Unit) -> None:
    """Who is sent to a machine is served there, or comes back, before the branch's limit is over."""
    if event.channel is Channel.SELF_SERVICE:
        minutes = (await vigilance_of(event.branch, unit)).minutes
        unit.keep(expect(event, minutes, unit.due(timedelta(minutes=minutes))))


async def look_for_diverted(due: LoiteringDue, unit: Unit) -> None:
    """The limit is over: is the customer still at the machine?"""
    visit = await unit.find(Visit, due.visit)
    if visit is not None and visit.state is State.DIVERTED and visit.channel is Channel.SELF_SERVICE:
        await unit.find(Loiterer, due.loiterer)
        unit.keep(outstay(due, unit.now))


async def settle_loiterer(settlement: Settlement, unit: Unit) -> None:
    """The lobby manager says what came of it."""
    loiterer = await unit.get(Loiterer, settlement.loiterer)
    unit.keep(settle(loiterer, await vigilance_of(loiterer.branch, unit), settlement, unit.now))


async def vigilance_of(branch: str, unit: Unit) -> Vigilance:
    return await unit.find(Vigilance, branch) or Vigilance(id=branch)
