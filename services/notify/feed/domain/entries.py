"""Entries: the things that each person was told, numbered without gaps, and acknowledged or not."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.notify.feed.domain.facts import Facts, facts_of
from services.notify.feed.domain.questions import Question, ask, asked_by
from services.notify.feed.domain.rules import Recipient
from services.notify.feed.domain.sentences import say, values_of
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.feeds import Feed
from shared.clock import Moment
from shared.contracts.base import Event
from shared.contracts.notify import NotificationAcknowledged, NotificationEscalated, NotifyEvent, Urgency
from shared.domain import Decision, Document
from shared.errors import NotAllowed
from shared.unit_of_work import Cause

UNACKNOWLEDGED = "unacknowledged"


class AcknowledgementDue(NotifyEvent, zh="确认时限", en="The time to acknowledge was over"):
    """The `entries` should have been acknowledged by now. `seconds` is how long there was for it."""

    entries: tuple[str, ...]
    seconds: float


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True)

    zh: str
    en: str


class Entry(Document):
    """A thing that one person was told; the id is ``<staff>:<n>``.

    `event` and `cause` are the ids of the event it is about and of what caused that; `about` is the visit,
    referral or case; `at` is the time of the event, `written_at` that of the entry; `quoted` is the text that
    others did not acknowledge. `question` is what it asks of its reader, and `answer` the event that answered
    that, whoever acted.
    """

    collection: ClassVar[str] = "entries"

    staff: str
    n: int
    branch: str
    kind: str
    urgency: Urgency
    text: Text
    facts: Facts
    about: str
    event: str
    cause: str
    began_with: str
    at: datetime
    written_at: datetime
    needs_ack: bool = False
    ack_by: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    escalated_to: tuple[str, ...] = ()
    quiet: bool = False
    quoted: Text | None = None
    question: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    @property
    def correlation_id(self) -> str:
        return self.began_with

    @property
    def waits(self) -> bool:
        """Return whether an acknowledgement is still wanted."""
        return self.needs_ack and self.acknowledged_at is None


def entry_id(staff: str, n: int) -> str:
    """Build the id of an entry."""
    return f"{staff}:{n}"


def write_entries(
    event: Event,
    recipients: Iterable[Recipient],
    feeds: Mapping[str, Feed],
    questions: Mapping[str, Question],
    cause: Cause,
    moment: Moment,
) -> Decision:
    """Write an entry for each recipient with a feed, and a timer for those who are asked to acknowledge.
    `questions` are those that the event may ask, by id."""
    decision = Decision()
    question_of = asked_by(event)
    facts = facts_of(event)
    values = values_of(event, facts)
    asked: dict[timedelta, list[str]] = {}
    asking: dict[str, list[str]] = {}
    for one in recipients:
        if (feed := feeds.get(one.staff)) is None:
            continue
        rule = one.rule
        within = rule.ack if one.asked else None
        text = Text(zh=say(rule.zh, values, "zh"), en=say(rule.en, values, "en"))
        entry = Entry(
            id=entry_id(one.staff, feed.last + 1),
            staff=one.staff,
            n=feed.last + 1,
            branch=event.branch,
            kind=rule.kind,
            urgency=rule.urgency,
            text=text,
            facts=facts,
            about=_about(facts, cause),
            event=cause.id,
            cause=cause.causation_id,
            began_with=cause.correlation_id,
            at=cause.time,
            written_at=moment.now,
            needs_ack=within is not None,
            ack_by=moment.after(within) if within else None,
            quiet=rule.quiet,
            question=question_of.get(rule.kind),
        )
        decision.save(feed.evolve(last=entry.n)).save(entry)
        if within:
            asked.setdefault(within, []).append(entry.id)
        if entry.question:
            asking.setdefault(entry.question, []).append(entry.id)
    for question, entries in asking.items():
        decision.save(ask(questions[question], entries, moment.now))
    for within, entries in asked.items():
        _schedule(decision, cause, event.branch, entries, within, moment)
    return decision


def acknowledge(entry: Entry, staff: str, now: datetime) -> Decision:
    """Note that `staff` has read an entry of their own. Doing so again changes nothing.

    Raises `NotAllowed` for the entry of somebody else."""
    if entry.staff != staff:
        raise NotAllowed
    if entry.acknowledged_at is not None:
        return Decision()
    noticed = entry.evolve(acknowledged_at=now, acknowledged_by=staff)
    event = NotificationAcknowledged(branch=entry.branch, entry=entry.id, staff=staff, about=entry.about)
    return Decision().save(noticed, event)


def settle(question: Question, entries: Iterable[Entry], event: Event, actor: str, now: datetime) -> Decision:
    """Note in the entries that ask it that `event`, by `actor`, has answered a question."""
    decision = Decision()
    if question.entries:
        decision.save(question.evolve(entries=()))
    for entry in entries:
        noted = question.asking.notes or actor == f"staff:{entry.staff}"
        wanted = entry.needs_ack and not noted
        decision.save(entry.evolve(answer=event.name(), answered_at=now, needs_ack=wanted))
    return decision


def superiors(entries: Iterable[Entry], directory: Directory) -> dict[str, list[Entry]]:
    """Return the unacknowledged entries by the people one level up, who must be told of them."""
    above: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.waits:
            for member in directory.superiors(entry.staff):
                above.setdefault(member.staff, []).append(entry)
    return above


def escalate(
    due_event: AcknowledgementDue,
    above: Mapping[str, list[Entry]],
    feeds: Mapping[str, Feed],
    question: Question | None,
    cause: Cause,
    moment: Moment,
) -> Decision:
    """Tell those above, each once, who has not acknowledged what, and ask them to acknowledge in turn; their
    entries ask the same `question`."""
    decision = Decision()
    within = timedelta(seconds=due_event.seconds)
    missed: dict[str, tuple[Entry, list[str]]] = {}
    asked: list[str] = []
    for staff, entries in above.items():
        if (feed := feeds.get(staff)) is None:
            continue
        entry = _unacknowledged(staff, feed.last + 1, entries, cause, moment, within)
        decision.save(feed.evolve(last=entry.n)).save(entry)
        asked.append(entry.id)
        for one in entries:
            missed.setdefault(one.id, (one, []))[1].append(staff)
    for one, staff_above in missed.values():
        event = NotificationEscalated(
            branch=one.branch, entry=one.id, staff=one.staff, about=one.about, escalated_to=tuple(staff_above)
        )
        decision.save(one.evolve(escalated_to=(*one.escalated_to, *staff_above)), event)
    if asked and question:
        decision.save(ask(question, asked, moment.now))
    if asked:
        _schedule(decision, cause, due_event.branch, asked, within, moment)
    return decision


def _unacknowledged(
    staff: str, n: int, entries: list[Entry], cause: Cause, moment: Moment, within: timedelta
) -> Entry:
    first = entries[0]
    quoted = first.quoted or first.text
    names = [one.staff for one in entries]
    return Entry(
        id=entry_id(staff, n),
        staff=staff,
        n=n,
        branch=first.branch,
        kind=UNACKNOWLEDGED,
        urgency=max((one.urgency for one in entries), key=list(Urgency).index),
        text=Text(
            zh=f"{'、'.join(names)}未确认：“{quoted.zh}”",
            en=f"Not acknowledged by {', '.join(names)}: “{quoted.en}”",
        ),
        facts={**first.facts, "missed": names, "entries": [one.id for one in entries]},
        about=first.about,
        event=cause.id,
        cause=cause.causation_id,
        began_with=first.began_with,
        at=cause.time,
        written_at=moment.now,
        needs_ack=True,
        ack_by=moment.after(within),
        quiet=any(one.quiet for one in entries),
        quoted=quoted,
        question=first.question,
    )


def _schedule(
    decision: Decision, cause: Cause, branch: str, entries: list[str], within: timedelta, moment: Moment
) -> None:
    seconds = within.total_seconds()
    event = AcknowledgementDue(branch=branch, entries=tuple(entries), seconds=seconds)
    decision.schedule(
        f"ack:{entries[0]}:{int(seconds)}", moment.after(within), event, correlation_id=cause.correlation_id
    )


def _about(facts: Facts, cause: Cause) -> str:
    """Return the case, referral, task, incident or visit of an entry, the most particular first."""
    named = ("case", "referral", "task", "incident", "loiterer", "visit")
    return next((facts[name] for name in named if name in facts), cause.correlation_id)
