"""Sealing anew: reads in between give the same words, what was erased stays so, and a crash loses nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect

from deploy import keys as command
from deploy.topology import SERVICES, service
from shared.dead_letters import DeadLetters
from shared.privacy import Keys, kid_of, kid_of_key, seal, unseal
from shared.reseal import BEFORE, OF_ALL, OPENS_NOT, Seals, count_seals, marked_seals, reseal
from shared.unit_of_work import Cause
from tests.fakes import FakeStore

FIRST, SECOND = bytes([1]) * 32, bytes([2]) * 32
BOTH = Keys(SECOND, (FIRST,))
AT = datetime(2026, 11, 26, tzinfo=UTC)
TABLE = (
    Seals("notes", "words", "notes/{_id}"),
    Seals("diaries", "pages.*", "diaries/{branch}/{key}"),
    Seals("cases", "asked.reason", "cases/{_id}/asked"),
    Seals("leads", "history.*.name", "leads/{_id}/name"),
)
WORDS = st.none() | st.text(min_size=1, max_size=8)
SEALERS = st.sampled_from([FIRST, Keys(FIRST), Keys(FIRST, (SECOND,)), BOTH])
"""The keys in the hands of a process at any step: one of before keys had ids, and a ring at each step."""


def sealed(sealer: bytes | Keys, place: str, words: str | None) -> bytes | None:
    return seal(sealer, words.encode(), place=place) if words else None


def opened(keys: Keys, place: str, value: bytes | None) -> str | None:
    return unseal(keys, value, place=place).decode() if value else None


@st.composite
def databases(draw: Any) -> dict[str, list[dict[str, Any]]]:
    """Draw the documents of a service, each sealed under any of the keys; texts may be erased, or missing."""
    raws: dict[str, list[dict[str, Any]]] = {"notes": [], "diaries": [], "cases": [], "leads": []}
    for number in range(draw(st.integers(0, 6))):
        id, words, by = f"id.{number}", draw(st.lists(WORDS, min_size=5, max_size=5)), draw(SEALERS)
        raws["notes"].append({"_id": id, "version": 1, "words": sealed(by, f"notes/{id}", words[0])})
        pages = {staff: sealed(by, f"diaries/B1/{staff}", words[1]) for staff in ("am.1", "am.2")}
        raws["diaries"].append({"_id": id, "version": 3, "branch": "B1", "pages": pages})
        asked = {"by": "am.1", "reason": sealed(by, f"cases/{id}/asked", words[2])} if words[3] else None
        raws["cases"].append({"_id": id, "version": 1, "asked": asked, "other": b"\x00" * 40})
        history = [{"name": sealed(by, f"leads/{id}/name", one)} for one in words[:4]]
        raws["leads"].append({"_id": id, "version": 1, "history": history if words[4] else None})
    return raws


def store_of(raws: dict[str, list[dict[str, Any]]]) -> FakeStore:
    store = FakeStore()
    for name, found in raws.items():
        for raw in found:
            store.database[name].put(raw)
    return store


def read_all(store: FakeStore, keys: Keys) -> list[Any]:
    """Read every text in the clear, as a service does."""
    notes = [opened(keys, f"notes/{raw['_id']}", raw["words"]) for raw in store.raws("notes")]
    pages = [
        {by: opened(keys, f"diaries/B1/{by}", one) for by, one in raw["pages"].items()}
        for raw in store.raws("diaries")
    ]
    asked = [
        opened(keys, f"cases/{raw['_id']}/asked", raw["asked"]["reason"]) if raw["asked"] else None
        for raw in store.raws("cases")
    ]
    history = [
        [opened(keys, f"leads/{raw['_id']}/name", one["name"]) for one in raw["history"] or []]
        for raw in store.raws("leads")
    ]
    return [notes, pages, asked, history]


async def run(store: FakeStore, crash_after: int | None = None) -> None:
    """Run the command; it dies after so many calls to the store."""
    asked = store.database.asked

    async def answer() -> None:
        await asyncio.sleep(0)
        store.database.asked += 1
        if crash_after is not None and store.database.asked - asked > crash_after:
            raise AutoReconnect("dead")

    store.database.answer = answer  # type: ignore[method-assign]
    try:
        await command.reseal_all(store, BOTH, TABLE)
    except AutoReconnect:
        assert crash_after is not None


@given(raws=databases(), crashes=st.lists(st.integers(0, 30), max_size=4))
def test_whatever_it_dies_at_every_text_reads_the_same_and_the_next_run_ends_it(
    raws: dict[str, list[dict[str, Any]]], crashes: list[int]
) -> None:
    store = store_of(raws)
    before = read_all(store, BOTH)

    async def play() -> None:
        for crash in crashes:
            await run(store, crash)
            assert read_all(store, BOTH) == before
        await run(store)
        assert read_all(store, Keys(SECOND)) == before  # the former key is needed no more
        assert set(await count_seals(store, Keys(SECOND), TABLE)) <= {BOTH.kid}
        versions = {name: [raw["version"] for raw in store.raws(name)] for name in raws}
        await run(store)
        assert {name: [raw["version"] for raw in store.raws(name)] for name in raws} == versions

    asyncio.run(play())


async def test_a_document_that_changes_meanwhile_keeps_its_change_and_is_sealed_in_the_next_run() -> None:
    store = store_of({"notes": [{"_id": "N1", "version": 1, "words": sealed(FIRST, "notes/N1", "before")}]})
    notes = store.database["notes"]
    update, written = (
        notes.update_one,
        {"_id": "N1", "version": 2, "words": sealed(FIRST, "notes/N1", "after")},
    )

    async def beaten(*about: Any) -> Any:
        if notes.found({})[0]["version"] == 1:
            notes.put(written)
        return await update(*about)

    notes.update_one = beaten  # type: ignore[method-assign]
    await command.reseal_all(store, BOTH, TABLE)
    (raw,) = store.raws("notes")
    assert opened(Keys(SECOND), "notes/N1", raw["words"]) == "after"
    assert raw["version"] == 3  # so that what the service keeps of it in memory counts no more


async def test_dead_letters_are_sealed_anew_and_can_be_taken() -> None:
    store = FakeStore()
    cause = Cause(id="E1", kind="k", time=AT, actor="staff:a", branch="B1")
    record = DeadLetters(store, Keys(FIRST)).record_of(
        cause, body=b"{}", code="failed", detail="", handler=""
    )
    await DeadLetters(store, Keys(FIRST)).keep("E1", record)
    await command.reseal_all(store, BOTH, ())
    taken = await DeadLetters(store, Keys(SECOND)).take("E1")
    assert taken is not None
    assert taken[1] == b"{}"


async def test_it_refuses_to_end_while_anything_is_under_another_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = store_of(
        {
            "notes": [
                {"_id": "N1", "version": 1, "words": sealed(BOTH, "notes/N1", "new")},
                {"_id": "N2", "version": 1, "words": sealed(Keys(FIRST), "notes/N2", "old")},
                {"_id": "N3", "version": 1, "words": sealed(FIRST, "notes/N3", "of before")},
                {"_id": "N4", "version": 1, "words": sealed(BOTH, "elsewhere", "moved")},
            ]
        }
    )
    found = await count_seals(store, BOTH, TABLE)
    assert found == {BOTH.kid: 1, kid_of_key(FIRST): 1, BEFORE: 1, OPENS_NOT: 1}
    assert not await command.verify(store, BOTH, TABLE)
    assert f"NOT all is under {BOTH.kid}" in capsys.readouterr().out
    await command.reseal_all(store, BOTH, TABLE)
    assert not await command.verify(store, BOTH, TABLE)  # for what opens no more
    store.database["notes"].raws.pop("N4")
    assert await command.verify(store, BOTH, TABLE)


async def test_a_seal_that_the_table_forgot_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    store = store_of(
        {"forgotten": [{"_id": "F1", "deep": [{"er": sealed(Keys(FIRST), "anywhere", "words")}]}]}
    )
    assert await marked_seals(store) == {kid_of_key(FIRST): 1}
    assert not await command.verify(store, BOTH, TABLE)
    assert "does not name" in capsys.readouterr().out


async def test_progress_is_told_by_collection_and_large_ones_are_read_in_pages() -> None:
    raws = [
        {"_id": f"N{i:04}", "version": 1, "words": sealed(FIRST, f"notes/N{i:04}", "x")} for i in range(450)
    ]
    store = store_of({"notes": raws})
    told = [one async for one in reseal(store, BOTH, TABLE[:1])]
    assert [(one.collection, one.read, one.changed) for one in told] == [
        ("notes", 450, 450),
        ("dead_letters", 0, 0),
    ]
    assert all(kid_of(raw["words"]) == BOTH.kid for raw in store.raws("notes"))


@pytest.mark.parametrize("name", SERVICES)
def test_the_tables_of_the_services_name_no_place_twice(name: str) -> None:
    table = (*service(name).seals, *OF_ALL)
    assert len({(one.collection, one.path) for one in table}) == len(table)
