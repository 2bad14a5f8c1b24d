"""What kiosks and queue machines send. Untrusted until `lobby` accepts it; never forwarded as it came."""

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Event
from shared.contracts.words import Care, ComplaintTopic


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
    """Somebody came in and told the machine what for (D1, D2)."""

    need: str = Field(default="enquiry", max_length=64, pattern=r"^[a-z0-9_]+$")
    credential: Credential | None = None
    care: tuple[Care, ...] = ()


class ComplaintRaised(DeviceEvent):
    """Somebody pressed "complaint" at a machine (D9). The words are taken by a person."""

    topic: ComplaintTopic = ComplaintTopic.OTHER
    visit: str | None = Field(default=None, max_length=64)
