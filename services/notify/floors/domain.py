"""Floors: a mark that something happened in a hall, so that pages that show it read it anew. `version`
counts."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision, Document


class Floor(Document):
    """The last thing that happened at a branch, and its time zone; the id is the branch's."""

    collection: ClassVar[str] = "floors"

    event: str
    visit: str | None = None
    timezone: str | None = None


def mark_changed(floor: Floor | None, event: Event) -> Decision:
    """Note that `event` changed what the pages of its branch show."""
    known = floor.timezone if floor else None
    return Decision().save(
        Floor(
            id=event.branch,
            event=event.name(),
            visit=getattr(event, "visit", None),
            timezone=event.timezone if isinstance(event, BranchOpened) else known,
        )
    )
