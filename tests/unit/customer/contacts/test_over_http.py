from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.customer.audit.domain.records import Audited, AuditRecord
from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.queries import LISTED
from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from shared import clock
from shared.access import Person
from shared.branch_places import BranchPlace
from shared.contracts.lobby import CustomerArrived, TicketIssued
from shared.contracts.words import Channel, TicketClass
from tests.unit.customer.building import CARD, new_file
from tests.unit.customer.over_http import (
    COLLEAGUE,
    ELSEWHERE,
    HEAD,
    LOBBY,
    MANAGER,
    TELLER,
    Served,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai
CALL = {"way": "phone", "outcome": "reached", "words": "她想换房，下周再谈"}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The routes at noon of Monday, 2 March 2026; `now` may be set on."""
    one = Served(NOON)
    monkeypatch.setattr(clock, "now", lambda: one.now)
    return one


def records(served: Served, kind: Audited) -> list[AuditRecord]:
    found = served.store.raws(AuditRecord.collection)
    return [AuditRecord.model_validate({**raw, "id": raw["_id"]}) for raw in found if raw["kind"] == kind]


async def today(served: Served, person: Person = MANAGER, more: str = "") -> Any:
    return await served.ask(person, "GET", f"/today?branch=B1{more}")


async def contact(served: Served, person: Person = MANAGER, customer: str = "C1", **given: Any) -> Any:
    return await served.ask(person, "POST", f"/customers/{customer}/contacts", {**CALL, **given})


async def test_a_call_in_three_taps_says_when_the_next_is_due(served: Served):
    await served.open(new_file())
    answer = await contact(served)
    assert answer.status_code == 201
    assert answer.json()["next_step"] == {"kind": "contact", "due": "2026-04-01", "cause": ""}


async def test_words_are_kept_under_the_customer_s_key_and_go_with_it(served: Served):
    await served.open(new_file())
    await contact(served)
    assert "换房" not in str(served.store.raws(Contact.collection))
    assert "换房" not in str([one.model_dump_json() for one in served.published])
    log = (await served.ask(MANAGER, "GET", "/customers/C1/contacts")).json()
    assert log["contacts"][0]["words"] == CALL["words"]
    await served.hear_command(EraseCustomer("C1"))
    assert (await served.ask(HEAD, "GET", "/customers/C1/contacts")).status_code == 410


async def test_the_list_says_why_with_the_last_words_and_the_best_hour(served: Served):
    await served.open(new_file())
    for _ in range(3):
        await contact(served)
        served.now += timedelta(days=30)
    served.now += timedelta(days=1)
    line = (await today(served)).json()["lines"][0]
    assert (line["customer"], line["name"], line["step"]) == ("C1", "王小明", "contact")
    assert line["last_words"] == CALL["words"]
    assert line["best_hour"] == {"hour": 12, "times": 3, "of": 3}


async def test_a_list_is_one_reading_of_all_its_customers_on_record(served: Served):
    await served.open(*(new_file(f"C{number}", credentials=()) for number in range(3)))
    served.now += timedelta(days=60)
    lines = (await today(served)).json()["lines"]
    (record,) = records(served, Audited.OPENED)
    assert set(record.customers) == {line["customer"] for line in lines} == {"C0", "C1", "C2"}
    assert (record.purpose, record.fields) == ("view_today", ("name", "contact_words"))


async def test_who_is_not_due_is_not_listed(served: Served):
    await served.open(new_file())
    await contact(served)
    assert (await today(served)).json()["lines"] == []
    assert not records(served, Audited.OPENED)


async def test_a_customer_who_waits_in_the_hall_stands_first_with_the_number(served: Served):
    await served.open(*(new_file(f"C{number}", credentials=()) for number in range(2)))
    await served.open(new_file("C7", credentials=(CARD,)))
    await contact(served, customer="C7", words=None)
    served.now += timedelta(days=20)
    await arrive(served)
    first, *_ = (await today(served)).json()["lines"]
    assert first["customer"] == "C7"
    assert first["in_hall"]["ticket"] == "V007"
    assert first["in_hall"]["branch"] == "B2"


async def test_who_waits_in_the_hall_is_asked_for_masked_and_without_a_record(served: Served):
    await served.open(new_file("C7", credentials=(CARD,)))
    await arrive(served)
    (waiting,) = (await served.ask(MANAGER, "GET", "/today/hall?branch=B1")).json()
    assert (waiting["masked_name"], waiting["in_hall"]["ticket"]) == ("王**", "V007")
    assert (await served.ask(COLLEAGUE, "GET", "/today/hall?branch=B1")).json() == []
    assert served.store.raws(AuditRecord.collection) == []


async def arrive(served: Served) -> None:
    await served.hear(CustomerArrived(branch="B2", visit="V1", need="cash", credential=CARD))
    issued = TicketIssued(
        branch="B2",
        visit="V1",
        ticket="V007",
        ticket_class=TicketClass.VIP,
        channel=Channel.VIP_WINDOW,
        place=1,
        need="cash",
    )
    await served.hear(issued)


async def test_the_head_sees_the_list_of_a_colleague_and_nobody_else_does(served: Served):
    await served.open(new_file())
    served.now += timedelta(days=60)
    assert len((await today(served, HEAD, "&account_manager=am.1")).json()["lines"]) == 1
    assert (await today(served, COLLEAGUE, "&account_manager=am.1")).status_code == 403
    assert (await today(served, COLLEAGUE)).json()["lines"] == []
    assert (await today(served, LOBBY)).status_code == 403
    assert (await today(served, ELSEWHERE)).status_code == 403


async def test_a_list_is_bounded_and_says_that_there_is_more(served: Served):
    await served.open(*(new_file(f"C{number}", credentials=()) for number in range(LISTED + 5)))
    served.now += timedelta(days=90)
    shown = (await today(served)).json()
    assert (len(shown["lines"]), shown["more"]) == (LISTED, True)


@pytest.mark.parametrize(
    ("person", "status"), [(COLLEAGUE, 403), (LOBBY, 403), (TELLER, 403), (ELSEWHERE, 404), (HEAD, 201)]
)
async def test_only_who_keeps_the_customer_records_a_contact(served: Served, person: Person, status: int):
    await served.open(new_file())
    assert (await contact(served, person)).status_code == status


async def test_a_colleague_who_tries_is_on_record(served: Served):
    await served.open(new_file())
    await contact(served, COLLEAGUE)
    (denied,) = records(served, Audited.DENIED)
    assert (denied.staff, denied.purpose) == ("am.2", "record_contact")


async def test_a_colleague_sees_that_there_was_a_contact_and_not_what_was_said(served: Served):
    await served.open(new_file())
    await contact(served)
    line = (await served.ask(COLLEAGUE, "GET", "/customers/C1/contacts")).json()["contacts"][0]
    assert (line["has_words"], line["words"], line["by"]) == (True, None, "am.1")
    assert not records(served, Audited.OPENED)


async def test_the_manager_sees_what_a_colleague_did_before_a_hand_over(served: Served):
    await served.open(new_file())
    await contact(served)
    await served.hear_command(ChangeAccountManager("C1", "am.2"))
    log = (await served.ask(COLLEAGUE, "GET", "/customers/C1/contacts")).json()
    assert [(one["by"], one["words"]) for one in log["contacts"]] == [("am.1", CALL["words"])]
    assert log["plan"]["account_manager"] == "am.2"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"outcome": "moved"}, "malformed"),
        ({"until": "2026-03-05"}, "malformed"),
        ({"outcome": "moved", "until": "2026-02-30"}, "malformed"),
        ({"outcome": "moved", "until": "2026-03-01"}, "day_out_of_reach"),
        ({"at": "2026-01-01T00:00:00Z"}, "contact_too_old"),
        ({"way": "pigeon"}, "malformed"),
        ({"words": "x" * 4001}, "malformed"),
        ({"mood": "good"}, "malformed"),
    ],
)
async def test_a_contact_that_makes_no_sense_is_refused(served: Served, given: dict[str, Any], code: str):
    await served.open(new_file())
    answer = await contact(served, **given)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert served.store.raws(Contact.collection) == []


async def test_an_excuse_is_set_and_ended(served: Served):
    await served.open(new_file())
    excuse = {"reason": "away", "until": "2026-05-10"}
    shown = (await served.ask(MANAGER, "PUT", "/customers/C1/contact-excuse", excuse)).json()
    assert (shown["state"], shown["excuse"], shown["excused_until"]) == ("excused", "away", "2026-05-10")
    shown = (await served.ask(MANAGER, "DELETE", "/customers/C1/contact-excuse")).json()
    assert (shown["state"], shown["excuse"]) == ("not_due", None)
    answer = await served.ask(COLLEAGUE, "PUT", "/customers/C1/contact-excuse", excuse)
    assert answer.status_code == 403


RULES = {
    "rhythms": [
        {"segments": ["private", "vip"], "every": 1},
        {"segments": ["affluent", "mass"], "every": 90},
    ],
    "slots": 8,
}


async def test_a_rhythm_is_tried_before_it_is_set(served: Served):
    await served.open(*(new_file(f"C{number}", credentials=()) for number in range(10)))
    check = (await served.ask(HEAD, "POST", "/branches/B1/rhythm/check", RULES)).json()
    (portfolio,) = check["portfolios"]
    assert (portfolio["demand"], portfolio["slots_per_week"], portfolio["fits"]) == (70.0, 40.0, False)
    assert (await served.ask(HEAD, "GET", "/branches/B1/rhythm")).json()["edition"] == 0
    assert (await served.ask(HEAD, "PUT", "/branches/B1/rhythm", RULES)).json()["edition"] == 1
    found = (await served.ask(MANAGER, "GET", "/feasibility?branch=B1")).json()
    assert found["portfolios"][0]["stretch"] == 1.75
    assert len(found["portfolios"][0]["weeks"]) == 8


@pytest.mark.parametrize(
    ("rhythms", "code"),
    [
        (RULES["rhythms"][:1], "rhythm_hole"),
        ([*RULES["rhythms"], {"segments": ["vip"], "every": 9}], "rhythm_overlap"),
        ([{"segments": ["vip"], "every": 0}], "malformed"),
    ],
)
async def test_rules_that_do_not_fit_together_are_refused(served: Served, rhythms: list[Any], code: str):
    for method, path in (("PUT", "/branches/B1/rhythm"), ("POST", "/branches/B1/rhythm/check")):
        answer = await served.ask(HEAD, method, path, {**RULES, "rhythms": rhythms})
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_an_account_manager_sees_their_own_portfolio_and_sets_no_rhythm(served: Served):
    await served.open(new_file())
    assert (await served.ask(COLLEAGUE, "GET", "/feasibility?branch=B1")).json()["portfolios"] == []
    assert len((await served.ask(HEAD, "GET", "/feasibility?branch=B1")).json()["portfolios"]) == 1
    assert (await served.ask(MANAGER, "PUT", "/branches/B1/rhythm", RULES)).status_code == 403


async def test_the_list_is_of_the_branch_s_day(served: Served):
    served.store.put(BranchPlace(id="B1", version=1, timezone="America/New_York"))
    await served.open(new_file())
    assert (await today(served)).json()["day"] == "2026-03-01"
    plan = ContactPlan.model_validate({**served.store.raws("contact_plans")[0], "id": "C1"})
    assert plan.since == "2026-03-01"
