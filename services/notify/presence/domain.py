"""Presence: the people at work, who are asked because they can act, and their covers meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notify.staff.domain.covers import NotOnTheFloor, end_covers, name_cover
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.staff import Staff
from shared.contracts.base import Event
from shared.contracts.notify import CoverEnd, NotifyEvent, StaffSignedOff, StaffSignedOn
from shared.domain import Decision

SHIFT_LASTS = timedelta(hours=12)


class ShiftEndDue(NotifyEvent, zh="登录到期", en="The last session ended"):
    """The session of somebody who did not sign off has ended."""

    staff: str


@dataclass(frozen=True)
class CoverRequest:
    """The colleague `staff` is to cover the floor of `branch`."""

    branch: str
    staff: str


def be_present(
    staff: Staff,
    directories: Iterable[Directory],
    present: bool,
    now: datetime,
    cover: CoverRequest | None = None,
) -> Decision:
    """Note that somebody has come to work, or left; each of their branches is told, and only of a change.

    Who is back needs no cover any more, and who leaves covers nobody. Who never signs off has left when the
    session ends. Raises `NotOnTheFloor`, `CannotCover`.
    """
    decision = _shift(staff, present, now)
    if cover is not None and cover.branch not in staff.branches:
        raise NotOnTheFloor
    changes = staff.present != present
    if changes:
        decision.save(staff.evolve(present=present))
    for directory in directories:
        colleague = cover.staff if cover and cover.branch == directory.id else None
        after, events = _come_or_go(staff, directory, present, colleague) if changes else (directory, [])
        if colleague is not None:
            after, named = name_cover(after, staff.id, colleague, now)
            events += named
        if events:
            decision.save(after, *events)
    return decision


def _shift(staff: Staff, present: bool, now: datetime) -> Decision:
    """Schedule the end of the shift of somebody at work, and cancel that of somebody who has left."""
    timer = f"shift:{staff.id}"
    if not present:
        return Decision().cancel(timer)
    if not staff.branches:
        return Decision()
    event = ShiftEndDue(branch=staff.branches[0], staff=staff.id)
    return Decision().schedule(timer, now + SHIFT_LASTS, event, correlation_id=staff.id)


def _come_or_go(
    staff: Staff, directory: Directory, present: bool, cover: str | None
) -> tuple[Directory, list[Event]]:
    """Return the directory when somebody has come or gone, and the events of it."""
    after = directory.with_member(Member(staff=staff.id, roles=staff.roles, present=present))
    if present:
        after, ended = end_covers(after, lambda one: one.absent == staff.id, CoverEnd.BACK)
        return after, [StaffSignedOn(branch=directory.id, staff=staff.id, roles=staff.roles), *ended]
    after, ended = end_covers(after, lambda one: one.cover == staff.id, CoverEnd.COVER_LEFT)
    left = StaffSignedOff(branch=directory.id, staff=staff.id, roles=staff.roles, cover=cover)
    return after, [left, *ended]
