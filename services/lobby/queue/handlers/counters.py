"""Counters are opened, paused and closed, and call; waiting customers whom none can call (D2, D6, D8,
D10)."""

import asyncio

from services.lobby.branch.domain.halls import CounterTaken, Hall
from services.lobby.queue.commands import (
    CallNext,
    CallTicket,
    CloseCounter,
    FreeCounter,
    OpenCounter,
    PauseCounter,
    ResumeCounter,
)
from services.lobby.queue.domain import counters
from services.lobby.queue.domain.counters import MAY_SERVE
from services.lobby.queue.domain.learning import after_call
from services.lobby.queue.domain.stranded import Strandings, look_for_stranded
from services.lobby.queue.domain.visits import Visit, call_to_counter
from services.lobby.queue.handlers.forecasts import publish_forecasts, wait_history_of
from services.lobby.queue.handlers.undoable import apply_undoable
from shared.contracts.lobby import CounterLeft, LobbyEvent
from shared.contracts.notify import CoverEnded, StaffEnrolled, StaffSignedOff
from shared.contracts.words import Role
from shared.unit_of_work import UnitOfWork


async def open_counter(command: OpenCounter, work: UnitOfWork) -> None:
    """Seat a member of staff at a counter."""
    hall = await work.get(Hall, command.branch)
    work.apply(counters.open_counter(hall, command.counter, command.staff, work.now))
    await publish_forecasts(hall, work, "counter_opened", counter=command.counter)


async def close_counter(command: CloseCounter, work: UnitOfWork) -> None:
    """Let a member of staff leave their counter."""
    hall = await work.get(Hall, command.branch)
    work.apply(counters.close_counter(hall, command.counter, command.staff))
    await publish_forecasts(hall, work, "counter_closed", counter=command.counter)


async def free_counter(command: FreeCounter, work: UnitOfWork) -> None:
    """Take a counter from its teller. Raises `CounterTaken` when somebody else sits there by now."""
    hall = await work.get(Hall, command.branch)
    staff = hall.counter(command.counter).staff
    if command.staff is not None and staff not in (None, command.staff):
        raise CounterTaken
    await _free(command.counter, CounterLeft.FREED, command.by, hall, work)


async def free_counters_without_right(
    event: StaffEnrolled | StaffSignedOff | CoverEnded, work: UnitOfWork
) -> None:
    """Free the counters of staff who are not at work, or may not serve at this branch any more; not those
    that they took after that."""
    match event:
        case StaffSignedOff():
            staff, keeps, reason = event.staff, frozenset[Role](), CounterLeft.SIGNED_OFF
        case StaffEnrolled():
            staff, keeps = event.staff, frozenset((*event.roles, *event.covers))
            reason = CounterLeft.NOT_STAFFED
        case CoverEnded():
            staff, keeps, reason = event.cover, frozenset(event.keeps), CounterLeft.NOT_STAFFED
    hall = await work.find(Hall, event.branch)
    if hall is None or keeps & MAY_SERVE:
        return
    for name, counter in hall.counters.items():
        if counter.staff == staff and (counter.since is None or counter.since <= work.cause.time):
            await _free(name, reason, None, await work.get(Hall, event.branch), work)


async def _free(name: str, reason: CounterLeft, by: str | None, hall: Hall, work: UnitOfWork) -> None:
    serving = hall.counter(name).visit
    visit = await work.get(Visit, serving) if serving else None
    work.apply(counters.free_counter(hall, name, visit, reason, by, work.moment))
    await publish_forecasts(hall, work, "counter_closed", counter=name)


async def pause_counter(command: PauseCounter, work: UnitOfWork) -> None:
    """Call nobody at a counter for a while."""
    hall = await work.get(Hall, command.branch)
    work.apply(counters.pause_counter(hall, command.counter, command.staff, command.reason, work.now))
    await publish_forecasts(hall, work, "counter_paused", counter=command.counter)


async def resume_counter(command: ResumeCounter, work: UnitOfWork) -> None:
    """Serve again at a paused counter."""
    hall = await work.get(Hall, command.branch)
    work.apply(counters.resume_counter(hall, command.counter, command.staff, work.now))
    await publish_forecasts(hall, work, "counter_resumed", counter=command.counter)


async def call_next(command: CallNext, work: UnitOfWork) -> Visit:
    """Call the customer with the highest priority."""
    return await _call(command.branch, command.counter, command.staff, None, work)


async def call_ticket(command: CallTicket, work: UnitOfWork) -> Visit:
    """Call a certain ticket."""
    return await _call(command.branch, command.counter, command.staff, command.visit, work)


async def _call(branch: str, counter: str, staff: str, wanted: str | None, work: UnitOfWork) -> Visit:
    hall, history = await asyncio.gather(work.get(Hall, branch), wait_history_of(branch, work))
    choice = counters.choose(hall, counter, staff, wanted, work.moment)
    visit = await work.get(Visit, choice.chosen.visit)
    learned = after_call(history, visit, choice, hall, work.now)
    decision = call_to_counter(visit, hall, counter, choice, work.now).save(learned)
    apply_undoable(decision, visit, hall, work, history=history, overtook=choice.overtook)
    return await work.get(Visit, visit.id)


async def watch_queue(event: LobbyEvent, work: UnitOfWork) -> None:
    """Publish once which waiting customers no open counter can call, and once that they can be called (D2,
    D6)."""
    hall, known = await asyncio.gather(work.find(Hall, event.branch), work.find(Strandings, event.branch))
    if hall is not None:
        work.apply(look_for_stranded(hall, known or Strandings(id=event.branch)))
