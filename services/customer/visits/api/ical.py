"""A calendar of visits in the form of RFC 5545 (Q2): titles are masked, and every entry is confidential."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from services.customer.visits.domain.visit import CustomerVisit, VisitState

PRODUCT = "-//Foyer//Visits 1.0//EN"
REFRESH = timedelta(minutes=30)
STATUS = {
    VisitState.PLANNED: "TENTATIVE",
    VisitState.CANCELLED: "CANCELLED",
    VisitState.NOT_HELD: "CANCELLED",
}
"""The status of an entry; all others are confirmed."""
BEFORE = timedelta(days=400)
"""The time before the first entry from which the changes of a clock are described."""


def calendar_of(
    visits: Iterable[CustomerVisit],
    names: Mapping[str, str],
    at: datetime,
    others: Iterable[Event] = (),
) -> bytes:
    """Write visits as a calendar, with the masked `names` of their customers, and `others` behind them. The
    same visits read the same: `at` is the time of the calendar where it has none of its own."""
    visits = list(visits)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Foyer 日程 · Schedule")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for zone in sorted({visit.timezone for visit in visits}):
        theirs = [visit.starts_at for visit in visits if visit.timezone == zone]
        first, last = min(theirs) - BEFORE, max(theirs) + BEFORE
        calendar.add_component(Timezone.from_tzid(zone, first_date=first.date(), last_date=last.date()))
    for visit in visits:
        calendar.add_component(_entry(visit, names.get(visit.customer, "*")))
    for other in others:
        calendar.add_component(other)
    return bytes(calendar.to_ical())


def _entry(visit: CustomerVisit, name: str) -> Event:
    zone = ZoneInfo(visit.timezone)
    entry = Event()
    entry.add("uid", f"{visit.id}@visits.foyer")
    entry.add("sequence", visit.sequence)
    entry.add("dtstamp", visit.changed_at.astimezone(UTC))
    entry.add("last-modified", visit.changed_at.astimezone(UTC))
    entry.add("created", visit.planned_at.astimezone(UTC))
    entry.add("dtstart", _moment(visit.starts_at, zone))
    entry.add("dtend", _moment(visit.ends_at, zone))
    entry.add("summary", f"访问 {name}")
    entry.add("class", "CONFIDENTIAL")
    entry.add("status", STATUS.get(visit.state, "CONFIRMED"))
    entry.add("transp", "TRANSPARENT" if entry["status"] == "CANCELLED" else "OPAQUE")
    return entry


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment by the clock of `zone`; of an hour that comes twice, the second has no such form, and
    is given in UTC."""
    local = at.astimezone(zone)
    return at.astimezone(UTC) if local.fold else local
