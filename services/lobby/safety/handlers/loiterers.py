"""Those who stay without business are noticed, and somebody speaks with them (D12)."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from services.lobby.branch.domain.branches import Branch
from services.lobby.devices.handlers import require_device
from services.lobby.queue.domain.visits import Visit, VisitState
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
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Limit:
    """From how many minutes on a branch minds that somebody stays without business."""

    branch: str
    minutes: int


async def set_limit(limit: Limit, work: UnitOfWork) -> None:
    """The branch changes its limit; it applies from now on."""
    await work.get(Branch, limit.branch)
    work.apply(Decision().save((await vigilance_of(limit.branch, work)).evolve(minutes=limit.minutes)))


async def see_loiterer(sighting: Sighting, work: UnitOfWork) -> None:
    """A camera tells of somebody."""
    await asyncio.gather(
        work.get(Branch, sighting.branch), require_device(sighting.branch, sighting.device, work)
    )
    vigilance = await vigilance_of(sighting.branch, work)
    known = vigilance.open.get(sighting.key)
    earlier = await work.find(Loiterer, known) if known else None
    work.apply(
        see(sighting, vigilance, earlier, work.now, work.due(timedelta(minutes=vigilance.minutes)) - work.now)
    )


async def expect_back(event: CustomerDiverted, work: UnitOfWork) -> None:
    """Who is sent to a machine is served there, or comes back, before the branch's limit is over."""
    if event.channel is Channel.SELF_SERVICE:
        minutes = (await vigilance_of(event.branch, work)).minutes
        work.apply(expect(event, minutes, work.due(timedelta(minutes=minutes))))


async def look_for_diverted(due: LoiteringDue, work: UnitOfWork) -> None:
    """The limit is over: is the customer still at the machine?"""
    visit = await work.find(Visit, due.visit)
    if visit is not None and visit.state is VisitState.DIVERTED and visit.channel is Channel.SELF_SERVICE:
        await work.find(Loiterer, due.loiterer)
        work.apply(outstay(due, work.now))


async def settle_loiterer(settlement: Settlement, work: UnitOfWork) -> None:
    """The lobby manager says what came of it."""
    loiterer = await work.get(Loiterer, settlement.loiterer)
    work.apply(settle(loiterer, await vigilance_of(loiterer.branch, work), settlement, work.now))


async def vigilance_of(branch: str, work: UnitOfWork) -> Vigilance:
    return await work.find(Vigilance, branch) or Vigilance(id=branch)
