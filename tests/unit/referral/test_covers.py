"""Covers of an account manager act on their deals, recommendations and plan items, and nobody else's."""

from typing import Any

from services.referral.deals.domain.deal import Deal, DealTask
from services.referral.recommendations.commands import ProposeRecommendation
from shared.access import Person
from shared.contracts.notify import CoverEnd, CoverEnded, FloorCovered, StaffEnrolled
from shared.contracts.referral import ProductFamily, RecommendationReason
from shared.contracts.words import Role
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms
from tests.unit.referral.people import COLLEAGUE, HEAD, MANAGER, TELLER

COVER = Person(
    TELLER.staff, TELLER.roles, ("B1",), covers=frozenset({("B1", Role.ACCOUNT_MANAGER)}), session="s"
)
"""A teller who covers am.1, and not am.2."""
FORM: dict[str, Any] = {"product": "home_loan", "amount": 100, "template": "loan"}
ITEM = {"item": "customer_event", "due": "2026-03-03", "note": "茶话会"}
WHY = (RecommendationReason.MATURITY,)


async def covered() -> Bank:
    """A branch where the teller covers am.1, who keeps C1; am.2 keeps C2."""
    world = await bank(MORNING)
    for one in (MANAGER, COLLEAGUE, HEAD, TELLER):
        await world.tell(StaffEnrolled(branch="B1", staff=one.staff, roles=tuple(one.roles)))
    await world.register("C2", COLLEAGUE.staff)
    await world.assess("C2", "C5")
    await world.publish("home_loan", terms("R1", ProductFamily.LOAN))
    await world.tell(
        FloorCovered(branch="B1", absent=MANAGER.staff, cover=COVER.staff, role=Role.ACCOUNT_MANAGER)
    )
    return world


async def status(world: Bank, method: str, path: str, body: Any = None, who: Person = COVER) -> int:
    return (await world.ask(who, method, path, body)).status_code


async def test_a_cover_opens_and_carries_on_the_deals_of_whom_they_cover() -> None:
    world = await covered()
    own, other = {**FORM, "customer": "C1"}, {**FORM, "customer": "C2"}
    opened = await world.post(COVER, "/deals?branch=B1", {**own, "account_manager": "am.1"})
    deal = opened["deal"]
    assert (opened["account_manager"], opened["may_lead"]) == ("am.1", True)
    assert await status(world, "POST", "/deals?branch=B1", {**other, "account_manager": "am.2"}) == 403
    kept_by_another = await world.ask(COVER, "POST", "/deals?branch=B1", {**other, "account_manager": "am.1"})
    assert kept_by_another.json()["code"] == "customer_of_another_manager"
    await world.post(COVER, f"/deals/{deal}/tasks/papers/take")
    assert (await world.find(DealTask, f"{deal}:papers")).owner == "am.1"
    await world.post(COVER, f"/deals/{deal}/tasks/papers/finish")
    assert [one["deal"] for one in (await world.read(COVER, "/deals?branch=B1"))["deals"]] == [deal]
    await world.post(COVER, f"/deals/{deal}/cancel", {"reason": "customer"})
    assert (await world.find(Deal, deal)).ended_by == COVER.staff


async def test_a_cover_has_nothing_to_do_with_the_deals_of_others() -> None:
    world = await covered()
    opened = await world.post(COLLEAGUE, "/deals?branch=B1", {**FORM, "customer": "C2"})
    deal = opened["deal"]
    assert await status(world, "GET", f"/deals/{deal}") == 404
    assert await status(world, "POST", f"/deals/{deal}/tasks/papers/take") == 404
    assert (await world.read(COVER, "/deals?branch=B1"))["deals"] == []


async def test_a_cover_acts_on_the_recommendations_and_holder_tasks_of_whom_they_cover() -> None:
    world = await covered()
    proposed = await world.post(
        COVER, "/customers/C1/recommendations", {"product": "prudent_90", "reasons": ["maturity"]}
    )
    assert (proposed["account_manager"], proposed["proposed_by"]) == ("am.1", COVER.staff)
    await world.ask_for(ProposeRecommendation("R2", "C2", "prudent_90", WHY, "am.2"))
    listed = await world.read(COVER, "/recommendations?branch=B1")
    assert [one["recommendation"] for one in listed] == [proposed["recommendation"]]
    await world.post(COVER, f"/recommendations/{proposed['recommendation']}/present", {})
    assert await status(world, "POST", "/recommendations/R2/present", {}) == 403
    assert len(await world.read(COVER, "/customers/C1/profiles")) == 1
    assert await status(world, "GET", "/customers/C2/profiles") == 403


async def test_a_cover_acts_on_the_plan_of_whom_they_cover_and_reads_its_notes() -> None:
    world = await covered()
    mine = await world.post(MANAGER, "/branches/B1/plan-items", ITEM)
    other = await world.post(COLLEAGUE, "/branches/B1/plan-items", ITEM)
    added = await world.post(COVER, "/branches/B1/plan-items", {**ITEM, "owner": "am.1"})
    listed = await world.read(COVER, "/branches/B1/plan-items")
    assert {one["plan_item"] for one in listed} == {mine["plan_item"], added["plan_item"]}
    assert {one["note"] for one in listed} == {"茶话会"}
    await world.post(COVER, f"/plan-items/{mine['plan_item']}/done")
    assert await status(world, "POST", f"/plan-items/{other['plan_item']}/done") == 403
    assert await status(world, "POST", "/branches/B1/plan-items", {**ITEM, "owner": "am.2"}) == 403


async def test_whose_cover_has_ended_acts_for_nobody_though_their_token_still_says_so() -> None:
    world = await covered()
    mine = await world.post(MANAGER, "/branches/B1/plan-items", ITEM)
    await world.tell(
        CoverEnded(
            branch="B1",
            absent=MANAGER.staff,
            cover=COVER.staff,
            role=Role.ACCOUNT_MANAGER,
            reason=CoverEnd.BACK,
        )
    )
    assert await status(world, "POST", f"/plan-items/{mine['plan_item']}/done") == 403
    assert await status(world, "GET", "/customers/C1/profiles") == 403
