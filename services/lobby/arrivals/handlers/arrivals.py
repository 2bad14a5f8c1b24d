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
from shared.unit import Unit


async def come(arrival: Arrival, unit: Unit) -> Visit:
    """Somebody came to a machine. Raises `NotYourSeries`, `BeyondBlock`, `NumberUsed`."""
    printed = Printed.read(arrival.ticket or "")
    own = series_id(arrival.branch, printed.letters) if printed else ""
    hall, met, letters, series, _ = await asyncio.gather(
        unit.get(Hall, arrival.branch),
        unit.find(Visit, arrival.id),
        unit.find(Letters, arrival.branch) if printed else _nothing(),
        unit.find(Series, own) if printed else _nothing(),
        device_may_speak(arrival.branch, arrival.device, unit),
    )
    today, day = (day_of(hall.timezone, at) for at in (unit.now, arrival.arrived))
    stated = day_of(hall.timezone, arrival.stated) if arrival.stated else day
    if met is not None and (printed is None or (met.ticket == printed.ticket and met.day in (day, stated))):
        return met
    if printed is not None:
        known = series or Series(id=own)
        if known.has(day, printed):  # its clock was wrong, and it counted for another day
            day = stated
        (letters or Letters(id=arrival.branch)).must_hold(printed, arrival.device, day)
        unit.keep(Decision().put(known.use(day, printed.series, printed.number, today)))
        arrival = replace(arrival, day=day)
    if met is not None and printed is not None:
        over = await _is_over(arrival, hall.timezone, day, unit)
        unit.keep(renumber(met, hall, day, printed, over, unit.now))
        return await unit.get(Visit, arrival.id)
    if await _is_over(arrival, hall.timezone, day, unit):
        return await _record(arrival, day, today, unit)
    guest = await unit.find(Guest, arrival.credential) if arrival.credential else None
    if here := await _already_here(arrival, guest, day, hall, unit):
        visit = await _give_again(arrival, here, guest, unit)
    else:
        visit = await arrive(arrival, unit)
        unit.keep(stays.begin(arrival, guest, visit, unit.now))
    if arrival.left_out and arrival.device:
        told = SlipReadInPart(
            branch=visit.branch,
            visit=visit.id,
            ticket=visit.ticket,
            device=arrival.device,
            left_out=arrival.left_out,
        )
        unit.tell(told, subject=visit.id, story=visit.story)
    return visit


async def _already_here(
    arrival: Arrival, guest: Guest | None, day: str, hall: Hall, unit: Unit
) -> Visit | None:
    """The visit of somebody who comes, if what they show says that they are here. One that has ended is not
    brought back any more, now that they come anew."""
    if arrival.credential is None:
        return None
    ids = (arrival.id, *stays.stays_of(arrival, guest))
    known = [one for one in await asyncio.gather(*(unit.find(Stay, id) for id in ids)) if one]
    visits = await asyncio.gather(*(unit.find(Visit, one.visit) for one in known))
    same = next((one for one in visits if one and stays.is_same(one, arrival, day, hall)), None)
    for one in visits:
        if same is None and one is not None and one.last is not None:
            unit.keep(Decision().put(one.but(last=None)))
    return same


async def _give_again(arrival: Arrival, visit: Visit, guest: Guest | None, unit: Unit) -> Visit:
    """They keep their ticket. Who was away is back with it, and who was sent to a machine, but asks for what
    needs a counter, waits. Who is known to be a VIP by now waits as one."""
    hall = await unit.get(Hall, arrival.branch)
    printed = Printed.read(arrival.ticket or "")
    if printed is not None and stays.waits_under_printed(visit, arrival):
        unit.keep(renumber(visit, hall, arrival.day, printed, False, unit.now))
    elif visit.state is State.DIVERTED and not (await advice_for(arrival, unit)).diverts:
        unit.keep(stays.back_in_line(visit, hall, arrival.need, unit.now))
    elif visit.state is State.PARKED:
        unit.keep(resume(visit, hall, unit.now))
    visit, hall = await asyncio.gather(unit.get(Visit, visit.id), unit.get(Hall, arrival.branch))
    if guest is not None and stays.is_vip_by_now(visit, guest):
        unit.keep(stays.as_vip(visit, hall, guest, unit.now))
        visit, hall = await asyncio.gather(unit.get(Visit, visit.id), unit.get(Hall, arrival.branch))
    unit.keep(stays.give_again(visit, hall, arrival, unit.now))
    return await unit.get(Visit, visit.id)


async def _is_over(arrival: Arrival, timezone: str, day: str, unit: Unit) -> bool:
    if unit.now - arrival.arrived <= UNDER_WAY:
        return False
    known = await unit.find(BranchDay, day_id(arrival.branch, day))
    return is_over(arrival.arrived, timezone, known, unit.now)


async def _record(arrival: Arrival, day: str, today: str, unit: Unit) -> Visit:
    """Somebody who is long gone; one who had no number gets one for the books."""
    ticket = arrival.ticket
    if ticket is None:
        id = f"{arrival.branch}/late"
        late = await unit.find(Series, id) or Series(id=id)
        number = late.next(day, LATE)
        ticket = f"{LATE}{number:03d}"
        unit.keep(Decision().put(late.use(day, LATE, number, today)))
    decision, visit = heard_late(arrival, day, ticket, unit.now)
    unit.keep(decision)
    return visit


async def _nothing() -> None:
    return None
