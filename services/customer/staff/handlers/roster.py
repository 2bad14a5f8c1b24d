"""Keeping the copy of who works at a branch and who is there (D9)."""

from services.customer.staff.domain.roster import Roster
from shared.contracts.notify import CoverEnded, FloorCovered, StaffEnrolled, StaffSignedOff, StaffSignedOn
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def enrol(event: StaffEnrolled, work: UnitOfWork) -> None:
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.enrol(event.staff, event.roles)))


async def sign_on(event: StaffSignedOn, work: UnitOfWork) -> None:
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.sign_on(event.staff, event.roles)))


async def sign_off(event: StaffSignedOff, work: UnitOfWork) -> None:
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.sign_off(event.staff, event.roles)))


async def cover(event: FloorCovered, work: UnitOfWork) -> None:
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.cover(event.cover, event.absent, event.role)))


async def end_cover(event: CoverEnded, work: UnitOfWork) -> None:
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.cover(event.cover, event.absent, None)))


async def roster_of(branch: str, work: UnitOfWork) -> Roster:
    """The roster of a branch; an empty one if nobody was told of yet."""
    return await work.find(Roster, branch) or Roster(id=branch)
