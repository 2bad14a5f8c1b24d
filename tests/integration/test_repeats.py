"""One id stands for one content: within a batch, over a crash, whoever sends it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from shared import line
from shared.clock import new_id, now
from shared.contracts.base import Event
from shared.errors import IdReused, KeyReused, Malformed, Refusal
from shared.said import Said
from shared.service import Running
from shared.settings import Settings
from shared.store import INBOX, OUTBOX
from shared.unit import Cause
from shared.work import Work
from tests.conftest import VHost
from tests.integration.tally import KEY, Counted, Pressed, Tally, TallyEvent, at_work, count, settings


class Refused(TallyEvent):
    """What a sender is told."""

    must_be_heard = False
    id: str
    code: str

    def answers(self) -> str | None:
        return "B1.K1"


@pytest.fixture
def place(vhost: VHost, mongo_uri: str, database: str) -> Settings:
    return settings(vhost.url, mongo_uri, database)


def cause(word: str, id: str = "li.na:count:12345678", own: str = "12345678", **more: Any) -> Cause:
    said = Said.of(KEY.encode(), own, word, **more)
    return Cause(id, "count", now(), branch="B1", said=said)


def press(running: Running, word: str) -> Any:
    return running.do(count, Pressed(branch="B1", word=word), cause(word))


def message(word: str, *, said: str = "") -> Work:
    """What a device sends under an id, whatever it says."""
    own = cause(said or word, "B1.K1:event-01", "event-01", reused=IdReused)

    def tell(refusal: Refusal) -> Event:
        return Refused(branch="B1", id="event-01", code=refusal.code)

    return Work(own, count, Pressed(branch="B1", word=word), body=b"{}", if_refused=tell)


async def words(running: Running) -> tuple[str, ...]:
    (found,) = await running.store.load(Tally, ["t"])
    assert isinstance(found, Tally)
    return found.words


async def answers(running: Running) -> list[dict[str, Any]]:
    """What went to the device, oldest first."""
    found = running.store.db[OUTBOX].find({"exchange": "amq.topic"}).sort("_id")
    return [json.loads(raw["body"]) async for raw in found]


async def test_another_content_under_a_key_is_refused_and_changes_nothing(place: Settings):
    async with at_work(place) as running:
        await press(running, "a")
        with pytest.raises(KeyReused):
            await press(running, "b")
        assert (await press(running, "a")).seen
        assert await words(running) == ("a",)


async def test_within_one_batch_the_first_counts(place: Settings):
    async with at_work(place) as running:
        first, other, again = await asyncio.gather(
            press(running, "a"), press(running, "b"), press(running, "a"), return_exceptions=True
        )
        assert not first.seen
        assert isinstance(other, KeyReused)
        assert again.seen
        assert await words(running) == ("a",)


async def test_it_holds_over_a_crash(place: Settings):
    async with at_work(place) as running:
        await press(running, "a")
    async with at_work(place) as running:
        with pytest.raises(KeyReused):
            await press(running, "b")
        assert (await press(running, "a")).seen


async def test_what_an_older_version_saw_is_a_repeat(place: Settings):
    async with at_work(place) as running:
        await press(running, "a")
        await running.store.db[INBOX].update_many({}, {"$unset": {"said": 1, "said_time": 1}})
        assert (await press(running, "b")).seen


async def test_what_was_refused_has_not_used_its_key(place: Settings):
    async with at_work(place) as running:
        with pytest.raises(Refusal, match="cannot be done"):
            await press(running, "bad")
        assert not (await press(running, "good")).seen


async def test_the_inbox_shows_nothing_of_what_was_said(place: Settings):
    async with at_work(place) as running:
        await press(running, "6222020000000001")
        raw = await running.store.db[INBOX].find_one()
        assert raw is not None
        assert "6222020000000001" not in str(raw)


async def test_a_sender_hears_that_its_id_was_used_by_the_id_that_it_knows(place: Settings):
    async with at_work(place) as running:
        assert not (await running.asked[0].submit(message("a"))).parked
        assert (await running.asked[0].submit(message("b"))).parked
        (told,) = await answers(running)
        assert (told["data"]["code"], told["data"]["id"], told["causationid"]) == (
            "id_reused",
            "event-01",
            "event-01",
        )
        assert [one.code for one in await running.parking.list()] == ["id_reused"]


@pytest.mark.parametrize(("word", "code"), [("bad", "not_this_word"), ("bug", "unavailable")])
async def test_whatever_is_parked_its_sender_hears_of_it_and_of_nothing_else(
    place: Settings, word: str, code: str
):
    async with at_work(place) as running:
        assert (await running.asked[0].submit(message(word))).parked
        assert [one["data"]["code"] for one in await answers(running)] == [code]
        counted = {"type": Counted.type_name()}
        assert await running.store.db[OUTBOX].count_documents(counted) == 0


async def test_who_sends_the_same_again_and_again_is_answered_once_a_while(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    async with at_work(place) as running:
        for _ in range(5):
            await running.asked[0].submit(message("bad"))
        assert len(await answers(running)) == 1
        assert [one.attempts for one in await running.parking.list()] == [5]
        monkeypatch.setattr(line, "TOLD_AGAIN_AFTER", timedelta(0))
        await running.asked[0].submit(message("bad"))
        assert len(await answers(running)) == 2


async def test_a_refusal_for_another_reason_is_answered_at_once(place: Settings):
    async with at_work(place) as running:
        for detail in ("data.need", "data.need", "data.care", "data.care"):
            work = message("a")
            work.refusal = Malformed(detail)
            await running.asked[0].submit(work)
        assert len(await answers(running)) == 2
        for word in ("bug", "bug"):
            await running.asked[0].submit(message(word))
        assert [one["data"]["code"] for one in await answers(running)] == [
            "malformed",
            "malformed",
            "unavailable",
        ]


async def test_what_is_sent_again_is_answered_without_what_was_refused_under_its_id(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    offered: list[str] = []
    async with at_work(place) as running:
        told = {"story": "s", "cause": "B1.K1:event-01", "key": "k", "body": b"", "mandatory": False}
        kinds = {"issued": "foyer.lobby.ticket_issued.v1", "refused": "foyer.lobby.device_event_refused.v1"}
        await running.store.db[OUTBOX].insert_many(
            [{**told, "_id": id, "type": kind, "exchange": "amq.topic"} for id, kind in kinds.items()]
        )
        monkeypatch.setattr(running.relay, "offer", lambda found: offered.extend(one.id for one in found))
        await running.relay.answer_again("s", "B1.K1:event-01")
        assert offered == ["issued"]
        offered.clear()


async def test_a_command_that_is_refused_goes_to_its_caller_alone(place: Settings):
    async with at_work(place) as running:
        with pytest.raises(Refusal):
            await press(running, "bad")
        assert await answers(running) == []


async def test_an_answer_names_what_led_to_it_as_its_sender_did(place: Settings):
    own = "e" * 64
    long = cause("a", "b" * 32 + "." + "d" * 32 + ":" + own, own)

    async def tell(content: Pressed, unit: Any) -> None:
        unit.tell(Refused(branch="B1", id=own, code="x"), subject="s", story="s")

    async with at_work(place) as running:
        await running.do(tell, Pressed(branch="B1"), long)
        (told,) = await answers(running)
        assert told["causationid"] == own
        assert len(new_id()) < len(long.id) <= 128
