"""Periods of plans and reports, and the properties of goals that are split (Q2, R1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referral.plans.domain.achievements import (
    Fact,
    Source,
    Tally,
    Undone,
    counted_as,
    counter_line,
    line_of,
    total,
)
from services.referral.plans.domain.goals import Goal, split
from services.referral.plans.domain.periods import (
    Period,
    PeriodKind,
    UnknownPeriod,
    goal_periods,
    period_of,
    read_period,
)
from shared.contracts.referral import GoalLevel, GoalMetric
from tests.unit.acting import MORNING

DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))
KINDS = st.sampled_from(list(PeriodKind))


@given(DAYS, KINDS)
def test_a_period_reads_back_from_its_name_and_has_its_day(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert read_period(period.name) == period
    assert period.has(day)
    assert not period.has(period.first - timedelta(days=1))


@given(DAYS, KINDS)
def test_periods_follow_one_another_without_a_gap(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert period.next.first == period.last + timedelta(days=1)
    assert period.next.name > period.name


@given(DAYS)
def test_months_make_up_quarters_and_years(day: date) -> None:
    month, quarter, year = goal_periods(day)
    assert (len(month.months), len(quarter.months), len(year.months)) == (1, 3, 12)
    assert month.name in quarter.months
    assert set(quarter.months) <= set(year.months)


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    assert period_of(date(2027, 1, 1), PeriodKind.WEEK).name == "2026-W53"
    assert read_period("2026-W53").years == ("2026", "2027")


@pytest.mark.parametrize(
    "name", ["", "2026-W54", "2026-00", "2026-Q5", "26", "2026-1", "2026-11 ", "９９９９"]
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(UnknownPeriod):
        read_period(name)


def goal(period: Period, target: int) -> Goal:
    return Goal(
        id=f"B1:am.1:deals_closed:{period.name}",
        branch="B1",
        level=GoalLevel.MANAGER,
        owner="am.1",
        metric=GoalMetric.DEALS_CLOSED,
        period=period.name,
        last=period.last.isoformat(),
        target=target,
        set_by="head",
        set_at=MORNING,
    )


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(-40, 400),
    st.integers(0, 10**9),
    st.integers(1, 300),
    st.integers(1, 300),
    st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]),
)
def test_a_split_moves_targets_and_never_changes_their_sum(
    day: date, shift: int, target: int, some: int, more: int, kind: PeriodKind
) -> None:
    whole = goal(period_of(day, kind), target)
    decision = split(
        whole,
        None,
        handover="H1",
        receiver="am.2",
        on=whole.whole.first + timedelta(days=shift),
        part=(some, some + more),
        achieved=(0, 0),
        now=MORNING,
    )
    after = [document for document, _ in decision.changes if isinstance(document, Goal)]
    assert sum(one.target for one in after) == (target if after else 0)
    assert all(0 <= one.target <= target for one in after)


FACTS = st.lists(
    st.tuples(
        st.sampled_from(["am.1", "am.2"]),
        st.sampled_from(["deals_closed", "amount_closed"]),
        st.integers(0, 400),
        st.integers(-(10**9), 10**9),
        st.booleans(),
    ),
    max_size=40,
)


@given(FACTS)
def test_a_total_is_always_the_sum_of_its_lines(facts: list[tuple[str, str, int, int, bool]]) -> None:
    first_day, source = date(2026, 1, 1), Source("event", "visit", MORNING)
    tally = Tally(id="B1/2026/*", branch="B1", year="2026", staff="*")
    lines = []
    for number, (staff, metric, ahead, amount, taken_back) in enumerate(facts):
        day = first_day + timedelta(days=ahead % 365)
        fact = Fact(metric, staff, f"S{number}", day, "deal_closed", amount, "CNY")
        lines.append(line_of(fact, "B1", tally.lines + 1, source))
        tally = tally.with_line(lines[-1])
        if taken_back:
            undone = Undone(metric, f"S{number}", "contact_undone")
            lines.append(counter_line(undone, lines[-1], tally.lines + 1, source))
            tally = tally.with_line(lines[-1])
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        period = period_of(date(2026, 5, 20), kind)
        for metric in ("deals_closed", "amount_closed"):
            listed = [
                line for line in lines if line.metric == metric and period.has(date.fromisoformat(line.day))
            ]
            assert tally.over(counted_as(metric, "CNY"), period) == total(listed)
