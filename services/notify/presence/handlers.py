"""Handlers of presence."""

from services.notify.presence.commands import ChangePresence, HandOverFloor
from services.notify.presence.domain import CoverRequest, ShiftEndDue, be_present
from services.notify.staff.domain.staff import Staff
from services.notify.staff.handlers import directories_of
from shared.unit_of_work import UnitOfWork


async def change_presence(command: ChangePresence, work: UnitOfWork) -> None:
    """Note that somebody has stepped out, or is back."""
    staff = await work.get(Staff, command.staff)
    directories = await directories_of(staff.branches, work)
    work.apply(be_present(staff, directories.values(), command.present, work.now))


async def hand_over_floor(command: HandOverFloor, work: UnitOfWork) -> None:
    """Note that a lobby manager has stepped out, and who covers the floor (D3)."""
    staff = await work.get(Staff, command.staff)
    directories = await directories_of(staff.branches, work)
    cover = CoverRequest(command.branch, command.cover)
    work.apply(be_present(staff, directories.values(), False, work.now, cover))


async def end_shift(event: ShiftEndDue, work: UnitOfWork) -> None:
    """Note that somebody who never signed off has left: their last session has ended."""
    await change_presence(ChangePresence(event.staff, present=False), work)
