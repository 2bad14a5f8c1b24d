"""Floors: what has just happened in a hall, so that pages that show it read it anew. `version` counts the
commits, `count` the events."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision, Document

OF_BRANCH = ("timezone", "name_zh", "name_en")
"""The facts that an opened branch tells of itself."""
REMEMBERED = 16


class Change(BaseModel):
    """An event that happened at a branch, and the visit it is of; whether it `answers` a question."""

    model_config = ConfigDict(frozen=True)

    event: str
    visit: str | None = None
    answers: bool = False


class Floor(Document):
    """The last 16 things that happened at a branch, of `count` in all, with the time zone and the name of an
    opened one; the id is the branch's."""

    collection: ClassVar[str] = "floors"

    count: int = 0
    recent: tuple[Change, ...] = ()
    timezone: str | None = None
    name_zh: str | None = None
    name_en: str | None = None

    def since(self, count: int | None) -> tuple[Change, ...] | None:
        """Return what came after the first `count` changes; None when more came than are remembered, or
        nobody knows how many."""
        if count is None or self.count - count > len(self.recent):
            return None
        return self.recent[len(self.recent) - (self.count - count) :]


def mark_changed(floor: Floor | None, event: Event, *, answers: bool = False) -> Decision:
    """Note that `event` changed what the pages of its branch show, and whether it answers a question."""
    before = floor or Floor(id=event.branch)
    known = event if isinstance(event, BranchOpened) else before
    change = Change(event=event.name(), visit=getattr(event, "visit", None), answers=answers)
    return Decision().save(
        Floor(
            id=event.branch,
            count=before.count + 1,
            recent=(*before.recent, change)[-REMEMBERED:],
            **{field: getattr(known, field) for field in OF_BRANCH},
        )
    )
