"""Directories: the staff of a branch, their roles, and who of them is at work."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import Role
from shared.domain import Document

ABOVE = {
    Role.TELLER: Role.BRANCH_HEAD,
    Role.LOBBY_MANAGER: Role.BRANCH_HEAD,
    Role.ACCOUNT_MANAGER: Role.BRANCH_HEAD,
    Role.BACK_OFFICE: Role.BRANCH_HEAD,
    Role.RISK: Role.BRANCH_HEAD,
    Role.PRODUCT_DESK: Role.BRANCH_HEAD,
    Role.BRANCH_HEAD: Role.REGION_HEAD,
}
"""The role that something goes to when a role does not react."""


class Member(BaseModel):
    """One person of a branch."""

    model_config = ConfigDict(frozen=True)

    staff: str
    roles: tuple[Role, ...]
    present: bool = False

    @property
    def rank(self) -> Role:
        """Return the role by which the person is asked, and above which things go on."""
        for role in (Role.REGION_HEAD, Role.BRANCH_HEAD):
            if role in self.roles:
                return role
        return next((role for role in self.roles if role in ABOVE), Role.LOBBY_MANAGER)


class Cover(BaseModel):
    """`cover` has the `role` of `absent` at this branch while they are away."""

    model_config = ConfigDict(frozen=True)

    absent: str
    cover: str
    role: Role
    since: datetime


class Directory(Document):
    """The staff of one branch, and who covers whom; the id is the branch's."""

    collection: ClassVar[str] = "directories"

    members: tuple[Member, ...] = ()
    covers: tuple[Cover, ...] = ()

    def member(self, staff: str) -> Member | None:
        """Return the person as the branch knows them, or None."""
        return next((one for one in self.members if one.staff == staff), None)

    def covered_by(self, staff: str) -> tuple[Role, ...]:
        """Return the roles that a person has while colleagues are away."""
        return tuple(dict.fromkeys(one.role for one in self.covers if one.cover == staff))

    def roles_of(self, staff: str) -> tuple[Role, ...]:
        """Return what a person may act as at this branch: their own roles, and those that they cover."""
        member = self.member(staff)
        return tuple(dict.fromkeys((*(member.roles if member else ()), *self.covered_by(staff))))

    def having(self, role: Role) -> tuple[Member, ...]:
        """Return those who have `role`, of their own or while they cover for somebody."""
        covering = {one.cover for one in self.covers if one.role is role}
        return tuple(one for one in self.members if role in one.roles or one.staff in covering)

    def having_or_above(self, role: Role, *, without: str = "") -> tuple[Member, ...]:
        """Return those who have `role`, but for one; if there is nobody, those one level up, and so on."""
        wanted: Role | None = role
        while wanted is not None:
            if found := tuple(one for one in self.having(wanted) if one.staff != without):
                return found
            wanted = ABOVE.get(wanted)
        return ()

    def superiors(self, staff: str) -> tuple[Member, ...]:
        """Return those one level above a person. A stranger to the branch stands below its head."""
        member = self.member(staff)
        above = ABOVE.get(member.rank) if member else Role.BRANCH_HEAD
        return self.having_or_above(above, without=staff) if above else ()

    def with_member(self, member: Member) -> "Directory":
        """Return the directory with this person, who may have been there before."""
        others = (one for one in self.members if one.staff != member.staff)
        return self.evolve(members=tuple(sorted((*others, member), key=lambda one: one.staff)))

    def without(self, staff: str) -> "Directory":
        """Return the directory without this person."""
        return self.evolve(members=tuple(one for one in self.members if one.staff != staff))
