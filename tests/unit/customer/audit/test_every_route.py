"""No route of customer gives clear personal data out without a record: each is asked, by everybody (Q1)."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.app import SERVICE
from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.records import AuditRecord
from shared import clock
from shared.contracts.lobby import OpinionRecorded, ProspectIdentified
from shared.contracts.words import OpinionSource, OpinionTopic
from tests.unit.customer.people import EVERYBODY, HEAD, LOBBY, MANAGER, OPS, OTHER, REGION, TELLER
from tests.unit.customer.served import Served, served

PEOPLE = (*EVERYBODY, REGION, OPS)
CLEAR = (
    "王小明",
    "13800000000",
    "李阿姨",
    "13900000009",
    "某人说的原话",
    "实情是这样的",
    "已向客户说明",
    "紧急的理由",
)
"""Names, phones and words of the customers of `busy_bank`, none of which is known to who may not read it."""
IDS = {"customer": "C1", "case": "", "enquiry": "E1", "visit": "V1", "credential": "", "need": "N1"}


async def busy_bank() -> tuple[Served, dict[str, str]]:
    """A bank with something sealed in every place that is known."""
    world = await served()
    complaint = {"topic": "waiting", "words": "某人说的原话", "visit": "V1"}
    case = (await world.ask(LOBBY, "POST", "/api/customer/complaints", complaint)).json()["case"]
    await world.ask(LOBBY, "POST", f"/api/customer/complaints/{case}/take-over", {})
    today = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
    answer = {"sent_through": "phone", "sent_on": today}
    held = {**answer, "until": today, "reason": "实情是这样的"}
    await world.ask(LOBBY, "POST", f"/api/customer/complaints/{case}/holding-reply", held)
    settled = {**answer, "root_cause": "实情是这样的", "resolution": "已向客户说明"}
    await world.ask(LOBBY, "POST", f"/api/customer/complaints/{case}/settle", settled)
    await world.tell(
        OpinionRecorded(
            branch="B1",
            record="E1",
            topic=OpinionTopic.SERVICE,
            source=OpinionSource.SPOKEN,
            recorded_by="lm.1",
            customer="C1",
        )
    )
    contact = {"branch": "B1", "name": "李阿姨", "phone": "13900000009"}
    said = {**contact, "words": "某人说的原话"}
    assert (await world.ask(LOBBY, "POST", "/api/customer/enquiries/E1/statement", said)).status_code == 204
    await world.tell(ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by="lm.1"))
    lead = {name: contact[name] for name in ("name", "phone")}
    assert (await world.ask(LOBBY, "POST", "/api/customer/leads/V1", lead)).status_code == 204
    fixed = {"edition": 0, "reason": "mistyped", "phone": "13800000000", "name": "王小明"}
    await world.ask(HEAD, "POST", "/api/customer/customers/C1/corrections", {**fixed, "name": "王晓明"})
    glass = {"reason": "紧急的理由"}
    await world.ask(TELLER, "POST", "/api/customer/customers/C1/break-glass", glass)
    await world.hear()
    return world, {**IDS, "case": case}


def readable_routes() -> Iterator[APIRoute]:
    for router in SERVICE.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods:
                yield route


def path_of(route: APIRoute, ids: dict[str, str]) -> str:
    """The path of a route with what there is; a thing that this bank does not have is X1."""
    return route.path.format_map(defaultdict(lambda: "X1", ids))


async def on_record(world: Served) -> int:
    """The accesses that gave something out, by records and counted."""
    chain = await world.find(AuditChain, "B1")
    counted = sum(one.times for one in chain.tallies if one.kind in ("opened", "exported")) if chain else 0
    kept = [raw for raw in world.store.raws(AuditRecord.collection) if raw["kind"] in ("opened", "exported")]
    return counted + sum(raw["times"] for raw in kept)


@pytest.mark.parametrize("route", list(readable_routes()), ids=lambda route: route.path)
async def test_what_a_route_gives_out_in_the_clear_is_on_record(route: APIRoute) -> None:
    world, ids = await busy_bank()
    path = path_of(route, ids)
    for person in PEOPLE:
        before = await on_record(world)
        answer = await world.ask(person, "GET", f"{path}?branch=B1")
        given_out = [word for word in CLEAR if word in answer.text]
        recorded = await on_record(world) - before
        assert recorded >= bool(given_out), f"{person.staff} was given {given_out} of {path}"


async def test_the_walk_finds_every_clear_word_somewhere() -> None:
    world, ids = await busy_bank()
    shown = ""
    for route in readable_routes():
        for person in PEOPLE:
            shown += (await world.ask(person, "GET", f"{path_of(route, ids)}?branch=B1")).text
    assert [word for word in CLEAR if word not in shown] == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from([MANAGER, OTHER, TELLER, HEAD]),
        st.sampled_from(["read", "corrections", "glass", "export", "give", "wait", "lock"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(steps=STEPS)
def test_whatever_is_done_in_whatever_order_a_clear_reading_is_on_record(steps: list[Any]) -> None:
    async def play() -> None:
        world = await served()
        file = "/api/customer/customers/C1"
        requests: dict[str, tuple[str, str, Any]] = {
            "read": ("GET", file, None),
            "corrections": ("GET", f"{file}/corrections", None),
            "glass": ("POST", f"{file}/break-glass", {"reason": "紧急的理由"}),
            "export": ("GET", "/api/customer/exports/portfolio?branch=B1", None),
            "lock": ("DELETE", file, None),
        }
        for person, what in steps:
            before = await on_record(world)
            if what == "wait":
                await world.pass_time(timedelta(minutes=31))
                continue
            if what == "give":
                to = {"account_manager": person.staff}
                await world.ask(HEAD, "PUT", f"{file}/account-manager", to)
                continue
            answer = await world.ask(person, *requests[what])
            clear = "王小明" in answer.text or "13800000000" in answer.text
            assert (await on_record(world) - before) >= clear
            if clear and what == "read":
                last = world.store.raws(AuditRecord.collection)
                assert {raw["staff"] for raw in last} >= {person.staff}

    asyncio.run(play())
