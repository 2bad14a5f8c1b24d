"""Break-glass (紧急查看, Q1): reading a file for half an hour without the right to, for a reason.

The head is told at once.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from shared.contracts.customer import GlassBroken, GlassEnded
from shared.contracts.customer.base import CustomerEvent
from shared.domain import Decision, Document
from shared.errors import Refusal

LASTS = timedelta(minutes=30)
TIMES_A_DAY = 5
"""Files that one person may open so on one day at one branch."""


class GlassBrokenTooOften(Refusal):
    code, status = "glass_broken_too_often", 429
    en, zh = (
        "You have opened five files this way today; ask the branch head.",
        "今日紧急查看已达五次，请联系网点负责人。",
    )


class GlassNotNeeded(Refusal):
    code, status = "glass_not_needed", 409
    en, zh = "You may read this file as it is.", "您本可查看该档案。"


class GlassEndDue(CustomerEvent, zh="紧急查看时限", en="The half hour was over"):
    """The half hour is over."""

    glass: str


class Glass(Document):
    """One breaking of the glass: `staff` may read the file of `customer` until `ends`. `reason` is sealed
    under the customer's data key."""

    collection: ClassVar[str] = "break_glass"

    branch: str
    staff: str
    customer: str
    reason: bytes | None
    at: datetime
    ends: datetime
    ended: bool = False

    @property
    def cause(self) -> str:
        """The cause that every reading under it has on record."""
        return f"break_glass/{self.id}"

    @property
    def correlation_id(self) -> str:
        return self.customer


class GlassCount(Document):
    """A count of how often a person broke the glass on a day at a branch; the id is ``<branch>:<staff>``."""

    collection: ClassVar[str] = "break_glass_counts"

    day: str
    times: int = 0


def break_glass(
    new: Glass, in_force: Glass | None, count: GlassCount, masked_name: str, *, day: str
) -> Decision:
    """Let a person read a file. While they may already, nothing changes. Raises `GlassBrokenTooOften`."""
    if in_force is not None:
        return Decision()
    times = count.times if count.day == day else 0
    if times >= TIMES_A_DAY:
        raise GlassBrokenTooOften
    event = GlassBroken(
        branch=new.branch,
        customer=new.customer,
        masked_name=masked_name,
        broken_by=new.staff,
        glass=new.id,
        until=new.ends,
    )
    due = GlassEndDue(branch=new.branch, glass=new.id)
    return (
        Decision()
        .save(new, event)
        .save(count.evolve(day=day, times=times + 1))
        .schedule(f"glass:{new.id}", new.ends, due, correlation_id=new.customer)
    )


def end_glass(glass: Glass, reads: int) -> Decision:
    """End the half hour, and say how often the file was read in it; ending it twice changes nothing."""
    if glass.ended:
        return Decision()
    event = GlassEnded(
        branch=glass.branch,
        customer=glass.customer,
        broken_by=glass.staff,
        glass=glass.id,
        reads=reads,
    )
    return Decision().save(glass.evolve(ended=True), event)
