"""Tickets leave their turn: parked, transferred, sent back, cancelled; closing time (D2, D6, D8, D10, E2)."""

import asyncio

from services.lobby.branch.domain.halls import Hall, StillServing
from services.lobby.queue.commands import (
    CancelVisit,
    ParkTicket,
    ResumeTicket,
    SendBackTicket,
    TransferTicket,
)
from services.lobby.queue.domain import tickets
from services.lobby.queue.domain.closings import Closing, ClosingVisitsDue, end_next
from services.lobby.queue.domain.counters import close_counter
from services.lobby.queue.domain.learning import after_leaving
from services.lobby.queue.domain.visits import Visit, complete
from services.lobby.queue.handlers.forecasts import wait_history_of
from services.lobby.queue.handlers.undoable import apply_undoable, change_visit
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def park_ticket(command: ParkTicket, work: UnitOfWork) -> Visit:
    """Set a ticket aside while its customer is away."""
    return await change_visit(tickets.park, command.visit, work)


async def resume_ticket(command: ResumeTicket, work: UnitOfWork) -> Visit:
    """Put a parked ticket back into the queue."""
    return await change_visit(tickets.resume, command.visit, work)


async def transfer_ticket(command: TransferTicket, work: UnitOfWork) -> Visit:
    """Send a ticket to another counter or need."""
    visit = await work.get(Visit, command.visit)
    hall = await work.get(Hall, visit.branch)
    decision = tickets.transfer(
        visit,
        hall,
        to_counter=command.counter,
        need=command.need,
        position=command.position,
        moment=work.moment,
    )
    apply_undoable(decision, visit, hall, work)
    return await work.get(Visit, command.visit)


async def send_back_ticket(command: SendBackTicket, work: UnitOfWork) -> Visit:
    """Let a called customer who is not there wait anew."""
    return await change_visit(tickets.send_back, command.visit, work)


async def cancel_visit(command: CancelVisit, work: UnitOfWork) -> Visit:
    """End the visit of a customer who leaves without service."""
    visit = await work.get(Visit, command.visit)
    hall, history = await asyncio.gather(work.get(Hall, visit.branch), wait_history_of(visit.branch, work))
    learned = after_leaving(history, visit, hall, work.now)
    decision = tickets.cancel(visit, hall, command.reason, work.now).save(learned)
    apply_undoable(decision, visit, hall, work, history=history)
    return await work.get(Visit, command.visit)


async def empty_hall(branch: str, work: UnitOfWork, *, force: bool = False) -> int:
    """End all waits and leave every counter, as the branch closes. Returns how many customers are sent away
    without service.

    With `force`, customers at counters count as served; without it raises `StillServing` if there are any.
    """
    hall = await work.get(Hall, branch)
    served = {counter.visit: counter.ticket for counter in hall.counters.values() if counter.visit}
    if served and not force:
        raise StillServing(", ".join(str(ticket) for ticket in served.values()))
    for id in served:
        work.apply(complete(await work.get(Visit, id), await work.get(Hall, branch), work.now))
    hall = await work.get(Hall, branch)
    work.apply(Decision().save(hall.evolve(waiting=(), parked=(), diverted=())))
    for name, counter in hall.counters.items():
        if counter.staff is not None:
            work.apply(close_counter(await work.get(Hall, branch), name, counter.staff))
    known = await work.find(Closing, branch) or Closing(id=branch)
    await _end_next(known.plus(hall, work.now), work)
    return len(hall.waiting) + len(hall.parked)


async def end_closing_visits(event: ClosingVisitsDue, work: UnitOfWork) -> None:
    """End the next visits of those who were sent away (E2)."""
    closing = await work.find(Closing, event.branch)
    if closing is not None:
        await _end_next(closing, work)


async def _end_next(closing: Closing, work: UnitOfWork) -> None:
    hall = await work.get(Hall, closing.id)
    found = await asyncio.gather(*(work.find(Visit, id) for id in closing.next))
    work.apply(end_next(closing, {one.id: one for one in found if one is not None}, hall, work.now))
