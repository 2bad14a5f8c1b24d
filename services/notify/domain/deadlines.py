"""The deadlines that notify sets itself. They come back to it alone, and are no contract."""

from typing import ClassVar

from shared.contracts.base import Event


class Deadline(Event):
    owner: ClassVar[str] = "notify_deadline"


class AcknowledgementDue(Deadline):
    """By now `entries` should have been noticed. `seconds` is how long there was for it."""

    entries: tuple[str, ...]
    seconds: float


class ShiftOver(Deadline):
    """The session of somebody who did not sign off has ended."""

    staff: str
