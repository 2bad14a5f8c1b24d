"""From the door to the farewell: what happens to a visit (D1, D2, D6, D10)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain.arrivals import Arrival, keeping_number
from services.lobby.queue.domain.card_holders import Guest
from services.lobby.queue.domain.lessons import after_turn
from services.lobby.queue.domain.triage import Advice, Asked, Situation, advise
from services.lobby.queue.domain.visits import (
    Visit,
    complete,
    go_on,
    no_show,
    recall,
    welcome,
)
from services.lobby.queue.handlers.acts import keep
from services.lobby.queue.handlers.forecasts import outlook_of
from shared.contracts.customer import CustomerRecognised
from shared.domain import Decision
from shared.erasure import Erased
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NextNeed:
    """What a customer wants after the matter at hand."""

    visit: str
    need: str


async def arrive(arrival: Arrival, work: UnitOfWork) -> Visit:
    """Somebody came: they are sent the right way, as a VIP at once when the card says so."""
    hall, advice, outlook, guest, _ = await asyncio.gather(
        work.get(Hall, arrival.branch),
        advice_for(arrival, work),
        outlook_of(arrival.branch, work),
        work.find(Guest, arrival.credential) if arrival.credential else _nobody(),
        device_may_speak(arrival.branch, arrival.device, work),
    )
    decision, visit = welcome(arrival, hall, guest, advice, outlook, work.pace, work.now)
    work.apply(decision)
    return visit


async def advice_for(arrival: Arrival, work: UnitOfWork) -> Advice:
    """What the rules advise for somebody who comes, as a VIP when the card says so; who holds a printed
    number keeps it."""
    hall, branch, equipment, guest = await asyncio.gather(
        work.get(Hall, arrival.branch),
        work.get(Branch, arrival.branch),
        work.find(Equipment, arrival.branch),
        work.find(Guest, arrival.credential) if arrival.credential else _nobody(),
    )
    is_vip = guest is not None and guest.is_vip
    asked = Asked(arrival.need, arrival.amount, arrival.care, is_vip, arrival.wants_counter)
    advice = triage(asked, branch, hall, equipment)
    return keeping_number(advice, arrival.ticket) if arrival.ticket is not None else advice


def triage(asked: Asked, branch: Branch, hall: Hall, equipment: Equipment | None) -> Advice:
    """What the rules of a branch advise as its hall and its devices stand now (D2, D7, D8)."""
    situation = Situation(
        transaction=branch.transactions.get(asked.need),
        waiting=len(hall.waiting),
        machine_works=equipment is None or not equipment.lacks(asked.need),
        divert_from=branch.rules.divert_from,
    )
    return advise(asked, situation)


async def call_again(visit_id: str, work: UnitOfWork) -> Visit:
    """The called customer did not come yet."""
    visit = await work.get(Visit, visit_id)
    hall = await work.get(Hall, visit.branch)
    work.apply(recall(visit, hall.rules.recalls_at_most))
    return await work.get(Visit, visit_id)


async def give_up(visit_id: str, work: UnitOfWork) -> Visit:
    """The called customer will not come."""
    visit, hall, outlook = await _at_counter(visit_id, work)
    decision = no_show(visit, hall, work.now).save(after_turn(outlook, visit, work.now))
    keep(decision, visit, hall, work, outlook=outlook)
    return await work.get(Visit, visit_id)


async def finish(visit_id: str, work: UnitOfWork) -> Visit:
    """The customer was served."""
    visit, hall, outlook = await _at_counter(visit_id, work)
    decision = complete(visit, hall, work.now).save(after_turn(outlook, visit, work.now))
    keep(decision, visit, hall, work, outlook=outlook)
    return await work.get(Visit, visit_id)


async def know_needs(event: CustomerRecognised, work: UnitOfWork) -> None:
    """What a recognised customer also wants is shown to who serves them (D6, D3)."""
    visit, erased = await asyncio.gather(work.find(Visit, event.visit), work.find(Erased, event.customer))
    if visit is not None and erased is None and visit.needs != event.needs:
        work.apply(Decision().save(visit.evolve(needs=event.needs)))


async def wait_for_next(wish: NextNeed, work: UnitOfWork) -> Visit:
    """One matter is done, and the customer waits for the next."""
    visit, hall, outlook = await _at_counter(wish.visit, work)
    decision = go_on(visit, hall, wish.need, work.now).save(after_turn(outlook, visit, work.now))
    keep(decision, visit, hall, work, outlook=outlook)
    return await work.get(Visit, wish.visit)


async def _at_counter(visit_id: str, work: UnitOfWork) -> tuple[Visit, Hall, Outlook]:
    """A visit whose turn ends, with its hall and what its branch knows of turns."""
    visit = await work.get(Visit, visit_id)
    hall, outlook = await asyncio.gather(work.get(Hall, visit.branch), outlook_of(visit.branch, work))
    return visit, hall, outlook


async def _nobody() -> None:
    return None
