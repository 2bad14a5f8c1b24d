"""Silence against the rhythm of a segment: the formulas, and the fit."""

from math import exp, lgamma, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.analysis.domain.silence import (
    DEFAULT,
    ENOUGH,
    History,
    Prior,
    comes_within,
    fit,
    log_likelihood,
    log_odds_left,
    minimise,
    still_silent,
)

PRIOR = Prior(alpha=2.0, beta=60.0, a=1.0, b=4.0)
SILENCES = st.integers(0, 5000)
HISTORIES = st.builds(History, st.integers(0, 300), st.integers(0, 5000), SILENCES)


def test_the_share_that_is_still_silent_is_that_of_the_formula():
    # ((60 + 120) / (60 + 120 + 61)) ^ (2 + 4), computed by hand: 0.7469 ^ 6
    assert still_silent(PRIOR, History(4, 120, 61)) == pytest.approx((180 / 241) ** 6)
    assert still_silent(PRIOR, History(4, 120, 61)) == pytest.approx(0.1736, abs=1e-4)


def test_nobody_is_silent_on_the_day_of_a_visit():
    assert still_silent(PRIOR, History(4, 120, 0)) == 1


def test_each_visit_lowers_the_chance_to_have_left_after_it():
    assert exp(log_odds_left(PRIOR, 0)) == pytest.approx(1 / 4)
    assert exp(log_odds_left(PRIOR, 6)) == pytest.approx(1 / 10)


def test_the_chance_to_come_is_that_of_the_conditional_gap():
    history = History(4, 120, 61)
    stays = still_silent(PRIOR, History(4, 120, 61 + 90)) / still_silent(PRIOR, history)
    assert comes_within(PRIOR, history, 0.0, 90) == pytest.approx(1 - stays)
    assert comes_within(PRIOR, history, 0.25, 90) == pytest.approx(0.75 * (1 - stays))


@given(HISTORIES, SILENCES)
def test_a_longer_silence_is_never_less_unusual(history: History, longer: int):
    assert still_silent(PRIOR, history._replace(silent=history.silent + longer)) <= still_silent(
        PRIOR, history
    )


def test_the_likelihood_is_that_of_the_paper_for_one_history():
    # Gamma-Poisson visits, each followed by a Beta chance to leave, the last one too
    x, active, silent = 3, 90.0, 40.0
    alpha, beta, a, b = PRIOR.alpha, PRIOR.beta, PRIOR.a, PRIOR.b

    def beta_function(one: float, other: float) -> float:
        return exp(lgamma(one) + lgamma(other) - lgamma(one + other))

    rate = exp(lgamma(alpha + x) - lgamma(alpha) + alpha * log(beta))
    stays = beta_function(a, b + x + 1) / beta_function(a, b) / (beta + active + silent) ** (alpha + x)
    leaves = beta_function(a + 1, b + x) / beta_function(a, b) / (beta + active) ** (alpha + x)
    assert log_likelihood(PRIOR, [History(x, active, silent)]) == pytest.approx(log(rate * (stays + leaves)))


def drawn(prior: Prior, many: int, watched: float, seed: int) -> list[History]:
    """Histories of customers of a segment with this rhythm, watched for so many days each."""
    chance, found = Random(seed), []
    for _ in range(many):
        rate, leaves = chance.gammavariate(prior.alpha, 1 / prior.beta), chance.betavariate(prior.a, prior.b)
        visits, at = [0.0], 0.0
        while chance.random() > leaves:
            at += chance.expovariate(rate)
            if at > watched:
                break
            visits.append(at)
        found.append(History(len(visits) - 1, visits[-1], watched - visits[-1]))
    return found


def test_the_rhythm_of_a_segment_is_found_again_from_its_histories():
    true = Prior(alpha=2.0, beta=50.0, a=1.0, b=6.0)
    found = fit(drawn(true, 1500, 720, seed=3))
    assert found is not None
    assert found.alpha / found.beta == pytest.approx(true.alpha / true.beta, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(true.a / (true.a + true.b), rel=0.3)


def test_a_fit_is_at_least_as_likely_as_the_truth():
    true = Prior(alpha=2.0, beta=50.0, a=1.0, b=6.0)
    histories = drawn(true, 400, 720, seed=5)
    found = fit(histories)
    assert found is not None
    assert log_likelihood(found, histories) >= log_likelihood(true, histories) - 0.01


def test_too_few_histories_give_no_prior_of_their_own():
    histories = [History(3, 90, 10)] * (ENOUGH - 1) + [History(0, 0, 30)] * 100
    assert fit(histories) is None


def test_histories_that_fix_nothing_leave_the_prior_within_bounds():
    found = fit([History(1, 30, 0)] * 100)
    assert found is not None
    assert all(0 < value < 10_000 for value in found.model_dump().values())


def test_the_minimum_of_a_bowl_is_found():
    found = minimise(lambda point: (point[0] - 3) ** 2 + 10 * (point[1] + 1) ** 2, [0.0, 0.0])
    assert found == pytest.approx([3, -1], abs=0.02)


def test_the_default_is_one_visit_in_forty_days():
    assert DEFAULT.beta / DEFAULT.alpha == 40
