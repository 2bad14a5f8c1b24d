"""What `notify` tells: who is on the staff, who is there, and who took note of what."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.words import Role


class NotifyEvent(Event):
    owner: ClassVar[str] = "notify"


class StaffEnrolled(NotifyEvent):
    """Somebody joined the staff of a branch, or their roles changed. No name: only the id travels."""

    staff: str
    roles: tuple[Role, ...]


class StaffSignedOn(NotifyEvent):
    """Somebody is at work."""

    staff: str
    roles: tuple[Role, ...]


class StaffSignedOff(NotifyEvent):
    """Somebody left work."""

    staff: str
    roles: tuple[Role, ...]


class NotificationAcknowledged(NotifyEvent):
    """Somebody took note of an entry of their feed."""

    must_be_heard: ClassVar[bool] = False

    entry: str
    staff: str
    about: str


class NotificationEscalated(NotifyEvent):
    """An entry that asked for an acknowledgement got none in time; it went one level up."""

    must_be_heard: ClassVar[bool] = False

    entry: str
    staff: str
    about: str
    escalated_to: tuple[str, ...] = ()
