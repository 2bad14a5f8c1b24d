"""The board over HTTP: its pages, its numbers, campaign lists, and what each sees (A2)."""

from collections import Counter
from datetime import timedelta

import pytest

from services.referral.prospects.domain.campaign import AT_MOST
from shared.access import Person
from shared.contracts.customer import CustomersMerged, LatentNeedTakenUp, MergeUndone
from shared.contracts.notify import FloorCovered
from shared.contracts.referral import CampaignOpened, ProspectOpened, ProspectOrigin
from shared.contracts.words import Role
from tests.unit.referral.people import COLLEAGUE, HEAD, LOBBY, MANAGER, TELLER
from tests.unit.referral.prospects.building import (
    LATER,
    PATH,
    TOMORROW,
    found_in_hall,
    move,
    opened,
    prospect,
)
from tests.unit.referral.served import Served


@pytest.fixture
async def served() -> Served:
    return await Served.with_staff()


def listing(*customers: str, **more: object) -> dict[str, object]:
    form = {"branch": "B1", "need": "fund", "account_manager": "am.1", "customers": list(customers)}
    return {**form, "next_step": "call", "next_on": TOMORROW, **more}


async def test_a_campaign_list_opens_one_prospect_for_each_customer_however_often_it_is_sent(served: Served):
    await opened(served, "C3", need="fund")
    customers = [f"C{number}" for number in range(120)]
    for one in customers:
        served.keep(one)
    form = listing(*customers, "C7")
    for _ in range(2):
        answer = await served.send(HEAD, f"{PATH}/campaigns", form, key="the-same-list")
        assert (answer.status_code, answer.json()) == (202, {"customers": 120})
    await served.pass_time(timedelta(seconds=1))
    (done,) = served.events(CampaignOpened)
    assert isinstance(done, CampaignOpened)
    assert (done.opened, done.known, done.account_manager) == (119, 1, "am.1")
    events = [one for one in served.events(ProspectOpened) if isinstance(one, ProspectOpened)]
    assert Counter(one.customer for one in events) == Counter(customers)
    await served.send(HEAD, f"{PATH}/campaigns", form)  # another list of the same: everybody is known
    await served.pass_time(timedelta(seconds=1))
    assert len(served.events(ProspectOpened)) == 120
    assert "C119" not in str(served.store.raws("campaigns"))


async def test_a_list_is_bounded_and_is_the_heads(served: Served):
    too_long = listing(*(f"C{number}" for number in range(AT_MOST + 1)))
    assert (await served.send(HEAD, f"{PATH}/campaigns", too_long)).status_code == 422
    assert (await served.send(MANAGER, f"{PATH}/campaigns", listing("C1"))).status_code == 403
    nobody = await served.send(HEAD, f"{PATH}/campaigns", listing("C1", account_manager="lm.1"))
    assert nobody.json()["code"] == "not_an_account_manager"


async def test_pages_follow_each_other_by_the_day_of_the_next_step_and_their_number_is_that_of_the_board(
    served: Served,
):
    for one in (*range(120), 500):
        served.keep(f"C{one}")
    await served.send(HEAD, f"{PATH}/campaigns", listing(*(f"C{number}" for number in range(120))))
    await served.pass_time(timedelta(seconds=1))
    late = (await opened(served, "C500", next_on=LATER))["prospect"]
    ids: list[str] = []
    after = ""
    while after is not None:
        page = (await served.view(MANAGER, f"{PATH}?branch=B1&stage=new&after={after}")).json()
        ids += [one["prospect"] for one in page["prospects"]]
        after = page["next"]
    board = (await served.view(MANAGER, f"{PATH}/board?branch=B1")).json()
    assert len(set(ids)) == len(ids) == board["all"]["stages"]["new"] == 121
    assert ids[-1] == late


async def test_the_head_sees_all_and_each_account_manager_their_own(served: Served):
    mine, theirs = (await opened(served))["prospect"], (await opened(served, "C2", by=COLLEAGUE))["prospect"]
    await move(served, mine, "met")
    await served.send(COLLEAGUE, f"{PATH}/{theirs}/lose", {"reason": "not_now"})
    board = (await served.view(HEAD, f"{PATH}/board?branch=B1")).json()
    numbers = {one["staff"]: (one["stages"]["met"], one["stages"]["lost"]) for one in board["managers"]}
    assert numbers == {"am.1": (1, 0), "am.2": (0, 1)}
    assert (board["month"], board["all"]["stages"]["lost"]) == ("2026-03", 1)
    own = (await served.view(MANAGER, f"{PATH}/board?branch=B1")).json()
    assert [one["staff"] for one in own["managers"]] == ["am.1"]
    lost = (await served.view(HEAD, f"{PATH}?branch=B1&stage=lost&month=2026-03")).json()["prospects"]
    assert [one["prospect"] for one in lost] == [theirs]
    assert (await served.view(HEAD, f"{PATH}?branch=B1&stage=lost&month=2026-02")).json()["prospects"] == []


async def test_who_covers_an_account_manager_sees_and_moves_their_prospects(served: Served):
    one = (await opened(served))["prospect"]
    cover = Person(
        "am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",), frozenset({("B1", Role.ACCOUNT_MANAGER)})
    )
    await served.tell(FloorCovered(branch="B1", absent="am.1", cover="am.2", role=Role.ACCOUNT_MANAGER))
    page = (await served.view(cover, f"{PATH}?branch=B1&stage=new&staff=am.1")).json()
    assert [each["prospect"] for each in page["prospects"]] == [one]
    board = (await served.view(cover, f"{PATH}/board?branch=B1")).json()
    assert (board["all"]["stages"]["new"], board["managers"][0]["stages"]["new"]) == (0, 1)
    form = {"stage": "met", "next_step": "propose", "next_on": LATER}
    assert (await served.send(cover, f"{PATH}/{one}/move", form)).json()["account_manager"] == "am.1"


async def test_a_colleague_opens_a_prospect_for_an_account_manager_and_hears_of_it(served: Served):
    one = await opened(served, by=TELLER, account_manager="am.1")
    assert (one["found_by"], one["origin"], one["account_manager"]) == ("teller", "colleague", "am.1")
    form = {"branch": "B1", "need": "loan", "customer": "C1", "next_step": "call", "next_on": TOMORROW}
    own = await served.send(TELLER, PATH, {**form, "account_manager": "am.1", "origin": "life_event"})
    assert own.status_code == 403
    hall = await served.send(MANAGER, PATH, {**form, "origin": "hall"})
    assert hall.status_code == 403
    nobody = await served.send(TELLER, PATH, form)
    assert nobody.json()["code"] == "not_an_account_manager"
    del form["customer"]
    assert (await served.send(MANAGER, PATH, form)).json()["code"] == "prospect_of_nobody"


async def test_a_hint_is_taken_up_by_hand_with_its_product(served: Served):
    await served.sell("fund_a")
    one = await opened(served, need="fund", origin="latent_need", product="fund_a")
    assert (one["origin"], one["product"]) == (ProspectOrigin.LATENT_NEED, "fund_a")
    (event,) = served.events(ProspectOpened)
    assert isinstance(event, ProspectOpened)
    assert (event.product, event.found_by) == ("fund_a", None)


async def test_a_hint_that_was_taken_up_opens_one_prospect_with_its_product(served: Served):
    taken = LatentNeedTakenUp(
        branch="B1",
        customer="C1",
        account_manager="am.1",
        product="fund_a",
        need="fund",
        taken_by="am.1",
    )
    await served.tell(taken, id="T1")
    await served.tell(taken, id="T2")
    (event,) = served.events(ProspectOpened)
    assert isinstance(event, ProspectOpened)
    assert (event.prospect, event.origin, event.product) == ("T1", ProspectOrigin.LATENT_NEED, "fund_a")
    assert event.next_on == TOMORROW


async def test_the_finder_sees_who_was_asked_and_a_score_only_after_a_few(served: Served):
    for number in range(5):
        id = await found_in_hall(served, f"C{number}", visit=f"V{number}", id=f"R{number}")
        await served.send(HEAD, f"{PATH}/{id}/win", {})
    found = (await served.view(LOBBY, "/api/referral/finders/me?branch=B1")).json()
    assert len(found["found"]) == 5
    score = found["finder"]["score"]
    assert 0.6 < score["low"] < score["mean"] < score["high"] < 1
    (same,) = (await served.view(HEAD, "/api/referral/finders?branch=B1")).json()
    assert same == found["finder"]
    assert (await served.view(LOBBY, "/api/referral/finders?branch=B1")).status_code == 403


async def test_prospects_go_with_a_merged_file_and_come_back_when_it_is_undone(served: Served):
    one, two = (await opened(served, "C1"))["prospect"], (await opened(served, "C2", need="loan"))["prospect"]
    names = {"branch": "B1", "merge": "M1", "customer": "C1", "merged": "C2", "masked_name": "王*"}
    await served.tell(CustomersMerged(**names, merged_by="head"))
    assert {(await prospect(served, id)).customer for id in (one, two)} == {"C1"}
    again = {"branch": "B1", "need": "loan", "customer": "C1", "next_step": "call", "next_on": TOMORROW}
    assert (await served.send(MANAGER, PATH, again)).json()["code"] == "prospect_open_already"
    await served.tell(MergeUndone(**names, undone_by="head"))
    assert [(await prospect(served, id)).customer for id in (one, two)] == ["C1", "C2"]
