"""Asking for missed events: each publisher has the question, whatever is away meanwhile."""

import asyncio
import json
from datetime import timedelta

import pytest

from services.referral.app import SERVICE
from shared import missed
from shared.missed import ask_for_missed, send_again
from shared.outbox import Relay
from shared.store import MISSED, OUTBOX
from tests.fakes import FakeBroker, FakeStore
from tests.unit.shared.shelf import NOON
from tests.unit.shared.test_relay import Post


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(missed, "RETRY_AFTER", 0.0)


def noting() -> tuple[FakeStore, FakeBroker, Relay]:
    """A service that has missed events since noon."""
    store, broker = FakeStore("referral"), FakeBroker()
    store.database[MISSED].put({"_id": "referral", "since": NOON})
    return store, broker, Relay(store, "amqp://fake", connect=broker.connect)


async def test_every_publisher_is_asked_for_its_own_events_alone() -> None:
    store, broker, relay = noting()
    await ask_for_missed(relay, store, "referral", SERVICE.events)
    asked = {key: json.loads(broker.bodies[id]) for _, key, id in broker.published}
    assert sorted(asked) == [f"{one}.0.referral" for one in ("customer", "lobby", "notify", "referral")]
    assert {exchange for exchange, _, _ in broker.published} == {"foyer.replay"}
    for key, wanted in asked.items():
        assert wanted["service"] == "referral"
        assert wanted["since"].startswith(NOON.isoformat()[:19])
        assert {one.split(".")[1] for one in wanted["types"]} == {key.split(".")[0]}
    types = {one for wanted in asked.values() for one in wanted["types"]}
    assert types == {event.type_name() for event in SERVICE.events if event.owner != "core"}
    assert store.raws(MISSED) == []


async def test_nobody_is_asked_when_nothing_was_missed() -> None:
    store, broker, relay = noting()
    store.database[MISSED].raws.clear()
    await ask_for_missed(relay, store, "referral", SERVICE.events)
    assert broker.published == []


async def test_a_publisher_without_a_queue_is_asked_when_it_has_one() -> None:
    store, broker, relay = noting()
    broker.unbound.add("lobby.0.referral")
    asking = asyncio.create_task(ask_for_missed(relay, store, "referral", SERVICE.events))
    for _ in range(200):
        await asyncio.sleep(0)
    assert store.raws(MISSED) != []
    broker.unbound.clear()
    await asking
    assert "lobby.0.referral" in {key for _, key, _ in broker.published}
    assert store.raws(MISSED) == []


async def test_who_is_asked_sends_what_it_kept_to_the_asker_alone() -> None:
    post = Post()
    post.store.database[OUTBOX].put(post.event("01a2194e-9ee7-765e-9b84-556d87f6a87b"))
    wanted = {"service": "referral", "types": ["foyer.shelf.sweet_eaten.v1"]}
    answer = send_again(post.relay)
    async with post.running():
        await answer(
            json.dumps({**wanted, "since": (NOON - timedelta(days=9999)).isoformat()}).encode(), "referral"
        )
        async with asyncio.timeout(5):
            while not post.broker.published:  # noqa: ASYNC110
                await asyncio.sleep(0)
    assert [(exchange, key) for exchange, key, _ in post.broker.published] == [
        ("foyer.replay", "referral.3.shelf")
    ]


async def test_a_store_that_is_away_is_waited_for_by_who_is_asked() -> None:
    post = Post()
    answer = asyncio.create_task(
        send_again(post.relay)(
            json.dumps({"service": "referral", "types": [], "since": NOON.isoformat()}).encode(), "referral"
        )
    )
    post.store.database.away = True
    for _ in range(50):
        await asyncio.sleep(0)
    assert not answer.done()
    post.store.database.away = False
    await answer
