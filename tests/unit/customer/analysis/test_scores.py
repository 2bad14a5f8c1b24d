"""Scores: risk with its factors, bands, what is published, and the sentence that says it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.analysis.domain import activity as activities
from services.customer.analysis.domain.activity import RECENT, Activity
from services.customer.analysis.domain.models import bounds_of, fit_model, plain_model
from services.customer.analysis.domain.risk import chance_of, read
from services.customer.analysis.domain.scores import (
    band_of,
    of_hundred,
    raising,
    score_customer,
)
from services.customer.analysis.domain.sentences import sentence
from services.customer.analysis.domain.silence import DEFAULT
from services.customer.files.domain.customer import Holding
from shared.contracts.customer import ActivityBand, CustomerGoingSilent, CustomerScored, RiskBand, RiskFactor
from shared.contracts.words import Segment
from tests.unit.acting import MORNING
from tests.unit.customer.analysis.building import TODAY, activity, ago, scored

PLAIN = plain_model("B1", Segment.VIP)
VISITS = st.lists(st.integers(0, 900), min_size=1, max_size=20, unique=True)
MONTHLY = tuple(range(61, 61 + 30 * 9, 30))
"""A visit each 30 days, and none for 61."""


def test_a_risk_is_that_of_its_factors_alone():
    reading = read(activity(*MONTHLY), PLAIN, ago(0))
    assert reading is not None
    # by hand: odds a / (b + 8) = 0.5 / 17.5, silence ((60 + 240) / (60 + 240 + 61)) ^ (1.5 + 8)
    share = (300 / 361) ** 9.5
    odds = 0.5 / 17.5 / share
    assert reading.still_silent == pytest.approx(share)
    assert reading.risk == pytest.approx(odds / (1 + odds))
    assert reading.risk == pytest.approx(chance_of(sum(one.log_odds for one in reading.factors)))


@given(VISITS, st.integers(0, 900))
def test_a_risk_never_falls_while_a_customer_stays_silent(days: list[int], longer: int):
    sooner, later = scored(activity(*days)), scored(activity(*days), day=TODAY + timedelta(days=longer))
    assert later.risk >= sooner.risk
    assert later.still_silent <= sooner.still_silent
    assert later.comes <= sooner.comes


@given(VISITS)
def test_a_visit_today_lowers_the_risk(days: list[int]):
    before = activity(*days)
    assert scored(activities.with_day(before, ago(0))).risk <= scored(before).risk


@given(VISITS, st.booleans())
def test_a_share_never_reads_0_or_100(days: list[int], complains: bool):
    known = activity(*days)
    if complains:
        known = activities.with_complaint(known, "K1", ago(3))
    score = scored(known)
    assert all(1 <= of_hundred(share) <= 99 for share in (score.risk, score.still_silent, score.comes))
    zh, en = sentence(score)
    assert " 0 of 100" not in en
    assert " 100 of 100" not in en
    assert "有0人" not in zh
    assert "有100人" not in zh


def test_a_share_that_would_be_rounded_away_is_said_as_such():
    score = scored(activity(*range(900, 1000)))
    zh, en = sentence(score)
    assert en == "Came every day, silent for 900: fewer than 1 of 100 like this are."
    assert zh == "平均每1天来一次，已900天未来：类似客户每100人中有不到1人会这么久不来。"


def test_a_score_is_said_in_one_sentence_in_both_languages():
    zh, en = sentence(scored(activity(*MONTHLY)))
    assert en == "Came every 30 days, silent for 61: 17 of 100 like this are."
    assert zh == "平均每30天来一次，已61天未来：类似客户每100人中有17人会这么久不来。"


def test_one_visit_is_said_as_one_visit():
    zh, en = sentence(scored(activity(61)))
    assert en == "Came once, 61 days ago: 35 of 100 like this stay away so long."
    assert zh == "仅来过一次，距今61天：类似客户每100人中有35人会这么久不来。"


def test_a_visit_today_is_said_as_such():
    assert sentence(scored(activity(0, 30))) == ("今天来过。", "Was here today.")


def test_an_open_complaint_raises_the_risk_and_is_said_with_its_day():
    known = activities.with_complaint(activity(*MONTHLY), "K1", ago(3))
    score = scored(known)
    assert score.risk > scored(activity(*MONTHLY)).risk
    assert raising(score.factors)[1] is RiskFactor.OPEN_COMPLAINT
    assert sentence(score)[1].endswith(f"; a complaint is open since {ago(3)}.")
    assert scored(activities.without_complaint(known, "K1")).risk == scored(activity(*MONTHLY)).risk


def held(*amounts: tuple[int, int], matures: str | None = None) -> Activity:
    """A monthly customer whose holdings were told so many days ago, in whole units."""
    known = activity(*MONTHLY)
    for days, amount in amounts:
        holding = Holding(product="deposit", amount=amount * 100, matures_on=matures)
        known = activities.with_holdings(known, [holding], ago(days))
    return known


def test_falling_balances_raise_the_risk_by_how_far_they_fell():
    fell, fell_further = scored(held((70, 1000), (5, 600))), scored(held((70, 1000), (5, 100)))
    assert fell.inputs.fallen == pytest.approx(0.4)
    assert scored(activity(*MONTHLY)).risk < fell.risk < fell_further.risk
    assert RiskFactor.FALLING_BALANCES in raising(fell.factors)
    assert "; balances are 40 % below the highest of the months before" in sentence(fell)[1]
    assert "资产较前几个月最高值下降40 %" in sentence(fell)[0]
    (factor,) = (one for one in fell.factors if one.factor is RiskFactor.FALLING_BALANCES)
    assert (factor.since, factor.log_odds) == (ago(5), pytest.approx(0.8))


def test_balances_that_rose_or_fell_a_little_are_no_factor():
    for now in (900, 1500):
        assert RiskFactor.FALLING_BALANCES not in raising(scored(held((70, 1000), (5, now))).factors)


def test_what_matures_soon_raises_the_risk_and_what_matures_later_does_not():
    soon, later = held((5, 1000), matures=ago(-30)), held((5, 1000), matures=ago(-90))
    assert scored(soon).risk > scored(later).risk == scored(held((5, 1000))).risk
    assert sentence(scored(soon))[1].endswith(f"; 99 % of holdings mature within 60 days, from {ago(-30)}.")


def test_the_totals_of_holdings_are_kept_by_month_in_the_currency_of_most():
    known = activity(*MONTHLY)
    for days in range(300, 0, -10):
        known = activities.with_holdings(
            known,
            [Holding(product="fund", amount=days), Holding(product="usd", amount=5, currency="USD")],
            ago(days),
        )
    assert known.wealth is not None
    assert (known.wealth.currency, known.wealth.products, len(known.wealth.totals)) == ("CNY", 2, 4)
    assert known.wealth.total == 10
    emptied = activities.with_holdings(known, [], ago(0))
    assert emptied.wealth is not None
    assert (emptied.wealth.total, emptied.wealth.fallen) == (0, 1.0)
    assert activities.with_holdings(activity(1), [], ago(0)).wealth is None


def test_a_customer_who_never_came_has_no_score():
    decision = score_customer(activity(), PLAIN, None, day=ago(0), now=MORNING)
    assert decision.changes == []


@pytest.mark.parametrize(
    ("risk", "band"), [(0.29, RiskBand.STABLE), (0.3, RiskBand.WATCH), (0.6, RiskBand.HIGH)]
)
def test_a_band_begins_at_its_lowest_risk(risk: float, band: RiskBand):
    assert band_of(risk) is band


def published(known: Activity, before: object = None) -> list[object]:
    decision = score_customer(known, PLAIN, before, day=ago(0), now=MORNING)  # type: ignore[arg-type]
    return [event for _, events in decision.changes for event in events]


def test_a_score_is_published_only_when_its_band_changes():
    silent = activity(*range(200, 400, 10))
    scored_event, going = published(silent)
    assert isinstance(scored_event, CustomerScored)
    assert (scored_event.band, scored_event.before) == (RiskBand.HIGH, None)
    assert scored_event.factors == (RiskFactor.SILENCE,)
    assert isinstance(going, CustomerGoingSilent)
    assert published(silent, scored(silent)) == []
    (back,) = published(activities.with_day(silent, ago(0)), scored(silent))
    assert isinstance(back, CustomerScored)
    assert (back.band, back.before) == (RiskBand.STABLE, RiskBand.HIGH)
    (known,) = published(activity(0, 30, 60))
    assert isinstance(known, CustomerScored)
    assert (known.band, known.activity) == (RiskBand.STABLE, ActivityBand.OCCASIONAL)
    assert published(activity(0)) == []


def test_a_silence_is_told_once_and_the_next_one_again():
    silent = activity(*range(100, 400, 10))
    (going,) = (one for one in published(silent) if isinstance(one, CustomerGoingSilent))
    assert (going.every, going.silent, going.account_manager, going.last) == (10, 100, "am.1", ago(100))
    assert going.of_hundred == 1
    told = scored(silent)
    assert told.announced == ago(100)
    later = activity(*range(400, 800, 10))
    assert any(isinstance(one, CustomerGoingSilent) for one in published(later, told))


def test_a_silence_is_told_to_nobody_where_there_is_no_account_manager_or_no_rhythm():
    few = published(activity(900, 901))
    alone = score_customer(
        activity(*range(100, 400, 10), account_manager=None),
        PLAIN,
        None,
        day=ago(0),
        now=MORNING,
    )
    told = [*few, *(event for _, events in alone.changes for event in events)]
    assert not any(isinstance(event, CustomerGoingSilent) for event in told)


def test_a_day_is_counted_once_and_a_late_one_in_its_place():
    known = activities.with_day(activities.with_day(activity(30), ago(10)), ago(10))
    assert (known.count, known.recent) == (2, (ago(30), ago(10)))
    late = activities.with_day(known, ago(40))
    assert (late.count, late.first, late.last) == (3, ago(40), ago(10))


def test_an_activity_stays_small_and_counts_on():
    known = activity()
    for day in range(400, 0, -1):
        known = activities.with_day(known, ago(day))
    assert (len(known.recent), known.count, known.first, known.last) == (RECENT, 400, ago(400), ago(1))
    assert known.per_year(ago(0)) == pytest.approx(365, rel=0.05)


def test_quintiles_are_fifths_within_the_segment():
    bounds = bounds_of([float(value) for value in range(100)])
    assert [bounds.quintile(value) for value in (0, 19, 20, 50, 79, 80, 99)] == [1, 1, 2, 3, 4, 5, 5]
    assert bounds_of([1.0] * 9).quintile(100) == 3


@settings(max_examples=15, deadline=None)
@given(st.permutations([activity(*range(gap, 400, gap), id=f"C{gap}") for gap in range(1, 60)]))
def test_the_order_of_customers_changes_no_model(sample: list[Activity]):
    expected = fit_model(PLAIN, sorted(sample, key=lambda one: one.id), ago(0), now=MORNING)
    assert fit_model(PLAIN, sample, ago(0), now=MORNING) == expected


def test_a_small_segment_takes_the_default_and_says_so():
    model = fit_model(PLAIN, [activity(10, 20)], ago(0), now=MORNING)
    assert (model.prior, model.fitted, model.customers) == (DEFAULT, False, 1)
