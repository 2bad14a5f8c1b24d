"""Administrators, and the roles of power that none of them gives alone (Q1)."""

from dataclasses import replace
from typing import ClassVar

from services.notify.staff.domain.staff import POWERS, Enrolment, Staff
from shared.contracts.notify import PROVIDER
from shared.contracts.words import Role
from shared.domain import Document
from shared.errors import Refusal

ADMINISTRATORS = "administrators"
"""The id of the one document of its kind."""
RESERVED = frozenset(("system", "settings", PROVIDER))
"""Names by which records say that no person did it: a timer, the host, the identity provider."""


class OwnRights(Refusal):
    """An enrolment by which a person would give themselves a role or a branch."""

    code, status = "own_rights", 403
    en, zh = (
        "Nobody gives themselves a role or a branch; ask another administrator.",
        "不可为自己增加岗位或网点，请由其他管理员办理。",
    )


class NameReserved(Refusal):
    """An enrolment under a name by which records call the program itself."""

    code, status = "name_reserved", 409
    en, zh = (
        "Records call the system itself by this name; choose another staff id.",
        "该工号为系统保留名称，请使用其他工号。",
    )


class OwnSecret(Refusal):
    """An enrolment by which a person would replace their own password, or end their own second factor."""

    code, status = "own_secret", 403
    en, zh = (
        "Change your own password and second factor under your own name, where they are asked for.",
        "请在“我的账号”中修改自己的密码或动态验证码，须验证原密码。",
    )


class LastAdministrator(Refusal):
    """An enrolment after which there would be no administrator."""

    code, status = "last_administrator", 409
    en, zh = (
        "This is the last administrator: name another one first.",
        "这是最后一名人员管理员，请先指定其他管理员。",
    )


class Administrators(Document):
    """The administrators of the installation: one document, so that two who are taken away at the same
    moment are not both the last but one."""

    collection: ClassVar[str] = "administrators"

    staff: tuple[str, ...] = ()
    several: bool = False
    """True once there have been two: from then on no role of power is given by one of them alone."""

    def after(self, staff: Staff) -> "Administrators":
        """Return them after an enrolment. Raises `LastAdministrator`."""
        others = tuple(one for one in self.staff if one != staff.id)
        now = (*others, staff.id) if Role.ADMINISTRATOR in staff.roles else others
        if self.staff and not now:
            raise LastAdministrator
        return self.evolve(staff=now, several=self.several or len(now) > 1)


def weigh(enrolment: Enrolment, before: Staff | None, administrators: Administrators, by: str) -> Enrolment:
    """Return what of an enrolment counts now. New roles of power wait, as proposed, until an administrator
    who is not `by` enrols the person with them too; so do those of a person to whom somebody else gives a
    password, since that one could sign in as them. As long as there has been one administrator alone, their
    word is enough.

    Nobody sets their own secret so: that asks for the old one elsewhere, which a stolen session has not.
    Raises `NameReserved`, `OwnRights`, `OwnSecret`.
    """
    if before is None and enrolment.staff in RESERVED:
        raise NameReserved
    given_a_secret = enrolment.password is not None or enrolment.ends_factor
    held = set(before.roles) if before else set()
    if enrolment.staff == by:
        beyond = set(enrolment.branches_from(before)) - set(before.branches if before else ())
        if beyond or not set(enrolment.roles) <= held:
            raise OwnRights
        if given_a_secret:
            raise OwnSecret
        return enrolment
    if given_a_secret:
        held.difference_update(POWERS)
    new = tuple(role for role in enrolment.roles if role in POWERS and role not in held)
    if not new or not administrators.several:
        return enrolment
    seconded = before is not None and before.proposed_by not in ("", by) and set(new) <= set(before.proposed)
    if seconded and not given_a_secret:
        return enrolment
    kept = tuple(role for role in enrolment.roles if role not in new)
    return replace(enrolment, roles=kept, proposed=new, proposed_by=by)
