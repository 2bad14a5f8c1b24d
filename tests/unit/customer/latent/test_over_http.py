"""Latent needs over HTTP: who sees which hints and acts on them, and what the head is told."""

from datetime import timedelta
from typing import Any

from services.customer.files.domain.customer import Customer
from services.customer.latent import handlers
from services.customer.latent.domain.hints import Hint, HintState, LatentNeeds
from services.customer.latent.domain.measure import Arm, LatentMeasure
from services.customer.latent.domain.model import METHOD
from services.customer.latent.queries import LISTED, hints_by_chance
from shared.contracts.customer import LatentDismissal, LatentNeedEnded, LatentNeedTakenUp
from tests.fakes import FakeStore
from tests.unit.customer.latent.building import OPENED, alike
from tests.unit.customer.people import AUDITOR, HEAD, MANAGER, OTHER, STRANGER, TELLER
from tests.unit.customer.served import Served

RULES = {"threshold": 60, "every": 14, "expires": 21, "rest": 90, "horizon": 60}
LATENT = "/api/customer/branches/B1/latent"


async def searched() -> tuple[Served, str]:
    """A branch after its latent needs were looked for, and a customer with a hint."""
    world = Served(*alike())
    assert (await world.ask(HEAD, "POST", f"{LATENT}/run")).status_code == 202
    await world.pass_time(timedelta(minutes=2))
    listed = await world.get(MANAGER, LATENT)
    return world, listed["customers"][0]["customer"]


def of(id: str) -> str:
    return f"/api/customer/customers/{id}/latent"


async def test_an_account_manager_reads_the_hint_with_its_reasons_in_words():
    world, id = await searched()
    answer = await world.get(MANAGER, of(id))
    assert answer["consents"] is False
    (hint,) = answer["hints"]
    assert hint["called"] == {"zh": "基金", "en": "funds"}
    assert hint["reasons"][0]["says"]["en"].startswith("Customers who hold deposit: ")
    assert hint["reasons"][0]["weight"] > 0
    assert 1 <= hint["of_hundred"] <= 99
    assert hint["state"] == "open"


async def test_only_who_keeps_the_customer_and_the_heads_see_hints():
    world, id = await searched()
    assert (await world.ask(HEAD, "GET", of(id))).status_code == 200
    for person, status in ((OTHER, 403), (TELLER, 403), (STRANGER, 404), (AUDITOR, 403)):
        assert (await world.ask(person, "GET", of(id))).status_code == status
        assert (await world.ask(person, "POST", f"{of(id)}/fund/take-up")).status_code == status
        body = {"reason": "not_now"}
        assert (await world.ask(person, "POST", f"{of(id)}/fund/dismiss", body)).status_code == status
    assert (await world.get(OTHER, LATENT))["customers"] == []
    assert (await world.ask(TELLER, "GET", LATENT)).status_code == 403


async def test_a_hint_that_is_held_out_is_shown_nowhere():
    world, _ = await searched()
    raws = [one async for one in world.store.db[LatentNeeds.collection].find({"branch": "B1"})]
    held = [one["_id"] for one in raws if one["hints"][0]["held_out"]]
    assert held
    listed = {one["customer"] for one in (await world.get(HEAD, LATENT))["customers"]}
    for id in held:
        assert id not in listed
        assert (await world.get(HEAD, of(id)))["hints"] == []


async def test_a_hint_is_taken_up_or_dismissed_once():
    world, id = await searched()
    assert (await world.ask(MANAGER, "POST", f"{of(id)}/fund/take-up")).status_code == 204
    again = await world.ask(MANAGER, "POST", f"{of(id)}/fund/take-up")
    assert (again.status_code, again.json()["code"]) == (409, "hint_gone")
    assert len(world.events(LatentNeedTakenUp)) == 1
    other = (await world.get(MANAGER, LATENT))["customers"][0]["customer"]
    assert other != id
    body = {"reason": LatentDismissal.HAS_ELSEWHERE}
    assert (await world.ask(HEAD, "POST", f"{of(other)}/fund/dismiss", body)).status_code == 204
    assert len(world.events(LatentNeedEnded)) == 1
    (hint,) = (await world.get(MANAGER, of(other)))["hints"]
    assert (hint["state"], hint["dismissed"]) == ("dismissed", "has_elsewhere")
    bad = await world.ask(MANAGER, "POST", f"{of(other)}/fund/dismiss", {"reason": "because"})
    assert bad.status_code == 422


async def test_the_head_is_told_of_which_products_the_model_is_silent_and_that_history_is_too_little():
    world, _ = await searched()
    answer = await world.get(HEAD, f"{LATENT}/measure")
    products = {one["product"]: one for one in answer["model"]["products"]}
    assert answer["model"]["customers"] == 290
    assert products["fund"] == {
        "product": "fund",
        "called": {"zh": "基金", "en": "funds"},
        "holders": 150,
        "others": 140,
        "silent": False,
    }
    (measure,) = answer["measures"]
    assert (measure["is_enough"], measure["shown"]["of_hundred"]) == (False, None)
    assert (await world.ask(AUDITOR, "GET", f"{LATENT}/measure")).status_code == 200
    assert (await world.ask(MANAGER, "GET", f"{LATENT}/measure")).status_code == 403


async def test_with_enough_history_of_both_sides_it_says_how_many_took_the_product():
    known = LatentMeasure(
        id=f"B1:{METHOD}:90",
        branch="B1",
        method=METHOD,
        horizon=90,
        shown=Arm(hints=400, took=80),
        held_out=Arm(hints=44, took=4),
    )
    (measure,) = (await Served(known).get(HEAD, f"{LATENT}/measure"))["measures"]
    assert measure["is_enough"]
    assert measure["shown"]["of_hundred"] == 20
    assert measure["shown"]["low"] < 20 < measure["shown"]["high"]
    assert measure["held_out"]["of_hundred"] == 9.1


async def test_the_rules_of_the_bank_hold_until_a_branch_has_its_own():
    world = Served()
    first: dict[str, Any] = await world.get(HEAD, f"{LATENT}/rules")
    assert (first["of"], first["number"], first["threshold"]) == ("bank", 0, 50)
    families = {"fund_gold": {"family": "fund", "need": "wealth_management"}}
    answer = await world.ask(HEAD, "PUT", f"{LATENT}/rules", {**RULES, "families": families})
    assert answer.status_code == 204
    now = await world.get(HEAD, f"{LATENT}/rules")
    assert (now["of"], now["number"], now["every"]) == ("B1", 1, 14)
    assert now["families"] == {"fund_gold": {"family": "fund", "need": "wealth"}}
    for bad in ({"threshold": 0}, {"threshold": 100}, {"every": 1}, {"horizon": 400}, {"surplus": 1}):
        assert (await world.ask(HEAD, "PUT", f"{LATENT}/rules", {**RULES, **bad})).status_code == 422
    assert (await world.ask(MANAGER, "PUT", f"{LATENT}/rules", RULES)).status_code == 403


async def test_the_nights_begin_when_a_branch_opens_and_the_list_says_how_far_they_are():
    world = Served(*alike())
    await world.act(handlers.begin_rounds, OPENED)
    await world.pass_time(timedelta(days=1))
    round = (await world.get(HEAD, LATENT))["round"]
    assert (round["seen"], round["ended"] is not None) == (290, True)


def hint(of_hundred: int) -> Hint:
    return Hint(
        product="fund",
        need="fund",
        of_hundred=of_hundred,
        prior=0,
        reasons=(),
        others=0,
        found="2026-03-02",
        until="2026-04-01",
        judged_on="2026-05-31",
        horizon=90,
        held_out=False,
        model_day="2026-03-02",
        state=HintState.OPEN,
    )


async def test_the_list_has_each_customer_once_the_likeliest_first():
    empty = [LatentNeeds(id=f"C{number:04}", branch="B1", account_manager="am.1") for number in range(130)]
    needs = [one.with_hints([hint(1 + number * 98 // 129)]) for number, one in enumerate(empty)]
    store, before, seen = FakeStore("customer", *needs, empty[0].evolve(id="none")), None, list[str]()
    while page := await hints_by_chance(store, "B1", "am.1", before):
        assert len(page) <= LISTED
        seen, before = seen + [one.order for one in page], page[-1].order
    assert seen == sorted((one.order for one in needs), reverse=True)
    assert await hints_by_chance(store, "B1", "am.2", None) == []


async def test_an_erased_customer_s_hints_are_gone():
    world, id = await searched()
    assert isinstance(await world.find(Customer, id), Customer)
    assert (await world.ask(HEAD, "DELETE", f"/api/customer/customers/{id}")).status_code < 300
    await world.hear()
    left = await world.find(LatentNeeds, id)
    assert (left.hints, left.branch) == ((), "")
