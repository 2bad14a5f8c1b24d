"""The night of a branch (W4): when all of its customers are scored, and how far that has come."""

from datetime import UTC, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from shared.contracts.customer import CustomerEvent
from shared.contracts.words import Segment
from shared.domain import Decision, Document

AT = time(2, 10)
"""The branch's own time of the night at which the scoring begins."""
PAGE = 100
"""Customers that are scored in one step; other work of the branch is done between two steps."""
SEGMENTS = tuple(Segment)


class NightDue(CustomerEvent):
    """The night of a branch has come, in which its customers are scored."""


class NightStepDue(CustomerEvent):
    """The next step of a night is due: the model of `segment`; without one, the customers after `after`."""

    run: str
    day: str
    segment: Segment | None = None
    after: str = ""


class Night(Document):
    """The nights of one branch; the id is the branch's. `run` is the one under way or the last, for the day
    `day`; `scored` are the customers that it looked at so far."""

    collection: ClassVar[str] = "analysis_nights"

    run: str = ""
    day: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    scored: int = 0

    @property
    def timer(self) -> str:
        return f"analysis-night:{self.id}"

    @property
    def step_timer(self) -> str:
        return f"analysis-step:{self.id}"


def next_night(timezone: str, now: datetime) -> datetime:
    """Return the next time at which a night's scoring begins; one that a clock change removes is an hour
    off, and never left out."""
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date()
    while (begins := datetime.combine(day, AT, zone).astimezone(UTC)) <= now:
        day += timedelta(days=1)
    return begins


def wait_for_night(night: Night, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, now)
    return Decision().schedule(night.timer, due, NightDue(branch=night.id), correlation_id=night.id)


def begin_night(night: Night, run: str, day: str, *, now: datetime) -> Decision:
    """Begin to score all customers of the branch, as of its `day`. A night that is under way is given up."""
    night = night.evolve(run=run, day=day, began=now, ended=None, scored=0)
    first = NightStepDue(branch=night.id, run=run, day=night.day, segment=SEGMENTS[0])
    return Decision().save(night).then(_step(night, first, now))


def after_model(night: Night, step: NightStepDue, *, now: datetime) -> Decision:
    """Go on after the model of a segment: with that of the next one, or with the first customers."""
    rest = SEGMENTS[SEGMENTS.index(step.segment) + 1 :] if step.segment else ()
    return _step(night, step.model_copy(update={"segment": rest[0] if rest else None}), now)


def after_page(night: Night, step: NightStepDue, customers: list[str], *, now: datetime) -> Decision:
    """Go on after a page of customers, or end the night with a page that is not full."""
    night = night.evolve(scored=night.scored + len(customers))
    if len(customers) < PAGE:
        return Decision().save(night.evolve(ended=now))
    following = step.model_copy(update={"after": customers[-1]})
    return Decision().save(night).then(_step(night, following, now))


def is_under_way(night: Night | None, step: NightStepDue) -> bool:
    """Tell whether a step belongs to the night that is under way."""
    return night is not None and night.run == step.run and night.ended is None


def _step(night: Night, step: NightStepDue, now: datetime) -> Decision:
    return Decision().schedule(night.step_timer, now, step, correlation_id=night.id)
