"""Events that kiosks, queue machines and other devices send. Untrusted until `lobby` accepts them; never
forwarded as they came."""

import re
from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import NAMESPACE_URL, uuid5

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from shared.contracts.base import Event
from shared.contracts.labelled import Words
from shared.contracts.needs import Need
from shared.contracts.words import Care, ComplaintTopic, Place

LARGEST = 64 * 1024
EVENT_ID = r"^[A-Za-z0-9_:.-]{8,64}$"
PRINTED = r"^[AGV][A-Z]{1,2}[0-9]{3}$"
"""A number that a machine gave while it was cut off: class, the machine's series, and 001 to 999."""


def _as_written(moment: Any) -> Any:
    if isinstance(moment, datetime):
        return moment
    if not isinstance(moment, str) or not re.match(r"[0-9]{4}(-[0-9]{2}){2}[Tt ]", moment):
        raise ValueError("a time is written as RFC 3339 has it")
    return datetime.fromisoformat(moment.upper())


Moment = Annotated[AwareDatetime, BeforeValidator(_as_written)]
"""A time with its zone, in words: a number could be seconds or milliseconds. It may be of any age: a clock
may say anything, and what counts of it is decided elsewhere."""


def _lower(name: Any) -> Any:
    return name.lower() if isinstance(name, str) else name


Json = Annotated[str, BeforeValidator(_lower), Field(pattern=r'^application/json *(; *charset="?utf-8"?)?$')]
"""The media type of `data`; its case makes no difference."""


class DeviceMessage(BaseModel):
    """The envelope of a device: a CloudEvent whose `source` is ``/device/<branch>/<device>``.

    `id` is the device's own and must be new for every event: sent again, it gets the same answer. `time`
    is when it happened; without one, when it was received. `subject`, `dataschema` and `tracestate` are read
    and ignored; other members are refused, since what they mean could only be guessed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_:.-]+$")
    type: str = Field(max_length=128)
    source: str = Field(max_length=128)
    time: Moment | None = None
    datacontenttype: Json = "application/json"
    subject: str = Field(default="", max_length=256)
    dataschema: str = Field(default="", max_length=256)
    traceparent: str = Field(default="", max_length=64)
    tracestate: str = Field(default="", max_length=512)
    data: dict[str, Any] = {}


def correlation_of(branch: str, device: str, event: str) -> str:
    """The visit or case that an event of a device begins: two devices may use the same event ids."""
    return str(uuid5(NAMESPACE_URL, f"foyer:{branch}/{device}/{event}"))


class DeviceEvent(Event):
    """An event from a device. Unknown members are refused: a misspelt one would otherwise be lost."""

    model_config = ConfigDict(extra="forbid")
    owner: ClassVar[str] = "device"
    wire_name: ClassVar[str] = ""
    """The name in its type, where an event of `lobby` has a class of that name."""

    @classmethod
    def name(cls) -> str:
        """``Heartbeat`` is ``heartbeat``, and `ArrivalAtDevice` is ``customer_arrived``."""
        return cls.wire_name or super().name()


class CredentialKind(Words):
    CARD = "card", "银行卡", "Card"
    IDENTITY = "identity", "身份证", "Identity card"
    PHONE = "phone", "手机号", "Phone number"
    QR = "qr", "二维码", "QR code"


class Credential(BaseModel):
    """The credential that a customer showed at the device. `lobby` keeps only a keyed hash of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CredentialKind
    value: str = Field(min_length=4, max_length=256, repr=False)


class ArrivalAtDevice(DeviceEvent, zh="客户到店", en="A customer came in"):
    """A customer came in and named a need at a machine (D1, D2). `amount` is in whole yuan and stays with
    `lobby`; a customer who `wants_counter` is sent to no other machine.

    `ticket` is the number that the machine printed, out of its block, because it was cut off. Had it asked
    before and printed because no answer came, `instead_of` is the id of that event: both are one customer.
    """

    wire_name = "customer_arrived"

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"instead_of": {"type": "string"}}, "required": ["instead_of"]},
            "then": {"properties": {"ticket": {"type": "string"}}, "required": ["ticket"]},
        }
    )

    need: Need = "enquiry"
    credential: Credential | None = None
    care: tuple[Care, ...] = ()
    amount: int | None = Field(default=None, ge=0, le=1_000_000_000_000, repr=False)
    wants_counter: bool = False
    ticket: str | None = Field(default=None, pattern=PRINTED)
    instead_of: str | None = Field(default=None, pattern=EVENT_ID)


class NumberBlockRequested(DeviceEvent, zh="设备申请号段", en="A machine asked for its numbers"):
    """A machine asks which numbers it may give while it is cut off (D2).

    `memory` names what it remembers its numbers with, for as long as that lives: a machine whose disk was
    replaced has a new one, and gets another series.
    """

    memory: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")


class ConnectionRestored(DeviceEvent, zh="设备恢复连接", en="A machine was connected again"):
    """A machine that was cut off has sent all that it held back: `numbers` were printed since `since`, and
    `missing` of them it could not send, or they were refused."""

    since: Moment
    numbers: int = Field(default=0, ge=0, le=1_000_000)
    missing: int = Field(default=0, ge=0, le=1_000_000)


class RecordSetAside(DeviceEvent, zh="设备搁置记录", en="A machine set a record aside"):
    """A machine could not send something that it had written down, and keeps it aside: which `record` (a type
    of event, or ``memory``), for what `reason` (a code), and the number that was printed for it, if any."""

    record: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")
    reason: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")
    ticket: str | None = Field(default=None, pattern=PRINTED)


class ReturnAtDevice(DeviceEvent, zh="返回柜台", en="The customer came back"):
    """A customer who was sent to a machine came back unserved; the printed slip named the visit (D8)."""

    wire_name = "customer_returned"

    visit: str = Field(min_length=1, max_length=64)


class CompletionAtDevice(DeviceEvent, zh="自助办结", en="The machine served the customer"):
    """A machine served somebody who was sent to it (D8)."""

    wire_name = "self_service_completed"

    visit: str = Field(min_length=1, max_length=64)


class ComplaintAtDevice(DeviceEvent, zh="客户投诉", en="A complaint was raised"):
    """A customer pressed "complaint" at a machine (D9). The words are taken by a person."""

    wire_name = "complaint_raised"

    topic: ComplaintTopic = ComplaintTopic.OTHER
    visit: str | None = Field(default=None, max_length=64)


class XfsStatus(IntEnum):
    """The state of a device, by the codes of CEN/XFS. 0 and 6 work, 1 to 5 are faults (D7), 7 and 8 are
    incidents (D12): after 7 the device is out of use, after 8 it goes on."""

    ONLINE = 0
    OFFLINE = 1
    POWER_OFF = 2
    NO_DEVICE = 3
    HARDWARE_ERROR = 4
    USER_ERROR = 5
    BUSY = 6
    FRAUD_ATTEMPT = 7
    POTENTIAL_FRAUD = 8


class DeviceStatus(DeviceEvent, zh="设备自报", en="The device reported"):
    """A device reports its state (P2, D7, E1): at its start, and whenever that changes.

    `checks` names parts and whether they are as they should be, such as ``{"paper": true}``; a part that is
    not puts the device out of order.
    """

    status: XfsStatus = Field(strict=False)
    checks: dict[str, bool] = Field(default={}, max_length=32)

    @field_validator("status", mode="before")
    @classmethod
    def _is_number(cls, status: Any) -> Any:
        if type(status) not in (int, XfsStatus):
            raise ValueError("a code is a whole number")  # for an enum, true is 1, which means offline
        return status

    @field_validator("checks")
    @classmethod
    def _words(cls, checks: dict[str, bool]) -> dict[str, bool]:
        if not all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in checks):
            raise ValueError("a check is named by small letters, digits and _")
        return checks


class Heartbeat(DeviceEvent, zh="设备心跳", en="A device is alive"):
    """A device is alive; every 20 s. Silent for 60 s, it is out of order (D7)."""


class LoitererSeen(DeviceEvent, zh="摄像头发现滞留", en="A camera saw somebody"):
    """A camera sees somebody who has been at a place for some minutes without any business (D12)."""

    place: Place = Place.HALL
    minutes: int = Field(ge=1, le=24 * 60)
