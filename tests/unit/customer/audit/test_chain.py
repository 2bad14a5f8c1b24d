"""The audit trail is a chain that breaks at any change (Q1)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.records import Access, Audited, AuditRecord
from services.customer.audit.queries import drop_begun
from services.customer.audit.verify import read_anchors, verify
from services.customer.causes.domain import EveningDue
from services.customer.causes.handlers import judge_day
from services.customer.retention.domain import RetentionRules
from shared.branch_places import BranchPlace
from shared.chains import BEGINNING, chain_key, hash_of
from shared.contracts.customer import AuditAnchored, DataClass, FileOpened, ReadsWithoutCause
from shared.contracts.lobby import BranchOpened
from tests.unit.acting import MORNING
from tests.unit.customer.served import Served
from tests.unit.served import MASTER

KEY = chain_key(MASTER)


def access(kind: Audited = Audited.OPENED, *customers: str, staff: str = "am.1") -> Access:
    return Access(
        kind, "B1", staff, customers or ("C1",), ("name", "phone"), "view_file", "visit/V1", "session-1"
    )


async def chain(length: int, *, now: Any = MORNING) -> Served:
    world = Served(now=now)
    for number in range(length):
        await world.do(RecordAccess(access(staff=f"am.{number}"), KEY))
    return world


async def faults(world: Served, anchors: dict[str, dict[int, str]] | None = None) -> list[tuple[int, str]]:
    found = await verify(world.store, [KEY], anchors or {})
    return [(one.number, one.what) for _, several in found.values() for one in several]


async def test_each_record_holds_the_hash_of_the_one_before() -> None:
    world = await chain(2)
    first, second = [await world.find(AuditRecord, f"B1:{number}") for number in (1, 2)]
    end = await world.find(AuditChain, "B1")
    assert (first.previous, second.previous) == (BEGINNING, first.hash)
    assert (end.length, end.last) == (2, second.hash)
    assert await faults(world) == []


async def test_a_record_that_is_changed_has_another_hash() -> None:
    world = await chain(1)
    kept = await world.find(AuditRecord, "B1:1")
    assert kept.hash == hash_of(kept, KEY)
    assert kept.hash != hash_of(kept.evolve(staff="am.2"), KEY)
    assert kept.hash != hash_of(kept, bytes(32))


async def test_what_was_read_is_published_without_its_values_and_a_denial_is_not() -> None:
    world = Served(now=MORNING)
    await world.do(RecordAccess(access(Audited.OPENED, "C1", "C2"), KEY))
    await world.do(RecordAccess(access(Audited.DENIED), KEY))
    (event,) = world.events(FileOpened)
    assert event == FileOpened(
        branch="B1",
        customers=("C1", "C2"),
        opened_by="am.1",
        fields=("name", "phone"),
        purpose="view_file",
        cause="visit/V1",
    )


async def test_readings_of_one_moment_are_one_after_the_other_in_the_chain() -> None:
    world = Served(now=MORNING)
    await world.do_together([RecordAccess(access(staff=f"am.{n}"), KEY) for n in range(20)])
    assert (await world.find(AuditChain, "B1")).length == 20
    assert await faults(world) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from([Audited.OPENED, Audited.DENIED, Audited.EXPORTED]),
        st.sampled_from(["am.1", "am.2"]),
        st.sampled_from(["C1", "C2"]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(steps=STEPS)
def test_every_access_is_on_record_as_a_record_or_counted_in_one(steps: list[Any]) -> None:
    async def play() -> tuple[int, list[tuple[int, str]]]:
        world = Served(now=MORNING)
        for kind, staff, customer, seconds in steps:
            await world.do(RecordAccess(access(kind, customer, staff=staff), KEY))
            world.now += timedelta(seconds=seconds)
        end = await world.find(AuditChain, "B1")
        counted = sum(tally.times for tally in end.tallies) if end else 0
        times = sum(raw["times"] for raw in world.store.raws("audit_records"))
        return counted + times, await faults(world)

    assert asyncio.run(play()) == (len(steps), [])


async def test_a_page_that_reads_a_file_again_and_again_is_one_record_a_minute() -> None:
    world = Served(now=MORNING)
    for _ in range(30):
        await world.do(RecordAccess(access(), KEY))
        world.now += timedelta(seconds=1)
    assert len(world.store.raws("audit_records")) == 1
    world.now += timedelta(minutes=1)
    await world.do(RecordAccess(access(staff="am.2"), KEY))
    assert [(raw["staff"], raw["times"]) for raw in world.store.raws("audit_records")] == [
        ("am.1", 1),
        ("am.1", 29),
        ("am.2", 1),
    ]
    assert await faults(world) == []


TAMPERED = st.sampled_from(
    [
        "staff",
        "customers",
        "at",
        "cause",
        "fields",
        "hash",
        "previous",
        "cut",
        "swap",
        "insert",
        "tail",
        "end",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(how=TAMPERED, length=st.integers(2, 8), place=st.integers(0, 7))
def test_any_change_of_the_store_breaks_the_chain(how: str, length: int, place: int) -> None:
    async def found() -> list[tuple[int, str]]:
        world = await chain(length)
        assert await faults(world) == []
        tamper(world, how, place % length + 1, length)
        return await faults(world)

    assert asyncio.run(found())


def tamper(world: Served, how: str, number: int, length: int) -> None:
    """Change the store as somebody without the key might."""
    records, ends = world.store.database["audit_records"], world.store.database["audit_chains"]
    (raw,) = records.found({"number": number})
    (end,) = ends.found({})
    if how in raw:
        other = {"customers": ["C9"], "fields": [], "at": MORNING + timedelta(days=1)}
        records.put({**raw, how: other.get(how, "another")})
    elif how == "cut":
        del records.raws[f"B1:{number}"]
    elif how == "swap":
        (next_one,) = records.found({"number": number % length + 1})
        records.put({**raw, "_id": next_one["_id"], "number": next_one["number"]})
        records.put({**next_one, "_id": raw["_id"], "number": raw["number"]})
    elif how == "insert":
        records.put({**raw, "_id": "B1:put-in", "staff": "nobody"})
    elif how == "tail":
        del records.raws[f"B1:{length}"]
        (last,) = records.found({"number": length - 1})
        ends.put({**end, "length": length - 1, "last": last["hash"]})
    elif how == "end":
        ends.put({**end, "begins": 2, "before": records.found({"number": 1})[0]["hash"]})
        del records.raws["B1:1"]


async def test_a_chain_that_is_put_back_with_its_sealed_end_is_found_by_an_anchor() -> None:
    world = await chain(2)
    old = world.store.raws("audit_chains")
    await world.do(RecordAccess(access(staff="am.9"), KEY))
    await world.act(judge_day, EveningDue(branch="B1", since=MORNING))
    (anchored,) = world.events(AuditAnchored)
    del world.store.database["audit_records"].raws["B1:3"]
    world.store.database["audit_chains"].put(old[0])
    assert await faults(world) == []  # the store alone does not tell
    line = f'{{"event": "audit_anchored", "branch": "B1", "length": 3, "last": "{anchored.last}"}}'
    assert await faults(world, read_anchors(["x", line])) == [(3, "cut off, up to 3")]


async def test_a_chain_without_its_end_is_broken() -> None:
    world = await chain(2)
    world.store.database["audit_chains"].raws.clear()
    assert await faults(world) == [(1, "was put in after the end")]


async def test_old_records_are_cut_from_the_beginning_alone_and_the_rest_still_holds() -> None:
    world = await chain(3)
    world.store.put(RetentionRules(id="B1", days={DataClass.AUDIT: 365}, version=1))
    world.now += timedelta(days=300)
    await world.do(RecordAccess(access(), KEY))
    world.now += timedelta(days=66)
    await world.do(RecordAccess(access(), KEY))
    assert (await world.find(AuditChain, "B1")).begins == 4
    assert await faults(world) == []  # before they are deleted
    assert await drop_begun(world.store, "B1") == 3
    assert await faults(world) == []
    assert [raw["number"] for raw in world.store.raws("audit_records")] == [4, 5]


@pytest.mark.parametrize(
    ("timezone", "evening"), [("Asia/Shanghai", "2026-03-02T12:00"), ("Europe/Berlin", "2026-03-02T19:00")]
)
async def test_the_evening_is_the_branchs_own_and_tells_of_readings_without_a_cause(
    timezone: str, evening: str
) -> None:
    world = Served(now=MORNING)
    await world.tell(BranchOpened(branch="B1", name_zh="一", name_en="One", timezone=timezone))
    assert (await world.find(BranchPlace, "B1")).timezone == timezone
    assert world.timers["evening:B1"].due.astimezone(MORNING.tzinfo).isoformat()[:16] == evening
    without = Access(Audited.OPENED, "B1", "am.2", ("C1",), ("name",), "search")
    await world.do(RecordAccess(without, KEY))
    await world.do(RecordAccess(access(), KEY))
    await world.pass_time(timedelta(hours=24))
    (told,) = world.events(ReadsWithoutCause)
    assert (told.reads, told.staff, told.day) == (1, ("am.2",), "2026-03-02")
    await world.pass_time(timedelta(hours=24))
    assert len(world.events(ReadsWithoutCause)) == 1
