"""Achievements (业绩, Q2), folded from events only: a line for each thing that counts, and counters of them.

A line is never changed. What is undone has a line of its own, which subtracts on the day of the first one. So
a total is the sum of its lines, always; the counters of a person and of a branch are that sum by month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from services.referral.plans.domain.periods import Period
from shared.domain import Decision, Document

EVERYBODY = "*"
"""The name under which the counter of a whole branch stands."""


@dataclass(frozen=True)
class Fact:
    """One thing that counts: `amount` of a metric by a member of staff on a day of the branch. `subject` is
    what it is about, such as a prospect: it counts once. `kind` is that of the event."""

    metric: str
    staff: str
    subject: str
    day: date
    kind: str
    amount: int = 1
    currency: str = ""

    @property
    def line(self) -> str:
        """The id of the line of this fact."""
        return f"{self.metric}/{self.subject}"


@dataclass(frozen=True)
class Undone:
    """Something that counted and is to count no more: a subject of a metric."""

    metric: str
    subject: str
    kind: str

    @property
    def undoes(self) -> str:
        """The id of the line that is undone."""
        return f"{self.metric}/{self.subject}"

    @property
    def line(self) -> str:
        """The id of the line that subtracts."""
        return f"{self.undoes}/undone"


class Achievement(Document):
    """A line: `amount` of a metric that `staff` achieved on `day`. `event` is the id of the event, `kind` its
    kind, `correlation` what it all began with; `undoes` is the line that this one takes back. `number` counts
    the lines of a branch and a year, without gaps. It names no customer."""

    collection: ClassVar[str] = "achievements"

    branch: str
    metric: str
    staff: str
    day: str
    month: str
    number: int
    amount: int
    currency: str = ""
    event: str
    kind: str
    subject: str
    correlation: str
    undoes: str | None = None
    recorded_at: datetime

    @property
    def correlation_id(self) -> str:
        return self.correlation


class Tally(Document):
    """The counters of a member of staff at a branch in a year, or of the whole branch (`EVERYBODY`); the id
    is `tally_id`. `counts` are sums by what is counted (`counted_as`) and month; `lines` is the number of the
    branch's lines of that year."""

    collection: ClassVar[str] = "tallies"

    branch: str
    year: str
    staff: str
    counts: dict[str, dict[str, int]] = {}
    lines: int = 0

    def over(self, counted: str, period: Period) -> int:
        """Return the sum over the months of a period."""
        months = self.counts.get(counted, {})
        return sum(months.get(month, 0) for month in period.months)

    def with_line(self, line: Achievement) -> "Tally":
        """Return it with one line more."""
        counted = counted_as(line.metric, line.currency)
        months = self.counts.get(counted, {})
        added = {**months, line.month: months.get(line.month, 0) + line.amount}
        return self.evolve(counts={**self.counts, counted: added}, lines=self.lines + 1)


def counted_as(metric: str, currency: str = "") -> str:
    """Return the name under which a metric is summed: amounts of two currencies are never added."""
    return f"{metric}/{currency}" if currency else metric


def tally_id(branch: str, year: str, staff: str = EVERYBODY) -> str:
    """Return the id of a counter."""
    return f"{branch}/{year}/{staff}"


def summed(tallies: Iterable[Tally], branches: Iterable[str], counted: str, period: Period) -> dict[str, int]:
    """Return what the counters sum up to over a period, by branch."""
    sums = dict.fromkeys(branches, 0)
    for tally in tallies:
        sums[tally.branch] += tally.over(counted, period)
    return sums


@dataclass(frozen=True)
class Source:
    """The event behind a line, and when it is recorded."""

    event: str
    correlation: str
    now: datetime


def line_of(fact: Fact, branch: str, number: int, source: Source) -> Achievement:
    """Make the line of a fact."""
    return Achievement(
        id=fact.line,
        branch=branch,
        metric=fact.metric,
        staff=fact.staff,
        day=fact.day.isoformat(),
        month=fact.day.strftime("%Y-%m"),
        number=number,
        amount=fact.amount,
        currency=fact.currency,
        event=source.event,
        kind=fact.kind,
        subject=fact.subject,
        correlation=source.correlation,
        recorded_at=source.now,
    )


def counter_line(undone: Undone, first: Achievement, number: int, source: Source) -> Achievement:
    """Make the line that takes `first` back, on the day on which it counted."""
    return first.evolve(
        id=undone.line,
        version=0,
        number=number,
        amount=-first.amount,
        event=source.event,
        kind=undone.kind,
        correlation=source.correlation,
        undoes=first.id,
        recorded_at=source.now,
    )


def count(line: Achievement, whole: Tally, own: Tally) -> Decision:
    """Save a line, and add it to the counters of its branch and of its member of staff."""
    return Decision().save(line).save(whole.with_line(line)).save(own.with_line(line))


def total(lines: Iterable[Achievement]) -> int:
    """Return the sum of lines."""
    return sum(line.amount for line in lines)
