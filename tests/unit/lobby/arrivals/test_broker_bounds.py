"""Messages that devices send over the broker too fast, or have sent on by a queue, cost nearly nothing."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from services.lobby.app import SERVICE
from services.lobby.arrivals import ingress
from services.lobby.devices import bounds
from services.lobby.devices.bounds import ANSWERS_AT_ONCE, EVENTS_AT_ONCE, REFUSED_COSTS, DeviceBounds
from services.lobby.equipment import heartbeats
from shared.errors import Malformed
from shared.outbox_messages import OutboxMessage
from shared.work import Outcome, WorkItem
from tests.unit.lobby.arrivals.test_ingress import text


class Lobby:
    """The parts of a runtime that a message of a device meets."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.settings = SimpleNamespace(key=lambda name: b"k" * 32, keys=lambda name: b"k" * 32, pace=1.0)
        self.service, self.relay, self.store = SERVICE, self, None
        self.submitted: list[WorkItem] = []
        self.answers: list[OutboxMessage] = []
        self.refusal = refusal

    def worker_of(self, branch: str) -> "Lobby":
        return self

    async def submit(self, item: WorkItem) -> Outcome:
        self.submitted.append(item)
        return Outcome(self.refusal, dead_lettered=self.refusal is not None)

    def enqueue(self, messages: list[OutboxMessage]) -> None:
        self.answers += messages


def message(body: str, **headers: Any) -> Any:
    raw = SimpleNamespace(
        body=body.encode(),
        routing_key="foyer.devices.B1.K1.customer_arrived",
        headers=headers,
        content_type=None,
        message_id=None,
        delivery_tag=1,
    )
    return SimpleNamespace(raw_message=raw)


@pytest.fixture
def lobby(monkeypatch: pytest.MonkeyPatch) -> Lobby:
    runtime = Lobby()
    monkeypatch.setattr(heartbeats.HeartbeatLog, "note", lambda *_, **__: None)
    monkeypatch.setitem(bounds._bounds, runtime, DeviceBounds(clock=lambda: 0.0))
    return runtime


async def test_what_a_queue_sent_on_under_another_name_is_dropped(lobby: Lobby):
    receive = ingress.subscription(lobby).receive
    await receive(message(text(), **{"x-death": [{"queue": "foyer.answers.B1.K9"}]}))
    assert (lobby.submitted, lobby.answers) == ([], [])
    await receive(message(text()))
    assert len(lobby.submitted) == 1


async def test_a_device_that_is_too_fast_is_answered_a_few_times_and_submits_nothing_more(lobby: Lobby):
    receive = ingress.subscription(lobby).receive
    for number in range(EVENTS_AT_ONCE + 2 * ANSWERS_AT_ONCE):
        await receive(message(text(id=f"event-{number:04}")))
    assert len(lobby.submitted) == EVENTS_AT_ONCE
    assert len(lobby.answers) == ANSWERS_AT_ONCE
    told = json.loads(lobby.answers[0].body)
    assert (told["causationid"], told["data"]["code"]) == (f"event-{EVENTS_AT_ONCE:04}", "too_fast")
    assert lobby.answers[0].key == "foyer.answers.B1.K1"


async def test_what_is_refused_counts_several_times(lobby: Lobby):
    lobby.refusal = Malformed("data")
    receive = ingress.subscription(lobby).receive
    for _ in range(EVENTS_AT_ONCE):
        await receive(message("{}"))
    assert len(lobby.submitted) == EVENTS_AT_ONCE // REFUSED_COSTS
