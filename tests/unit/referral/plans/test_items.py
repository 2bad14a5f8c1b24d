"""Work plans and the direction of the market (Q2, A3)."""

from datetime import timedelta

import pytest

from services.referral.plans.domain.items import PlanItem
from shared.contracts.referral import PlanItemAdded, PlanItemDone, PlanItemMoved, PlanItemOverdue
from tests.unit.referral.people import COLLEAGUE, HEAD, MANAGER, REGION_HEAD
from tests.unit.referral.region import Region, region

ITEM = {"item": "customer_event", "due": "2026-11-27", "note": "茶话会，订场地"}


async def add(world: Region, **more: str) -> str:
    made = await world.post(MANAGER, "/branches/B1/plan-items", {**ITEM, **more})
    assert isinstance(made["plan_item"], str)
    return made["plan_item"]


async def test_an_item_is_done_in_time() -> None:
    world = await region()
    id = await add(world)
    await world.post(MANAGER, f"/plan-items/{id}/done")
    await world.post(MANAGER, f"/plan-items/{id}/done")
    (event,) = world.events(PlanItemDone)
    assert event.in_time is True  # type: ignore[attr-defined]
    assert await world.read(MANAGER, "/branches/B1/plan-items") == []
    (done,) = await world.read(MANAGER, "/branches/B1/plan-items?done=1")
    assert done["plan_item"] == id
    await world.pass_time(timedelta(days=3))
    assert not world.events(PlanItemOverdue)


async def test_an_item_is_late_when_its_day_at_the_branch_is_over_and_moved_it_waits_anew() -> None:
    world = await region()
    id = await add(world)
    await world.pass_time(timedelta(hours=37, minutes=59))
    assert not world.events(PlanItemOverdue)
    await world.pass_time(timedelta(minutes=1))
    assert len(world.events(PlanItemOverdue)) == 1
    await world.post(MANAGER, f"/plan-items/{id}/move", {"due": "2026-12-01"})
    (event,) = world.events(PlanItemMoved)
    assert (event.before, event.due) == ("2026-11-27", "2026-12-01")  # type: ignore[attr-defined]
    await world.pass_time(timedelta(days=5))
    assert len(world.events(PlanItemOverdue)) == 2


async def test_the_note_is_sealed_and_goes_nowhere() -> None:
    world = await region()
    id = await add(world)
    stored = await world.find(PlanItem, id)
    assert stored.note
    assert "茶话会".encode() not in stored.note
    (event,) = world.events(PlanItemAdded)
    assert "茶话会" not in event.model_dump_json()
    (mine,) = await world.read(MANAGER, "/branches/B1/plan-items")
    (theirs,) = await world.read(REGION_HEAD, "/branches/B1/plan-items")
    assert (mine["note"], theirs["note"]) == (ITEM["note"], None)


async def test_the_head_gives_work_to_others_and_a_colleague_does_not() -> None:
    world = await region()
    body = {**ITEM, "owner": "am.1"}
    assert (await world.ask(COLLEAGUE, "POST", "/branches/B1/plan-items", body)).status_code == 403
    made = await world.post(HEAD, "/branches/B1/plan-items", body)
    for act in ("done", "move", "drop"):
        content = {"move": {"due": "2026-12-01"}, "drop": {"reason": "no_time"}}.get(act, {})
        answer = await world.ask(COLLEAGUE, "POST", f"/plan-items/{made['plan_item']}/{act}", content)
        assert answer.status_code == 403
    assert await world.read(COLLEAGUE, "/branches/B1/plan-items") == []


async def test_work_is_given_to_nobody_who_does_not_work_here() -> None:
    world = await region()
    answer = await world.ask(HEAD, "POST", "/branches/B1/plan-items", {**ITEM, "owner": "am.9"})
    assert answer.json()["code"] == "plan_owner_unknown"


async def test_the_goal_of_an_item_is_one_of_the_branch() -> None:
    world = await region()
    body = {"metric": "contacts_held", "period": "2026-11", "target": 9, "currency": ""}
    await world.put(HEAD, "/branches/B1/goals", body)
    (goal,) = (one["goal"] for one in await world.read(HEAD, "/branches/B1/goals?period=2026-11"))
    for other in ("王小明 13800001111", goal.replace("B1", "B2"), ""):
        answer = await world.ask(MANAGER, "POST", "/branches/B1/plan-items", {**ITEM, "goal": other})
        assert (answer.status_code, answer.json()["code"]) == (422, "plan_goal_unknown")
    assert not world.events(PlanItemAdded)
    await add(world, goal=goal)
    (event,) = world.events(PlanItemAdded)
    assert event.goal == goal  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", ["2026-11-25", "2028-01-01"])
async def test_a_day_out_of_reach_is_refused(day: str) -> None:
    world = await region()
    answer = await world.ask(MANAGER, "POST", "/branches/B1/plan-items", {**ITEM, "due": day})
    assert answer.json()["code"] == "plan_day_out_of_reach"


async def test_a_dropped_item_is_never_late_and_not_done_any_more() -> None:
    world = await region()
    id = await add(world)
    await world.post(MANAGER, f"/plan-items/{id}/drop", {"reason": "no_budget"})
    await world.pass_time(timedelta(days=9))
    assert not world.events(PlanItemOverdue)
    answer = await world.ask(MANAGER, "POST", f"/plan-items/{id}/done", {})
    assert answer.json()["code"] == "plan_item_closed"


async def test_the_direction_of_the_market_is_kept_in_words_of_the_catalogue() -> None:
    world = await region()
    path = "/branches/B1/direction"
    body = {"period": "2026-Q4", "needs": ["pension", "wealth", "pension"], "segments": ["vip"]}
    await world.put(HEAD, path, body)
    found = await world.read(MANAGER, f"{path}?period=2026-Q4")
    assert (found["needs"], found["segments"]) == (["pension", "wealth"], ["vip"])
    assert (await world.read(MANAGER, f"{path}?period=2026-11"))["needs"] == []
    answer = await world.ask(HEAD, "PUT", path, {**body, "needs": ["a secret of Mr Wang"]})
    assert answer.status_code == 422
