"""Every clear reading, export and denial is on record (Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.audit.domain.records import AuditRecord
from services.customer.audit.on_record import NotOnRecord, keep_ledger, kept_within, open_on_record
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.sealing import open_person
from shared.contracts.customer import CustomerRecognised, FileOpened
from shared.contracts.words import Segment
from shared.privacy import seal_words
from tests.unit.customer.people import AUDITOR, HEAD, MANAGER, OTHER, STRANGER, TELLER
from tests.unit.customer.served import Served, served
from tests.unit.served import MASTER

C1 = "/api/customer/customers/C1"


def records(world: Served) -> list[dict[str, Any]]:
    found = world.store.raws(AuditRecord.collection)
    return sorted(found, key=lambda raw: raw["number"])


async def test_what_is_read_in_the_clear_is_on_record_with_who_what_why_and_from_where() -> None:
    world = await served()
    assert (await world.get(MANAGER, C1))["name"] == "王小明"
    (one,) = records(world)
    assert (one["staff"], one["customers"], one["purpose"], one["origin"]) == (
        "am.1",
        ["C1"],
        "view_file",
        "s-am.1",
    )
    assert {"name", "phone", "identity", "credentials"} <= set(one["fields"])
    assert world.events(FileOpened)


async def test_a_masked_file_is_no_reading() -> None:
    world = await served()
    assert (await world.get(TELLER, C1))["name"] is None
    assert records(world) == []


async def test_a_person_who_is_refused_is_on_record_and_so_is_one_who_tries_ids() -> None:
    world = await served()
    assert (await world.ask(STRANGER, "GET", C1)).status_code == 404
    assert (await world.ask(TELLER, "GET", f"{C1}/corrections")).status_code == 403
    assert (await world.ask(STRANGER, "GET", "/api/customer/customers/C9")).status_code == 404
    assert [(one["kind"], one["staff"], one["purpose"]) for one in records(world)] == [
        ("denied", "am.9", "view_file"),
        ("denied", "am.9", "view_file"),  # the first of B9, where the stranger works
        ("denied", "teller", "list_corrections"),
    ]


async def test_a_thousand_denials_in_a_minute_are_two_records() -> None:
    world = await served()
    for _ in range(50):
        await world.ask(STRANGER, "GET", C1)
    assert len(records(world)) == 1
    world.now += timedelta(minutes=2)
    await world.get(MANAGER, C1)
    assert [(one["kind"], one["times"]) for one in records(world)] == [
        ("denied", 1),
        ("denied", 49),
        ("opened", 1),
    ]


async def test_a_seal_does_not_open_in_a_request_that_put_nothing_on_record() -> None:
    world = await served()
    customer, key = await world.find(Customer, "C1"), await world.find(DataKey, "C1")
    assert open_person(MASTER, customer, key).name == "王小明"  # outside of a request nobody is given it
    await keep_ledger()
    with pytest.raises(NotOnRecord):
        open_person(MASTER, customer, key)
    with pytest.raises(NotOnRecord):
        open_on_record(MASTER, "cases/K1/words", seal_words(MASTER, "cases/K1/words", "x"), "case/K1")
    with kept_within():
        assert open_person(MASTER, customer, key).name == "王小明"


async def test_a_reading_says_what_was_open_with_the_customer() -> None:
    world = await served()
    await world.get(MANAGER, C1)
    await world.get(HEAD, C1)
    recognised = CustomerRecognised(
        branch="B1", visit="V1", customer="C1", masked_name="王**", segment=Segment.MASS
    )
    await world.tell(recognised)
    await world.get(HEAD, C1)
    assert [(one["cause"], one["without_cause"]) for one in records(world)] == [
        ("portfolio", False),
        (None, True),
        ("visit/V1", False),
    ]
    listed = await world.get(AUDITOR, "/api/customer/audit?branch=B1&without_cause=true")
    assert [(one["staff"], one["named"][0]["masked_name"]) for one in listed["records"]] == [("head", "王**")]


async def test_reading_the_trail_is_on_record_itself() -> None:
    world = await served()
    await world.get(AUDITOR, "/api/customer/audit?branch=B1")
    await world.get(MANAGER, f"{C1}/audit")
    assert [(one["kind"], one["staff"], one["purpose"]) for one in records(world)] == [
        ("reviewed", "auditor", "view_audit"),
        ("reviewed", "am.1", "view_file_audit"),
    ]
    assert (await world.ask(OTHER, "GET", f"{C1}/audit")).status_code == 403
    assert (await world.ask(TELLER, "GET", "/api/customer/audit?branch=B1")).status_code == 403
