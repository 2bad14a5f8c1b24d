"""Branches: their names, their time zone, their counters, and the rules by which they call."""

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.contracts.lobby import BranchOpened
from shared.contracts.words import TicketClass
from shared.domain import Decision, Document


class Rules(BaseModel):
    """How a branch calls. `rates`: points per minute of waiting; `limits`: minutes after which nobody who
    came later is called first (D10: no one starves)."""

    model_config = ConfigDict(frozen=True)

    rates: dict[TicketClass, float] = {
        TicketClass.ORDINARY: 1.0,
        TicketClass.CARE: 2.0,
        TicketClass.VIP: 3.0,
    }
    limits: dict[TicketClass, float] = {
        TicketClass.ORDINARY: 45.0,
        TicketClass.CARE: 20.0,
        TicketClass.VIP: 15.0,
    }
    recalls_at_most: int = Field(default=3, ge=0, le=20)

    def limit(self, ticket_class: TicketClass) -> timedelta:
        return timedelta(minutes=self.limits[ticket_class])


class Branch(Document):
    """A branch of the bank. Its day is that of its own time zone."""

    collection: ClassVar[str] = "branches"

    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=64)
    timezone: str = "Asia/Shanghai"
    counters: dict[str, tuple[TicketClass, ...]] = {}
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


def open_branch(branch: Branch) -> Decision:
    """A branch joins, or its settings change; they apply from now on."""
    event = BranchOpened(
        branch=branch.id, name_zh=branch.name_zh, name_en=branch.name_en, timezone=branch.timezone
    )
    return Decision().put(branch, event)
