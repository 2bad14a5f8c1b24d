"""One id stands for one content: within a batch, over a crash, whoever sends it."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared import worker
from shared.clock import new_id, now
from shared.contracts.base import Event
from shared.errors import IdReused, KeyReused, Malformed, Refusal
from shared.fingerprint import Fingerprint
from shared.runtime import ServiceRuntime
from shared.settings import Settings
from shared.store import INBOX, OUTBOX
from shared.unit_of_work import Cause
from shared.work import MessageItem, WorkItem
from tests.conftest import VHost
from tests.integration.tally import (
    KEY,
    SERVICE,
    Counted,
    Press,
    Pressed,
    Tally,
    TallyEvent,
    at_work,
    count,
    settings,
)


class Refused(TallyEvent):
    """The event with which a sender is refused."""

    must_be_routed = False
    id: str
    code: str

    def answers(self) -> str | None:
        return "B1.K1"


@pytest.fixture
def place(vhost: VHost, mongo_uri: str, database: str) -> Settings:
    return settings(vhost.url, mongo_uri, database)


def cause(word: str, id: str = "li.na:count:12345678", own: str = "12345678", **more: Any) -> Cause:
    fingerprint = Fingerprint.of(KEY.encode(), own, word, **more)
    return Cause(id, "count", now(), branch="B1", fingerprint=fingerprint)


def press(runtime: ServiceRuntime, word: str) -> Any:
    return runtime.execute(Press(word=word), cause(word))


def message(word: str, *, said: str = "") -> WorkItem:
    """Make a device's message, always under the same id, whatever it says."""
    own = cause(said or word, "B1.K1:event-01", "event-01", reused=IdReused)

    def refused(refusal: Refusal) -> Event:
        return Refused(branch="B1", id="event-01", code=refusal.code)

    return MessageItem(
        cause=own,
        handler=count,
        content=Pressed(branch="B1", word=word),
        body=b"{}",
        refusal_event=refused,
    )


async def words(runtime: ServiceRuntime) -> tuple[str, ...]:
    (found,) = await runtime.store.load(Tally, ["t"])
    assert isinstance(found, Tally)
    return found.words


async def answers(runtime: ServiceRuntime) -> list[dict[str, Any]]:
    """Return the events that went to the device, oldest first."""
    found = runtime.store.db[OUTBOX].find({"exchange": "amq.topic"}).sort("_id")
    return [json.loads(raw["body"]) async for raw in found]


async def test_another_content_under_a_key_is_refused_and_changes_nothing(place: Settings):
    async with at_work(place) as runtime:
        await press(runtime, "a")
        with pytest.raises(KeyReused):
            await press(runtime, "b")
        assert (await press(runtime, "a")).repeated
        assert await words(runtime) == ("a",)


async def test_within_one_batch_the_first_counts(place: Settings):
    async with at_work(place) as runtime:
        first, other, again = await asyncio.gather(
            press(runtime, "a"), press(runtime, "b"), press(runtime, "a"), return_exceptions=True
        )
        assert not first.repeated
        assert isinstance(other, KeyReused)
        assert again.repeated
        assert await words(runtime) == ("a",)


async def test_it_holds_over_a_crash(place: Settings):
    async with at_work(place) as runtime:
        await press(runtime, "a")
    async with at_work(place) as runtime:
        with pytest.raises(KeyReused):
            await press(runtime, "b")
        assert (await press(runtime, "a")).repeated


async def test_what_an_older_version_saw_is_a_repeat(place: Settings):
    async with at_work(place) as runtime:
        await press(runtime, "a")
        await runtime.store.db[INBOX].update_many({}, {"$unset": {"fingerprint": 1, "stated_time": 1}})
        assert (await press(runtime, "b")).repeated


async def test_what_was_refused_has_not_used_its_key(place: Settings):
    async with at_work(place) as runtime:
        with pytest.raises(Refusal, match="cannot be done"):
            await press(runtime, "bad")
        assert not (await press(runtime, "good")).repeated


async def test_the_inbox_shows_nothing_of_what_was_said(place: Settings):
    async with at_work(place) as runtime:
        await press(runtime, "6222020000000001")
        raw = await runtime.store.db[INBOX].find_one()
        assert raw is not None
        assert "6222020000000001" not in str(raw)


async def test_a_sender_is_told_that_its_id_was_used_by_the_id_that_it_knows(place: Settings):
    async with at_work(place) as runtime:
        assert not (await runtime.command_workers[0].submit(message("a"))).dead_lettered
        assert (await runtime.command_workers[0].submit(message("b"))).dead_lettered
        (told,) = await answers(runtime)
        assert (told["data"]["code"], told["data"]["id"], told["causationid"]) == (
            "id_reused",
            "event-01",
            "event-01",
        )
        assert [one.code for one in await runtime.dead_letters.list()] == ["id_reused"]


@pytest.mark.parametrize(("word", "code"), [("bad", "not_this_word"), ("bug", "unavailable")])
async def test_the_sender_of_a_dead_letter_is_answered_with_the_refusal_and_nothing_else(
    place: Settings, word: str, code: str
):
    async with at_work(place) as runtime:
        assert (await runtime.command_workers[0].submit(message(word))).dead_lettered
        assert [one["data"]["code"] for one in await answers(runtime)] == [code]
        counted = {"type": Counted.type_name()}
        assert await runtime.store.db[OUTBOX].count_documents(counted) == 0


async def test_who_sends_the_same_again_and_again_is_answered_once_a_while(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    async with at_work(place) as runtime:
        for _ in range(5):
            await runtime.command_workers[0].submit(message("bad"))
        assert len(await answers(runtime)) == 1
        assert [one.attempts for one in await runtime.dead_letters.list()] == [5]
        monkeypatch.setattr(worker, "REFUSED_AGAIN_AFTER", timedelta(0))
        await runtime.command_workers[0].submit(message("bad"))
        assert len(await answers(runtime)) == 2


async def test_a_refusal_for_another_reason_is_answered_at_once(place: Settings):
    async with at_work(place) as runtime:
        for detail in ("data.need", "data.need", "data.care", "data.care"):
            work = message("a")
            work.refusal = Malformed(detail)
            await runtime.command_workers[0].submit(work)
        assert len(await answers(runtime)) == 2
        for word in ("bug", "bug"):
            await runtime.command_workers[0].submit(message(word))
        assert [one["data"]["code"] for one in await answers(runtime)] == [
            "malformed",
            "malformed",
            "unavailable",
        ]


async def test_what_is_sent_again_is_answered_without_what_was_refused_under_its_id(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    enqueued: list[str] = []
    async with at_work(place) as runtime:
        cause = {"correlation_id": "s", "causation_id": "B1.K1:event-01"}
        told = {**cause, "key": "k", "body": b"", "mandatory": False}
        kinds = {"issued": "foyer.lobby.ticket_issued.v1", "refused": "foyer.lobby.device_event_refused.v1"}
        await runtime.store.db[OUTBOX].insert_many(
            [{**told, "_id": id, "type": kind, "exchange": "amq.topic"} for id, kind in kinds.items()]
        )
        monkeypatch.setattr(runtime.relay, "enqueue", lambda found: enqueued.extend(one.id for one in found))
        await runtime.relay.answer_again("s", "B1.K1:event-01")
        assert enqueued == ["issued"]
        enqueued.clear()


async def test_a_command_that_is_refused_goes_to_its_caller_alone(place: Settings):
    async with at_work(place) as runtime:
        with pytest.raises(Refusal):
            await press(runtime, "bad")
        assert await answers(runtime) == []


async def test_an_answer_names_what_led_to_it_as_its_sender_did(place: Settings):
    own = "e" * 64
    long = cause("a", "b" * 32 + "." + "d" * 32 + ":" + own, own)

    async def tell(content: Press, work: Any) -> None:
        work.publish(Refused(branch="B1", id=own, code="x"), subject="s", correlation_id="s")

    async with at_work(place, replace(SERVICE, commands={Press: tell})) as runtime:
        await runtime.execute(Press(), long)
        (told,) = await answers(runtime)
        assert told["causationid"] == own
        assert len(new_id()) < len(long.id) <= 128
