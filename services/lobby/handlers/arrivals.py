"""Whoever comes to a machine: with a number of the hall, with a printed one, or too late (D1, D2)."""

import asyncio
from dataclasses import replace

from services.lobby.domain.arrivals import LATE, Arrival
from services.lobby.domain.blocks import Letters, Printed, Series, series_id
from services.lobby.domain.branches import day_of
from services.lobby.domain.days import BranchDay, day_id
from services.lobby.domain.device_clocks import UNDER_WAY
from services.lobby.domain.halls import Hall
from services.lobby.domain.replacements import heard_late, is_over, renumber
from services.lobby.domain.visits import Visit
from services.lobby.handlers.devices import device_may_speak
from services.lobby.handlers.visits import arrive
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
    visit = await arrive(arrival, unit)
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
