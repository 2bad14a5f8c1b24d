"""Complaints at a machine (D9)."""

import asyncio

from services.lobby.domain.complaints import Complaint, hear_complaint
from services.lobby.domain.halls import Hall
from services.lobby.handlers.devices import device_may_speak
from shared.unit import Unit


async def complain(complaint: Complaint, unit: Unit) -> None:
    """Somebody is dissatisfied and said so at a machine."""
    await asyncio.gather(
        unit.get(Hall, complaint.branch), device_may_speak(complaint.branch, complaint.device, unit)
    )
    unit.keep(hear_complaint(complaint))
