"""Who works at a branch and who is there now: customer's own copy, to give every case an owner (D9)."""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import Role
from shared.domain import Document


class Member(BaseModel):
    """One member of staff; `covers` are colleagues who are away, with the role that this one has for them."""

    model_config = ConfigDict(frozen=True)

    staff: str
    roles: tuple[Role, ...]
    present: bool = False
    covers: dict[str, Role] = {}


class Roster(Document):
    """The staff of a branch, whose id is the branch's; who signed on last stands last."""

    collection: ClassVar[str] = "rosters"

    members: tuple[Member, ...] = ()

    def enrol(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Somebody joined, or has other roles now; whether they are there does not change."""
        if self._find(staff) is None:
            return self.evolve(members=(*self.members, Member(staff=staff, roles=roles)))
        return self.evolve(
            members=tuple(
                member.model_copy(update={"roles": roles}) if member.staff == staff else member
                for member in self.members
            )
        )

    def sign_on(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Somebody is at work. Signing on twice does not cost the place in the order."""
        known = self._find(staff)
        if known is not None and known.present:
            return self.enrol(staff, roles)
        others = tuple(member for member in self.members if member.staff != staff)
        return self.evolve(members=(*others, Member(staff=staff, roles=roles, present=True)))

    def cover(self, staff: str, absent: str, role: Role | None) -> "Roster":
        """Somebody has the role of a colleague who is away; None when they have it no longer."""

        def changed(member: Member) -> Member:
            others = {one: its for one, its in member.covers.items() if one != absent}
            return member.model_copy(update={"covers": others | ({absent: role} if role else {})})

        return self.evolve(members=tuple(changed(one) if one.staff == staff else one for one in self.members))

    def sign_off(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Somebody left work."""
        return self.evolve(
            members=tuple(
                member.model_copy(update={"present": False}) if member.staff == staff else member
                for member in self.enrol(staff, roles).members
            )
        )

    @property
    def complaints_owner(self) -> str | None:
        """The lobby manager who has been there longest; else the branch head."""
        managers = [one for one in self._with(Role.LOBBY_MANAGER) if one.present]
        return managers[0].staff if managers else self.first(Role.BRANCH_HEAD)

    def first(self, role: Role) -> str | None:
        """Somebody with this role, present ones first; None if the branch has nobody."""
        found = sorted(self._with(role), key=lambda member: not member.present)
        return found[0].staff if found else None

    def _with(self, role: Role) -> Iterable[Member]:
        return (member for member in self.members if role in (*member.roles, *member.covers.values()))

    def _find(self, staff: str) -> Member | None:
        return next((member for member in self.members if member.staff == staff), None)
