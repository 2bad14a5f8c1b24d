"""Coming to work and leaving it, without signing in or out."""

from dataclasses import dataclass

from services.notify.feed.domain.deadlines import ShiftOver
from services.notify.staff.domain.presence import Covering, be_present
from services.notify.staff.domain.staff import Staff
from services.notify.staff.handlers.staff import directories_of
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Presence:
    """Whether somebody is at work, and who covers the floor if they are not."""

    staff: str
    present: bool
    covering: Covering | None = None


async def change_presence(presence: Presence, work: UnitOfWork) -> None:
    """Somebody steps out, or comes back."""
    staff = await work.get(Staff, presence.staff)
    directories = await directories_of(staff.branches, work)
    there = directories.values()
    work.apply(be_present(staff, there, presence.present, work.now, Decision(), presence.covering))


async def end_shift(event: ShiftOver, work: UnitOfWork) -> None:
    """The session of somebody who did not sign off has ended."""
    await change_presence(Presence(event.staff, present=False), work)
