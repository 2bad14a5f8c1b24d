"""Leads that became customers (D5, A2)."""

import pytest

from services.customer.leads.commands import FollowLead
from services.customer.leads.domain import Lead
from shared.contracts.customer import LeadFollowed
from shared.errors import NotFound
from tests.unit.customer.people import HEAD, MANAGER, OTHER
from tests.unit.customer.served import served

FOLLOWED = LeadFollowed(branch="B1", visit="V1", customer="C1", followed_by="am.1")


async def test_a_lead_that_is_followed_names_its_customer_once():
    world = await served()
    world.store.put(Lead(id="V1", branch="B1", need="wealth", taken_by="lm.1", phone=b"sealed", version=1))
    for _ in range(2):
        await world.do(FollowLead("C1", "V1", "am.1"))
    assert world.events(LeadFollowed) == [FOLLOWED]
    kept = await world.store.find(Lead, "V1")
    assert kept is not None
    assert (kept.customer, kept.phone) == ("C1", b"sealed")


async def test_who_left_no_contact_data_is_followed_too_and_who_left_it_elsewhere_is_not():
    world = await served()
    await world.do(FollowLead("C1", "V1", "am.1"))
    assert world.events(LeadFollowed) == [FOLLOWED]
    world.store.put(Lead(id="V2", branch="B2", need="wealth", taken_by="lm.9", version=1))
    with pytest.raises(NotFound):
        await world.do(FollowLead("C1", "V2", "am.1"))


async def test_only_those_who_keep_the_customer_follow_a_lead():
    world = await served()
    path, form = "/api/customer/customers/C1/lead", {"visit": "V1"}
    for person, status in ((OTHER, 403), (MANAGER, 204), (HEAD, 204)):
        assert (await world.ask(person, "POST", path, form)).status_code == status


async def test_who_does_not_have_the_prospect_gives_it_no_file_of_their_own():
    world = await served()
    path, form = "/api/customer/customers/C1/lead", {"visit": "V1"}
    lead = Lead(id="V1", branch="B1", need="wealth", taken_by="lm.1", readers=("am.2",), version=1)
    world.store.put(lead)
    assert (await world.ask(MANAGER, "POST", path, form)).json()["code"] == "not_allowed"
    assert world.events(LeadFollowed) == []
    assert (await world.ask(HEAD, "POST", path, form)).status_code == 204
    world.store.put(lead.evolve(id="V2", readers=("am.2", MANAGER.staff)))
    assert (await world.ask(MANAGER, "POST", path, {"visit": "V2"})).status_code == 204


async def test_names_are_given_masked_for_the_customers_of_the_branch_alone():
    world = await served()
    await world.open("C2", "李强", "13800000001")
    path = "/api/customer/names?branch={}&customer=C1&customer=C2&customer=C9"
    names = await world.get(OTHER, path.format("B1"))
    assert [(one["customer"], one["masked_name"]) for one in names] == [("C1", "王**"), ("C2", "李*")]
    assert (await world.ask(OTHER, "GET", path.format("B9"))).status_code == 403
    many = "&".join(f"customer=C{number}" for number in range(51))
    assert (await world.ask(OTHER, "GET", f"/api/customer/names?branch=B1&{many}")).status_code == 422
