"""Branches: their names, their time zone, their counters, and the rules by which they call."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.lobby.domain.transactions import Transaction
from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened, SettingsChanged
from shared.contracts.words import TicketClass
from shared.domain import Decision, Document
from shared.fields import Real, Whole


class Rules(BaseModel):
    """How a branch calls. `rates`: points per minute of waiting; `limits`: minutes after which nobody who
    came later is called first (D10: no one starves); `divert_from`: how many must wait until customers whom a
    machine can serve are sent there (D8)."""

    model_config = ConfigDict(frozen=True)

    rates: dict[TicketClass, Real] = {
        TicketClass.ORDINARY: 1.0,
        TicketClass.CARE: 2.0,
        TicketClass.VIP: 3.0,
    }
    limits: dict[TicketClass, Real] = {
        TicketClass.ORDINARY: 45.0,
        TicketClass.CARE: 20.0,
        TicketClass.VIP: 15.0,
    }
    recalls_at_most: Whole = Field(default=3, ge=0, le=20)
    sent_back_at_most: Whole = Field(default=1, ge=0, le=5)
    divert_from: Whole = Field(default=3, ge=0, le=1000)

    @field_validator("rates", "limits")
    @classmethod
    def _all_classes(cls, values: dict[TicketClass, float]) -> dict[TicketClass, float]:
        if set(values) != set(TicketClass) or not all(0 < value <= 1440 for value in values.values()):
            raise ValueError("every class needs a value above 0, at most 1440")
        return values

    def limit(self, ticket_class: TicketClass) -> timedelta:
        return timedelta(minutes=self.limits[ticket_class])


class Branch(Document):
    """A branch of the bank. Its day is that of its own time zone."""

    collection: ClassVar[str] = "branches"

    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=64)
    timezone: str = "Asia/Shanghai"
    counters: dict[str, tuple[TicketClass, ...]] = {}
    transactions: dict[str, Transaction] = {}
    rules: Rules = Rules()

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("not a time zone of the IANA list") from error
        return name


def day_of(timezone: str, now: datetime) -> str:
    """The branch's own date at `now`, such as ``2026-11-23``."""
    return now.astimezone(ZoneInfo(timezone)).date().isoformat()


def end_of(day: str, timezone: str) -> datetime:
    """The midnight with which a branch's own day ends."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(after, time.min, ZoneInfo(timezone))


SETTINGS = ("counters", "transactions", "rules")


def set_up(branch: Branch, before: Branch | None, by: str) -> Decision:
    """A branch joins, or its settings change; they apply from now on. Without a change nothing is told."""
    told: list[Event] = []
    names = branch.model_dump(include={"name_zh", "name_en", "timezone"})
    if before is None or before.model_dump(include=set(names)) != names:
        told.append(BranchOpened(branch=branch.id, **names))
    changed = tuple(name for name in SETTINGS if before and getattr(before, name) != getattr(branch, name))
    if changed:
        told.append(SettingsChanged(branch=branch.id, changed=changed, by=by))
    return Decision().put(branch, *told)
