"""The day on which a deal will be done: Kaplan–Meier against lifelines, and its composition (A4)."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from services.referral.deals.domain.deal import Promise
from services.referral.deals.domain.estimate import (
    FINISHED_AT_LEAST,
    StepCurve,
    curve_of,
    estimate,
    kaplan_meier,
    quantile,
)
from services.referral.deals.domain.templates import Step
from services.referral.deals.domain.times import Span, StepTimes
from shared.branch_places import BranchPlace
from shared.contracts.referral import Department, PromiseBasis
from tests.unit.acting import MORNING
from tests.unit.referral.deals.building import step

PLACE = BranchPlace(id="B1")
pytestmark = pytest.mark.filterwarnings("ignore::lifelines.exceptions.ApproximationWarning")
SPANS = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


@given(SPANS)
def test_the_curve_is_that_of_lifelines(spans: list[tuple[int, bool]]) -> None:
    oracle = KaplanMeierFitter().fit([days for days, _ in spans], [ended for _, ended in spans])
    curve = kaplan_meier(spans)
    for days in range(32):
        share = next((left for at, left in reversed(curve) if at <= days), 1.0)
        assert share == pytest.approx(float(oracle.predict(days)))


@given(SPANS, st.sampled_from([0.2, 0.5, 0.8]))
def test_a_quantile_is_that_of_lifelines(spans: list[tuple[int, bool]], share: float) -> None:
    oracle = KaplanMeierFitter().fit([days for days, _ in spans], [ended for _, ended in spans])
    curve = kaplan_meier(spans)
    assume(
        all(abs(left - (1 - share)) > 1e-6 for _, left in curve)
    )  # where rounding decides, either is right
    expected = float(oracle.percentile(1 - share))
    found = quantile(curve, share)
    assert (float("inf") if found is None else found) == expected


@given(SPANS, st.integers(0, 30), st.sampled_from([0.5, 0.8]))
def test_what_has_lasted_so_long_ends_no_earlier(
    spans: list[tuple[int, bool]], gone: int, share: float
) -> None:
    curve = kaplan_meier(spans)
    later, whole = quantile(curve, share, gone), quantile(curve, share)
    if later is not None:
        assert later >= gone
        assert whole is not None
        assert later >= whole


def test_unfinished_tasks_count_for_as_long_as_they_lasted() -> None:
    finished = [(2, True)] * 5
    assert quantile(kaplan_meier(finished), 0.5) == 2
    assert quantile(kaplan_meier([*finished, *[(9, False)] * 10, (10, True)]), 0.5) == 10


def test_a_curve_that_does_not_reach_so_far_gives_no_quantile() -> None:
    assert quantile(kaplan_meier([(1, True), (5, False), (5, False)]), 0.8) is None


def known(days: int, count: int = FINISHED_AT_LEAST) -> StepCurve:
    return StepCurve(kaplan_meier([(days, True)] * count), count)


def promise(steps: list[Step], curves: dict[str, StepCurve]) -> Promise:
    return estimate(steps, {}, curves, PLACE, now=MORNING)


def test_a_deal_takes_its_longest_path() -> None:
    steps = [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c")]
    found = promise(steps, {"a": known(1), "b": known(5), "c": known(2), "d": known(1)})
    assert found.promised_on == found.likely_on == "2026-03-11"  # seven working days after Monday the 2nd
    assert found.basis is PromiseBasis.HISTORY


def test_the_promise_is_later_than_what_is_likely() -> None:
    spread = StepCurve(kaplan_meier([(days, True) for days in range(1, 11)]), 10)
    found = promise([step("a")], {"a": spread})
    assert (found.likely_on, found.promised_on) == ("2026-03-09", "2026-03-12")  # five and eight


def test_with_too_little_history_the_template_counts_and_the_promise_says_so() -> None:
    steps = [step("a", days=3), step("b", "a", days=4)]
    found = promise(steps, {"a": known(1, FINISHED_AT_LEAST - 1), "b": known(1)})
    assert (found.basis, found.short) == (PromiseBasis.MIXED, ("a",))
    assert found.promised_on == "2026-03-06"  # three by the template, one by history
    assert promise(steps, {"a": StepCurve((), 0), "b": StepCurve((), 0)}).basis is PromiseBasis.PLAN


def test_the_history_of_a_step_holds_what_is_under_way() -> None:
    times = StepTimes(
        id="B1:loan:a",
        branch="B1",
        template="loan",
        step="a",
        zh="a",
        en="a",
        department=Department.RISK,
        spans=(Span(days=1, done=True), Span(days=2, done=False)),
        running={"D9:a": "2026-02-26"},
    )
    found = curve_of(times, PLACE, MORNING + timedelta(days=1))
    assert found.finished == 1
    assert found.curve == [(1, pytest.approx(2 / 3))]  # of three, one has ended on its first day
    assert curve_of(None, PLACE, MORNING).is_short
