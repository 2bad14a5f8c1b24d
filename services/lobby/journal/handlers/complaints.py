"""Complaints at a machine (D9)."""

import asyncio

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.handlers import require_device
from services.lobby.journal.domain.complaints import Complaint, hear_complaint
from shared.unit_of_work import UnitOfWork


async def complain(complaint: Complaint, work: UnitOfWork) -> None:
    """Somebody is dissatisfied and said so at a machine."""
    await asyncio.gather(
        work.get(Hall, complaint.branch), require_device(complaint.branch, complaint.device, work)
    )
    work.apply(hear_complaint(complaint))
