"""Branches: their names, their time zone, their counters, and the rules by which they call."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from services.lobby.branch.domain.transactions import Transaction
from shared.contracts.base import Event, faults
from shared.contracts.lobby import BranchOpened, SettingsChanged
from shared.contracts.words import TicketClass
from shared.domain import Decision, Document, laid_over
from shared.errors import Malformed, Refusal
from shared.fields import Real, Whole

ALL_CLASSES = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)


class CounterNotThere(Refusal):
    code, status = "counter_not_there", 409
    en = "A transaction names a counter that the branch does not have; change the transaction with it."
    zh = "有业务指定了本网点没有的柜台，请一并修改该业务。"


class ClassNotServed(Refusal):
    code, status = "class_not_served", 409
    en = "No counter serves these customers; let one of the counters serve them."
    zh = "没有柜台受理该类客户，请至少指定一个柜台。"


class Rules(BaseModel):
    """The rules by which a branch calls. `rates`: points per minute of waiting; `limits`: minutes after which
    nobody who came later is called first (D10: no one starves); `divert_from`: how many must wait until
    customers whom a machine can serve are sent there (D8)."""

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


def changed(id: str, known: Branch | None, given: Mapping[str, Any]) -> Branch:
    """A branch with what is `given` of its settings; what is left out stays, or is the default of a new one.
    A transaction that is None is not done any more. Raises `Malformed`, `CounterNotThere`, `ClassNotServed`.
    """
    before = known.model_dump() if known else {"counters": {"1": ALL_CLASSES}, "rules": Rules().model_dump()}
    settings = laid_over(before, given)
    if "counters" in given:  # all of them: one that is not named is taken out
        settings["counters"] = given["counters"]
    settings["transactions"] = {
        word: one for word, one in settings.get("transactions", {}).items() if one is not None
    }
    try:
        branch = Branch.model_validate({**settings, "id": id})
    except ValidationError as error:
        raise Malformed(faults(error)) from None
    if known is None or (known.counters, known.transactions) != (branch.counters, branch.transactions):
        _must_agree(branch)
    return branch


def _must_agree(branch: Branch) -> None:
    """Raises `CounterNotThere` or `ClassNotServed` where somebody would wait for ever."""
    not_there = [
        f"{word}: {name}"
        for word, one in branch.transactions.items()
        for name in one.counters
        if name not in branch.counters
    ]
    if not_there:
        raise CounterNotThere("; ".join(not_there))
    served = {of for serves in branch.counters.values() for of in serves}
    if unserved := [of.name.lower() for of in ALL_CLASSES if of not in served]:
        raise ClassNotServed(", ".join(unserved))


def day_of(timezone: str, now: datetime) -> str:
    """The branch's own date at `now`, such as ``2026-11-23``."""
    return now.astimezone(ZoneInfo(timezone)).date().isoformat()


def end_of(day: str, timezone: str) -> datetime:
    """The midnight with which a branch's own day ends."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(after, time.min, ZoneInfo(timezone))


SETTINGS = ("counters", "transactions", "rules")


def set_up(branch: Branch, before: Branch | None, by: str) -> Decision:
    """Save a branch with its settings, which apply from now on; events are published for what has changed."""
    events: list[Event] = []
    names = branch.model_dump(include={"name_zh", "name_en", "timezone"})
    if before is None or before.model_dump(include=set(names)) != names:
        events.append(BranchOpened(branch=branch.id, **names))
    changed = tuple(name for name in SETTINGS if before and getattr(before, name) != getattr(branch, name))
    if changed:
        events.append(SettingsChanged(branch=branch.id, changed=changed, by=by))
    return Decision().save(branch, *events)
