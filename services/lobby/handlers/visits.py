"""From the door to the farewell: what happens to a visit (D1, D2, D5, D6, D9, D10)."""

import asyncio
from dataclasses import dataclass

from services.lobby.domain.devices import Device, DeviceRefused
from services.lobby.domain.guests import Guest
from services.lobby.domain.halls import Hall
from services.lobby.domain.visits import (
    Arrival,
    Complaint,
    Visit,
    complete,
    hear_complaint,
    mark_prospect,
    no_show,
    recall,
    welcome,
)
from shared.unit import Unit


@dataclass(frozen=True)
class Prospect:
    """Somebody of promise, and what they may need."""

    visit: str
    need: str
    found_by: str


async def arrive(arrival: Arrival, unit: Unit) -> Visit:
    """Somebody came: they get a number, as a VIP at once when the card says so."""
    hall, guest, _ = await asyncio.gather(
        unit.get(Hall, arrival.branch),
        unit.find(Guest, arrival.credential) if arrival.credential else _nobody(),
        _device_may_speak(arrival.branch, arrival.device, unit),
    )
    decision, visit = welcome(arrival, hall, guest, unit.now)
    unit.keep(decision)
    return visit


async def complain(complaint: Complaint, unit: Unit) -> None:
    """Somebody is dissatisfied and said so at a machine."""
    await asyncio.gather(
        unit.get(Hall, complaint.branch), _device_may_speak(complaint.branch, complaint.device, unit)
    )
    unit.keep(hear_complaint(complaint))


async def call_again(visit_id: str, unit: Unit) -> Visit:
    """The called customer did not come yet."""
    visit = await unit.get(Visit, visit_id)
    hall = await unit.get(Hall, visit.branch)
    unit.keep(recall(visit, hall.rules.recalls_at_most))
    return await unit.get(Visit, visit_id)


async def give_up(visit_id: str, unit: Unit) -> Visit:
    """The called customer will not come."""
    visit = await unit.get(Visit, visit_id)
    unit.keep(no_show(visit, await unit.get(Hall, visit.branch), unit.now))
    return await unit.get(Visit, visit_id)


async def finish(visit_id: str, unit: Unit) -> Visit:
    """The customer was served."""
    visit = await unit.get(Visit, visit_id)
    unit.keep(complete(visit, await unit.get(Hall, visit.branch), unit.now))
    return await unit.get(Visit, visit_id)


async def identify_prospect(prospect: Prospect, unit: Unit) -> Visit:
    """Lobby manager or teller found somebody of promise."""
    visit = await unit.get(Visit, prospect.visit)
    unit.keep(mark_prospect(visit, prospect.need, prospect.found_by))
    return await unit.get(Visit, prospect.visit)


async def _device_may_speak(branch: str, device: str | None, unit: Unit) -> None:
    """A device is asked for at the moment it acts, so one revoked is out at once."""
    if device is None:
        return
    known = await unit.find(Device, f"{branch}.{device}")
    if known is None:
        raise DeviceRefused
    known.must_speak()


async def _nobody() -> None:
    return None
