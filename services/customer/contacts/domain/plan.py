"""The contact plan of a customer (联系计划, A1): what is next with them, and until when.

The deadline of the rhythm follows from the last contact of both sides, the branch's rhythm for the segment
and an excuse; nothing else moves it. Beside it stand steps that other work has set: a contact that was
promised, a visit, a need. The earliest is the next step, so that a customer of a portfolio always has one,
with a day.

Days are those of the branch, as ``2026-11-26``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from services.customer.contacts.domain.rhythm import RhythmBook
from shared.branch_places import BranchPlace
from shared.contracts.customer import ContactState, CustomerEvent, ExcuseReason, StepKind
from shared.contracts.words import Segment
from shared.domain import Document
from shared.editions import mark_of

BUCKETS = 256
"""Parts of a branch's plans, which are computed anew one after the other."""
NEVER = "9999-12-31"
"""A day that sorts behind every other."""


class ContactTurns(CustomerEvent):
    """The state of a contact plan changes with the day that begins."""

    customer: str


class Step(BaseModel):
    """Something that is to be done with a customer until the end of `due`; `cause` is the id of what it is
    about. `missed`: it was told that the day passed."""

    model_config = ConfigDict(frozen=True)

    kind: StepKind
    due: str
    cause: str = ""
    missed: bool = False

    @property
    def shown_cause(self) -> str:
        """Return the id of what it is about; of a date nothing, which would say on which day it is."""
        return "" if self.kind is StepKind.DATE else self.cause


class Excuse(BaseModel):
    """A reason to leave a customer alone until the end of a day. It moves the deadline until the next
    contact, also when it is over."""

    model_config = ConfigDict(frozen=True)

    reason: ExcuseReason
    until: str
    by: str


@dataclass(frozen=True)
class Terms:
    """The rhythms and the place of the customer's home branch, by which a plan is computed."""

    book: RhythmBook
    place: BranchPlace


class ContactPlan(Document):
    """The plan of one customer; the id is the customer's. `sealed_name` is the file's own, as it is sealed
    there, so that a list opens it without the file. `since` is the day on which they came to a
    portfolio, `last_at` the last contact of both sides, `last_contact` its id; `last_words` are the last
    words written about them, under seal at the contact `last_words_of`. `hours` counts the contacts of both
    sides by the hour of the branch. `noted` are the important dates that were listed, by their keyed hashes,
    each with the year of it. `earliest` bounds the deadline from below after a change of rhythm.

    What follows from those: `due`, the day until which the rhythm asks for a contact; `late_from`, the first
    on which it is overdue; `neglected_from`; `listed_from`, the day from which the customer is on today's
    list; `turns`, the next day on which the state changes.
    """

    collection: ClassVar[str] = "contact_plans"

    branch: str
    account_manager: str | None
    masked_name: str
    sealed_name: bytes | None = None
    segment: Segment
    bucket: int
    since: str
    last_at: datetime | None = None
    last_contact: str | None = None
    last_words: bytes | None = None
    last_words_of: str | None = None
    hours: dict[str, int] = {}
    tries: int = 0
    earliest: str = ""
    excuse: Excuse | None = None
    steps: tuple[Step, ...] = ()
    noted: dict[str, int] = {}
    edition: int = 0
    due: str = NEVER
    late_from: str = NEVER
    neglected_from: str = NEVER
    provisional: bool = False
    state: ContactState = ContactState.NOT_DUE
    neglected: bool = False
    listed_from: str = NEVER
    turns: str = NEVER

    @property
    def excuse_mark(self) -> str:
        """Return the mark of the excuse that holds."""
        return mark_of(self.excuse if self.state is ContactState.EXCUSED else None)

    @property
    def next_step(self) -> Step:
        """The next thing to be done. A promised contact takes the place of that of the rhythm."""
        promised = self.step(StepKind.PROMISED)
        steps = [Step(kind=StepKind.CONTACT, due=self.due), *self.steps]
        if promised is not None and promised.due >= self.due:
            steps = steps[1:]
        return min(steps, key=lambda step: (step.due, step.kind is StepKind.CONTACT))

    def step(self, kind: StepKind) -> Step | None:
        """Return the step of this kind that other work has set, or None."""
        return next((step for step in self.steps if step.kind is kind), None)

    def with_step(self, step: Step) -> Self:
        """Return the plan with a step in the place of the one of its kind; of visits and dates there may
        be several."""
        return self.evolve(steps=(*self._without(step.kind, step.cause), step))

    def without_step(self, kind: StepKind, cause: str = "") -> Self:
        """Return the plan without the step of this kind, or the visit or date `cause`."""
        return self.evolve(steps=self._without(kind, cause))

    def _without(self, kind: StepKind, cause: str) -> tuple[Step, ...]:
        several = kind in (StepKind.VISIT, StepKind.DATE)
        return tuple(one for one in self.steps if one.kind is not kind or (several and one.cause != cause))

    def best_hour(self) -> tuple[int, int] | None:
        """Return the hour of the day around which the customer was reached most often, and how often; None
        before there are two. The two hours after it count; of equals it is the earliest."""
        by_hour = {int(hour): count for hour, count in self.hours.items()}
        if sum(by_hour.values()) < 2:
            return None
        around = {hour: by_hour[hour] + by_hour.get(hour + 1, 0) for hour in by_hour}
        best = max(sorted(around), key=lambda hour: around[hour])
        return best, around[best]


def new_plan(
    customer: str,
    *,
    branch: str,
    account_manager: str | None,
    masked_name: str,
    segment: Segment,
    today: date,
) -> ContactPlan:
    """Begin the plan of a customer who came to a portfolio on `today`."""
    return ContactPlan(
        id=customer,
        branch=branch,
        account_manager=account_manager,
        masked_name=masked_name,
        segment=segment,
        bucket=crc32(customer.encode()) % BUCKETS,
        since=today.isoformat(),
    )


def computed(plan: ContactPlan, terms: Terms, today: date) -> ContactPlan:
    """Compute what follows from a plan on `today`."""
    rhythm, calendar = terms.book.of(plan.segment), terms.place.calendar
    due = max(date.fromisoformat(plan.earliest or plan.since), _by_rhythm(plan, terms))
    if plan.excuse is not None:
        due = max(due, calendar.next(date.fromisoformat(plan.excuse.until)))
    late = calendar.add(due, rhythm.grace + 1)
    neglected = calendar.add(late, rhythm.neglect)
    plan = plan.evolve(
        edition=terms.book.edition,
        due=due.isoformat(),
        late_from=late.isoformat(),
        neglected_from=neglected.isoformat(),
        provisional=calendar.is_provisional(due),
    )
    day = today.isoformat()
    return plan.evolve(
        state=_state_on(day, plan),
        neglected=plan.neglected_from <= day,
        listed_from=plan.next_step.due,
        turns=_turns_after(day, plan),
    )


def deadline(plan: ContactPlan, terms: Terms) -> date:
    """Return the day until which the rhythm alone asks for a contact."""
    return _by_rhythm(plan, terms)


def phase(customer: str, every: int) -> int:
    """Return after how many days a customer who is new in a portfolio is first due, from 1 to `every`: those
    who come together do not fall due together."""
    return crc32(customer.encode()) % every + 1


def _by_rhythm(plan: ContactPlan, terms: Terms) -> date:
    every = terms.book.of(plan.segment).every
    if plan.last_at is None:
        base, days = date.fromisoformat(plan.since), phase(plan.id, every)
    else:
        base, days = terms.place.day_of(plan.last_at), every
    return terms.place.calendar.add(base + timedelta(days=days), 0)


def _state_on(day: str, plan: ContactPlan) -> ContactState:
    if plan.excuse is not None and day <= plan.excuse.until:
        return ContactState.EXCUSED
    if day < plan.due:
        return ContactState.NOT_DUE
    return ContactState.DUE if day < plan.late_from else ContactState.OVERDUE


def _turns_after(day: str, plan: ContactPlan) -> str:
    """Return the first day after `day` on which something about a plan changes by itself."""
    ends = [step.due for step in plan.steps if not step.missed and step.kind is StepKind.PROMISED]
    if plan.excuse is not None:
        ends.append(plan.excuse.until)
    after = [(date.fromisoformat(end) + timedelta(days=1)).isoformat() for end in ends]
    return min(
        (one for one in (plan.due, plan.late_from, plan.neglected_from, *after) if one > day), default=NEVER
    )


def missed(step: Step, today: date) -> Step:
    """Mark a promise whose day has passed."""
    passed = step.kind is StepKind.PROMISED and step.due < today.isoformat()
    return step.model_copy(update={"missed": True}) if passed and not step.missed else step
