"""The form of an event: a CloudEvents 1.0 envelope around one frozen model."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shared.errors import Malformed, UnknownType

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
BranchId = str
LONGEST_CAUSE = 128
SENSITIVE = ("care",)
"""Fields that tell of somebody's health or age: they are emptied with the name when a customer is erased."""
MODELS: dict[str, type["Event"]] = {}


class Event(BaseModel):
    """Something that happened, in the past tense. Frozen; fields may be added, never changed or removed.

    A direct subclass names the `owner`, which publishes its events; their classes are registered by type.
    What people call it where a chain of causes is shown stands in the head of its class:

        class TicketCalled(LobbyEvent, group=LogGroup.TICKETS, zh="叫号", en="The ticket was called"):
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    owner: ClassVar[str]
    version: ClassVar[int] = 1
    must_be_routed: ClassVar[bool] = True
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    branch: BranchId = Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")

    def __init_subclass__(cls, *, zh: str = "", en: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.zh, cls.en = zh, en

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if Event in cls.__bases__:
            return
        known = MODELS.setdefault(cls.type_name(), cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.type_name()} is {known.__module__}.{known.__qualname__} already")
        MODELS[cls.type_name()] = cls

    @classmethod
    def name(cls) -> str:
        """``TicketIssued`` is ``ticket_issued``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    @cache
    def type_name(cls) -> str:
        """The CloudEvents type, such as ``foyer.lobby.ticket_issued.v1``."""
        return f"foyer.{cls.owner}.{cls.name()}.v{cls.version}"

    @classmethod
    @cache
    def key(cls) -> str:
        """The routing key behind the partition, such as ``lobby.ticket_issued``."""
        return f"{cls.owner}.{cls.name()}"

    def names(self) -> str | None:
        """The id of the customer whose masked name the event carries, or None."""
        return getattr(self, "customer", None) if getattr(self, "masked_name", None) else None

    def answers(self) -> str | None:
        """The device this event is an answer to, as ``<branch>.<device>``; it is sent to that device too."""
        return None

    def as_answer(self) -> "Event":
        """Return the event as the device receives it: without anything that identifies the customer."""
        return self


E = TypeVar("E", bound=Event)


class Envelope(BaseModel, Generic[E]):
    """A CloudEvents 1.0 envelope in structured JSON.

    `correlationid` is the visit or case it all began with, `causationid` the event or command that led to
    this one, `sequence` the version of the aggregate `subject`, `actor` who did it (``device:K1``,
    ``staff:li.na``, ``system``).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_:.-]+$")
    source: str = Field(max_length=128)
    type: str = Field(max_length=128)
    subject: str = Field(default="", max_length=128)
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    branch: BranchId = Field(min_length=1, max_length=32)
    correlationid: str = Field(default="", max_length=128)
    causationid: str = Field(default="", max_length=LONGEST_CAUSE)
    sequence: int = 0
    actor: str = Field(default="system", max_length=96)
    traceparent: str = Field(default="", max_length=64)
    data: E


@cache
def _envelope(model: type[Event]) -> type[Envelope[Event]]:
    return Envelope[model]  # type: ignore[valid-type]


def model_of(type_name: str) -> type[Event]:
    """The model of a CloudEvents type; `UnknownType` if there is none."""
    try:
        return MODELS[type_name]
    except KeyError:
        raise UnknownType(type_name[:128]) from None


def decode(body: bytes, type_name: str) -> Envelope[Event]:
    """Read an envelope whose type is known from outside (the AMQP property).

    Raises `UnknownType` and `Malformed`; the latter names the fields at fault and never their values.
    """
    try:
        envelope = _envelope(model_of(type_name)).model_validate_json(body)
    except ValidationError as error:
        raise Malformed(faults(error)) from None
    if envelope.type != type_name:
        raise Malformed("type: differs from the message's property")
    if envelope.branch != envelope.data.branch:
        raise Malformed("branch: differs from data.branch")
    return envelope


def event_of(type_name: str, body: bytes) -> Event:
    """Read an event without an envelope, as a deadline keeps it. Raises `UnknownType` and `Malformed`."""
    try:
        return model_of(type_name).model_validate_json(body)
    except ValidationError as error:
        raise Malformed(faults(error)) from None


def encode(envelope: Envelope[Event]) -> bytes:
    """The envelope as it goes over the wire."""
    return envelope.__pydantic_serializer__.to_json(envelope, serialize_as_any=True)


def faults(error: ValidationError, within: str = "") -> str:
    """List the errors of a content (that of the member `within`) as ``member: kind``, at most eight, without
    any value; a member that has no plain name is a ``*``."""
    return "; ".join(
        f"{'.'.join([within] * bool(within) + [plain_name(part) for part in fault['loc']]) or 'content'}"
        f": {fault['type']}"
        for fault in error.errors(include_input=False, include_url=False)[:8]
    )


def plain_name(part: int | str) -> str:
    """A name as it may be shown: one that is not plain may be what somebody typed, and is a ``*``."""
    return str(part) if isinstance(part, int) or re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]{0,31}", part) else "*"


def types_of(owners: Iterable[str]) -> list[type[Event]]:
    """All public events of these owners, by type; timers, which a service keeps to itself, are none."""
    wanted = set(owners)
    return [
        model
        for _, model in sorted(MODELS.items())
        if model.owner in wanted and model.__module__.startswith("shared.contracts.")
    ]
