"""The deadlines that notify sets itself. They come back to it alone, and are no contract."""

from shared.contracts.notify import NotifyEvent


class AcknowledgementDue(NotifyEvent):
    """By now `entries` should have been noticed. `seconds` is how long there was for it."""

    entries: tuple[str, ...]
    seconds: float


class ShiftOver(NotifyEvent):
    """The session of somebody who did not sign off has ended."""

    staff: str
