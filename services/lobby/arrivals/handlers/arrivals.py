"""Whoever comes to a machine: with a number of the hall, with a printed one, or too late (D1, D2)."""

import asyncio
from dataclasses import replace

from services.lobby.arrivals.domain import stays
from services.lobby.arrivals.domain.offline_tickets import heard_late, is_over, renumber
from services.lobby.arrivals.domain.stays import Stay
from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import BranchDay, day_id
from services.lobby.devices.domain.device_clocks import UNDER_WAY
from services.lobby.devices.domain.number_blocks import Letters, Printed, Series, series_id
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.queue.domain.arrivals import LATE, Arrival
from services.lobby.queue.domain.card_holders import Guest
from services.lobby.queue.domain.tickets import resume
from services.lobby.queue.domain.visits import State, Visit
from services.lobby.queue.handlers.visits import advice_for, arrive
from shared.contracts.lobby import SlipReadInPart
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def come(arrival: Arrival, work: UnitOfWork) -> Visit:
    """Somebody came to a machine. Raises `NotYourSeries`, `BeyondBlock`, `NumberUsed`."""
    printed = Printed.read(arrival.ticket or "")
    own = series_id(arrival.branch, printed.letters) if printed else ""
    hall, met, letters, series, _ = await asyncio.gather(
        work.get(Hall, arrival.branch),
        work.find(Visit, arrival.id),
        work.find(Letters, arrival.branch) if printed else _nothing(),
        work.find(Series, own) if printed else _nothing(),
        device_may_speak(arrival.branch, arrival.device, work),
    )
    today, day = (day_of(hall.timezone, at) for at in (work.now, arrival.arrived))
    stated = day_of(hall.timezone, arrival.stated) if arrival.stated else day
    if met is not None and (printed is None or (met.ticket == printed.ticket and met.day in (day, stated))):
        return met
    if printed is not None:
        known = series or Series(id=own)
        if known.has(day, printed):  # its clock was wrong, and it counted for another day
            day = stated
        (letters or Letters(id=arrival.branch)).must_hold(printed, arrival.device, day)
        work.apply(Decision().save(known.use(day, printed.series, printed.number, today)))
        arrival = replace(arrival, day=day)
    if met is not None and printed is not None:
        over = await _is_over(arrival, hall.timezone, day, work)
        work.apply(renumber(met, hall, day, printed, over, work.now))
        return await work.get(Visit, arrival.id)
    if await _is_over(arrival, hall.timezone, day, work):
        return await _record(arrival, day, today, work)
    guest = await work.find(Guest, arrival.credential) if arrival.credential else None
    if runtime := await _already_here(arrival, guest, day, hall, work):
        visit = await _give_again(arrival, runtime, guest, work)
    else:
        visit = await arrive(arrival, work)
        work.apply(stays.begin(arrival, guest, visit, work.now))
    if arrival.left_out and arrival.device:
        told = SlipReadInPart(
            branch=visit.branch,
            visit=visit.id,
            ticket=visit.ticket,
            device=arrival.device,
            left_out=arrival.left_out,
        )
        work.publish(told, subject=visit.id, correlation_id=visit.correlation_id)
    return visit


async def _already_here(
    arrival: Arrival, guest: Guest | None, day: str, hall: Hall, work: UnitOfWork
) -> Visit | None:
    """The visit of somebody who comes, if what they show says that they are here. One that has ended is not
    brought back any more, now that they come anew."""
    if arrival.credential is None:
        return None
    ids = (arrival.id, *stays.stays_of(arrival, guest))
    known = [one for one in await asyncio.gather(*(work.find(Stay, id) for id in ids)) if one]
    visits = await asyncio.gather(*(work.find(Visit, one.visit) for one in known))
    same = next((one for one in visits if one and stays.is_same(one, arrival, day, hall)), None)
    for one in visits:
        if same is None and one is not None and one.last is not None:
            work.apply(Decision().save(one.evolve(last=None)))
    return same


async def _give_again(arrival: Arrival, visit: Visit, guest: Guest | None, work: UnitOfWork) -> Visit:
    """They keep their ticket. Who was away is back with it, and who was sent to a machine, but asks for what
    needs a counter, waits. Who is known to be a VIP by now waits as one."""
    hall = await work.get(Hall, arrival.branch)
    printed = Printed.read(arrival.ticket or "")
    if printed is not None and stays.waits_under_printed(visit, arrival):
        work.apply(renumber(visit, hall, arrival.day, printed, False, work.now))
    elif visit.state is State.DIVERTED and not (await advice_for(arrival, work)).diverts:
        work.apply(stays.back_in_line(visit, hall, arrival.need, work.now))
    elif visit.state is State.PARKED:
        work.apply(resume(visit, hall, work.now))
    visit, hall = await asyncio.gather(work.get(Visit, visit.id), work.get(Hall, arrival.branch))
    if guest is not None and stays.is_vip_by_now(visit, guest):
        work.apply(stays.as_vip(visit, hall, guest, work.now))
        visit, hall = await asyncio.gather(work.get(Visit, visit.id), work.get(Hall, arrival.branch))
    work.apply(stays.give_again(visit, hall, arrival, work.now))
    return await work.get(Visit, visit.id)


async def _is_over(arrival: Arrival, timezone: str, day: str, work: UnitOfWork) -> bool:
    if work.now - arrival.arrived <= UNDER_WAY:
        return False
    known = await work.find(BranchDay, day_id(arrival.branch, day))
    return is_over(arrival.arrived, timezone, known, work.now)


async def _record(arrival: Arrival, day: str, today: str, work: UnitOfWork) -> Visit:
    """Somebody who is long gone; one who had no number gets one for the books."""
    ticket = arrival.ticket
    if ticket is None:
        id = f"{arrival.branch}/late"
        late = await work.find(Series, id) or Series(id=id)
        number = late.next(day, LATE)
        ticket = f"{LATE}{number:03d}"
        work.apply(Decision().save(late.use(day, LATE, number, today)))
    decision, visit = heard_late(arrival, day, ticket, work.now)
    work.apply(decision)
    return visit


async def _nothing() -> None:
    return None
