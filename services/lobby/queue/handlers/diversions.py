"""Customers served by a machine or the phone, and those who come back from there (D2, D8)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.queue.domain import diversions
from services.lobby.queue.domain.diversions import Override
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.acts import keep
from shared.domain import Decision
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AtMachine:
    """What a machine says of a customer who was sent to one; it read the visit off their slip."""

    branch: str
    visit: str
    device: str


async def come_back(visit_id: str, work: UnitOfWork) -> Visit:
    """The customer was not served at the machine, and waits."""
    return await _settle(diversions.come_back, visit_id, work)


async def serve_there(visit_id: str, work: UnitOfWork) -> Visit:
    """The machine or the phone did it."""
    return await _settle(diversions.served_there, visit_id, work)


async def override_triage(wish: Override, work: UnitOfWork) -> Visit:
    """The lobby manager sends a customer another way."""
    visit = await work.get(Visit, wish.visit)
    hall = await work.get(Hall, visit.branch)
    keep(diversions.override(visit, hall, wish, work.now), visit, hall, work)
    return await work.get(Visit, wish.visit)


async def come_back_by_machine(said: AtMachine, work: UnitOfWork) -> Visit:
    """A machine says that a customer comes back unserved."""
    return await _said(come_back, said, work)


async def serve_by_machine(said: AtMachine, work: UnitOfWork) -> Visit:
    """A machine says that it served a customer."""
    return await _said(serve_there, said, work)


async def _settle(
    decide: Callable[[Visit, Hall, datetime], Decision], visit_id: str, work: UnitOfWork
) -> Visit:
    visit = await work.get(Visit, visit_id)
    hall = await work.get(Hall, visit.branch)
    keep(decide(visit, hall, work.now), visit, hall, work)
    return await work.get(Visit, visit_id)


async def _said(
    act: Callable[[str, UnitOfWork], Awaitable[Visit]], said: AtMachine, work: UnitOfWork
) -> Visit:
    await device_may_speak(said.branch, said.device, work)
    visit = await work.get(Visit, said.visit)
    if visit.branch != said.branch:
        raise NotFound(f"visits/{said.visit[:64]}")
    return await act(said.visit, work)
