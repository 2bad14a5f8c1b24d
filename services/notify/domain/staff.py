"""The staff: who they are, what they may do, where they work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.notify.domain.covers import end_unfounded
from services.notify.domain.directories import Directory, Member
from services.notify.domain.entries import Feed
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal

OPS = "ops"
"""The first member of staff, made at start."""


class PasswordMissing(Refusal):
    code, status = "password_missing", 422
    en, zh = "Somebody new needs a first password.", "新员工需要初始密码。"


class Staff(Document):
    """A member of staff. The name stays here; only the id travels."""

    collection: ClassVar[str] = "staff"

    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    password: str
    """An argon2id hash."""
    password_since: datetime
    present: bool = False

    @property
    def may_sign_in(self) -> bool:
        """Who has no role has left."""
        return bool(self.roles)


@dataclass(frozen=True)
class Enrolment:
    """Somebody joins, or what is known of them changes. Without `password` (a hash) the old one stays, and
    without `branches` they stay where they are."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...] | None
    password: str | None = None

    def branches_from(self, before: Staff | None) -> tuple[str, ...]:
        """Where they work from now on."""
        if self.branches is None:
            return before.branches if before else ()
        return self.branches


def enrol(
    enrolment: Enrolment,
    before: Staff | None,
    feed: Feed | None,
    directories: Mapping[str, Directory],
    now: datetime,
) -> Decision:
    """Take somebody into the staff of their branches, and out of those they leave.

    `directories` are those of all branches named, before and now. A branch that is left is told that the
    person has no role there.
    """
    password = enrolment.password or (before.password if before else None)
    if password is None:
        raise PasswordMissing
    staff = Staff(
        id=enrolment.staff,
        name=enrolment.name,
        roles=enrolment.roles,
        branches=enrolment.branches_from(before) if enrolment.roles else (),
        password=password,
        password_since=now if before is None or enrolment.password else before.password_since,
        present=before is not None and before.present and bool(enrolment.roles),
    )
    decision = Decision().put(staff)
    if feed is None:
        decision.put(Feed(id=staff.id))
    for branch, directory in directories.items():
        if branch in staff.branches:
            _join(staff, directory, decision)
        elif member := directory.member(staff.id):
            _leave(member, directory, decision)
    return decision


def _join(staff: Staff, directory: Directory, decision: Decision) -> None:
    member = directory.member(staff.id)
    told: list[StaffEnrolled | StaffSignedOn] = [
        StaffEnrolled(branch=directory.id, staff=staff.id, roles=staff.roles)
    ]
    if staff.present and not (member and member.present):
        told.append(StaffSignedOn(branch=directory.id, staff=staff.id, roles=staff.roles))
    joined = Member(staff=staff.id, roles=staff.roles, present=staff.present)
    after, ended = end_unfounded(directory.with_member(joined))
    decision.put(after, *told, *ended)


def _leave(member: Member, directory: Directory, decision: Decision) -> None:
    told: list[StaffEnrolled | StaffSignedOff] = [
        StaffEnrolled(branch=directory.id, staff=member.staff, roles=())
    ]
    if member.present:
        told.insert(0, StaffSignedOff(branch=directory.id, staff=member.staff, roles=member.roles))
    after, ended = end_unfounded(directory.without(member.staff))
    decision.put(after, *told, *ended)
