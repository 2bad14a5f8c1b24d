"""Places of branches: the copy that a service keeps of a branch's name and time zone.

`lobby` owns the branches. A service whose deadlines fall on a branch's own days has the handler below in its
table of event handlers, and reads the place by `place_of`.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from shared.contracts.lobby import BranchOpened
from shared.domain import Decision, Document
from shared.unit_of_work import UnitOfWork
from shared.working_days import (
    WorkingDays,
    country_of,
    end_of_day,
    local_day,
    start_of_day,
    working_days,
)

DEFAULT_ZONE = "Asia/Shanghai"
"""The time zone of a branch of which nothing has been heard."""
Found = TypeVar("Found", bound=Document)


class BranchPlace(Document):
    """The place of a branch, with its name as soon as that was told; the id is the branch's."""

    collection: ClassVar[str] = "branch_places"

    timezone: str = DEFAULT_ZONE
    name_zh: str = ""
    name_en: str = ""

    @property
    def country(self) -> str:
        """The country whose working days the branch keeps; empty if it is not known."""
        return country_of(self.timezone)

    @property
    def calendar(self) -> WorkingDays:
        """The working days of the branch."""
        return working_days(self.country)

    def day_of(self, at: datetime) -> date:
        """Return the date of `at` on the wall of the branch."""
        return local_day(at, self.timezone)

    def hour_of(self, at: datetime) -> int:
        """Return the hour of `at` on the wall of the branch, from 0 to 23."""
        return at.astimezone(ZoneInfo(self.timezone)).hour

    def start_of(self, day: date) -> datetime:
        """Return the moment at which `day` begins at the branch."""
        return start_of_day(day, self.timezone)

    def end_of(self, day: date) -> datetime:
        """Return the midnight with which `day` ends at the branch."""
        return end_of_day(day, self.timezone)

    def last_moment_of(self, day: date) -> datetime:
        """Return the last millisecond of `day` at the branch."""
        return self.end_of(day) - timedelta(milliseconds=1)


class Finds(Protocol):
    """A unit of work, or a store."""

    async def find(self, model: type[Found], id: str) -> Found | None: ...


async def place_of(branch: str, source: Finds) -> BranchPlace:
    """Return the place of a branch; that of `DEFAULT_ZONE` before it is known."""
    return await source.find(BranchPlace, branch) or BranchPlace(id=branch)


async def learn_place(event: BranchOpened, work: UnitOfWork) -> None:
    """Keep the time zone and the name of a branch that opened, moved, or was named anew."""
    known = await place_of(event.branch, work)
    place = known.evolve(timezone=event.timezone, name_zh=event.name_zh, name_en=event.name_en)
    if place != known or not known.version:
        work.apply(Decision().save(place))
