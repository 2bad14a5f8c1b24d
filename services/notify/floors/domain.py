"""Floors: a mark that something happened in a hall, so that pages that show it read it anew. `version`
counts."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision, Document

OF_BRANCH = ("timezone", "name_zh", "name_en")
"""The facts that an opened branch tells of itself."""


class Floor(Document):
    """The last thing that happened at a branch, with the time zone and the name of an opened one; the id is
    the branch's. `answers` counts the events that answered a question: of several things at once a page hears
    of the last alone."""

    collection: ClassVar[str] = "floors"

    event: str
    visit: str | None = None
    timezone: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    answers: int = 0


def mark_changed(floor: Floor | None, event: Event, *, answers: bool = False) -> Decision:
    """Note that `event` changed what the pages of its branch show, and whether it answers a question."""
    known: Floor | BranchOpened | None = event if isinstance(event, BranchOpened) else floor
    return Decision().save(
        Floor(
            id=event.branch,
            event=event.name(),
            visit=getattr(event, "visit", None),
            answers=(floor.answers if floor is not None else 0) + answers,
            **({field: getattr(known, field) for field in OF_BRANCH} if known else {}),
        )
    )
