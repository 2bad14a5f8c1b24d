"""Building blocks of every domain: documents, and decisions about them. No I/O, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Event


class Document(BaseModel):
    """An aggregate: one MongoDB document, replaced whole, guarded by `version`.

    `version` counts the changes and is set by the unit of work; a domain function never touches it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    collection: ClassVar[str]

    id: str
    version: int = 0

    @property
    def correlation_id(self) -> str:
        """The visit or case that it belongs to; its events carry it as ``correlationid``."""
        return self.id

    def evolve(self, **changes: object) -> Self:
        """Return the same document with some fields changed."""
        return self.model_copy(update=changes)


@dataclass(frozen=True)
class Timer:
    """A deadline: at `due` the event comes back to the service that scheduled it, unless cancelled before."""

    id: str
    due: datetime
    event: Event
    correlation_id: str


@dataclass
class Decision:
    """The outcome of a domain function: documents with their events, timers scheduled and cancelled."""

    changes: list[tuple[Document, tuple[Event, ...]]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def save(self, document: Document, *events: Event) -> Self:
        """Save `document`; `events` are published in its name, in this order."""
        self.changes.append((document, events))
        return self

    def schedule(self, id: str, due: datetime, event: Event, *, correlation_id: str) -> Self:
        """Bring `event` back at `due`; a timer under the same `id` is replaced."""
        self.timers.append(Timer(id, due, event, correlation_id))
        return self

    def cancel(self, id: str) -> Self:
        """Cancel the timer under `id`, if there is one."""
        self.cancelled.append(id)
        return self

    def then(self, *others: "Decision") -> Self:
        """Add all that the `others` decided, after what this one did: a timer that a later one schedules is
        not cancelled by an earlier one, nor the other way about."""
        for other in others:
            scheduled = {timer.id for timer in other.timers}
            self.changes += other.changes
            self.timers = [one for one in self.timers if one.id not in other.cancelled] + other.timers
            self.cancelled = [id for id in self.cancelled if id not in scheduled] + other.cancelled
        return self


def laid_over(known: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Merge `given` over `known`; a member that is left out keeps its value, at every level."""
    return {**known} | {
        name: laid_over(before, value)
        if isinstance(value, Mapping) and isinstance(before := known.get(name), Mapping)
        else value
        for name, value in given.items()
    }
