"""Workloads of the account managers of a branch, by which the next one to ask is chosen (D5)."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.referral.referrals.domain.referral import answers_for
from services.referral.referrals.domain.served import ServedNeeds
from shared.contracts.words import Role
from shared.domain import Document
from shared.roster import Member, Roster

NEVER = datetime.min.replace(tzinfo=UTC)


class Workload(BaseModel):
    """The referrals of one account manager: `asked` wait for an answer, `holds` are accepted and not closed
    yet."""

    model_config = ConfigDict(frozen=True)

    staff: str
    asked: int = 0
    holds: int = 0
    last_asked: datetime | None = None

    @property
    def open(self) -> int:
        """The number of open referrals: an offer that waits for an answer is work already."""
        return self.asked + self.holds


class Workloads(Document):
    """The workloads of a branch, whose id it has; those never asked are not in it."""

    collection: ClassVar[str] = "workloads"

    loads: tuple[Workload, ...] = ()

    def of(self, staff: str) -> Workload:
        """Return the workload of an account manager."""
        return next((load for load in self.loads if load.staff == staff), Workload(staff=staff))

    def offered_to(self, staff: str, now: datetime) -> "Workloads":
        """Count an offer that waits for an answer."""
        return self._with(staff, asked=self.of(staff).asked + 1, last_asked=now)

    def refused_by(self, staff: str) -> "Workloads":
        """Take off an offer that was declined, or not answered in time."""
        return self._with(staff, asked=self.of(staff).asked - 1)

    def accepted_by(self, staff: str) -> "Workloads":
        """Turn an offer into a referral that the account manager holds."""
        load = self.of(staff)
        return self._with(staff, asked=load.asked - 1, holds=load.holds + 1)

    def assigned_to(self, staff: str) -> "Workloads":
        """Count a referral that the branch head assigned."""
        return self._with(staff, holds=self.of(staff).holds + 1)

    def closed_by(self, staff: str) -> "Workloads":
        """Take off a referral that was closed."""
        return self._with(staff, holds=self.of(staff).holds - 1)

    def _with(self, staff: str, **changes: object) -> "Workloads":
        changed = self.of(staff).model_copy(update=changes)
        if any(load.staff == staff for load in self.loads):
            return self.evolve(loads=tuple(changed if one.staff == staff else one for one in self.loads))
        return self.evolve(loads=(*self.loads, changed))


def next_to_ask(
    roster: Roster, workloads: Workloads, served: ServedNeeds, need: str, asked: Collection[str]
) -> str | None:
    """Choose the account manager who is offered a referral next, of those not yet `asked`; None if there is
    none: one who is present, or whom somebody present covers, before one who is not; then one who serves the
    `need`; then the one with the least open referrals, then the one who was not asked for longest."""
    free = [
        member
        for member in roster.members
        if Role.ACCOUNT_MANAGER in member.roles and member.staff not in asked
    ]
    if not free:
        return None

    def priority(member: Member) -> tuple[bool, int, int, datetime]:
        staff = member.staff
        reached = member.present or present_cover_of(roster, staff) is not None
        load = workloads.of(staff)
        return not reached, served.rank(staff, need), load.open, load.last_asked or NEVER

    return min(free, key=priority).staff


def present_cover_of(roster: Roster, account_manager: str) -> str | None:
    """Return somebody present who covers an account manager who is away, or None."""
    absent = roster.member(account_manager)
    if absent is not None and absent.present:
        return None
    return next(
        (
            member.staff
            for member in roster.members
            if member.present and answers_for(roster, member.staff, account_manager)
        ),
        None,
    )
