"""The forecast and the funnel plot of territories (R1)."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referral.territory.domain.forecast import (
    DRAWS,
    ENDED_AT_LEAST,
    WON_AT_LEAST,
    draws_of,
    forecast,
)
from services.referral.territory.domain.funnel import Standing, cumulated, funnel, limits
from services.referral.territory.domain.pipeline import Conversions, PipelineEntry, Won
from shared.contracts.referral import LostReason, ProspectStage
from tests.unit.referral.people import HEAD, REGION_HEAD
from tests.unit.referral.region import lost, moved, opened, region, won

NEW, CONTACTED, MET = ProspectStage.NEW, ProspectStage.CONTACTED, ProspectStage.MET


def history(ended: int, wins: int, *, open_ones: int = 30, amount: int = 100_000_00) -> Conversions:
    return Conversions(
        id="B1",
        open={"new": open_ones},
        ended={"new": ended},
        won={"new": wins},
        ends=ended,
        amounts=(Won(amount=amount, currency="CNY"),) * wins,
    )


@pytest.mark.parametrize(("ended", "wins"), [(ENDED_AT_LEAST - 1, 9), (200, WON_AT_LEAST - 1), (0, 0)])
def test_with_too_little_history_nothing_is_said(ended: int, wins: int) -> None:
    said = forecast(history(ended, wins), "B1:2026-W48:1")
    assert (said.p10, said.p50, said.p90, said.is_known) == (None, None, None, False)
    assert (said.open, said.ended, said.won) == (30, ended, wins)


def test_the_same_report_forecasts_the_same() -> None:
    known = history(200, 60)
    assert forecast(known, "B1:2026-W48:1") == forecast(known, "B1:2026-W48:1")
    assert forecast(known, "B1:2026-W48:1") != forecast(known, "B1:2026-W48:2")


def test_the_middle_lies_by_what_the_conversions_of_before_would_bring() -> None:
    said = forecast(history(400, 120, open_ones=100), "seed")
    assert said.p10 is not None
    assert said.p50 is not None
    assert said.p90 is not None
    assert said.p10 < said.p50 < said.p90
    assert abs(said.p50 - 100 * 0.3 * 100_000_00) < 3 * 100_000_00


@given(st.integers(20, 300), st.integers(5, 20), st.integers(0, 60))
def test_the_quantiles_ascend_and_stay_within_what_is_possible(ended: int, wins: int, many: int) -> None:
    said = forecast(history(ended, wins, open_ones=many), "seed")
    assert said.p10 is not None
    assert said.p50 is not None
    assert said.p90 is not None
    assert 0 <= said.p10 <= said.p50 <= said.p90 <= many * 100_000_00


async def test_the_conversions_of_a_branch_are_folded_from_the_events_of_its_prospects() -> None:
    world = await region()
    for number in range(4):
        await world.tell(opened(f"P{number}"))
        await world.tell(moved(f"P{number}", NEW, CONTACTED))
    await world.tell(moved("P0", CONTACTED, MET))
    await world.tell(moved("P0", MET, ProspectStage.WON))
    await world.tell(won("P0", amount=70_00))
    await world.tell(won("P0", amount=70_00))
    await world.tell(lost("P1"))
    await world.tell(lost("P2", reason=LostReason.DUPLICATE))
    known = await world.find(Conversions, "B1")
    assert known.open == {"contacted": 1}
    assert known.ended == {"new": 2, "contacted": 2, "met": 1}
    assert known.won == {"new": 1, "contacted": 1, "met": 1}
    assert known.amounts == (Won(amount=70_00, currency="CNY"),)
    entries = [raw for raw in world.store.raws(PipelineEntry.collection) if raw["open"]]
    assert sum(known.open.values()) == len(entries)


@pytest.mark.parametrize(
    ("prospects", "draws"), [(0, DRAWS), (400, DRAWS), (401, 997), (1000, 400), (2000, 200), (20_000, 200)]
)
def test_where_there_are_very_many_prospects_fewer_sums_are_drawn(prospects: int, draws: int) -> None:
    assert draws_of(prospects) == draws


@given(st.integers(1, 80), st.floats(0.01, 0.99))
def test_the_binomial_sums_are_exact(cases: int, share: float) -> None:
    exact = [
        sum(comb(cases, one) * share**one * (1 - share) ** (cases - one) for one in range(count + 1))
        for count in range(cases + 1)
    ]
    assert cumulated(cases, share) == pytest.approx(exact, abs=1e-9)


@given(st.integers(1, 2000), st.floats(0, 1))
def test_limits_of_998_lie_outside_those_of_95_and_around_the_share(cases: int, share: float) -> None:
    found = limits(cases, share)
    assert 0 <= found.low_998 <= found.low_95 <= found.high_95 <= found.high_998 <= 1
    assert found.low_95 - 1 / cases <= share <= found.high_95 + 1 / cases


def test_limits_leave_no_more_outside_than_they_say() -> None:
    for cases in (5, 17, 60, 400):
        below, found = cumulated(cases, 0.3), limits(cases, 0.3)
        low = round(found.low_95 * cases)
        high = round(found.high_95 * cases)
        assert (below[low - 1] if low else 0.0) < 0.025
        assert 1 - below[high] <= 0.025 + 1e-12


def test_branches_stand_in_the_order_of_their_ids_whatever_they_won() -> None:
    found = funnel([("B3", 100, 90), ("B1", 100, 10), ("B2", 100, 50), ("B4", 0, 0)])
    assert [one.branch for one in found.points] == ["B1", "B2", "B3", "B4"]
    assert [one.standing for one in found.points] == [
        Standing.BELOW_998,
        Standing.WITHIN,
        Standing.ABOVE_998,
        Standing.NO_CASES,
    ]
    assert found.share == 0.5


@pytest.mark.parametrize(("largest", "last"), [(1, 5), (4, 5), (9, 10), (100, 110), (995, 1094)])
def test_the_curve_goes_from_one_case_to_a_little_beyond_the_largest(largest: int, last: int) -> None:
    curve = funnel([("B1", largest, 1), ("B2", 1, 0)]).curve
    assert (curve[0].cases, curve[-1].cases) == (1, last)


def test_a_region_without_cases_has_no_limits() -> None:
    found = funnel([("B1", 0, 0)])
    assert (found.share, found.curve) == (None, [])


async def test_a_region_head_sees_conversions_of_their_branches_and_a_head_does_not() -> None:
    world = await region()
    for number in range(6):
        await world.tell(won(f"W{number}", branch=("B1", "B2")[number % 2]))
        await world.tell(lost(f"L{number}", branch="B2"))
    found = await world.read(REGION_HEAD, "/region/funnel?period=2026-Q4")
    assert [(one["branch"], one["cases"], one["won"]) for one in found["points"]] == [
        ("B1", 3, 3),
        ("B2", 9, 3),
    ]
    assert (await world.ask(HEAD, "GET", "/region/funnel?period=2026-Q4")).status_code == 403
    assert (await world.ask(REGION_HEAD, "GET", "/region/funnel?period=2026-W48")).status_code == 422
