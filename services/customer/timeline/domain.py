"""The timeline of a customer (W3): one line for each event that concerns them, with its cause."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from services.customer.timeline.table import LINES, LineRule
from shared.contracts.base import Event
from shared.contracts.customer import CustomerEvent, TimelineGroup
from shared.domain import Decision, Document
from shared.unit_of_work import Cause

Facts = dict[str, Any]


class TimelineErasureDue(CustomerEvent):
    """A customer was erased a moment ago: lines that were under way then are looked for."""

    customer: str


class TimelineLine(Document):
    """One line. `place` orders the lines of a customer: the time, then the event's id. `cause` is the id of
    what led to it."""

    collection: ClassVar[str] = "timeline_lines"

    customer: str
    branch: str
    at: datetime
    place: str
    event: str
    kind: str
    group: TimelineGroup
    actor: str
    cause: str
    correlation: str
    facts: Facts = {}


def line_of(event: Event, customer: str, cause: Cause) -> Decision:
    """Write the line of an event into the timeline of a customer. Its id is made of the event's and the
    customer's, so that the same event writes no second."""
    rule = LINES[type(event)]
    line = TimelineLine(
        id=line_id(cause.id, customer),
        customer=customer,
        branch=event.branch,
        at=cause.time,
        place=place_of(cause.time, cause.id),
        event=cause.id,
        kind=event.name(),
        group=rule.group,
        actor=cause.actor,
        cause=cause.causation_id,
        correlation=cause.correlation_id,
        facts=facts_of(event, rule),
    )
    return Decision().save(line)


def line_id(event: str, customer: str) -> str:
    """Return the id of the line that an event has in the timeline of a customer."""
    return f"{event}:{customer}"


def place_of(at: datetime, id: str) -> str:
    """Return the place of a line: texts that sort as their times do, and by id within a millisecond."""
    return f"{at.astimezone(UTC).strftime('%Y%m%dT%H%M%S')}{at.microsecond // 1000:03d}~{id}"


def facts_of(event: Event, rule: LineRule) -> Facts:
    """Return what a line says beside its kind: the fields that its rule names, without those that are
    empty."""
    content = event.model_dump(mode="json", include=set(rule.facts))
    return {name: value for name, value in content.items() if value not in (None, "", [], ())}


def customers_of(event: Event, rule: LineRule) -> list[str]:
    """Return the customers whom an event names, each once."""
    named = [getattr(event, field) for field in rule.customers]
    return list(dict.fromkeys(id for id in named if id))
