"""Presence: who is at work, so that those are asked who can act; and who covers whom meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.notify.feed.domain.deadlines import ShiftOver
from services.notify.staff.domain.covers import NotOnTheFloor, end_covers, name_cover
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.sessions import SESSION_LASTS
from services.notify.staff.domain.staff import Staff
from shared.contracts.base import Event
from shared.contracts.notify import CoverEnd, StaffSignedOff, StaffSignedOn
from shared.domain import Decision


@dataclass(frozen=True)
class Covering:
    """Who is to cover the floor of which branch."""

    branch: str
    staff: str


def be_present(
    staff: Staff,
    directories: Iterable[Directory],
    present: bool,
    now: datetime,
    decision: Decision,
    covering: Covering | None = None,
) -> Decision:
    """Somebody comes to work, or leaves; each of their branches is told, and only of a change.

    Who is back needs no cover any more, and who leaves covers nobody. Who never signs off has left when the
    session ends. Raises `NotOnTheFloor`, `CannotCover`.
    """
    deadline = f"shift:{staff.id}"
    if not present:
        decision.cancel(deadline)
    elif staff.branches:
        over = ShiftOver(branch=staff.branches[0], staff=staff.id)
        decision.schedule(deadline, now + SESSION_LASTS, over, correlation_id=staff.id)
    if covering is not None and covering.branch not in staff.branches:
        raise NotOnTheFloor
    changes = staff.present != present
    if changes:
        decision.save(staff.evolve(present=present))
    for directory in directories:
        cover = covering.staff if covering and covering.branch == directory.id else None
        told: list[Event] = []
        after = _come_or_go(staff, directory, present, cover, told) if changes else directory
        if cover is not None:
            after, named = name_cover(after, staff.id, cover, now)
            told += named
        if told:
            decision.save(after, *told)
    return decision


def _come_or_go(
    staff: Staff, directory: Directory, present: bool, cover: str | None, told: list[Event]
) -> Directory:
    """The directory when somebody has come or gone; what is `told` of it is added."""
    after = directory.with_member(Member(staff=staff.id, roles=staff.roles, present=present))
    if present:
        told.append(StaffSignedOn(branch=directory.id, staff=staff.id, roles=staff.roles))
        after, ended = end_covers(after, lambda one: one.absent == staff.id, CoverEnd.BACK)
    else:
        told.append(StaffSignedOff(branch=directory.id, staff=staff.id, roles=staff.roles, cover=cover))
        after, ended = end_covers(after, lambda one: one.cover == staff.id, CoverEnd.COVER_LEFT)
    told += ended
    return after
