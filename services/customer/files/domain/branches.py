"""The branches whose customers are kept here."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain import Document


class Branch(Document):
    """A branch with its time zone; the id is the branch's."""

    collection: ClassVar[str] = "branches"

    timezone: str

    @property
    def zone(self) -> tzinfo:
        """Return the time zone; UTC for one that is not known here."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC


def end_of_day(day: date, branch: Branch | None) -> datetime:
    """Return the last millisecond of a day of a branch."""
    midnight = datetime.combine(day + timedelta(days=1), time(), branch.zone if branch else UTC)
    return midnight.astimezone(UTC) - timedelta(milliseconds=1)
