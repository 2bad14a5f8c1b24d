"""The words every domain speaks: documents, and decisions about them. No I/O, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Event


class Document(BaseModel):
    """A thing with an identity that is kept: one MongoDB document, replaced whole, guarded by `version`.

    `version` counts the changes and is set by the unit of work; a domain function never touches it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    collection: ClassVar[str]

    id: str
    version: int = 0

    @property
    def story(self) -> str:
        """The visit or case it all began with; its events carry it as ``correlationid``."""
        return self.id

    def but(self, **changes: object) -> Self:
        """The same document with some fields changed."""
        return self.model_copy(update=changes)


@dataclass(frozen=True)
class Reminder:
    """A deadline: at `due` the event comes back to the service that set it, unless forgotten before."""

    id: str
    due: datetime
    event: Event
    story: str


@dataclass
class Decision:
    """What a domain function decided: documents with the events they tell, deadlines set and dropped."""

    changes: list[tuple[Document, tuple[Event, ...]]] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def put(self, document: Document, *events: Event) -> Self:
        """Keep `document`; `events` are told in its name, in this order."""
        self.changes.append((document, events))
        return self

    def remind(self, id: str, due: datetime, event: Event, *, story: str) -> Self:
        """Bring `event` back at `due`; a reminder under the same `id` is replaced."""
        self.reminders.append(Reminder(id, due, event, story))
        return self

    def forget(self, id: str) -> Self:
        """Drop the reminder under `id`, if there is one."""
        self.forgotten.append(id)
        return self


def laid_over(known: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is `given` in the place of what was `known`; what is left out stays, at every level."""
    return {**known} | {
        name: laid_over(before, value)
        if isinstance(value, Mapping) and isinstance(before := known.get(name), Mapping)
        else value
        for name, value in given.items()
    }
