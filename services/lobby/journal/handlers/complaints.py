"""Complaints at a machine (D9)."""

import asyncio

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.journal.domain.complaints import Complaint, hear_complaint
from shared.unit import Unit


async def complain(complaint: Complaint, unit: Unit) -> None:
    """Somebody is dissatisfied and said so at a machine."""
    await asyncio.gather(
        unit.get(Hall, complaint.branch), device_may_speak(complaint.branch, complaint.device, unit)
    )
    unit.keep(hear_complaint(complaint))
