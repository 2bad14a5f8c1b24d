"""Tickets that leave their turn: parked, transferred, sent back, cancelled (D2, D6, D8, D10)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.halls import Hall, StillServing
from services.lobby.queue.domain import tickets
from services.lobby.queue.domain.closings import Closing, ClosingGoesOn, end_next
from services.lobby.queue.domain.counters import close_counter
from services.lobby.queue.domain.lessons import after_leaving
from services.lobby.queue.domain.tickets import Transfer
from services.lobby.queue.domain.visits import Visit, complete
from services.lobby.queue.handlers.acts import keep
from services.lobby.queue.handlers.forecasts import outlook_of
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Cancellation:
    visit: str
    reason: str


@dataclass(frozen=True)
class ClosingTime:
    """The branch closes. With `force`, who is at a counter counts as served; else that must be done first."""

    branch: str
    force: bool = False


async def park(visit_id: str, work: UnitOfWork) -> Visit:
    """The customer is away for a while."""
    visit = await work.get(Visit, visit_id)
    hall = await work.get(Hall, visit.branch)
    keep(tickets.park(visit, hall, work.now), visit, hall, work)
    return await work.get(Visit, visit_id)


async def resume(visit_id: str, work: UnitOfWork) -> Visit:
    """The customer is back."""
    visit = await work.get(Visit, visit_id)
    hall = await work.get(Hall, visit.branch)
    keep(tickets.resume(visit, hall, work.now), visit, hall, work)
    return await work.get(Visit, visit_id)


async def transfer(to: Transfer, work: UnitOfWork) -> Visit:
    """The customer goes to another counter or transaction."""
    visit = await work.get(Visit, to.visit)
    hall = await work.get(Hall, visit.branch)
    keep(tickets.transfer(visit, hall, to, work.pace, work.now), visit, hall, work)
    return await work.get(Visit, to.visit)


async def send_back(visit_id: str, work: UnitOfWork) -> Visit:
    """The called customer is not there, and waits anew."""
    visit = await work.get(Visit, visit_id)
    hall = await work.get(Hall, visit.branch)
    keep(tickets.send_back(visit, hall, work.now), visit, hall, work)
    return await work.get(Visit, visit_id)


async def cancel(gone: Cancellation, work: UnitOfWork) -> Visit:
    """The customer gave up."""
    visit = await work.get(Visit, gone.visit)
    hall, outlook = await asyncio.gather(work.get(Hall, visit.branch), outlook_of(visit.branch, work))
    known = after_leaving(outlook, visit, hall, work.now)
    decision = tickets.cancel(visit, hall, gone.reason, work.now).save(known)
    keep(decision, visit, hall, work, outlook=outlook)
    return await work.get(Visit, gone.visit)


async def empty_hall(closing: ClosingTime, work: UnitOfWork) -> int:
    """The branch closes: nobody waits any more, and every counter is left. Gives how many are sent away
    without service. Raises `StillServing`."""
    hall = await work.get(Hall, closing.branch)
    served = {counter.visit: counter.ticket for counter in hall.counters.values() if counter.visit}
    if served and not closing.force:
        raise StillServing(", ".join(str(ticket) for ticket in served.values()))
    for id in served:
        work.apply(complete(await work.get(Visit, id), await work.get(Hall, closing.branch), work.now))
    hall = await work.get(Hall, closing.branch)
    work.apply(Decision().save(hall.evolve(waiting=(), parked=(), diverted=())))
    for name, counter in hall.counters.items():
        if counter.staff is not None:
            work.apply(close_counter(await work.get(Hall, closing.branch), name, counter.staff))
    known = await work.find(Closing, closing.branch) or Closing(id=closing.branch)
    await _end_next(known.plus(hall, work.now), work)
    return len(hall.waiting) + len(hall.parked)


async def go_on_closing(event: ClosingGoesOn, work: UnitOfWork) -> None:
    """The next visits of those who were sent away are ended."""
    closing = await work.find(Closing, event.branch)
    if closing is not None:
        await _end_next(closing, work)


async def _end_next(closing: Closing, work: UnitOfWork) -> None:
    hall = await work.get(Hall, closing.id)
    found = await asyncio.gather(*(work.find(Visit, id) for id in closing.next))
    work.apply(end_next(closing, {one.id: one for one in found if one is not None}, hall, work.now))
