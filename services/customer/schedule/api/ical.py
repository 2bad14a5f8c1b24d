"""Entries of a schedule in the form of RFC 5545 (Q2): whole days, masked titles, confidential, and free."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta

from icalendar import Event

from services.customer.files.domain.customer import NOBODY
from services.customer.schedule.domain.entries import ScheduleEntry


def add_entries(entries: Iterable[ScheduleEntry], names: Mapping[str, str]) -> list[Event]:
    """Write what is to be done on a day as entries of a calendar, with the masked `names` of customers."""
    return [_entry(one, names) for one in entries]


def _entry(entry: ScheduleEntry, names: Mapping[str, str]) -> Event:
    day = date.fromisoformat(entry.day)
    written = Event()
    written.add("uid", f"{entry.id}@schedule.foyer")
    written.add("sequence", entry.sequence)
    written.add("dtstamp", entry.changed_at.astimezone(UTC))
    written.add("last-modified", entry.changed_at.astimezone(UTC))
    written.add("dtstart", day)
    written.add("dtend", day + timedelta(days=1))
    name = f" {names.get(entry.customer, NOBODY)}" if entry.customer else ""
    written.add("summary", f"{entry.kind.zh}{name}")
    written.add("class", "CONFIDENTIAL")
    written.add("status", "CONFIRMED")
    written.add("transp", "TRANSPARENT")
    return written
