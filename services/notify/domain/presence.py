"""Presence: who is at work, so that those are asked who can act."""

from collections.abc import Iterable
from datetime import datetime

from services.notify.domain.deadlines import ShiftOver
from services.notify.domain.directories import Directory, Member
from services.notify.domain.sessions import SESSION_LASTS
from services.notify.domain.staff import Staff
from shared.contracts.notify import StaffSignedOff, StaffSignedOn
from shared.domain import Decision


def be_present(
    staff: Staff, directories: Iterable[Directory], present: bool, now: datetime, decision: Decision
) -> Decision:
    """Somebody comes to work, or leaves; each of their branches is told, and only of a change.

    Who never signs off has left when the session ends.
    """
    deadline = f"shift:{staff.id}"
    if not present:
        decision.forget(deadline)
    elif staff.branches:
        over = ShiftOver(branch=staff.branches[0], staff=staff.id)
        decision.remind(deadline, now + SESSION_LASTS, over, story=staff.id)
    if staff.present == present:
        return decision
    decision.put(staff.but(present=present))
    event = StaffSignedOn if present else StaffSignedOff
    member = Member(staff=staff.id, roles=staff.roles, present=present)
    for directory in directories:
        told = event(branch=directory.id, staff=staff.id, roles=staff.roles)
        decision.put(directory.with_member(member), told)
    return decision
