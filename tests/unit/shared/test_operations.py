"""HTTP for operations: health, dead letters, replay, traces, over a fake store."""

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute

from shared import operations, web
from shared.access import Person, signed_in
from shared.broker_errors import BrokerAway
from shared.clock import now
from shared.contracts.words import Role
from shared.dead_letters import DeadLetters
from shared.errors import Malformed, NotAllowed, NotFound
from shared.rights import require
from shared.store import INBOX, OUTBOX
from tests.fakes import FakeStore
from tests.unit.shared.shelf import NOON, cause

OPS = Person("ops", frozenset((Role.OPS,)), ())
AUDITOR = Person("he.qing", frozenset((Role.AUDITOR,)), ("B1",))
TELLER = Person("li.na", frozenset((Role.TELLER,)), ("B1",))


class FakeRuntime:
    """The parts of a runtime that operations asks."""

    def __init__(self, consumers: dict[str, int] | Exception | None = None) -> None:
        self.store = FakeStore("shelf")
        self.dead_letters = DeadLetters(self.store, b"k" * 32)
        self.service = SimpleNamespace(name="shelf", correlation_of=None)
        self.ready, self.bus, self.relay = True, self, self
        self.replayed: list[str] = []
        self.sent: list[tuple[str, bytes]] = []
        self.is_sent = True
        self._consumers = {"foyer.shelf.0": 1} if consumers is None else consumers

    async def consumers(self) -> dict[str, int]:
        if isinstance(self._consumers, Exception):
            raise self._consumers
        return self._consumers

    async def replay(self, service: str, types: list[str], since: object) -> int:
        self.replayed.append(service)
        return 3

    async def send_again(self, message: dict[str, Any], body: bytes) -> bool:
        self.sent.append((message["_id"], body))
        return self.is_sent

    async def dead_letter(self, id: str) -> None:
        record = self.dead_letters.record_of(
            cause(id), body=b"words", code="failed", detail="", handler="eat"
        )
        await self.dead_letters.keep(id, record)


@pytest.mark.parametrize(
    ("consumers", "store_away", "started", "status"),
    [
        ({"foyer.shelf.0": 1}, False, True, 200),
        ({"foyer.shelf.0": 0}, False, True, 503),
        ({}, False, True, 503),
        (BrokerAway("AMQPConnectionError"), False, True, 503),
        ({"foyer.shelf.0": 1}, True, True, 503),
        ({"foyer.shelf.0": 1}, False, False, 503),
    ],
    ids=["well", "no consumer", "no connection", "broker away", "store away", "not started"],
)
async def test_a_service_is_ready_when_all_of_it_is(
    consumers: dict[str, int] | Exception, store_away: bool, started: bool, status: int
):
    runtime, response = FakeRuntime(consumers), Response()
    runtime.store.database.away, runtime.ready = store_away, started
    state = await operations.ready(runtime, response)
    assert response.status_code == status
    assert (state["started"], state["store"]) == (started, not store_away)
    away = {"broker": "AMQPConnectionError", "store": "AutoReconnect"}
    expected = away["store"] if store_away else away["broker"] if isinstance(consumers, Exception) else None
    assert state.get("why") == expected


async def test_dead_letters_are_listed_and_dropped():
    runtime = FakeRuntime()
    await runtime.dead_letter("m/1")
    assert [one.id for one in await operations.dead_letters(runtime)] == ["m/1"]
    await operations.drop("m/1", runtime)
    assert await operations.dead_letters(runtime, None, 1) == []
    with pytest.raises(NotFound):
        await operations.drop("m/1", runtime)


async def test_a_dead_letter_that_is_sent_again_goes_and_one_that_is_refused_again_stays():
    runtime = FakeRuntime()
    await runtime.dead_letter("m1")
    runtime.is_sent = False
    assert await operations.retry("m1", runtime) == {"status": "dead-lettered again"}
    assert await runtime.dead_letters.count() == 1
    runtime.is_sent = True
    assert await operations.retry("m1", runtime) == {"status": "sent"}
    assert runtime.sent == [("m1", b"words")] * 2
    with pytest.raises(NotFound):
        await operations.retry("m1", runtime)


def asked_of(route: APIRoute) -> list[str]:
    """The names of the rights that a route takes as dependencies."""
    return [one.dependency.asked.name for one in route.dependencies if hasattr(one.dependency, "asked")]


def test_every_route_of_operations_has_its_right_but_those_that_machines_ask():
    routes = [route for route in operations.router.routes if isinstance(route, APIRoute)]
    assert {f"{min(route.methods)} {route.path}": asked_of(route) for route in routes} == {
        "GET /live": [],
        "GET /ready": [],
        "GET /metrics": [],
        "GET /dead-letters": ["view_dead_letters"],
        "POST /dead-letters/{id:path}/retry": ["settle_dead_letter"],
        "DELETE /dead-letters/{id:path}": ["settle_dead_letter"],
        "POST /replay": ["replay_events"],
        "GET /trace/{id:path}": ["view_trace"],
        "POST /trace/handled": ["view_trace"],
    }


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (OPS, {"view_dead_letters", "settle_dead_letter", "replay_events", "view_trace"}),
        (AUDITOR, {"view_trace"}),
        (TELLER, set()),
    ],
    ids=["ops", "auditor", "teller"],
)
def test_operations_sends_again_auditors_read_traces_and_tellers_neither(person: Person, allowed: set[str]):
    found = set()
    for asked, right in operations.RIGHTS.items():
        with suppress(NotAllowed):
            require(person, right)
            found.add(asked.name)
    assert found == allowed


@pytest.mark.parametrize(("person", "status"), [(OPS, 200), (TELLER, 403)], ids=["ops", "teller"])
async def test_a_route_checks_its_right(person: Person, status: int):
    app = FastAPI()
    web.set_up(app)
    app.include_router(operations.router)
    app.state.rights, app.state.runtime = operations.RIGHTS, FakeRuntime()
    app.dependency_overrides[signed_in] = lambda: person
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://foyer") as client:
        assert (await client.get("/dead-letters")).status_code == status


@pytest.mark.parametrize("service", ["nosuch", "gateway", "devices"])
async def test_nothing_is_sent_again_to_a_service_that_is_none(service: str):
    runtime = FakeRuntime()
    with pytest.raises(operations.ServiceUnknown, match=service):
        await operations.replay(operations.Replay(service=service, types=[], since=now()), runtime)
    known = operations.Replay(service="referral", types=[], since=now())
    assert await operations.replay(known, runtime) == {"events": 3}
    assert runtime.replayed == ["referral"]


async def test_what_came_before_the_inbox_remembers_is_not_replayed():
    runtime, month = FakeRuntime(), timedelta(days=30)
    for since in (now() - month - timedelta(minutes=1), now() - 2 * month):
        with pytest.raises(Malformed, match="at most 30 days"):
            await operations.replay(operations.Replay(service="notify", types=[], since=since), runtime)
    since = now() - month + timedelta(minutes=1)
    await operations.replay(operations.Replay(service="notify", types=[], since=since), runtime)
    assert runtime.replayed == ["notify"]


async def test_a_trace_tells_what_was_handled_and_published_by_the_id_of_either():
    runtime = FakeRuntime()
    event = {"_id": "e1", "type": "t", "correlation_id": "V1", "causation_id": "c1"}
    runtime.store.database[OUTBOX].put(event)
    for id in ("c1", "c2"):
        seen = {
            "_id": f"shelf:{id}",
            "at": NOON,
            **cause(id).record(),
            "fingerprint": b"x",
            "stated_time": NOON,
        }
        runtime.store.database[INBOX].put(seen)
    for name in ("V1", "e1"):
        found = await operations.trace(name, runtime)
        assert found["correlation_id"] == "V1"
        assert found["published"] == [{"id": "e1", "type": "t", "causation_id": "c1"}]
        (handled,) = found["handled"]
        assert (handled["_id"], handled["kind"], handled["actor"]) == ("c1", "eat", "system")
        assert not {"fingerprint", "stated_time"} & set(handled)
    assert [one["_id"] for one in await operations.handled(operations.Ids(ids={"c2", "c9"}), runtime)] == [
        "c2"
    ]


async def test_a_long_trace_is_told_a_page_at_a_time():
    runtime = FakeRuntime()
    ids = [f"e{number:04}" for number in range(2 * operations.PAGE + 1)]
    for id in ids:
        event = {"_id": id, "type": "t", "correlation_id": "V1", "causation_id": "c1"}
        runtime.store.database[OUTBOX].put(event)
    told, after = [], None
    for most in (operations.PAGE, operations.PAGE, 1):
        page = await operations.trace("V1", runtime, after)
        assert len(page["published"]) == most
        told += [one["id"] for one in page["published"]]
        after = page["next"]
    assert (told, after) == (ids, None)


async def test_a_trace_is_found_by_the_name_that_people_use():
    runtime = FakeRuntime()

    async def correlation_of(store: object, name: str) -> str | None:
        return {"B1/A001": "V1"}.get(name)

    runtime.service.correlation_of = correlation_of
    assert (await operations.trace("B1/A001", runtime))["correlation_id"] == "V1"
    assert (await operations.trace("B1/A002", runtime))["correlation_id"] == "B1/A002"
