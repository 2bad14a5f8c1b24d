"""Visits: customers are admitted, called, served, or not there (D1, D2, D6, D7, D8, D10)."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.commands import (
    AdmitCustomer,
    CompleteVisit,
    MarkNoShow,
    QueueForNextNeed,
    RecallTicket,
)
from services.lobby.queue.domain import visits
from services.lobby.queue.domain.admission import Arrival, keep_printed_number, open_visit
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.learning import after_turn
from services.lobby.queue.domain.triage import Advice, Situation, TriageRequest, advise
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.forecasts import wait_history_of
from services.lobby.queue.handlers.undoable import apply_undoable
from shared.unit_of_work import UnitOfWork


async def admit_customer(command: AdmitCustomer, work: UnitOfWork) -> Visit:
    """Take in a customer who used no machine."""
    arrival = command.arrival
    hall = await work.get(Hall, arrival.branch)
    return await admit(arrival, hall, await card_holder_of(arrival, work), work)


async def card_holder_of(arrival: Arrival, work: UnitOfWork) -> CardHolder | None:
    """Return who holds the card that was shown on arrival, if that is known."""
    return await work.find(CardHolder, arrival.credential) if arrival.credential else None


async def admit(arrival: Arrival, hall: Hall, card_holder: CardHolder | None, work: UnitOfWork) -> Visit:
    """Advise a customer, and open their visit: as a VIP at once when the card says so (D1, D2, D6)."""
    advice, history = await asyncio.gather(
        advise_arrival(arrival, hall, card_holder, work), wait_history_of(arrival.branch, work)
    )
    decision, visit = open_visit(arrival, hall, card_holder, advice, history, work.moment)
    work.apply(decision)
    return visit


async def advise_arrival(
    arrival: Arrival, hall: Hall, card_holder: CardHolder | None, work: UnitOfWork
) -> Advice:
    """Return the advice of triage for an arrival; a customer who holds a printed number keeps it."""
    branch, equipment = await asyncio.gather(
        work.get(Branch, arrival.branch), work.find(Equipment, arrival.branch)
    )
    is_vip = card_holder is not None and card_holder.is_vip
    request = TriageRequest(arrival.need, arrival.amount, arrival.care, is_vip, arrival.wants_counter)
    advice = triage(request, branch, hall, equipment)
    return keep_printed_number(advice, arrival.ticket) if arrival.ticket is not None else advice


def triage(request: TriageRequest, branch: Branch, hall: Hall, equipment: Equipment | None) -> Advice:
    """Return the advice of a branch's rules as its hall and its devices stand now (D2, D7, D8)."""
    situation = Situation(
        transaction=branch.transactions.get(request.need),
        waiting=len(hall.waiting),
        machine_works=equipment is None or not equipment.lacks(request.need),
        divert_from=branch.rules.divert_from,
    )
    return advise(request, situation)


async def recall_ticket(command: RecallTicket, work: UnitOfWork) -> Visit:
    """Call a customer once more who did not come."""
    visit = await work.get(Visit, command.visit)
    hall = await work.get(Hall, visit.branch)
    work.apply(visits.recall(visit, hall.rules.recalls_at_most))
    return await work.get(Visit, command.visit)


async def mark_no_show(command: MarkNoShow, work: UnitOfWork) -> Visit:
    """End the visit of a called customer who did not come."""
    visit, hall, history = await _at_counter(command.visit, work)
    decision = visits.no_show(visit, hall, work.now).save(after_turn(history, visit, work.now))
    apply_undoable(decision, visit, hall, work, history=history)
    return await work.get(Visit, command.visit)


async def complete_visit(command: CompleteVisit, work: UnitOfWork) -> Visit:
    """End the visit of a customer who was served."""
    visit, hall, history = await _at_counter(command.visit, work)
    decision = visits.complete(visit, hall, work.now).save(after_turn(history, visit, work.now))
    apply_undoable(decision, visit, hall, work, history=history)
    return await work.get(Visit, command.visit)


async def queue_for_next_need(command: QueueForNextNeed, work: UnitOfWork) -> Visit:
    """Let a served customer wait for another need."""
    visit, hall, history = await _at_counter(command.visit, work)
    decision = visits.queue_for_next(visit, hall, command.need, work.now)
    apply_undoable(decision.save(after_turn(history, visit, work.now)), visit, hall, work, history=history)
    return await work.get(Visit, command.visit)


async def _at_counter(visit_id: str, work: UnitOfWork) -> tuple[Visit, Hall, WaitHistory]:
    """Return a visit whose turn ends, with its hall and the wait history of its branch."""
    visit = await work.get(Visit, visit_id)
    hall, history = await asyncio.gather(work.get(Hall, visit.branch), wait_history_of(visit.branch, work))
    return visit, hall, history
