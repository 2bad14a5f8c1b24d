"""The model of latent needs: what it says is what Bayes says, and it says nothing of few."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.latent.domain.model import (
    FEW,
    PRODUCTS,
    SHARED_BY,
    SMOOTHING,
    Counts,
    Scorer,
    Traits,
    chance_of,
    counted,
    of_hundred,
    traits_of,
)
from services.customer.latent.domain.sentences import sentence
from shared.contracts.customer import LatentInput
from shared.contracts.customer.words import CustomerKind
from shared.contracts.words import Segment
from tests.unit.customer.latent.building import counts_of, customer

PEOPLE = st.builds(
    Traits,
    st.sampled_from([one.value for one in Segment]),
    st.sampled_from([None, 1960, 1970, 1980]),
    st.frozensets(st.sampled_from(["card", "deposit", "fund", "loan"])),
)
BRANCHES = st.lists(PEOPLE, min_size=1, max_size=60).map(lambda some: some * 8)


def odds(people: list[Traits], product: str, of: Traits) -> float:
    """The log-odds by Bayes' rule, counted anew from the people themselves."""
    holders = [one for one in people if product in one.holds]
    others = [one for one in people if product not in one.holds]
    total = math.log((len(holders) + SMOOTHING) / (len(others) + SMOOTHING))
    decades = {one.born for one in people if one.born is not None}
    questions = [(lambda one: one.segment == of.segment, lambda one: True, 4)]
    if of.born is not None:
        questions.append((lambda one: one.born == of.born, lambda one: one.born is not None, len(decades)))
    questions += [
        (lambda one, o=other: (o in one.holds) == (o in of.holds), lambda one: True, 2)
        for other in {name for one in people for name in one.holds} - {product}
    ]
    for has, known, kinds in questions:
        if sum(map(has, people)) >= SHARED_BY:
            among = [
                (sum(map(has, some)) + SMOOTHING) / (sum(map(known, some)) + SMOOTHING * kinds)
                for some in (holders, others)
            ]
            total += math.log(among[0] / among[1])
    return total


@settings(max_examples=60, deadline=None)
@given(BRANCHES, PEOPLE)
def test_the_contributions_add_up_to_what_bayes_rule_says(people: list[Traits], one: Traits):
    scorer = Scorer(counts_of(people))
    for product in scorer.products:
        verdict = scorer.verdict(product, one)
        assert verdict.score == pytest.approx(odds(people, product, one), abs=1e-9)
        assert scorer.score(product, one) == pytest.approx(verdict.score, abs=1e-9)
        assert 1 <= verdict.of_hundred <= 99


@settings(max_examples=60, deadline=None)
@given(BRANCHES, st.integers(1, 50), st.sampled_from(["card", "deposit", "fund", "loan"]))
def test_more_holders_never_silence_a_product_that_enough_lack(people: list[Traits], more: int, product: str):
    counts = counts_of(people)
    grown = counted(counts, [Traits("vip", None, frozenset({product}))] * more)
    if product in counts.pairs and not counts.is_silent(product):
        assert not grown.is_silent(product)
    assert grown.holders(product) == counts.holders(product) + more


@settings(max_examples=40, deadline=None)
@given(st.lists(PEOPLE, max_size=40), st.integers(0, 40))
def test_counting_in_pages_counts_the_same_as_counting_at_once(people: list[Traits], cut: int):
    at_once, in_pages = counts_of(people), counted(counts_of(people[:cut]), people[cut:])
    assert in_pages == at_once
    assert at_once.customers == len(people)


@pytest.mark.parametrize(
    ("holders", "others", "silent"), [(FEW, FEW, False), (FEW - 1, 500, True), (500, FEW - 1, True)]
)
def test_it_is_silent_under_forty_holders_and_forty_others(holders: int, others: int, silent: bool):
    people = [Traits("vip", None, frozenset({"fund"}))] * holders + [
        Traits("vip", None, frozenset())
    ] * others
    counts = counts_of(people)
    assert counts.is_silent("fund") is silent
    assert Scorer(counts).products == ([] if silent else ["fund"])


def test_a_value_that_few_share_says_nothing_of_them():
    people = [Traits("vip", 1980, frozenset({"fund"}))] * 60 + [Traits("mass", 1980, frozenset())] * 60
    rare = [Traits("private", 1980, frozenset({"fund"}))] * (SHARED_BY - 1)
    verdict = Scorer(counts_of([*people, *rare])).verdict("fund", Traits("private", 1980, frozenset()))
    assert LatentInput.SEGMENT not in {one.input for one in verdict.contributions}


def test_only_so_many_products_are_counted_and_of_the_rest_nothing_is_kept():
    people = [Traits("vip", None, frozenset({f"p{number:03}"})) for number in range(PRODUCTS + 20)]
    counts = counts_of(people)
    assert len(counts.pairs) == PRODUCTS
    assert counts.customers == PRODUCTS + 20
    assert not any("p059" in value for value in counts.values)


def test_products_count_by_their_family_and_empty_ones_not_at_all():
    of = customer("C1", "fund_a", "fund_b", "card")
    empty = of.holdings[2].model_copy(update={"amount": 0})
    traits = traits_of(of.evolve(holdings=(*of.holdings[:2], empty)), {"fund_a": "fund", "fund_b": "fund"})
    assert traits == Traits("vip", 1980, frozenset({"fund"}))


def test_companies_and_customers_of_unknown_holdings_are_left_out():
    assert traits_of(customer().evolve(held_at=None), {}) is None
    assert traits_of(customer().evolve(kind=CustomerKind.COMPANY), {}) is None


@given(st.floats(-1e6, 1e6))
def test_a_chance_is_never_none_and_never_all(score: float):
    assert 0 < chance_of(score) < 1
    assert 1 <= of_hundred(chance_of(score)) <= 99


def test_a_reason_says_which_input_and_by_how_much_in_both_languages():
    people = [Traits("vip", 1980, frozenset({"fund", "deposit"}))] * 60
    people += [Traits("mass", 1960, frozenset({"card"}))] * 140
    verdict = Scorer(counts_of(people)).verdict("fund", Traits("vip", 1960, frozenset({"deposit"})))
    says = {one.input: sentence(one, verdict.prior) for one in verdict.contributions}
    assert says[LatentInput.SEGMENT] == (
        "贵宾客户：每100人中有99人持有（全部客户为30人），使优势增至99倍。",
        "Customers of the segment VIP: 99 of 100 hold it (of all customers, 30), "
        "which raises the odds 99-fold.",
    )
    assert says[LatentInput.AGE_BAND][1] == (
        "Customers born from 1960 to 1969: 1 of 100 hold it (of all customers, 30), "
        "which lowers the odds 99-fold."
    )
    assert says[LatentInput.HOLDS][0].startswith("已持有存款的客户：每100人中有99人持有")
    assert says[LatentInput.LACKS][1].startswith("Customers without card: 99 of 100 hold it")


def test_an_empty_branch_says_nothing():
    assert Scorer(Counts()).products == []
