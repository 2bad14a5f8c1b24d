"""Times of visits (W1): from a clock on the wall of a branch to the moment that it means."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.errors import Refusal

FURTHEST = timedelta(days=366)
BEGAN = timedelta(minutes=15)
"""A visit that began so long ago may still be planned: it came by itself."""


class HourRemoved(Refusal):
    code, status = "hour_removed", 422
    en = "The clock is put forward in that night: this hour does not exist at the branch. Choose another."
    zh = "当夜调整时钟，网点当地没有这个时刻，请选择其他时间。"


class HourDoubled(Refusal):
    code, status = "hour_doubled", 422
    en = "The clock is put back in that night: this hour comes twice at the branch. Say which of the two."
    zh = "当夜调整时钟，网点当地该时刻出现两次，请选择其中一次。"


class VisitInPast(Refusal):
    code, status = "visit_in_past", 422
    en, zh = "A visit is planned for a time that has not passed.", "拜访时间不能早于现在。"


class VisitTooFar(Refusal):
    code, status = "visit_too_far", 422
    en, zh = "A visit is planned within a year.", "拜访时间须在一年以内。"


def moment_of(wall: datetime, zone: str, which: int | None) -> datetime:
    """Return the moment (UTC) at which clocks in `zone` show `wall`, a time without a zone; `which` chooses
    the first (0) or second (1) of two. Raises `HourRemoved`, `HourDoubled`."""
    local = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=local, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(local).replace(tzinfo=None) != wall:
        raise HourRemoved
    if first.utcoffset() != second.utcoffset():
        if which is None:
            raise HourDoubled
        return (second if which else first).astimezone(UTC)
    return first.astimezone(UTC)


def must_be_ahead(starts_at: datetime, now: datetime) -> None:
    """Raises `VisitInPast`, `VisitTooFar`."""
    if starts_at < now - BEGAN:
        raise VisitInPast
    if starts_at > now + FURTHEST:
        raise VisitTooFar
