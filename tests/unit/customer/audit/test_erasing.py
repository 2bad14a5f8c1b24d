"""A closed file is locked for its term, then erased; other data are erased at the end of theirs (Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.cases.commands import OpenCase, SettleCase, TakeOverCase
from services.customer.cases.domain.case import Case, NewComplaint
from services.customer.cases.domain.handling import Settlement
from services.customer.files.commands import EraseCustomer, LinkCredential
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.leads.domain import Lead
from services.customer.retention.domain import DEFAULTS
from shared.access import Person
from shared.contracts.customer import (
    CredentialRevoked,
    CustomerErased,
    CustomerLocked,
    DataClass,
    DataErased,
    RetentionChanged,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import AnswerWay, ComplaintTopic, Role
from tests.unit.customer.audit.test_reading import C1, records
from tests.unit.customer.people import AUDITOR, EVERYBODY, HEAD, OTHER, TELLER
from tests.unit.customer.served import served

RISK = Person("risk", frozenset({Role.RISK}), ("B1",), session="s-risk")
RETENTION = "/api/customer/retention?branch=B1"
OPENED = BranchOpened(branch="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai")


async def test_a_closed_file_is_locked_for_its_term_and_nobody_reads_or_finds_it() -> None:
    world = await served()
    await world.ask(OTHER, "POST", f"{C1}/break-glass", {"reason": "客户在柜台晕倒"})
    assert (await world.ask(HEAD, "DELETE", C1)).status_code == 204
    await world.hear()
    locked = await world.find(Customer, "C1")
    assert (locked.masked_name, locked.credentials, locked.filed, locked.account_manager) == (
        "*",
        (),
        {},
        None,
    )
    assert (await world.find(DataKey, "C1")).wrapped is not None
    (event,) = world.events(CustomerLocked)
    assert event.erase_at - locked.locked_at == timedelta(days=DEFAULTS[DataClass.FILES])
    assert (event.locked_by, len(world.events(CredentialRevoked))) == ("head", 1)
    assert world.store.raws(CredentialRecord.collection) == []
    for person in EVERYBODY:
        assert (await world.ask(person, "GET", C1)).status_code in (404, 410)
    assert (await world.ask(OTHER, "POST", f"{C1}/break-glass", {"reason": "再看一次"})).status_code == 410
    answer = await world.ask(HEAD, "GET", C1)
    assert answer.json()["code"] == "customer_locked"
    export = await world.ask(HEAD, "GET", "/api/customer/exports/portfolio?branch=B1")
    assert "C1" not in export.text


async def test_the_key_is_destroyed_by_a_timer_at_the_end_of_the_term() -> None:
    world = await served()
    await world.ask(HEAD, "DELETE", C1)
    await world.pass_time(timedelta(days=1825))
    assert world.events(CustomerErased) == []
    await world.pass_time(timedelta(days=2))
    assert (await world.find(DataKey, "C1")).wrapped is None
    assert (await world.find(Customer, "C1")).sealed is None
    assert len(world.events(CustomerErased)) == 1
    report = await world.get(AUDITOR, RETENTION)
    assert [one["erased"] for one in report["erased"]] == [{"files": 1}]


async def test_where_no_term_binds_a_file_is_erased_at_once_and_closing_twice_is_harmless() -> None:
    world = await served()
    assert (await world.ask(RISK, "PUT", RETENTION, {"days": {"files": 0}})).status_code == 200
    await world.do(EraseCustomer("C1", "head"))
    await world.hear()
    assert (await world.find(DataKey, "C1")).wrapped is None
    await world.do(EraseCustomer("C1", "head"))
    assert len(world.events(CustomerErased)) == 1


async def test_a_closed_file_keeps_its_day_when_the_term_is_changed() -> None:
    world = await served()
    await world.ask(HEAD, "DELETE", C1)
    await world.ask(RISK, "PUT", RETENTION, {"days": {"files": 0}})
    await world.ask(HEAD, "DELETE", C1)
    assert (await world.find(DataKey, "C1")).wrapped is not None
    assert world.events(CustomerErased) == []


async def test_a_phone_of_two_customers_stays_with_the_other() -> None:
    world = await served()
    await world.open("C2", "王芳", "13800000000")
    await world.ask(HEAD, "DELETE", C1)
    await world.hear()
    (kept,) = world.store.raws(CredentialRecord.collection)
    assert (kept["customer"], kept["live"], kept["holders"]) == ("C2", True, ["C2"])
    await world.do(LinkCredential("C2", "card:1"))


async def test_the_terms_are_read_by_head_and_auditor_and_set_by_operations() -> None:
    world = await served()
    terms = {one["data"]: one["days"] for one in (await world.get(HEAD, RETENTION))["terms"]}
    assert terms == {data.value: days for data, days in DEFAULTS.items()}
    assert (await world.ask(HEAD, "PUT", RETENTION, {"days": {"leads": 1}})).status_code == 403
    assert (await world.ask(TELLER, "GET", RETENTION)).status_code == 403
    short = await world.ask(RISK, "PUT", RETENTION, {"days": {"audit": 364}})
    assert (short.status_code, short.json()["code"]) == (422, "term_too_short")
    assert (await world.ask(RISK, "PUT", RETENTION, {"days": {"secrets": 3}})).status_code == 422
    assert (await world.ask(RISK, "PUT", RETENTION, {"days": {"leads": -1}})).status_code == 422
    assert (await world.ask(RISK, "PUT", RETENTION, {"days": {"leads": 10}})).status_code == 200
    (event,) = world.events(RetentionChanged)
    assert (event.by, event.days) == ("risk", {DataClass.LEADS: 10})


@pytest.mark.parametrize(("days", "left"), [(179, b"n"), (182, None)])
async def test_the_night_erases_what_is_past_its_term(days: int, left: Any) -> None:
    world = await served()
    await world.tell(OPENED)
    lead = Lead(id="V1", branch="B1", need="wealth", taken_by="lm.1", name=b"n", phone=b"p", version=1)
    world.store.put(lead.evolve(taken_at=world.now))
    await world.pass_time(timedelta(days=days))
    assert (await world.find(Lead, "V1")).name == left
    assert len(world.events(DataErased)) == (left is None)


async def test_the_words_of_a_complaint_are_erased_a_term_after_it_was_settled() -> None:
    world = await served()
    await world.tell(OPENED)
    complaint = NewComplaint("B1", ComplaintTopic.WAITING, raised_by="staff:lm.1", words=b"w")
    await world.do(OpenCase("K1", complaint))
    await world.do(TakeOverCase("K1", "lm.1"))
    day = (await world.find(Case, "K1")).raised_on.isoformat()
    await world.do(SettleCase("K1", "lm.1", False, Settlement(AnswerWay.PHONE, day, b"cause", b"done")))
    await world.pass_time(timedelta(days=DEFAULTS[DataClass.COMPLAINTS] + 2))
    case = await world.find(Case, "K1")
    assert (case.words, case.root_cause, case.resolution, case.settled_by) == (None, None, None, "lm.1")
    assert DataErased in {type(event) for event in world.events()}


async def test_of_an_erased_customer_the_audit_trail_keeps_the_id_alone() -> None:
    world = await served()
    await world.get(HEAD, C1)
    await world.ask(RISK, "PUT", RETENTION, {"days": {"files": 0}})
    await world.ask(HEAD, "DELETE", C1)
    await world.hear()
    assert records(world)[0]["customers"] == ["C1"]
    shown = await world.get(AUDITOR, "/api/customer/audit?branch=B1")
    assert {one["masked_name"] for record in shown["records"] for one in record["named"]} == {"*"}
    kept = str([*world.store.raws("audit_records"), *world.store.raws("audit_chains")])
    assert not [trace for trace in ("王小明", "王**", "13800000000") if trace in kept]
