"""The roster of a branch: the copy that a service keeps of who works there and who is present (D5, D9).

`notify` owns staff and presence. A service that needs them has the handlers below in its table of event
handlers, and reads the roster by `roster_of`.
"""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.notify import CoverEnded, FloorCovered, StaffEnrolled, StaffSignedOff, StaffSignedOn
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.unit_of_work import UnitOfWork


class Member(BaseModel):
    """One member of staff. `covers` are absent colleagues, with the role that this one has for them; `order`
    grows with each sign-on, so that of those present the lowest has been present longest."""

    model_config = ConfigDict(frozen=True)

    staff: str
    roles: tuple[Role, ...]
    present: bool = False
    covers: dict[str, Role] = {}
    order: int = 0


class Roster(Document):
    """The staff of a branch, in the order of their enrolment; the id is the branch's."""

    collection: ClassVar[str] = "rosters"

    members: tuple[Member, ...] = ()

    def enrol(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Add a member, or give one other roles; presence stays."""
        if self.member(staff) is None:
            return self.evolve(members=(*self.members, Member(staff=staff, roles=roles, order=self._next)))
        return self._with(staff, roles=roles)

    def sign_on(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Mark a member present. Signing on twice does not cost the place in the order."""
        known = self.member(staff)
        if known is not None and known.present:
            return self.enrol(staff, roles)
        return self.enrol(staff, roles)._with(staff, present=True, order=self._next)

    def sign_off(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Mark a member absent."""
        return self.enrol(staff, roles)._with(staff, present=False)

    def cover(self, staff: str, absent: str, role: Role | None) -> "Roster":
        """Give `staff` the role of a colleague who is absent; None takes it back."""
        known = self.member(staff)
        if known is None:
            return self
        others = {one: its for one, its in known.covers.items() if one != absent}
        return self._with(staff, covers=others | ({absent: role} if role else {}))

    def member(self, staff: str) -> Member | None:
        """Return the member with this id, or None."""
        return next((member for member in self.members if member.staff == staff), None)

    def has(self, staff: str, role: Role) -> bool:
        """Return True if `staff` is on the roster with `role` of their own."""
        member = self.member(staff)
        return member is not None and role in member.roles

    def first(self, role: Role) -> str | None:
        """Return a member who has or covers `role`, those present first; None if there is none."""
        found = sorted(self._all(role), key=lambda member: not member.present)
        return found[0].staff if found else None

    @property
    def in_charge(self) -> str | None:
        """Return who answers for the floor: the lobby manager, or their cover, who has been present longest;
        else the branch head."""
        present = (member.staff for member in self._all(Role.LOBBY_MANAGER) if member.present)
        return next(present, None) or self.first(Role.BRANCH_HEAD)

    @property
    def _next(self) -> int:
        return max((member.order for member in self.members), default=0) + 1

    def _all(self, role: Role) -> list[Member]:
        """Return the members who have or cover `role`, by their order."""
        found = [member for member in self.members if role in (*member.roles, *member.covers.values())]
        return sorted(found, key=lambda member: member.order)

    def _with(self, staff: str, **changes: object) -> "Roster":
        return self.evolve(
            members=tuple(
                member.model_copy(update=changes) if member.staff == staff else member
                for member in self.members
            )
        )


async def roster_of(branch: str, work: UnitOfWork) -> Roster:
    """Return the roster of a branch; an empty one before anybody is enrolled."""
    return await work.find(Roster, branch) or Roster(id=branch)


async def enrol(event: StaffEnrolled, work: UnitOfWork) -> None:
    """Add a member to the roster, or give one other roles."""
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.enrol(event.staff, event.roles)))


async def sign_on(event: StaffSignedOn, work: UnitOfWork) -> None:
    """Mark a member present."""
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.sign_on(event.staff, event.roles)))


async def sign_off(event: StaffSignedOff, work: UnitOfWork) -> None:
    """Mark a member absent."""
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.sign_off(event.staff, event.roles)))


async def cover(event: FloorCovered, work: UnitOfWork) -> None:
    """Give the role of an absent colleague to the one who covers them."""
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.cover(event.cover, event.absent, event.role)))


async def end_cover(event: CoverEnded, work: UnitOfWork) -> None:
    """Take the role of a colleague back from the one who covered them."""
    roster = await roster_of(event.branch, work)
    work.apply(Decision().save(roster.cover(event.cover, event.absent, None)))
