"""The days of a branch, by its own clock: when its evening is, and its night."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from shared.domain import Document

EVENING, NIGHT = time(20, 0), time(2, 0)


class BranchZone(Document):
    """The time zone of a branch; the id is the branch's. One that is not known yet is Shanghai's."""

    collection: ClassVar[str] = "branch_zones"

    timezone: str = "Asia/Shanghai"

    def day(self, now: datetime) -> str:
        """Return the branch's day at a time, in ISO form."""
        return now.astimezone(ZoneInfo(self.timezone)).date().isoformat()

    def begins(self, day: date) -> datetime:
        """Return the first moment of a day."""
        return datetime.combine(day, time.min, ZoneInfo(self.timezone))

    def next(self, hour: time, now: datetime) -> datetime:
        """Return the next time after `now` at which the branch's clock shows `hour`."""
        zone = ZoneInfo(self.timezone)
        today = now.astimezone(zone).date()
        due = datetime.combine(today, hour, zone)
        return due if due > now else datetime.combine(today + timedelta(days=1), hour, zone)
