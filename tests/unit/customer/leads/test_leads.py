"""Leads: the ways to reach a prospect, and who reads them (D5, Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.audit.domain.records import AuditRecord
from services.customer.leads.domain import Lead
from services.customer.retention.domain import DEFAULTS
from shared.access import Person
from shared.contracts.customer import ContactLeft, DataClass
from shared.contracts.lobby import BranchOpened, ProspectIdentified
from shared.contracts.referral import (
    ProspectGiven,
    ProspectStage,
    ReferralAccepted,
    ReferralEscalated,
    ReferralOffered,
)
from shared.contracts.words import Role
from tests.unit.customer.people import HEAD, LOBBY, MANAGER, OTHER, STRANGER, TELLER
from tests.unit.customer.people import person as person_of
from tests.unit.customer.served import Served, served

FOUND = ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by="lm.1")
LEAD = "/api/customer/leads/V1"
AUNT = {"name": "李阿姨", "phone": "13900000009"}
ESCALATED = ReferralEscalated(branch="B1", referral="R1", visit="V1", need="wealth", asked=("am.1", "am.2"))
ACCEPTED = ReferralAccepted(branch="B1", referral="R1", visit="V1", account_manager="am.2", found_by="lm.1")


async def found() -> Served:
    """A bank where a prospect was found in the visit V1, and offered to am.1."""
    world = await served()
    await world.tell(FOUND)
    await world.tell(offered(world, "am.1"))
    return world


def offered(world: Served, staff: str, covered_by: str | None = None) -> ReferralOffered:
    return ReferralOffered(
        branch="B1",
        referral="R1",
        visit="V1",
        need="wealth",
        account_manager=staff,
        round=1,
        answer_by=world.now,
        covered_by=covered_by,
    )


async def reads(world: Served, who: Person) -> Any:
    """Return what a person is shown of the lead, or the code of the refusal."""
    answer = await world.ask(who, "GET", LEAD)
    return answer.json() if answer.status_code == 200 else answer.json()["code"]


async def test_a_prospect_who_left_a_way_to_be_reached_is_told_to_who_has_them_once() -> None:
    world = await found()
    for form in (AUNT, {"address": "海淀区"}, AUNT):
        assert (await world.ask(LOBBY, "POST", LEAD, form)).status_code == 204
    expected = ContactLeft(branch="B1", visit="V1", need="wealth", taken_by="lm.1", readers=("am.1",))
    assert world.events(ContactLeft) == [expected]


@pytest.mark.parametrize("who", [person_of("lm.9", Role.LOBBY_MANAGER, "B9"), STRANGER])
async def test_a_lead_has_the_branch_of_its_visit_and_nobody_of_another_writes_it(who: Person) -> None:
    world = await found()
    assert (await world.ask(who, "POST", LEAD, AUNT)).status_code in (403, 404)
    assert (await world.find(Lead, "V1")).phone is None
    unknown = await world.ask(LOBBY, "POST", "/api/customer/leads/V404", AUNT)
    assert unknown.json()["code"] == "not_found"
    stated = await world.ask(LOBBY, "POST", LEAD, {**AUNT, "branch": "B9"})
    assert stated.status_code == 422


async def test_a_lead_is_read_by_the_account_manager_who_got_it_and_the_head() -> None:
    world = await found()
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    assert (await reads(world, MANAGER))["phone"] == "13900000009"
    assert await reads(world, OTHER) == "not_allowed"
    await world.tell(offered(world, "am.2"))
    assert (await reads(world, OTHER))["name"] == "李阿姨"
    assert await reads(world, MANAGER) == "not_allowed"
    await world.tell(ESCALATED)
    assert await reads(world, OTHER) == "not_allowed"
    await world.tell(ACCEPTED)
    assert (await reads(world, OTHER))["name"] == "李阿姨"
    assert (await reads(world, HEAD))["name"] == "李阿姨"
    assert await reads(world, TELLER) == "not_allowed"
    assert await reads(world, STRANGER) == "not_found"
    given = ProspectGiven(
        branch="B1",
        prospect="P1",
        need="wealth",
        stage=ProspectStage.NEW,
        account_manager="am.1",
        referrals=("R1",),
    )
    await world.tell(given)
    assert (await reads(world, MANAGER))["name"] == "李阿姨"
    assert await reads(world, OTHER) == "not_allowed"


async def test_who_is_refused_a_lead_is_on_record() -> None:
    world = await found()
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    await reads(world, OTHER)
    (denied,) = world.store.raws(AuditRecord.collection)
    assert (denied["kind"], denied["staff"], denied["purpose"]) == ("denied", "am.2", "view_lead")


async def test_who_covers_for_an_account_manager_reads_the_lead_too() -> None:
    world = await found()
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    await world.tell(offered(world, "am.3", covered_by="am.2"))
    assert (await reads(world, OTHER))["name"] == "李阿姨"


async def test_a_lead_that_nobody_has_yet_is_told_to_the_head() -> None:
    world = await found()
    await world.tell(ESCALATED)
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    (event,) = world.events(ContactLeft)
    assert event.readers == ()
    assert (await reads(world, HEAD))["phone"] == "13900000009"


async def test_a_lead_that_is_changed_keeps_what_it_was_and_who_changed_it() -> None:
    world = await found()
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    await world.ask(LOBBY, "POST", LEAD, AUNT)  # says the same
    await world.ask(TELLER, "POST", LEAD, {"phone": None, "address": "海淀区"})
    shown = await reads(world, MANAGER)
    assert (shown["name"], shown["phone"], shown["address"]) == ("李阿姨", None, "海淀区")
    (before,) = shown["history"]
    assert (before["by"], before["phone"], before["address"]) == ("teller", "13900000009", None)
    assert shown["taken_by"] == "lm.1"


async def test_a_lead_expires_with_its_history_and_cannot_be_read_then() -> None:
    world = await found()
    await world.tell(BranchOpened(branch="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai"))
    await world.ask(LOBBY, "POST", LEAD, AUNT)
    await world.ask(TELLER, "POST", LEAD, {"name": None, "phone": None, "address": "海淀区"})
    await world.pass_time(timedelta(days=DEFAULTS[DataClass.LEADS] + 2))
    lead = await world.find(Lead, "V1")
    assert (lead.name, lead.phone, lead.address, lead.history) == (None, None, None, None)
    assert await reads(world, MANAGER) == "not_found"


async def test_a_lead_without_contact_data_is_none_to_read() -> None:
    world = await found()
    assert await reads(world, MANAGER) == "not_found"


async def test_an_offer_that_is_heard_before_its_visit_opens_the_lead() -> None:
    world = await served()
    await world.tell(offered(world, "am.1"))
    await world.tell(FOUND)
    assert (await world.find(Lead, "V1")).readers == ("am.1",)
