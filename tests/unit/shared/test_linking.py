"""Records are laid into a chain that breaks at any change (Q1)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.verify_records import read_anchors
from services.notify.security.domain import SecurityRecord
from shared.accesses import KEEP_RECORDS
from shared.chains import ChainEnd, chain_key
from shared.contracts.notify import SecurityKind
from shared.linking import ACCESSES, AT_ONCE, LET_GO_AFTER, Chain, link, verify
from shared.store import to_raw
from shared.store_errors import Conflict
from tests.fakes import FakeStore
from tests.unit.acting import MORNING

SECURITY = Chain("security", SecurityRecord)
KEY = chain_key(b"k" * 32)
RECORDS = SecurityRecord.collection


def signed_in(number: int, at: Any = None) -> SecurityRecord:
    time = at or MORNING + timedelta(seconds=number)
    return SecurityRecord(id=f"r{number}", kind=SecurityKind.SIGNED_IN, staff="li.na", at=time, version=1)


async def linked(number: int = 6) -> FakeStore:
    """A store with so many records in the chain."""
    store = FakeStore("notify", *(signed_in(one) for one in range(1, number + 1)))
    await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
    return store


async def faults(store: FakeStore, anchors: dict[int, str] | None = None) -> list[tuple[int, str]]:
    _, found = await verify(store, SECURITY, [KEY], anchors or {})
    return [(one.number, one.what) for one in found]


def change(store: FakeStore, id: str, **values: Any) -> None:
    raw = next(one for one in store.raws(RECORDS) if one["_id"] == id)
    store.database[RECORDS].put({**raw, **values})


async def test_records_are_linked_in_the_order_of_time_and_verify() -> None:
    store = await linked()
    by_number = sorted(store.raws(RECORDS), key=lambda one: one["number"])
    assert [one["_id"] for one in by_number] == [f"r{number}" for number in range(1, 7)]
    assert [one["previous"] for one in by_number[1:]] == [one["hash"] for one in by_number[:-1]]
    assert await verify(store, SECURITY, [KEY], {}) == (6, [])


async def test_a_chain_goes_on_where_it_ended_and_nothing_is_linked_twice() -> None:
    store = await linked(2 * AT_ONCE + 3)
    for _ in range(3):
        end = await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
    assert end.length == 2 * AT_ONCE + 3
    before = store.raws(RECORDS)
    await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
    assert store.raws(RECORDS) == before
    assert await faults(store) == []


@pytest.mark.parametrize(
    ("values", "number"), [({"staff": "wang.wei"}, 3), ({"at": MORNING}, 3), ({"network": "x"}, 3)]
)
async def test_a_record_that_was_changed_is_found(values: dict[str, Any], number: int) -> None:
    store = await linked()
    change(store, "r3", **values)
    assert (number, "was changed") in await faults(store)


async def test_a_record_that_was_cut_out_or_off_is_found() -> None:
    store = await linked()
    await store.db[RECORDS].delete_one({"_id": "r4"})
    assert (4, "cut out, up to 4") in await faults(store)
    store = await linked()
    await store.db[RECORDS].delete_one({"_id": "r6"})
    assert (6, "cut off, up to 6") in await faults(store)


async def test_a_chain_that_was_cut_back_with_its_end_is_found_by_the_log() -> None:
    store = await linked(3)
    old = (await store.find(ChainEnd, "security")).evolve()
    for number in (4, 5, 6):
        store.put(signed_in(number))
    end = await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
    line = (
        f'{{"event": "records_anchored", "chain": "security", "length": {end.length}, "last": "{end.last}"}}'
    )
    for number in (4, 5, 6):
        await store.db[RECORDS].delete_one({"_id": f"r{number}"})
    store.put(old)
    assert await faults(store) == []
    anchors = read_anchors(["another line", line])["security"]
    assert await faults(store, anchors) == [(4, "cut off, up to 6")]


async def test_who_has_not_the_key_cannot_seal_another_end() -> None:
    store = await linked()
    end = await store.find(ChainEnd, "security")
    store.put(end.evolve(length=5).sealed(b"another key"))
    assert (5, "the end of the chain was changed") in await faults(store)


@given(cut=st.sets(st.integers(1, 8)), changed=st.sets(st.integers(1, 8)))
async def test_whatever_is_cut_or_changed_is_found(cut: set[int], changed: set[int]) -> None:
    store = await linked(8)
    for number in changed:
        change(store, f"r{number}", by="somebody")
    for number in cut:
        await store.db[RECORDS].delete_one({"_id": f"r{number}"})
    assert bool(await faults(store)) is bool(cut or changed)


async def test_two_processes_that_link_at_once_make_one_chain() -> None:
    store = await linked(3)
    store.put(signed_in(4))
    commit, others = store.commit, []

    async def slowly(writes: Any) -> None:
        if not others:
            others.append("came first")
            await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
        await commit(writes)

    store.commit = slowly  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        await link(store, SECURITY, KEY, MORNING + timedelta(hours=1))
    assert await verify(store, SECURITY, [KEY], {}) == (4, [])


async def test_what_is_counted_in_an_hour_is_linked_when_it_is_over() -> None:
    store = FakeStore("lobby")
    raw = {
        "_id": "a",
        **dict.fromkeys(("staff", "branch", "asked", "route", "about"), "x"),
        "kind": "denied",
        "at": MORNING,
        "last": MORNING,
        "times": 3,
        "number": 0,
        "version": 3,
    }
    store.database["audit_accesses"].put(raw)
    early = await link(store, ACCESSES, KEY, MORNING + timedelta(minutes=69))
    assert early.length == 0
    late = await link(store, ACCESSES, KEY, MORNING + timedelta(minutes=70))
    assert late.length == 1
    assert await verify(store, ACCESSES, [KEY], {}) == (1, [])


async def test_records_leave_the_chain_before_the_store_drops_them() -> None:
    assert timedelta(days=366) < LET_GO_AFTER < timedelta(days=KEEP_RECORDS)
    store = await linked(4)
    store.put(signed_in(5, MORNING + timedelta(days=300)))
    later = MORNING + LET_GO_AFTER + timedelta(hours=1)
    await link(store, SECURITY, KEY, later)
    assert (await store.find(ChainEnd, "security")).begins == 5
    for number in range(1, 5):
        await store.db[RECORDS].delete_one({"_id": f"r{number}"})
    assert await faults(store) == []
    await store.db[RECORDS].delete_one({"_id": "r5"})
    assert (5, "cut off, up to 5") in await faults(store)


def test_a_record_is_kept_as_it_is_hashed() -> None:
    raw = to_raw(signed_in(1))
    assert (raw["number"], raw["hash"]) == (0, "")
