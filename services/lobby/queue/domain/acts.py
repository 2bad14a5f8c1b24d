"""What was last done to a visit, kept so that a slip of the finger can be taken back."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.lobby.branch.domain.halls import Line

WITHIN = timedelta(minutes=5)
"""Of branch time: for how long after it an act can be taken back."""


class LastAct(BaseModel):
    """An act, and what it changed. Its `id` is that of its cause.

    `told` are the names of the events that it told, the first says what it was. `state` is where it left the
    visit: one that is elsewhere by now was moved by something else. `before` are the fields of the visit as
    they had been, `place` the place in line that it had, behind those who had come in the same moment
    (`behind`); `overtook` are the visits that this call overtook, `lesson` is what it changed in the branch's
    outlook, value by value.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    by: str
    at: datetime
    told: tuple[str, ...]
    state: str
    before: dict[str, Any]
    place: Line = ()
    behind: tuple[str, ...] = ()
    overtook: tuple[str, ...] = ()
    lesson: dict[str, Any] = {}
    undone: bool = False

    def ends(self, pace: float) -> datetime:
        """Until when it can be taken back."""
        return self.at + WITHIN / pace
