"""The account managers of a branch: who is there, and how much each has in hand (D5)."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import Role
from shared.domain import Document

NEVER = datetime.min.replace(tzinfo=UTC)


class Member(BaseModel):
    """One member of staff. `asked` referrals wait for their answer, `holds` are theirs and not closed."""

    model_config = ConfigDict(frozen=True)

    staff: str
    roles: tuple[Role, ...]
    present: bool = False
    asked: int = 0
    holds: int = 0
    last_asked: datetime | None = None

    @property
    def load(self) -> int:
        """The referrals that are open with them: a question that waits is work already."""
        return self.asked + self.holds


class Roster(Document):
    """The staff of a branch, whose id is the branch's."""

    collection: ClassVar[str] = "rosters"

    members: tuple[Member, ...] = ()

    def enrol(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        """Somebody joined, or has other roles now; presence and load stay."""
        if self.member(staff) is None:
            return self.evolve(members=(*self.members, Member(staff=staff, roles=roles)))
        return self._with(staff, lambda member: {"roles": roles})

    def sign_on(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        return self.enrol(staff, roles)._with(staff, lambda member: {"present": True})

    def sign_off(self, staff: str, roles: tuple[Role, ...]) -> "Roster":
        return self.enrol(staff, roles)._with(staff, lambda member: {"present": False})

    def next_to_ask(self, already: Collection[str]) -> str | None:
        """Who of those not asked `already` is asked next: who is there before who is not, then who has
        least in hand, then who was not asked for longest."""
        free = [one for one in self.members if Role.ACCOUNT_MANAGER in one.roles and one.staff not in already]
        if not free:
            return None
        return min(free, key=lambda one: (not one.present, one.load, one.last_asked or NEVER)).staff

    def is_account_manager(self, staff: str) -> bool:
        member = self.member(staff)
        return member is not None and Role.ACCOUNT_MANAGER in member.roles

    def asks(self, staff: str, now: datetime) -> "Roster":
        return self._with(staff, lambda member: {"asked": member.asked + 1, "last_asked": now})

    def refused_by(self, staff: str) -> "Roster":
        """They said no, or nothing in time."""
        return self._with(staff, lambda member: {"asked": member.asked - 1})

    def accepted_by(self, staff: str) -> "Roster":
        return self._with(staff, lambda member: {"asked": member.asked - 1, "holds": member.holds + 1})

    def assigned_to(self, staff: str) -> "Roster":
        return self._with(staff, lambda member: {"holds": member.holds + 1})

    def closed_by(self, staff: str) -> "Roster":
        return self._with(staff, lambda member: {"holds": member.holds - 1})

    def member(self, staff: str) -> Member | None:
        return next((member for member in self.members if member.staff == staff), None)

    def _with(self, staff: str, changes: Callable[[Member], dict[str, object]]) -> "Roster":
        return self.evolve(
            members=tuple(
                member.model_copy(update=changes(member)) if member.staff == staff else member
                for member in self.members
            )
        )
