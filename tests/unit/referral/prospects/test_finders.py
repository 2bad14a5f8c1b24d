"""The score of who finds prospects: a posterior with its interval, never a bare number (D5, A2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from services.referral.prospects.domain.finders import (
    FEW,
    HIGH,
    LOW,
    beta_quantile,
    beta_share_below,
    score_of,
)


def test_under_a_few_ended_prospects_there_is_no_score():
    assert [score_of(ended, ended) for ended in range(FEW)] == [None] * FEW
    assert score_of(FEW, FEW) is not None


@pytest.mark.parametrize(("won", "ended"), [(0, 5), (5, 5), (3, 8), (12, 400), (399, 400)])
def test_the_interval_is_that_of_the_posterior_and_holds_its_mean(won: int, ended: int):
    score = score_of(won, ended)
    assert score is not None
    posterior = beta(won + 0.5, ended - won + 0.5)
    assert score.mean == pytest.approx(posterior.mean(), abs=1e-12)
    assert (score.low, score.high) == pytest.approx((posterior.ppf(LOW), posterior.ppf(HIGH)), abs=1e-9)
    assert 0 < score.low < score.mean < score.high < 1


@given(st.floats(0.5, 3000), st.floats(0.5, 3000), st.floats(0.001, 0.999))
def test_shares_and_quantiles_agree_with_scipy(a: float, b: float, p: float):
    assert beta_quantile(p, a, b) == pytest.approx(beta.ppf(p, a, b), abs=1e-8)
    assert beta_share_below(p, a, b) == pytest.approx(beta.cdf(p, a, b), abs=1e-9)


def test_more_history_makes_the_interval_narrower():
    widths = [score.high - score.low for n in (5, 20, 80, 320) if (score := score_of(n // 5, n))]
    assert widths == sorted(widths, reverse=True)
