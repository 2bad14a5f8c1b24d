"""Keeping the copy of who works at a branch and who is there (D9)."""

from services.customer.staff.domain.roster import Roster
from shared.contracts.notify import CoverEnded, FloorCovered, StaffEnrolled, StaffSignedOff, StaffSignedOn
from shared.domain import Decision
from shared.unit import Unit


async def enrol(event: StaffEnrolled, unit: Unit) -> None:
    roster = await roster_of(event.branch, unit)
    unit.keep(Decision().put(roster.enrol(event.staff, event.roles)))


async def sign_on(event: StaffSignedOn, unit: Unit) -> None:
    roster = await roster_of(event.branch, unit)
    unit.keep(Decision().put(roster.sign_on(event.staff, event.roles)))


async def sign_off(event: StaffSignedOff, unit: Unit) -> None:
    roster = await roster_of(event.branch, unit)
    unit.keep(Decision().put(roster.sign_off(event.staff, event.roles)))


async def cover(event: FloorCovered, unit: Unit) -> None:
    roster = await roster_of(event.branch, unit)
    unit.keep(Decision().put(roster.cover(event.cover, event.absent, event.role)))


async def end_cover(event: CoverEnded, unit: Unit) -> None:
    roster = await roster_of(event.branch, unit)
    unit.keep(Decision().put(roster.cover(event.cover, event.absent, None)))


async def roster_of(branch: str, unit: Unit) -> Roster:
    """The roster of a branch; an empty one if nobody was told of yet."""
    return await unit.find(Roster, branch) or Roster(id=branch)
