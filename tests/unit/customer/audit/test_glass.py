"""Break-glass: half an hour, a reason, the head told at once, everything on record (Q1)."""

from datetime import timedelta

import pytest

from shared.access import Person
from shared.contracts.customer import GlassBroken, GlassEnded
from tests.unit.customer.audit.test_reading import C1, records
from tests.unit.customer.people import AUDITOR, HEAD, LOBBY, MANAGER, OTHER, STRANGER, TELLER
from tests.unit.customer.served import served

REASON = {"reason": "客户在柜台晕倒，需联系家属"}


@pytest.mark.parametrize("person", [OTHER, TELLER, LOBBY])
async def test_who_breaks_the_glass_reads_the_file_for_half_an_hour(person: Person) -> None:
    world = await served()
    assert (await world.get(person, C1))["name"] is None
    broken = await world.ask(person, "POST", f"{C1}/break-glass", REASON)
    assert broken.status_code == 201, broken.text
    assert (await world.get(person, C1))["name"] == "王小明"
    (event,) = world.events(GlassBroken)
    assert (event.broken_by, event.masked_name) == (person.staff, "王**")
    assert REASON["reason"] not in str(world.published)
    assert [one["kind"] for one in records(world)] == ["glass_broken", "opened"]
    assert records(world)[1]["cause"] == f"break_glass/{broken.json()['glass']}"


async def test_the_half_hour_ends_and_says_how_often_the_file_was_read() -> None:
    world = await served()
    world.now -= timedelta(minutes=31)
    await world.ask(OTHER, "POST", f"{C1}/break-glass", REASON)
    await world.pass_time(timedelta(minutes=31))
    assert (await world.get(OTHER, C1))["name"] is None
    (ended,) = world.events(GlassEnded)
    assert (ended.broken_by, ended.reads) == ("am.2", 0)


async def test_the_glass_opens_a_file_for_reading_alone() -> None:
    world = await served()
    await world.ask(OTHER, "POST", f"{C1}/break-glass", REASON)
    form = {"edition": 0, "reason": "mistyped", "phone": "13900000000"}
    assert (await world.ask(OTHER, "POST", f"{C1}/corrections", form)).status_code == 403


async def test_who_may_read_the_file_breaks_nothing_and_a_stranger_may_not() -> None:
    world = await served()
    assert (await world.ask(MANAGER, "POST", f"{C1}/break-glass", REASON)).json()[
        "code"
    ] == "glass_not_needed"
    assert (await world.ask(HEAD, "POST", f"{C1}/break-glass", REASON)).status_code == 403
    assert (await world.ask(STRANGER, "POST", f"{C1}/break-glass", REASON)).status_code == 404
    assert (await world.ask(OTHER, "POST", f"{C1}/break-glass", {"reason": " "})).status_code == 422


async def test_a_person_breaks_five_a_day_and_breaking_one_twice_counts_once() -> None:
    world = await served()
    for number in range(2, 8):
        await world.open(f"C{number}", f"李小{number}四", f"1380000000{number}")
    for number in (1, 1, 2, 3, 4, 5):
        path = f"/api/customer/customers/C{number}/break-glass"
        assert (await world.ask(OTHER, "POST", path, REASON)).status_code == 201
    refused = await world.ask(OTHER, "POST", "/api/customer/customers/C6/break-glass", REASON)
    assert (refused.status_code, refused.json()["code"]) == (429, "glass_broken_too_often")


async def test_head_and_auditor_read_the_reasons_which_is_on_record() -> None:
    world = await served()
    await world.ask(OTHER, "POST", f"{C1}/break-glass", REASON)
    await world.get(OTHER, C1)
    (shown,) = await world.get(AUDITOR, "/api/customer/break-glass?branch=B1")
    assert (shown["reason"], shown["reads"], shown["in_force"]) == (REASON["reason"], 1, True)
    assert records(world)[-1]["purpose"] == "list_break_glass"
    assert (await world.ask(OTHER, "GET", "/api/customer/break-glass?branch=B1")).status_code == 403
