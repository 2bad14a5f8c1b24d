"""The hours of a branch's day at which its audit trail and its retention are looked at."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.branch_places import BranchPlace

EVENING, NIGHT = time(20, 0), time(2, 0)


def next_at(place: BranchPlace, hour: time, now: datetime) -> datetime:
    """Return the next time after `now` at which the branch's clock shows `hour`."""
    today, zone = place.day_of(now), ZoneInfo(place.timezone)
    due = [datetime.combine(today + timedelta(days=days), hour, zone) for days in (0, 1)]
    return next(one for one in due if one > now)
