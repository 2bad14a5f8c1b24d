"""The lobby log (大堂经理工作日志, D11): a line for all that happened, and entries by hand (D4, E4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from services.lobby.branch.domain.branches import day_of
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event, types_of
from shared.contracts.lobby import LogEntryWritten
from shared.domain import Decision, Document

UNLOGGED: frozenset[type[Event]] = frozenset(
    {
        lobby.CustomerArrived,  # TicketIssued or CustomerDiverted follows, and says more
        lobby.ChecklistMarked,  # the checklist keeps who and when; that it is done, and faults, are lines
        lobby.ForecastsChanged,  # what changed them is a line, and every call says what had been told
        lobby.LogEntryWritten,  # the entry is a line itself
        lobby.NumberBlockGranted,  # between the machine and the hall
        lobby.DeviceEventRefused,  # the same; operations sees it parked
    }
)
"""What happens in the hall and needs no line: the log, and the figures that are made of it, do without."""

LOGGED: tuple[type[Event], ...] = (
    *(event for event in types_of(["lobby"]) if event not in UNLOGGED),
    *(customer.CaseOpened, customer.CaseTakenOver, customer.CaseEscalated, customer.CaseSettled),
    *(customer.EnquiryClosed, customer.EnquiryOverdue),
    *(referral.ReferralOpened, referral.ReferralAccepted, referral.ReferralEscalated),
)
"""What the log hears: all of lobby's own, and what became of complaints, enquiries and prospects."""

NEVER_KEPT = frozenset({"branch", "visit", "credential"})
"""What a line has in a place of its own, or must not have at all: a card stays unknown even as a hash."""

BY_HAND = "hand"
Fact = str | int | float | bool | list[str]


class EntryKind(StrEnum):
    """What an entry by hand is about (D4, E4)."""

    MARKET_NEWS = "market_news"  # 市场信息
    IMPORTANT_CUSTOMER = "important_customer"  # 重要客户
    REMARK = "remark"  # 备注


class LogLine(Document):
    """One line; its id is that of the event, or of the command of an entry by hand.

    `place` puts the lines of a day in the order of what they tell, `group` says what they are about. `facts`
    are what the event said: ids, masked names, segments and words of a catalogue, never more. `words` of an
    entry are sealed.
    """

    collection: ClassVar[str] = "log"

    branch: str
    day: str
    at: datetime
    place: str
    group: str
    kind: str
    actor: str
    visit: str | None = None
    facts: dict[str, Fact] = {}
    words: bytes | None = None


@dataclass(frozen=True)
class NewEntry:
    """What somebody writes into the log by hand; `words` are sealed."""

    id: str
    branch: str
    kind: EntryKind
    by: str
    words: bytes
    visit: str | None = None


def place_of(at: datetime, id: str) -> str:
    """Where a line stands: by its time in milliseconds, then by its id, which grows with the events."""
    return f"{round(at.timestamp() * 1000):014d}-{id}"


def group_of(event: Event) -> str:
    """What a line is about: the capability whose contract it is, such as ``visits`` or ``records``; of other
    services, the service."""
    return type(event).__module__.rpartition(".")[2]


def facts_of(event: Event) -> dict[str, Fact]:
    """What a line keeps of an event: everything plain in it. What is empty or has parts of its own is not."""
    return {
        name: value
        for name, value in event.model_dump(mode="json", exclude=set(NEVER_KEPT)).items()
        if value not in (None, "", []) and _is_plain(value)
    }


def worker_of(event: Event, id: str, at: datetime, actor: str, timezone: str) -> LogLine:
    """The line of an event that happened at `at`: it belongs to the branch's own day of that time."""
    return LogLine(
        id=id,
        branch=event.branch,
        day=day_of(timezone, at),
        at=at,
        place=place_of(at, id),
        group=group_of(event),
        kind=event.name(),
        actor=actor,
        visit=getattr(event, "visit", None),
        facts=facts_of(event),
    )


def write_entry(new: NewEntry, timezone: str, now: datetime) -> Decision:
    """An entry by hand stands among the events of its time, and is never changed."""
    line = LogLine(
        id=new.id,
        branch=new.branch,
        day=day_of(timezone, now),
        at=now,
        place=place_of(now, new.id),
        group=BY_HAND,
        kind=new.kind,
        actor=f"staff:{new.by}",
        visit=new.visit,
        words=new.words,
    )
    told = LogEntryWritten(branch=new.branch, entry=new.id, kind=new.kind, written_by=new.by)
    return Decision().save(line, told)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str | int | float | bool)
