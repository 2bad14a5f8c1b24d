"""Members of staff: names, roles, branches, sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.notify.staff.domain.covers import end_unfounded
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.feeds import Feed
from shared.contracts.base import Event
from shared.contracts.notify import (
    NO_BRANCH,
    PasswordChanged,
    RightsChanged,
    RightsProposed,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
    TokensRevoked,
    WaiverReason,
)
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal

DEVICES_AT_MOST = 20
SESSIONS_AT_MOST = 100
OPS, ADMIN = "ops", "admin"
"""The first of operations and the first administrator, made at start."""
POWERS = (Role.ADMINISTRATOR, Role.OPS, Role.AUDITOR)
"""Roles that reach over all branches: they decide on people, run the machine, or read every record."""


class PasswordMissing(Refusal):
    """The enrolment of somebody new without a password."""

    code, status = "password_missing", 422
    en, zh = "Somebody new needs a first password.", "新员工需要初始密码。"


class PasswordMustChange(Refusal):
    """A sign-in with a first, one-time secret and no other password."""

    code, status = "password_must_change", 403
    en = "This is a first, one-time secret: choose a password of your own, which is another."
    zh = "这是一次性初始密码，请设置您自己的新密码。"


class PasswordIsCommon(Refusal):
    """A password that is too short, or that others try first."""

    code, status = "password_is_common", 422
    en = "Too easy to guess: choose 8 characters or more, not a common password and not your staff id."
    zh = "密码过于简单：至少 8 个字符，不可使用常见密码或包含工号。"


class BranchUnknown(Refusal):
    """A branch that has not opened, as far as notify knows."""

    code, status = "branch_unknown", 409
    en, zh = (
        "There is no such branch, or it opened a moment ago; open it first, or try again in some seconds.",
        "没有该网点，或网点刚刚开通；请先开通网点，或稍后再试。",
    )


class OpsStays(Refusal):
    """An enrolment that would take the role from the first member of operations."""

    code, status = "ops_stays", 409
    en, zh = (
        "The first member of operations keeps the role; name others beside it instead.",
        "初始运维账号须保留运维角色；如需他人负责，请另行添加人员。",
    )


class Staff(Document):
    """A member of staff. The name stays here; only the id travels."""

    collection: ClassVar[str] = "staff"

    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    password: str
    """An argon2id hash; empty for a person who is known by their account at the bank alone."""
    password_since: datetime
    one_time: bool = False
    """True while the password is a first secret, set by somebody else, which the person has to change."""
    applied_secret: str = ""
    """Of a first member, the hash of the secret of the settings that was applied last."""
    proposed: tuple[Role, ...] = ()
    """Roles that an administrator gives them, and that begin to count when another one does so too."""
    proposed_by: str = ""
    factor: str = ""
    """The context of the secret of their second factor; empty where they have none."""
    factor_step: int = 0
    """The step of time of the code that was used last: no code counts twice."""
    recovery: tuple[str, ...] = ()
    """The hashes of the recovery codes that are left."""
    present: bool = False
    sessions: dict[str, datetime] = {}
    """The open sessions, with their ends: who ends the last of them has left work."""
    epoch: int = 0
    """The number of changes of roles, branches or password: tokens of an earlier epoch are refused."""
    devices: tuple[str, ...] = ()
    """Hashes of the browsers that they signed in from, the last one last."""

    def enters(self, session: str, ends: datetime, device: str | None, now: datetime) -> "Staff":
        """Return them with one session more, opened at a device that is known from now on."""
        standing = [(one, until) for one, until in self.sessions.items() if until > now]
        others = tuple(one for one in self.devices if one != device)
        devices = (*others, device)[-DEVICES_AT_MOST:] if device else self.devices
        return self.evolve(sessions=dict([*standing, (session, ends)][-SESSIONS_AT_MOST:]), devices=devices)

    def leaves(self, session: str, now: datetime) -> "Staff":
        """Return them with one session less."""
        standing = {one: until for one, until in self.sessions.items() if until > now and one != session}
        return self.evolve(sessions=standing)

    @property
    def may_sign_in(self) -> bool:
        """Return whether they are still of the staff: who has no role has left."""
        return bool(self.roles)


@dataclass(frozen=True)
class Enrolment:
    """A member of staff as they are to be known. Without `password` (a hash) the old one stays, and an empty
    one lets nobody in; a `one_time` one is changed at the next sign-in, and `ends_factor` takes the second
    factor away. Without `branches` they stay where they are. `leaves_because` lets an account manager go who
    holds customers. `proposed` are roles that do not count until another administrator than `proposed_by`
    gives them too."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...] | None
    password: str | None = None
    one_time: bool = False
    ends_factor: bool = False
    leaves_because: WaiverReason | None = None
    proposed: tuple[Role, ...] = ()
    proposed_by: str = ""

    def branches_from(self, before: Staff | None) -> tuple[str, ...]:
        """Return the branches where they work from now on."""
        if self.branches is None:
            return before.branches if before else ()
        return self.branches


def enrol(
    enrolment: Enrolment,
    before: Staff | None,
    feed: Feed | None,
    directories: Mapping[str, Directory],
    now: datetime,
    by: str = "",
) -> Decision:
    """Take somebody into the staff of their branches, and out of those they leave.

    `directories` are those of all branches named, before and now. A branch that is left is told that the
    person has no role there. Raises `OpsStays`, `PasswordMissing`.
    """
    if enrolment.staff == OPS and Role.OPS not in enrolment.roles:
        raise OpsStays
    is_new = enrolment.password is not None
    password = enrolment.password if is_new else (before.password if before else None)
    if password is None:
        raise PasswordMissing
    staff = Staff(
        id=enrolment.staff,
        name=enrolment.name,
        roles=enrolment.roles,
        branches=enrolment.branches_from(before) if enrolment.roles or enrolment.proposed else (),
        proposed=enrolment.proposed,
        proposed_by=enrolment.proposed_by,
        password=password,
        password_since=now if before is None or is_new else before.password_since,
        one_time=enrolment.one_time if before is None or is_new else before.one_time,
        applied_secret=before.applied_secret if before else "",
        factor=before.factor if before and not enrolment.ends_factor else "",
        factor_step=before.factor_step if before else 0,
        recovery=before.recovery if before and not enrolment.ends_factor else (),
        present=before is not None and before.present and bool(enrolment.roles),
        sessions=before.sessions if before and not is_new else {},
        devices=before.devices if before else (),
        epoch=before.epoch if before else 0,
    )
    staff, events = _with_epoch(staff, before)
    known = (before.roles, before.branches) if before else None
    if known != (staff.roles, staff.branches) and (before or set(POWERS) & set(staff.roles)):
        home = _home(before if before and not staff.branches else staff)
        events.append(RightsChanged(branch=home, staff=staff.id, roles=staff.roles, by=by))
    if staff.proposed:
        events.append(RightsProposed(branch=_home(staff), staff=staff.id, roles=staff.proposed, by=by))
    if before is not None and enrolment.password:
        events.append(PasswordChanged(branch=_home(staff), staff=staff.id, by=by))
    decision = Decision().save(staff, *events)
    if feed is None:
        decision.save(Feed(id=staff.id))
    for branch, directory in directories.items():
        if branch in staff.branches and staff.roles:
            _join(staff, directory, decision)
        elif member := directory.member(staff.id):
            _leave(member, directory, decision)
    return decision


def change_password(staff: Staff, password: str, keeps: str, now: datetime) -> Decision:
    """Give a person another password of their own, of which `password` is the hash; all sessions end but the
    one that `keeps` names."""
    sessions = {one: ends for one, ends in staff.sessions.items() if one == keeps}
    after = staff.evolve(
        password=password, password_since=now, one_time=False, sessions=sessions, epoch=staff.epoch + 1
    )
    return Decision().save(
        after,
        TokensRevoked(branch=_home(staff), staff=staff.id, epoch=after.epoch),
        PasswordChanged(branch=_home(staff), staff=staff.id, by=staff.id),
    )


def session_revoked(staff: Staff, session: str) -> TokensRevoked:
    """Build the event that the tokens of a session are good no more."""
    return TokensRevoked(branch=_home(staff), staff=staff.id, session=session)


def all_revoked(staff: Staff) -> TokensRevoked:
    """Build the event that all tokens from before the person's epoch are good no more."""
    return TokensRevoked(branch=_home(staff), staff=staff.id, epoch=staff.epoch)


def _with_epoch(staff: Staff, before: Staff | None) -> tuple[Staff, list[Event]]:
    """Begin another epoch if the rights have changed: tokens of an earlier one are good no more."""
    rights = {"roles", "branches", "password"}
    if before is None or before.model_dump(include=rights) == staff.model_dump(include=rights):
        return staff, []
    staff = staff.evolve(epoch=before.epoch + 1)
    return staff, [TokensRevoked(branch=_home(staff), staff=staff.id, epoch=staff.epoch)]


def _home(staff: Staff) -> str:
    return next(iter(staff.branches), NO_BRANCH)


def _join(staff: Staff, directory: Directory, decision: Decision) -> None:
    member = directory.member(staff.id)
    joined = Member(staff=staff.id, roles=staff.roles, present=staff.present)
    after, ended = end_unfounded(directory.with_member(joined))
    events: list[Event] = [
        StaffEnrolled(
            branch=directory.id, staff=staff.id, roles=staff.roles, covers=after.covered_by(staff.id)
        )
    ]
    if staff.present and not (member and member.present):
        events.append(StaffSignedOn(branch=directory.id, staff=staff.id, roles=staff.roles))
    decision.save(after, *events, *ended)


def _leave(member: Member, directory: Directory, decision: Decision) -> None:
    events: list[Event] = [StaffEnrolled(branch=directory.id, staff=member.staff, roles=())]
    if member.present:
        events.insert(0, StaffSignedOff(branch=directory.id, staff=member.staff, roles=member.roles))
    after, ended = end_unfounded(directory.without(member.staff))
    decision.save(after, *events, *ended)
