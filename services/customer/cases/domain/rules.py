"""Rule sets of complaint laws (投诉处理时限, D9): data, dated, never changed once they apply.

A set says which clocks run from the day on which a complaint was received, how far they may be extended and
by whose approval, whether the customer is told why it takes longer, and how long the case is kept. A case
keeps a copy of the set that applied on its day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.customer import CaseClock
from shared.errors import Refusal
from shared.working_days import WorkingDays

SETS_AT_MOST = 50
ANSWERS = (CaseClock.ANSWER, CaseClock.FINAL)
"""The clocks that the answer to the customer stops."""
FROM_RECEIPT = (CaseClock.ACKNOWLEDGE, *ANSWERS, CaseClock.REPORT)
"""The clocks that begin when a complaint is received."""


class ComplaintRulesHole(Refusal):
    code, status = "complaint_rules_hole", 422
    en, zh = "On some days no rule set of this law would apply.", "该法规在部分日期没有适用的规则。"


class ComplaintRulesOverlap(Refusal):
    code, status = "complaint_rules_overlap", 422
    en, zh = "On some days two rule sets of this law would apply.", "该法规在部分日期有两套规则同时适用。"


class ComplaintRulesUnsound(Refusal):
    code, status = "complaint_rules_unsound", 422
    en, zh = (
        "This rule set contradicts itself, or lets a case run without a clock.",
        "该规则自相矛盾，或使投诉无时限。",
    )


class ComplaintRulesInThePast(Refusal):
    code, status = "complaint_rules_in_the_past", 409
    en, zh = "Rule sets that apply already, or did, are not changed.", "已生效的规则不可更改。"


class DayCount(StrEnum):
    """The way in which days are counted, from the day after the one of receipt."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    AFTER_QUARTER = "days_after_quarter"  # from the last day of the calendar quarter


class Approver(StrEnum):
    """The level that gives a case more time."""

    BRANCH = "branch"
    REGION = "region"


class Span(BaseModel):
    """A number of days or weeks."""

    model_config = ConfigDict(frozen=True)

    count: int = Field(ge=1, le=366)
    unit: DayCount

    def after(self, day: date, calendar: WorkingDays) -> date:
        """Return the last day of the span for what was received on `day`."""
        if self.unit is DayCount.WORKING_DAYS:
            return calendar.add(day, self.count)
        if self.unit is DayCount.WEEKS:
            return day + timedelta(weeks=self.count)
        if self.unit is DayCount.AFTER_QUARTER:
            return _quarter_end(day) + timedelta(days=self.count)
        return day + timedelta(days=self.count)


class Term(BaseModel):
    """A clock that begins with the complaint; the owner is warned `warn` days before its last day. `source`
    cites the law, or says that it is the bank's own."""

    model_config = ConfigDict(frozen=True)

    clock: CaseClock
    span: Span
    warn: int = Field(ge=0, le=60)
    source: str


class Extension(BaseModel):
    """More time for the answer, once, until no later than `span` from receipt, with the approval of a level;
    the customer is told."""

    model_config = ConfigDict(frozen=True)

    span: Span
    approver: Approver
    source: str


class Holding(BaseModel):
    """A reply that gives the reason for which the answer takes longer and the day by which it comes. With
    `meets_final` it stops the clock of the final answer, and its day may lie up to `span` from receipt;
    without, no later than the clock of the answer."""

    model_config = ConfigDict(frozen=True)

    source: str
    meets_final: bool = False
    span: Span | None = None


class RuleSet(BaseModel):
    """The terms of a law for complaints that were received from `valid_from` to `valid_until`, both included,
    or None for an end that is not known. The root cause is repaired within `repair` of the settlement; texts
    are kept for `keep_years` after it, or None for as long as the customer's file."""

    model_config = ConfigDict(frozen=True)

    id: str
    law: str
    number: int
    valid_from: str
    valid_until: str | None = None
    terms: tuple[Term, ...]
    extensions: tuple[Extension, ...] = ()
    holding: Holding | None = None
    repair: Span | None = None
    keep_years: int | None = Field(default=None, ge=1, le=100)
    source: str

    def term(self, clock: CaseClock) -> Term | None:
        """Return the term of a clock, or None if the law has none."""
        return next((one for one in self.terms if one.clock is clock), None)

    def applies(self, day: str) -> bool:
        """Tell whether complaints of a day are answered by this set."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def set_on(sets: Sequence[RuleSet], day: str) -> RuleSet:
    """Return the set that applies on a day; the first for days before all of them."""
    return next((one for one in sets if one.applies(day)), sets[0])


def must_follow_on(sets: Sequence[RuleSet]) -> None:
    """Check that on every day, from the first set on, exactly one applies, and that each is sound.

    Raises `ComplaintRulesHole`, `ComplaintRulesOverlap`, `ComplaintRulesUnsound`; the detail names the days.
    """
    if not sets or len(sets) > SETS_AT_MOST:
        raise ComplaintRulesHole
    for one in sets:
        must_be_sound(one)
    ordered = sorted(sets, key=lambda one: one.valid_from)
    for one, following in pairwise(ordered):
        first = date.fromisoformat(following.valid_from)
        last = date.fromisoformat(one.valid_until) if one.valid_until else date.max
        if first <= last:
            raise ComplaintRulesOverlap(following.valid_from)
        if first > last + timedelta(days=1):
            raise ComplaintRulesHole(f"{last + timedelta(days=1)}/{first - timedelta(days=1)}")
    if ordered[-1].valid_until is not None:
        raise ComplaintRulesHole(f"{ordered[-1].valid_until}/")


def must_be_sound(one: RuleSet) -> None:
    """Raises `ComplaintRulesUnsound` for a set that does not end, ends before it begins, has no clock for the
    answer, two of a kind or clocks in the wrong order, warns before the complaint, or extends nothing."""
    if one.valid_until is not None and one.valid_until < one.valid_from:
        raise ComplaintRulesUnsound("valid_until")
    clocks = [term.clock for term in one.terms]
    if len(set(clocks)) < len(clocks) or not set(clocks) <= set(FROM_RECEIPT):
        raise ComplaintRulesUnsound("terms")
    if not set(clocks) & set(ANSWERS):
        raise ComplaintRulesUnsound("terms: answer")
    _must_be_in_order(one)


def _must_be_in_order(one: RuleSet) -> None:
    terms = [found for clock in FROM_RECEIPT[:-1] if (found := one.term(clock))]
    lengths = [_length(term.span) for term in terms]
    if lengths != sorted(lengths) or any(term.span.unit is DayCount.AFTER_QUARTER for term in terms):
        raise ComplaintRulesUnsound("terms: order")
    if any(term.warn >= _length(term.span) for term in one.terms):
        raise ComplaintRulesUnsound("terms: warn")
    answer = one.term(CaseClock.ANSWER) or one.term(CaseClock.FINAL)
    steps = [_length(answer.span) if answer else 0, *(_length(step.span) for step in one.extensions)]
    if steps != sorted(set(steps)):
        raise ComplaintRulesUnsound("extensions")
    if one.holding and one.holding.meets_final and one.term(CaseClock.FINAL) is None:
        raise ComplaintRulesUnsound("holding")


def _length(span: Span) -> int:
    """Return about how many days a span has, to compare it with others."""
    return {DayCount.WORKING_DAYS: span.count * 7 // 5, DayCount.WEEKS: span.count * 7}.get(
        span.unit, span.count
    )


def _quarter_end(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
