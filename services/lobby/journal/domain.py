"""The lobby log (大堂经理工作日志, D11), and what is put on record by one tap (D4, D5, D9, E3, E4).

The log has a line for all that happened, and entries by hand. Of a record, the visit says whose it is, if
there is one; the record itself is published to `customer` and not kept in this service.
"""

from datetime import datetime
from typing import Any, ClassVar

from services.lobby.branch.domain.branches import day_of
from services.lobby.queue.domain.visits import Visit
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event, types_of
from shared.contracts.lobby import (
    ComplaintRaised,
    LobbyEvent,
    LogEntryWritten,
    LogGroup,
    NeedRecorded,
    OpinionRecorded,
    ProspectIdentified,
    QuestionRecorded,
)
from shared.contracts.lobby.words import LogEntryKind
from shared.contracts.words import Accepts, ComplaintTopic, OpinionSource, OpinionTopic, QuestionTopic
from shared.domain import Decision, Document

UNLOGGED: frozenset[type[Event]] = frozenset(
    {
        lobby.CustomerArrived,  # TicketIssued or CustomerDiverted follows, and says more
        lobby.ChecklistMarked,  # the checklist keeps who and when; that it is done, and faults, are lines
        lobby.ForecastsChanged,  # what changed them is a line, and every call says what was forecast
        lobby.LogEntryWritten,  # the entry is a line itself
        lobby.NumberBlockGranted,  # between the machine and the hall
        lobby.DeviceEventRefused,  # the same; operations sees it among the dead letters
    }
)
"""Events of the hall that need no line: the log, and the figures that are made of it, do without."""

LOGGED: tuple[type[Event], ...] = (
    *(event for event in types_of(["lobby"]) if event not in UNLOGGED),
    *(customer.CaseOpened, customer.CaseTakenOver, customer.CaseEscalated, customer.CaseSettled),
    *(customer.EnquiryClosed, customer.EnquiryOverdue),
    *(referral.ReferralOpened, referral.ReferralAccepted, referral.ReferralEscalated),
)
"""Events that get a line: all of lobby's own, and what became of complaints, enquiries and prospects."""

NEVER_KEPT = frozenset({"branch", "visit", "credential"})
"""Fields that a line has in a place of its own, or must not have at all: a card stays unknown even as a
hash."""

Fact = str | int | float | bool | list[str]


class LogLine(Document):
    """One line; its id is that of the event, or of the command of an entry by hand.

    `place` orders the lines of a day by their time, `group` is their subject. `facts` are fields of the
    event: ids, masked names, segments and words of a catalogue, never more. `words` of an entry are sealed.
    """

    collection: ClassVar[str] = "log"

    branch: str
    day: str
    at: datetime
    place: str
    group: LogGroup
    kind: str
    actor: str
    visit: str | None = None
    facts: dict[str, Fact] = {}
    words: bytes | None = None


class MachineComplaint(Document):
    """A press of "complaint" at a machine; the case is `customer`'s (D9)."""

    collection: ClassVar[str] = "complaints"

    branch: str
    topic: ComplaintTopic
    raised: datetime
    visit: str | None = None
    device: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id


def place_of(at: datetime, id: str) -> str:
    """Order a line: by its time in milliseconds, then by its id, which grows with the events."""
    return f"{round(at.timestamp() * 1000):014d}-{id}"


def group_of(event: Event) -> LogGroup:
    """Return the subject of an event's line: the group that its class declares; of other services, the
    service."""
    return event.group if isinstance(event, LobbyEvent) else LogGroup(event.owner)


def facts_of(event: Event) -> dict[str, Fact]:
    """Return what a line keeps of an event: every plain field that is not empty."""
    return {
        name: value
        for name, value in event.model_dump(mode="json", exclude=set(NEVER_KEPT)).items()
        if value not in (None, "", []) and _is_plain(value)
    }


def line_of(event: Event, id: str, at: datetime, actor: str, timezone: str) -> LogLine:
    """Make the line of an event that happened at `at`, on the branch's own day of that time."""
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


def write_entry(
    id: str,
    branch: str,
    kind: LogEntryKind,
    words: bytes,
    by: str,
    visit: str | None,
    timezone: str,
    now: datetime,
) -> Decision:
    """Put an entry by hand among the events of its time; it is never changed. `words` are sealed."""
    line = LogLine(
        id=id,
        branch=branch,
        day=day_of(timezone, now),
        at=now,
        place=place_of(now, id),
        group=LogGroup.HAND,
        kind=kind,
        actor=f"staff:{by}",
        visit=visit,
        words=words,
    )
    return Decision().save(line, LogEntryWritten(branch=branch, entry=id, kind=kind, written_by=by))


def need_recorded(id: str, branch: str, need: str, by: str, visit: Visit | None) -> NeedRecorded:
    """Make the event of a customer's need, with what the visit knows of the customer (D4, D11)."""
    return NeedRecorded(
        branch=branch,
        record=id,
        need=need,
        recorded_by=by,
        masked_name=visit.masked_name if visit else None,
        account_manager=visit.account_manager if visit else None,
        **_whose(visit),
    )


def opinion_recorded(
    id: str, branch: str, topic: OpinionTopic, source: OpinionSource, by: str, visit: Visit | None
) -> OpinionRecorded:
    """Make the event of an opinion (D11, E3)."""
    whose = _whose(visit)
    return OpinionRecorded(branch=branch, record=id, topic=topic, source=source, recorded_by=by, **whose)


def question_recorded(
    id: str, branch: str, topic: QuestionTopic, by: str, visit: Visit | None
) -> QuestionRecorded:
    """Make the event of a question that could not be answered (D11)."""
    return QuestionRecorded(branch=branch, record=id, topic=topic, recorded_by=by, **_whose(visit))


def mark_prospect(visit: Visit, need: str, found_by: str, accepts: Accepts | None = None) -> Decision:
    """Mark a visit as that of a prospect, for the account managers (D5). `accepts` says whether they want to
    be introduced now, got a card, or left a way to be reached. The same need again changes nothing."""
    if visit.prospect == need:
        return Decision()
    event = ProspectIdentified(
        branch=visit.branch,
        visit=visit.id,
        need=need,
        found_by=found_by,
        customer=visit.customer,
        accepts=accepts,
    )
    return Decision().save(visit.evolve(prospect=need), event)


def pass_on_complaint(complaint: MachineComplaint) -> Decision:
    """Pass a complaint at a machine on at once (D9)."""
    event = ComplaintRaised(
        branch=complaint.branch,
        complaint=complaint.id,
        topic=complaint.topic,
        visit=complaint.visit,
        device=complaint.device,
    )
    return Decision().save(complaint, event)


def _whose(visit: Visit | None) -> dict[str, str | None]:
    return {"visit": visit.id if visit else None, "customer": visit.customer if visit else None}


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str | int | float | bool)
