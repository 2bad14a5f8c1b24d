"""Commands about the devices that may send."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True)
class EnrolDevice(Command, name="enrol_device"):
    """Trade the one-time code of a device, called ``<branch>.<device>``, for its secret."""

    device: str
    code: str
    secret: str
