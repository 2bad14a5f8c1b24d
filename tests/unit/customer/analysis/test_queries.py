"""Queries of the analysis: pages by lots, samples, and customers by risk."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.analysis.domain.activity import LOTS, Activity
from services.customer.analysis.domain.models import SAMPLE
from services.customer.analysis.domain.nights import RUNGS, Night, floors
from services.customer.analysis.domain.scores import Score, order_of
from services.customer.analysis.queries import (
    LISTED,
    masked_names,
    reliabilities_of,
    sample_of,
    scores_by_risk,
)
from services.customer.nights.domain import PAGE
from services.customer.nights.queries import page_of
from shared.contracts.words import Segment
from tests.fakes import FakeStore
from tests.unit.customer.analysis.building import activity, customer, scored

MANY = [activity(10, 40, id=f"C{number:04}") for number in range(PAGE * 3)]


async def test_the_pages_of_a_night_hold_each_customer_once_and_none_is_too_long():
    store, lot, seen = FakeStore("test", *MANY), 0, list[str]()
    while lot < LOTS:
        width, ids = await page_of(store, Activity, "B1", "lot", lot, LOTS // 4)
        assert len(ids) <= PAGE
        seen, lot = seen + ids, lot + width
    assert sorted(seen) == [one.id for one in MANY]


async def test_a_sample_is_the_lowest_lots_of_the_segment():
    many = [activity(10, id=f"C{number}") for number in range(SAMPLE + 200)]
    found = await sample_of(
        FakeStore("test", *many, activity(1, id="X").evolve(branch="B2")), "B1", Segment.VIP
    )
    assert [one.id for one in found] == [one.id for one in sorted(many, key=lambda one: one.lot)][:SAMPLE]
    assert await sample_of(FakeStore("test", *many), "B1", Segment.MASS) == []


RISKS = st.lists(st.floats(-40, 40), max_size=LISTED * 3)


@settings(max_examples=30, deadline=None)
@given(RISKS, st.booleans())
async def test_the_list_by_risk_has_each_customer_once_the_highest_risk_first(
    risks: list[float], night: bool
):
    plain = scored(activity(10, 40))
    scores = [
        plain.evolve(id=f"C{number}", order=order_of(risk, f"C{number}")) for number, risk in enumerate(risks)
    ]
    ladder = [0] * RUNGS
    for one in scores:
        ladder[min(RUNGS - 1, int(one.order[:3]))] += 1
    known = Night(id="B1", ladder=tuple(ladder)) if night else None
    store, before, seen = FakeStore("test", *scores), None, list[Score]()
    while page := await scores_by_risk(store, known, "B1", None, before):
        seen, before = seen + page, page[-1].order
    assert [one.order for one in seen] == sorted((one.order for one in scores), reverse=True)


async def test_an_account_manager_s_list_is_of_their_own_customers():
    own, other = scored(activity(10, id="C1")), scored(activity(20, id="C2", account_manager="am.2"))
    store = FakeStore("test", own, other)
    assert [one.id for one in await scores_by_risk(store, None, "B1", "am.2", None)] == ["C2"]


def test_the_steps_down_a_ladder_have_enough_customers_between():
    ladder = [0] * RUNGS
    ladder[200], ladder[100], ladder[50] = 60, 120, 10
    assert list(floors(ladder, None, 50)) == ["200", "100", ""]
    assert list(floors(ladder, "100.5:C1", 50)) == ["100", ""]
    assert list(floors((), None, 50)) == [""]


async def test_names_in_a_list_are_masked():
    assert await masked_names(FakeStore("test", customer()), ["C1", "C9"]) == {"C1": "王**"}
    assert await reliabilities_of(FakeStore("test"), "B1") == []
