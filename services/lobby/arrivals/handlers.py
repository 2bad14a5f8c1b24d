"""Customers come to a machine: with a number of the hall, with a printed one, or received late; number blocks
(D1, D2)."""

import asyncio
from dataclasses import replace

from services.lobby.arrivals import domain
from services.lobby.arrivals.commands import EndCutOff, GrantNumberBlock, NoteMissingRecord, RegisterArrival
from services.lobby.arrivals.domain import Stay
from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import BranchDay, day_id
from services.lobby.devices.domain.device_clocks import UNDER_WAY
from services.lobby.devices.domain.number_blocks import (
    PrintedNumber,
    Series,
    SeriesLetters,
    block_of,
    series_id,
)
from services.lobby.devices.handlers import require_device
from services.lobby.equipment.handlers import equipment_of
from services.lobby.queue.domain.admission import LATE_SERIES, Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.tickets import resume
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.handlers.visits import admit, advise_arrival, card_holder_of
from shared.contracts.lobby import CutOffEnded, NumberBlockGranted, OfflineRecordReadInPart, RecordNotTaken
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def register_arrival(command: RegisterArrival, work: UnitOfWork) -> Visit:
    """Register a customer who came to a machine, and admit them unless they have a ticket or are long gone.

    Raises `DeviceRefused`, `NotYourSeries`, `BeyondBlock`, `NumberUsed`.
    """
    arrival = command.arrival
    printed = PrintedNumber.read(arrival.ticket or "")
    own = series_id(arrival.branch, printed.letters) if printed else ""
    hall, known_visit, letters, series, _ = await asyncio.gather(
        work.get(Hall, arrival.branch),
        work.find(Visit, arrival.id),
        work.find(SeriesLetters, arrival.branch) if printed else _nothing(),
        work.find(Series, own) if printed else _nothing(),
        require_device(arrival.branch, arrival.device, work),
    )
    today, day = (day_of(hall.timezone, at) for at in (work.now, arrival.arrived))
    stated = day_of(hall.timezone, arrival.stated) if arrival.stated else day
    if known_visit is not None and (
        printed is None or (known_visit.ticket == printed.ticket and known_visit.day in (day, stated))
    ):
        return known_visit
    if printed is not None:
        known = series or Series(id=own)
        if known.has(day, printed):  # its clock was wrong, and it counted for another day
            day = stated
        (letters or SeriesLetters(id=arrival.branch)).must_hold(printed, arrival.device, day)
        work.apply(Decision().save(known.use(day, printed.series, printed.number, today)))
        arrival = replace(arrival, day=day)
    if known_visit is not None and printed is not None:
        over = await _is_over(arrival, hall.timezone, day, work)
        work.apply(domain.renumber(known_visit, hall, day, printed, over, work.now))
        return await work.get(Visit, arrival.id)
    if await _is_over(arrival, hall.timezone, day, work):
        return await _record_late(arrival, day, today, work)
    card_holder = await card_holder_of(arrival, work)
    if known_visit := await _visit_of_customer(arrival, card_holder, day, hall, work):
        visit = await _give_again(arrival, known_visit, card_holder, work)
    else:
        visit = await admit(arrival, hall, card_holder, work)
        work.apply(domain.begin_stay(arrival, card_holder, visit, work.now))
    if arrival.left_out and arrival.device:
        event = OfflineRecordReadInPart(
            branch=visit.branch,
            visit=visit.id,
            ticket=visit.ticket,
            device=arrival.device,
            left_out=arrival.left_out,
        )
        work.publish(event, subject=visit.id, correlation_id=visit.correlation_id)
    return visit


async def _visit_of_customer(
    arrival: Arrival, card_holder: CardHolder | None, day: str, hall: Hall, work: UnitOfWork
) -> Visit | None:
    """Return the visit of a customer who has a ticket already, by what they showed. One that has ended cannot
    be undone any more, now that they come anew."""
    if arrival.credential is None:
        return None
    ids = (arrival.id, *domain.stays_of(arrival, card_holder))
    known = [one for one in await asyncio.gather(*(work.find(Stay, id) for id in ids)) if one]
    visits = await asyncio.gather(*(work.find(Visit, one.visit) for one in known))
    same = next((one for one in visits if one and domain.is_same(one, arrival, day, hall)), None)
    for one in visits:
        if same is None and one is not None and one.last is not None:
            work.apply(Decision().save(one.evolve(last=None)))
    return same


async def _give_again(
    arrival: Arrival, visit: Visit, card_holder: CardHolder | None, work: UnitOfWork
) -> Visit:
    """Give a customer the ticket again that they have. A parked ticket is back in the queue; a diverted
    customer who asks for a need that takes a counter waits; one who is known to be a VIP by now waits as
    one."""
    hall = await work.get(Hall, arrival.branch)
    printed = PrintedNumber.read(arrival.ticket or "")
    if printed is not None and domain.waits_under_printed(visit, arrival):
        work.apply(domain.renumber(visit, hall, arrival.day, printed, False, work.now))
    elif (
        visit.state is VisitState.DIVERTED
        and not (await advise_arrival(arrival, hall, card_holder, work)).diverts
    ):
        work.apply(domain.back_in_queue(visit, hall, arrival.need, work.now))
    elif visit.state is VisitState.PARKED:
        work.apply(resume(visit, hall, work.now))
    visit, hall = await asyncio.gather(work.get(Visit, visit.id), work.get(Hall, arrival.branch))
    if card_holder is not None and domain.is_vip_by_now(visit, card_holder):
        work.apply(domain.as_vip(visit, hall, card_holder, work.now))
        visit, hall = await asyncio.gather(work.get(Visit, visit.id), work.get(Hall, arrival.branch))
    work.apply(domain.give_again(visit, hall, arrival, work.now))
    return await work.get(Visit, visit.id)


async def _is_over(arrival: Arrival, timezone: str, day: str, work: UnitOfWork) -> bool:
    if work.now - arrival.arrived <= UNDER_WAY:
        return False
    known = await work.find(BranchDay, day_id(arrival.branch, day))
    return domain.is_over(arrival.arrived, timezone, known, work.now)


async def _record_late(arrival: Arrival, day: str, today: str, work: UnitOfWork) -> Visit:
    """Record a customer who is long gone; one without a number gets one for the record."""
    ticket = arrival.ticket
    if ticket is None:
        id = f"{arrival.branch}/late"
        late = await work.find(Series, id) or Series(id=id)
        number = late.next(day, LATE_SERIES)
        ticket = f"{LATE_SERIES}{number:03d}"
        work.apply(Decision().save(late.use(day, LATE_SERIES, number, today)))
    decision, visit = domain.record_late(arrival, day, ticket, work.now)
    work.apply(decision)
    return visit


async def _nothing() -> None:
    return None


async def grant_number_block(command: GrantNumberBlock, work: UnitOfWork) -> NumberBlockGranted:
    """Grant a machine its own series of numbers, for today and the next days; asked again, the same."""
    hall, known, _ = await asyncio.gather(
        work.get(Hall, command.branch),
        work.find(SeriesLetters, command.branch),
        require_device(command.branch, command.device, work),
    )
    before = known or SeriesLetters(id=command.branch)
    today = day_of(hall.timezone, work.now)
    letters, own = before.grant(command.device, command.memory, today)
    if letters != before:
        work.apply(Decision().save(letters))
    series = await work.find(Series, series_id(command.branch, own))
    block = block_of(command.branch, own, letters.holders[own], series, hall.timezone, today)
    device = f"{command.branch}.{command.device}"
    work.publish(block, subject=device, correlation_id=work.cause.correlation_id or device)
    return block


async def end_cut_off(command: EndCutOff, work: UnitOfWork) -> None:
    """Publish that a machine is connected again and its records are complete, but for those not taken."""
    equipment, _ = await asyncio.gather(
        equipment_of(command.branch, work), require_device(command.branch, command.device, work)
    )
    machine = equipment.known(command.device, work.now)
    event = CutOffEnded(
        branch=command.branch,
        device=command.device,
        since=command.since,
        numbers=command.numbers,
        missing=max(machine.missing, min(command.missing, command.numbers)),
    )
    subject = f"{command.branch}.{command.device}"
    work.publish(event, subject=subject, correlation_id=command.correlation_id)
    if machine.missing:
        work.apply(Decision().save(equipment.with_machine(command.device, machine.evolve(missing=0))))


async def note_missing_record(command: NoteMissingRecord, work: UnitOfWork) -> None:
    """Publish that a record of a machine could not be taken, with the number that was printed for it."""
    equipment, _ = await asyncio.gather(
        equipment_of(command.branch, work), require_device(command.branch, command.device, work)
    )
    event = RecordNotTaken(
        branch=command.branch,
        device=command.device,
        record=command.record,
        reason=command.reason,
        ticket=command.ticket,
    )
    subject = f"{command.branch}.{command.device}"
    work.publish(event, subject=subject, correlation_id=command.correlation_id)
    if command.printed or command.ticket is not None:
        machine = equipment.known(command.device, work.now)
        changed = machine.evolve(missing=machine.missing + 1)
        work.apply(Decision().save(equipment.with_machine(command.device, changed)))
