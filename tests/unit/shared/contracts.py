"""One contract for the fake store and the real one, and for what stands on them: the same tests for both.

A class here is run by a subclass whose name begins with ``Test``: `test_contracts.py` beside this file gives
it the fake store, `tests/integration/test_contracts.py` the real one, each by a fixture ``store``.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared import dead_letters
from shared.cache import MAX_STALENESS, Cache
from shared.clock import first_id_of
from shared.contracts.base import Event
from shared.dead_letters import DeadLetters
from shared.domain import Decision, Timer
from shared.errors import NotFound
from shared.layout import LAYOUT, META, WrongLayout
from shared.ordered import in_order
from shared.privacy import Tampered
from shared.revocations import revocations
from shared.store import (
    DEAD_LETTERS,
    FEW,
    INBOX,
    INSTANCES,
    OUTBOX,
    PENDING,
    REVOCATIONS,
    TIMERS,
    Busy,
    Commit,
    Conflict,
    Raw,
    Store,
)
from shared.timers import fire_due, timer_of
from shared.unit_of_work import Batch, Cause, UnitOfWork
from tests.unit.shared.shelf import NOON, Jar, JarEmptyDue

SIZES = pytest.mark.parametrize("more", [1, FEW + 1], ids=["one statement", "several"])


async def raws(store: Store, collection: str) -> list[Raw]:
    return await store.db[collection].find().sort("_id").to_list()


async def put(store: Store, *jars: Jar) -> None:
    """Write jars as another process would, over whatever version is there."""
    for jar in jars:
        raw = {**jar.model_dump(exclude={"id"}), "_id": jar.id}
        await store.db[Jar.collection].replace_one({"_id": jar.id}, raw, upsert=True)


class StoreContract:
    """Documents by id, and commits that are whole or nothing."""

    def commit_of(self, store: Store, base: int, more: int) -> Commit:
        """A jar over its version `base`, a timer, and `more` events."""
        commit = Commit(store.db.name)
        commit.put(Jar(id="x", version=base + 1, sweets=2), base)
        commit.schedule({"_id": "timer", "due": NOON})
        commit.cancel("no such timer")
        for number in range(more):
            commit.insert(OUTBOX, {"_id": f"event {number:02}"})
        return commit

    async def counts(self, store: Store) -> tuple[int, int, int]:
        (jar,) = await store.load(Jar, ["x"])
        assert isinstance(jar, Jar)
        return jar.sweets, len(await raws(store, OUTBOX)), len(await raws(store, TIMERS))

    async def test_a_document_is_read_as_it_was_written(self, store: Store):
        jar = Jar(id="j", version=1, sweets=3, kinds=("mint", "蜂蜜"), opened=NOON)
        commit = Commit(store.db.name)
        commit.put(jar, 0)
        await store.commit(commit)
        assert await store.load(Jar, ["j"]) == [jar]

    async def test_documents_that_do_not_exist_are_left_out(self, store: Store):
        await put(store, Jar(id="a", version=3), Jar(id="b"))
        many = ["a", "b", *(f"none {number}" for number in range(120))]
        assert {one.id for one in await store.load(Jar, many)} == {"a", "b"}
        assert await store.versions(Jar, many) == {"a": 3, "b": 0}

    @pytest.mark.parametrize("ends", [["~"], ["", "c", "c", "e", "~"], ["b", "a", "~"]])
    @pytest.mark.parametrize("most", [1, 3, 4, 9])
    async def test_documents_read_in_parts_are_the_first_in_their_order(
        self, store: Store, ends: list[str], most: int
    ):
        await put(store, *(Jar(id=name, sweets=int(name < "f")) for name in "gecbadf"))
        found = await in_order(store, Jar, {"sweets": 1}, "_id", ends, most, after="a")
        assert [one.id for one in found] == list("bcde")[:most]
        nearer = await in_order(store, Jar, {"sweets": 1}, "_id", ["a", "c"], most, after="a")
        assert [one.id for one in nearer] == list("bc")[:most]

    @SIZES
    async def test_all_of_a_commit_is_written(self, store: Store, more: int):
        await put(store, Jar(id="x", version=1, sweets=1))
        await store.commit(self.commit_of(store, 1, more))
        assert await self.counts(store) == (2, more, 1)

    @SIZES
    async def test_a_version_that_is_gone_is_a_conflict_and_nothing_is_written(self, store: Store, more: int):
        await put(store, Jar(id="x", version=1, sweets=1))
        with pytest.raises(Conflict) as refused:
            await store.commit(self.commit_of(store, 7, more))
        assert not isinstance(refused.value, Busy)
        assert await self.counts(store) == (1, 0, 0)

    @SIZES
    async def test_an_id_that_is_taken_is_a_conflict_and_nothing_is_written(self, store: Store, more: int):
        await put(store, Jar(id="x", version=1, sweets=1))
        await store.db[INBOX].insert_one({"_id": "taken"})
        commit = self.commit_of(store, 1, more)
        commit.see({"_id": "taken"})
        with pytest.raises(Conflict) as refused:
            await store.commit(commit)
        assert not isinstance(refused.value, Busy)
        assert await self.counts(store) == (1, 0, 0)

    async def test_a_new_document_must_be_new(self, store: Store):
        await put(store, Jar(id="x", version=1, sweets=1))
        commit = Commit(store.db.name)
        commit.put(Jar(id="x", version=1, sweets=9), 0)
        with pytest.raises(Conflict):
            await store.commit(commit)
        assert (await self.counts(store))[0] == 1

    async def test_an_empty_commit_changes_nothing(self, store: Store):
        await put(store, Jar(id="x", version=1, sweets=1))
        await store.commit(Commit(store.db.name))
        assert await self.counts(store) == (1, 0, 0)

    async def test_a_timer_is_replaced_under_its_id_and_cancelled(self, store: Store):
        for due in (NOON, NOON + timedelta(hours=1)):
            commit = Commit(store.db.name)
            commit.schedule({"_id": "t", "due": due})
            await store.commit(commit)
        assert [raw["due"] for raw in await raws(store, TIMERS)] == [NOON + timedelta(hours=1)]
        commit = Commit(store.db.name)
        commit.cancel("t")
        await store.commit(commit)
        assert await raws(store, TIMERS) == []

    async def test_a_dead_letter_is_kept_once_and_its_attempts_counted(self, store: Store):
        for code in ("first", "second"):
            commit = Commit(store.db.name)
            commit.dead_letter("m", {"$set": {"code": code}, "$inc": {"attempts": 1}})
            await store.commit(commit)
        assert await raws(store, DEAD_LETTERS) == [{"_id": "m", "code": "second", "attempts": 2}]

    async def test_events_are_kept_with_their_pending_batch(self, store: Store):
        commit = Commit(store.db.name)
        commit.publish([{"_id": "e1"}, {"_id": "e2"}], {"_id": "p", "ids": ["e1", "e2"]})
        await store.commit(commit)
        assert [raw["_id"] for raw in await raws(store, OUTBOX)] == ["e1", "e2"]
        assert await raws(store, PENDING) == [{"_id": "p", "ids": ["e1", "e2"]}]

    async def test_seen_causes_are_given_with_their_fingerprints(self, store: Store):
        commit = Commit(store.db.name)
        commit.see({"_id": "a", "kind": "k", "fingerprint": b"12", "stated_time": NOON})
        commit.see({"_id": "b", "kind": "k"})
        await store.commit(commit)
        assert await store.seen(["a", "b", "c"]) == {
            "a": {"_id": "a", "fingerprint": b"12", "stated_time": NOON},
            "b": {"_id": "b"},
        }

    async def test_old_events_are_dropped_but_none_that_is_pending(self, store: Store):
        month = timedelta(days=30)
        ids = [first_id_of(NOON - month * ago) for ago in (5, 4, 1)]
        await store.db[OUTBOX].insert_many([{"_id": id} for id in ids])
        await store.db[PENDING].insert_one({"_id": "p", "at": NOON, "ids": [ids[1]]})
        assert await store.forget_old(NOON) == 1
        assert [raw["_id"] for raw in await raws(store, OUTBOX)] == ids[1:]
        await store.db[PENDING].delete_one({"_id": "p"})
        assert await store.forget_old(NOON) == 1
        assert [raw["_id"] for raw in await raws(store, OUTBOX)] == ids[2:]

    async def test_revocations_are_given_until_they_end(self, store: Store):
        await store.db[REVOCATIONS].insert_many(
            [{"_id": "over", "ends": NOON}, {"_id": "on", "ends": NOON + timedelta(seconds=1)}]
        )
        assert [raw["_id"] for raw in await revocations(store, NOON)] == ["on"]

    async def test_a_query_is_given_the_store_and_what_it_is_about(self, store: Store):
        async def both(*given: object) -> tuple[object, ...]:
            return given

        assert await store.query(both, "B1", 2) == (store, "B1", 2)

    async def test_what_nobody_left_open_is_taken_over(self, store: Store):
        await store.take_over()
        await store.take_over()
        (instance,) = await raws(store, INSTANCES)
        assert instance["sessions"] == []


class LayoutContract:
    """A database says which layout its data have, and no other is taken."""

    async def test_a_new_database_is_given_the_layout_number(self, store: Store):
        await store.check_layout()
        assert await raws(store, META) == [{"_id": "layout", "number": LAYOUT}]
        await put(store, Jar(id="a"))
        await store.check_layout()

    async def test_data_without_a_number_are_refused_and_left_alone(self, store: Store):
        await store.db["unsent"].insert_one({"_id": "old"})
        with pytest.raises(WrongLayout, match=f"{store.db.name} has data of layout 1") as refused:
            await store.check_layout()
        assert (refused.value.found, refused.value.exit_code) == (1, 78)
        assert await raws(store, META) == []

    @pytest.mark.parametrize("number", [LAYOUT - 1, LAYOUT + 1])
    async def test_data_of_another_number_are_refused(self, store: Store, number: int):
        await store.db[META].insert_one({"_id": "layout", "number": number})
        with pytest.raises(
            WrongLayout, match=f"data of layout {number}, and this version needs layout {LAYOUT}"
        ):
            await store.check_layout()


class CacheContract:
    """Documents in memory: right as long as it matters, over whichever store."""

    async def play(
        self, cache: Cache, store: Store, *ids: str, eats: str = "", since: float = 0.0
    ) -> list[int | None]:
        """Read jars, eat a sweet of some, commit; return the sweets that were seen."""
        batch = Batch(cache)

        async def act(work: UnitOfWork) -> list[int | None]:
            found = {id: await work.find(Jar, id) for id in ids}
            for id in eats:
                jar = found[id] or Jar(id=id)
                work.apply(Decision().save(jar.evolve(sweets=jar.sweets - 1)))
            return [jar.sweets if jar else None for jar in found.values()]

        work = UnitOfWork(Cause("c", "eat", NOON), NOON, "test", batch=batch)
        (seen,) = await batch.run([work], [act])
        commit = Commit(store.db.name)
        for key, document in batch.documents.items():
            commit.put(document, batch.base_version(key))
        await cache.commit(batch, commit, since)
        return list(seen)

    async def test_a_document_is_given_as_it_was_committed_last(self, store: Store):
        await put(store, Jar(id="a", version=1, sweets=5))
        cache = Cache(store)
        for expected in (5, 4, 3):
            assert await self.play(cache, store, "a", eats="a") == [expected]
        assert await store.load(Jar, ["a"]) == [Jar(id="a", version=4, sweets=2)]

    async def test_within_the_staleness_a_change_elsewhere_is_not_seen_and_after_it_is_a_conflict(
        self, store: Store
    ):
        now = [0.0]
        await put(store, Jar(id="a", version=1, sweets=5))
        cache = Cache(store, clock=lambda: now[0])
        await self.play(cache, store, "a")
        await put(store, Jar(id="a", version=2, sweets=9))
        now[0] = MAX_STALENESS / 2
        assert await self.play(cache, store, "a", since=now[0] - MAX_STALENESS) == [5]
        now[0] = MAX_STALENESS
        with pytest.raises(Conflict):
            await self.play(cache, store, "a", since=now[0] - MAX_STALENESS)
        assert await self.play(cache, store, "a", since=now[0] - MAX_STALENESS) == [9]

    async def test_a_write_over_a_change_elsewhere_is_a_conflict_however_fresh(self, store: Store):
        await put(store, Jar(id="a", version=1, sweets=5))
        cache = Cache(store, clock=lambda: 0.0)
        await self.play(cache, store, "a", since=-1.0)
        await put(store, Jar(id="a", version=2, sweets=9))
        with pytest.raises(Conflict):
            await self.play(cache, store, "a", eats="a", since=-1.0)
        assert await self.play(cache, store, "a", eats="a", since=-1.0) == [9]
        assert await store.load(Jar, ["a"]) == [Jar(id="a", version=3, sweets=8)]

    async def test_a_document_that_appears_elsewhere_is_a_conflict(self, store: Store):
        cache = Cache(store, clock=lambda: 0.0)
        assert await self.play(cache, store, "a", since=-1.0) == [None]
        await put(store, Jar(id="a", version=1, sweets=1))
        with pytest.raises(Conflict):
            await self.play(cache, store, "a", eats="a", since=-1.0)
        assert await self.play(cache, store, "a", since=-1.0) == [1]


class DeadLettersContract:
    """Dead letters, listed, taken and dropped."""

    def box(self, store: Store, now: Callable[[], datetime] = lambda: NOON) -> DeadLetters:
        return DeadLetters(store, b"k" * 32, now)

    def record(self, letters: DeadLetters, id: str = "m1", **more: Any) -> Raw:
        cause = Cause(id, "foyer.shelf.eaten.v1", NOON, "device:K1", "B1", "V1", "c0")
        given = {
            "body": b"secret words",
            "code": "no_sweets",
            "detail": "none left",
            "handler": "eat",
            **more,
        }
        return letters.record_of(cause, **given)

    async def test_a_dead_letter_is_listed_with_its_reason_and_without_its_content(self, store: Store):
        letters = self.box(store)
        await letters.keep("m1", self.record(letters, stack="line 1", route=("x", "k")))
        (one,) = await letters.list()
        assert (one.id, one.at, one.type, one.actor, one.branch) == (
            "m1",
            NOON,
            "foyer.shelf.eaten.v1",
            "device:K1",
            "B1",
        )
        assert (one.code, one.detail, one.handler, one.attempts, one.size, one.stack) == (
            "no_sweets",
            "none left",
            "eat",
            1,
            12,
            "line 1",
        )
        (raw,) = await raws(store, DEAD_LETTERS)
        assert b"secret" not in raw["body"]
        assert (raw["correlation_id"], raw["causation_id"]) == ("V1", "c0")

    async def test_the_newest_are_listed_first(self, store: Store):
        now = [NOON]
        letters = self.box(store, lambda: now[0])
        for id in ("old", "new", "newer"):
            await letters.keep(id, self.record(letters, id))
            now[0] += timedelta(minutes=1)
        assert [one.id for one in await letters.list()] == ["newer", "new", "old"]
        assert await letters.count() == 3

    async def test_they_are_listed_a_page_at_a_time(self, store: Store):
        now = [NOON]
        letters = self.box(store, lambda: now[0])
        for id in ("a", "b", "c", "d", "e"):
            await letters.keep(id, self.record(letters, id))
            now[0] += timedelta(minutes=id in "bd")
        first = [one.id for one in await letters.list(2)]
        second = [one.id for one in await letters.list(2, first[-1])]
        assert [first, second] == [["e", "d"], ["c", "b"]]
        assert [one.id for one in await letters.list(2, second[-1])] == ["a"]
        with pytest.raises(NotFound):
            await letters.list(2, "gone")

    async def test_of_devices_so_many_are_kept_for_so_long_and_of_services_all(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(dead_letters, "MOST_OF_DEVICE", 3)
        monkeypatch.setattr(dead_letters, "MOST_OF_DEVICES", 5)
        now = [NOON]
        letters = self.box(store, lambda: now[0])
        senders = {"K1": "device:K1", "K2": "device:K2", "K3": "device:K3", "S": "system"}
        for number in range(4):
            for name, actor in senders.items():
                cause = Cause(f"{name}-{number}", "t", NOON, actor, "B1")
                record = letters.record_of(cause, body=b"", code="failed", detail="", handler="")
                await letters.keep(cause.id, record)
            now[0] += timedelta(minutes=1)
        assert await letters.trim() == 7
        kept = {one.id for one in await letters.list()}
        of_services = {f"S-{number}" for number in range(4)}
        assert kept >= {"K1-3", "K2-3", "K3-3", *of_services}
        assert Counter(id[-1] for id in kept - of_services) == {"3": 3, "2": 2}
        now[0] += dead_letters.KEPT_FOR
        await letters.trim()
        assert {one.id for one in await letters.list()} == of_services

    async def test_a_message_of_a_service_is_kept_whole_and_a_devices_head(self, store: Store):
        letters, body = self.box(store), b"x" * 200_000
        for id, actor in (("own", "system"), ("theirs", "device:K1")):
            cause = Cause(id, "t", NOON, actor, "B1")
            record = letters.record_of(cause, body=body, code="failed", detail="", handler="")
            await letters.keep(id, record)
        taken = await letters.take("own")
        assert taken is not None
        assert taken[1] == body
        with pytest.raises(dead_letters.NotWhole):
            await letters.take("theirs")

    async def test_a_dead_letter_is_opened_by_its_id_with_the_same_key_alone(self, store: Store):
        letters = self.box(store)
        await letters.keep("m1", self.record(letters, route=("foyer.events", "0.shelf.eaten")))
        taken = await letters.take("m1")
        assert taken is not None
        assert (taken[1], taken[0]["exchange"], taken[0]["key"]) == (
            b"secret words",
            "foyer.events",
            "0.shelf.eaten",
        )
        assert await letters.take("m2") is None
        with pytest.raises(Tampered):
            await DeadLetters(store, b"o" * 32).take("m1")

    async def test_one_that_was_dead_lettered_again_since_is_not_dropped(self, store: Store):
        letters = self.box(store)
        for _ in range(2):
            await letters.keep("m1", self.record(letters))
        assert not await letters.drop("m1", 1)
        assert await letters.count() == 1
        assert await letters.drop("m1", 2)
        assert not await letters.drop("m1")

    async def test_senders_who_were_told_lately_are_found_with_the_reason(self, store: Store):
        letters = self.box(store)
        minute = timedelta(minutes=1)
        await letters.keep("then", self.record(letters, "then", notified=NOON - minute))
        await letters.keep("now", self.record(letters, "now", notified=NOON))
        await letters.keep("never", self.record(letters, "never"))
        asked = ["then", "now", "never"]
        assert await letters.notified_since(asked, NOON - minute) == {("now", "no_sweets", "none left")}
        assert await letters.notified_since(["then"], NOON - 2 * minute) == {
            ("then", "no_sweets", "none left")
        }


class TimersContract:
    """Timers that fire when they are due, and are removed after."""

    async def schedule(self, store: Store, id: str, due: datetime) -> None:
        timer = Timer(id, due, JarEmptyDue(branch="B1", jar=id), "V1")
        commit = Commit(store.db.name)
        commit.schedule(timer_of(timer, Cause("c0", "eat", NOON, traceparent="t")))
        await store.commit(commit)

    async def fire(self, store: Store, at: datetime, every: int = 1) -> tuple[list[str], datetime]:
        fired: list[str] = []

        async def keep(cause: Cause, event: Event | None, body: bytes) -> None:
            assert isinstance(event, JarEmptyDue)
            assert (
                cause.kind,
                cause.branch,
                cause.correlation_id,
                cause.causation_id,
                cause.traceparent,
            ) == (
                JarEmptyDue.type_name(),
                "B1",
                "V1",
                "c0",
                "t",
            )
            assert (event.jar.encode() in body, cause.id.startswith(f"timer:{event.jar}:")) == (True, True)
            fired.append(event.jar)

        return fired, await fire_due(store, at, timedelta(seconds=every), keep)

    async def test_what_is_due_fires_in_order_and_is_removed(self, store: Store):
        second = timedelta(seconds=1)
        for id, due in (("b", NOON - second), ("a", NOON), ("later", NOON + second)):
            await self.schedule(store, id, due)
        assert await self.fire(store, NOON) == (["b", "a"], NOON)
        assert [raw["_id"] for raw in await raws(store, TIMERS)] == ["later"]

    async def test_it_is_looked_again_at_the_next_timer_or_after_a_while(self, store: Store):
        assert await self.fire(store, NOON) == ([], NOON + timedelta(seconds=1))
        await self.schedule(store, "soon", NOON + timedelta(milliseconds=300))
        await self.schedule(store, "late", NOON + timedelta(hours=1))
        assert await self.fire(store, NOON) == ([], NOON + timedelta(milliseconds=300))

    async def test_one_that_was_set_anew_while_it_fired_stays(self, store: Store):
        await self.schedule(store, "a", NOON)

        async def set_anew(cause: Cause, event: Event | None, body: bytes) -> None:
            await self.schedule(store, "a", NOON + timedelta(hours=1))

        await fire_due(store, NOON, timedelta(seconds=1), set_anew)
        assert [raw["due"] for raw in await raws(store, TIMERS)] == [NOON + timedelta(hours=1)]

    async def test_one_of_an_unknown_type_fires_without_an_event(self, store: Store):
        await self.schedule(store, "a", NOON)
        await store.db[TIMERS].update_one({"_id": "a"}, {"$set": {"type": "foyer.shelf.gone.v1"}})
        fired: list[Event | None] = []

        async def keep(cause: Cause, event: Event | None, body: bytes) -> None:
            fired.append(event)

        await fire_due(store, NOON, timedelta(seconds=1), keep)
        assert fired == [None]

    async def test_a_timer_that_could_not_be_fired_stays(self, store: Store):
        await self.schedule(store, "a", NOON)

        async def fail(cause: Cause, event: Event | None, body: bytes) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fire_due(store, NOON, timedelta(seconds=1), fail)
        assert [raw["_id"] for raw in await raws(store, TIMERS)] == ["a"]
