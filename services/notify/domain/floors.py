"""That something happened in a hall: a hint to whoever looks at its live floor. `version` counts."""

from typing import ClassVar

from shared.contracts.lobby import LobbyEvent
from shared.domain import Decision, Document


class Floor(Document):
    """The last thing that happened at a branch; the id is the branch's."""

    collection: ClassVar[str] = "floors"

    event: str
    visit: str | None = None


def wake(event: LobbyEvent) -> Decision:
    """Something changed in the hall."""
    visit = getattr(event, "visit", None)
    return Decision().put(Floor(id=event.branch, event=event.name(), visit=visit))
