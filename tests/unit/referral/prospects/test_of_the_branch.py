"""Prospects are of customers and visits of the branch, and won with what suits them (A2, A3)."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.prospects.domain.prospect import OPEN_AT_MOST, CustomerProspects, Prospect
from shared.contracts.customer import CustomerLocked, LatentNeedTakenUp
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.referral import CampaignOpened, ProductFamily, ProspectOpened, ProspectWon
from tests.unit.acting import MORNING
from tests.unit.referral.people import HEAD, MANAGER, TELLER
from tests.unit.referral.prospects.building import PATH, TOMORROW, found_in_hall, opened
from tests.unit.referral.served import Served

FORM: dict[str, Any] = {"branch": "B1", "need": "wealth", "next_step": "call", "next_on": TOMORROW}


@pytest.fixture
async def served() -> Served:
    return await Served.with_staff()


async def code(served: Served, **form: Any) -> str:
    answer = await served.send(MANAGER, PATH, {**FORM, **form})
    assert answer.status_code == (404 if form.get("product") == "nothing" else 409), answer.text
    return str(answer.json()["code"])


async def test_a_prospect_is_of_a_customer_of_the_branch_with_an_open_file(served: Served) -> None:
    served.keep("C20", branch="B2")
    await served.tell(CustomerLocked(branch="B1", customer="C2", locked_by="am.1", erase_at=MORNING))
    assert await code(served, customer="nobody") == "customer_not_known"
    assert await code(served, customer="C2") == "customer_not_known"
    assert await code(served, customer="C20") == "customer_not_known"
    assert served.events(ProspectOpened) == []


async def test_a_teller_opens_one_for_a_customer_whoever_keeps_them(served: Served) -> None:
    served.keep("C30", "am.2")
    assert (await opened(served, "C30", by=TELLER, account_manager="am.1"))["account_manager"] == "am.1"


async def test_a_prospect_of_a_visit_joins_no_chain_of_a_visit_that_is_not_of_the_branch(
    served: Served,
) -> None:
    found = {"need": "wealth", "found_by": "lm.9", "customer": None}
    await served.tell(ProspectIdentified(branch="B9", visit="V9", **found), id="R9")
    assert await code(served, visit="V_nobody") == "prospect_visit_unknown"
    assert await code(served, visit="V9") == "prospect_visit_unknown"
    await found_in_hall(served)
    assert (await opened(served, None, "loan", visit="V1"))["visit"] == "V1"


async def test_a_campaign_list_passes_over_who_is_not_of_the_branch_or_was_locked_meanwhile(
    served: Served,
) -> None:
    served.keep("C20", branch="B2")
    form = {**FORM, "account_manager": "am.1", "customers": ["C1", "C2", "C20", "nobody"]}
    await served.send(HEAD, f"{PATH}/campaigns", form)
    await served.tell(CustomerLocked(branch="B1", customer="C2", locked_by="am.1", erase_at=MORNING))
    await served.pass_time(timedelta(seconds=1))
    (event,) = served.events(ProspectOpened)
    assert isinstance(event, ProspectOpened)
    assert event.customer == "C1"
    (done,) = served.events(CampaignOpened)
    assert isinstance(done, CampaignOpened)
    assert (done.opened, done.known) == (1, 3)


async def test_a_product_that_is_named_suits_the_customer_from_the_first_day_to_the_win(
    served: Served,
) -> None:
    await served.sell("bold_1", "R5", ProductFamily.WEALTH)
    await served.sell("home_loan")
    assert await code(served, customer="C1", product="nothing") == "product_unknown"
    assert await code(served, customer="C1", product="bold_1") == "risk_not_assessed"
    one = (await opened(served, product="home_loan"))["prospect"]
    for product, wrong in (("nothing", "product_unknown"), ("bold_1", "risk_not_assessed")):
        answer = await served.send(MANAGER, f"{PATH}/{one}/win", {"product": product, "amount": 100})
        assert answer.json()["code"] == wrong
    assert served.events(ProspectWon) == []
    assert (await served.send(MANAGER, f"{PATH}/{one}/win", {"amount": 100})).json()["stage"] == "won"


async def test_what_was_accepted_or_taken_up_is_opened_beyond_the_limit(served: Served) -> None:
    known = {f"need_{number}": f"P{number}" for number in range(OPEN_AT_MOST)}
    served.store.put(CustomerProspects(id="C1", open=known, version=1))
    assert await code(served, customer="C1", need="deposit") == "too_many_prospects"
    id = await found_in_hall(served, "C1")
    assert await served.store.find(Prospect, id) is not None
    about = {"customer": "C1", "account_manager": "am.1", "taken_by": "am.1"}
    await served.tell(LatentNeedTakenUp(branch="B1", need="fund", product="fund_a", **about), id="T1")
    assert await served.store.find(Prospect, "T1") is not None


async def test_a_hint_about_a_customer_whose_file_was_closed_opens_none(served: Served) -> None:
    served.keep("C2", gone=True)
    about = {"customer": "C2", "account_manager": "am.1", "taken_by": "am.1"}
    await served.tell(LatentNeedTakenUp(branch="B1", need="fund", product="fund_a", **about), id="T1")
    assert served.events(ProspectOpened) == []
