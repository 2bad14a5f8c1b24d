"""What kiosks and queue machines send. Untrusted until `lobby` accepts it; never forwarded as it came."""

from enum import StrEnum
from typing import Any, ClassVar, Literal
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts.base import Event
from shared.contracts.words import Care, ComplaintTopic

LARGEST = 64 * 1024
EVENT_ID = r"^[A-Za-z0-9_:.-]{8,64}$"
PRINTED = r"^[AGV][A-Z]{1,2}[0-9]{3}$"
"""A number that a machine gave while it was cut off: class, the machine's series, and 001 to 999."""


class DeviceMessage(BaseModel):
    """The envelope of a device: a CloudEvent whose `source` is ``/device/<branch>/<device>``.

    `id` is the device's own and must be new for every event: sent again, it gets the same answer. `time`
    is when it happened; without one, when it was heard.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_:.-]+$")
    type: str = Field(max_length=128)
    source: str = Field(max_length=128)
    time: AwareDatetime | None = None
    traceparent: str = Field(default="", max_length=64)
    data: dict[str, Any] = {}


def story_of(branch: str, device: str, event: str) -> str:
    """The visit or case that an event of a device begins: two devices may use the same event ids."""
    return str(uuid5(NAMESPACE_URL, f"foyer:{branch}/{device}/{event}"))


class DeviceEvent(Event):
    owner: ClassVar[str] = "device"


class CredentialKind(StrEnum):
    CARD = "card"
    IDENTITY = "identity"
    PHONE = "phone"
    QR = "qr"


class Credential(BaseModel):
    """What a customer showed at the device. `lobby` keeps only a keyed hash of it."""

    model_config = ConfigDict(frozen=True)

    kind: CredentialKind
    value: str = Field(min_length=4, max_length=256, repr=False)


class CustomerArrived(DeviceEvent):
    """Somebody came in and told the machine what for (D1, D2). `amount` is in whole yuan and stays with
    `lobby`; who `wants_counter` is sent to no other machine.

    `ticket` is the number that the machine printed, out of its block, because the line was down. Had it asked
    before and printed because no answer came, `instead_of` is the id of that event: both are one customer.
    """

    need: str = Field(default="enquiry", max_length=64, pattern=r"^[a-z0-9_]+$")
    credential: Credential | None = None
    care: tuple[Care, ...] = ()
    amount: int | None = Field(default=None, ge=0, le=1_000_000_000_000, repr=False)
    wants_counter: bool = False
    ticket: str | None = Field(default=None, pattern=PRINTED)
    instead_of: str | None = Field(default=None, pattern=EVENT_ID)


class NumberBlockRequested(DeviceEvent):
    """A machine asks which numbers it may give when the line is down (D2).

    `memory` names what it remembers its numbers with, for as long as that lives: a machine whose disk was
    replaced has a new one, and gets another series.
    """

    memory: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")


class ConnectionRestored(DeviceEvent):
    """A machine that was cut off has sent all that it held back: `numbers` were printed since `since`."""

    since: AwareDatetime
    numbers: int = Field(default=0, ge=0, le=1_000_000)


class CustomerReturned(DeviceEvent):
    """Who was sent to a machine came back unserved; the slip told the visit (D8)."""

    visit: str = Field(min_length=1, max_length=64)


class SelfServiceCompleted(DeviceEvent):
    """A machine served somebody who was sent to it (D8)."""

    visit: str = Field(min_length=1, max_length=64)


class ComplaintRaised(DeviceEvent):
    """Somebody pressed "complaint" at a machine (D9). The words are taken by a person."""

    topic: ComplaintTopic = ComplaintTopic.OTHER
    visit: str | None = Field(default=None, max_length=64)
