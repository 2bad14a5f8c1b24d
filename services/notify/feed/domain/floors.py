"""That something happened in a hall: a hint to whoever looks at its live floor. `version` counts."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision, Document


class Floor(Document):
    """The last thing that happened at a branch, and the time zone it lives in; the id is the branch's."""

    collection: ClassVar[str] = "floors"

    event: str
    visit: str | None = None
    timezone: str | None = None


def wake(floor: Floor | None, event: Event) -> Decision:
    """Something changed in the hall, or in what the branch owes its customers."""
    known = floor.timezone if floor else None
    return Decision().save(
        Floor(
            id=event.branch,
            event=event.name(),
            visit=getattr(event, "visit", None),
            timezone=event.timezone if isinstance(event, BranchOpened) else known,
        )
    )
