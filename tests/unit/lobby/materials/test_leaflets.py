"""Leaflets, and what customers want to know more of (P3, D3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lobby.branch.domain.branches import Branch
from services.lobby.materials.commands import (
    FillUpLeaflets,
    HandLeaflet,
    RemoveLeaflets,
    ShowInterest,
    StockLeaflets,
)
from services.lobby.materials.domain import (
    Introduction,
    Leaflet,
    LeafletNotThere,
    Rack,
    VisitElsewhere,
    fill_up,
    hand,
)
from services.lobby.queue.commands import AdmitCustomer
from services.lobby.queue.domain.admission import Arrival
from services.lobby.settings.handlers import set_up_branch
from shared.contracts import lobby
from shared.errors import NotFound
from tests.unit.acting import MORNING, World

WEALTH = Leaflet(product="wealth", zh="理财", en="Wealth", stock=3, minimum=2)


async def branch(leaflet: Leaflet = WEALTH) -> World:
    world = World("lobby")
    await world.act(set_up_branch, Branch(id="B1", name_zh="一", name_en="One"))
    await world.act(set_up_branch, Branch(id="B2", name_zh="二", name_en="Two"))
    await world.do(StockLeaflets("B1", "l1", leaflet, "li"))
    await world.do(AdmitCustomer(Arrival("v1", "B1", "cash", world.now)))
    await world.do(AdmitCustomer(Arrival("v2", "B2", "cash", world.now)))
    world.published.clear()
    return world


async def test_a_leaflet_handed_is_recorded_against_the_visit_and_the_stock_goes_down():
    world = await branch()
    await world.do(HandLeaflet("B1", "l1", "li", "v1"))
    (told,) = world.events(lobby.LeafletHanded)
    assert (told.visit, told.product, told.stock, told.by) == ("v1", "wealth", 2, "li")
    assert [one.correlationid for one in world.published] == ["v1"]
    assert world.get(Rack, "B1").leaflets["l1"].stock == 2
    assert world.get(Introduction, "v1").leaflets == ("l1",)


async def test_interest_is_told_once_per_visit_and_product():
    world = await branch()
    await world.do(HandLeaflet("B1", "l1", "li", "v1", interested=True))
    await world.do(ShowInterest("v1", "wealth", "li"))
    await world.do(ShowInterest("v1", "loan", "wu"))
    assert [event.product for event in world.events(lobby.InterestShown)] == ["wealth", "loan"]
    assert world.get(Introduction, "v1").interests == ("wealth", "loan")


async def test_somebody_without_a_number_is_given_one_too():
    world = await branch()
    await world.do(HandLeaflet("B1", "l1", "li"))
    (told,) = world.events(lobby.LeafletHanded)
    assert told.visit is None


async def test_a_visit_of_another_branch_or_of_nobody_is_refused():
    world = await branch()
    with pytest.raises(VisitElsewhere):
        await world.do(HandLeaflet("B1", "l1", "li", "v2"))
    with pytest.raises(NotFound):
        await world.do(HandLeaflet("B1", "l1", "li", "v9"))
    with pytest.raises(LeafletNotThere):
        await world.do(HandLeaflet("B1", "l9", "li"))
    assert world.get(Rack, "B1").leaflets["l1"].stock == 3


async def test_it_is_told_once_that_they_run_short_and_again_after_they_were_filled_up():
    world = await branch()
    for _ in range(3):
        await world.do(HandLeaflet("B1", "l1", "li"))
    await world.do(FillUpLeaflets("B1", "l1", 2, "li"))
    await world.do(HandLeaflet("B1", "l1", "li"))
    assert [event.stock for event in world.events(lobby.LeafletsLow)] == [1, 1]
    assert [event.stock for event in world.events(lobby.LeafletsStocked)] == [2]


async def test_what_is_no_longer_kept_is_gone():
    world = await branch()
    await world.do(RemoveLeaflets("B1", "l1"))
    assert world.get(Rack, "B1").leaflets == {}


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=40), st.integers(0, 5), st.integers(0, 5))
def test_a_stock_is_never_negative_and_short_is_told_at_every_crossing(
    steps: list[int | None], stock: int, minimum: int
):
    rack = Rack(id="B1", leaflets={"l1": WEALTH.model_copy(update={"stock": stock, "minimum": minimum})})
    was_low = rack.leaflets["l1"].is_low
    for step in steps:
        decision = hand(rack, "l1", None, "li", MORNING) if step is None else fill_up(rack, "l1", step, "li")
        ((kept, events),) = decision.changes
        assert isinstance(kept, Rack)
        rack, leaflet = kept, kept.leaflets["l1"]
        assert leaflet.stock >= 0
        told = any(isinstance(event, lobby.LeafletsLow) for event in events)
        assert told == (leaflet.is_low and not was_low)
        was_low = leaflet.is_low
