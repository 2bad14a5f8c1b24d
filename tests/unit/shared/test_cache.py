"""Documents kept in memory from one batch to the next, and when they are revalidated."""

from asyncio import Event, create_task, gather, sleep
from collections.abc import Iterable

import pytest

from shared import cache
from shared.cache import MAX_STALENESS, Cache
from shared.clock import new_id
from shared.domain import Decision, Document
from shared.store import Commit
from shared.store_errors import Conflict
from shared.unit_of_work import Batch, Cause, UnitOfWork
from tests.fakes import FakeStore
from tests.unit.acting import MORNING
from tests.unit.shared.shelf import Jar


class Shelf(FakeStore):
    """A fake store that notes each read, and may answer late or fail to commit."""

    def __init__(self, *jars: Jar) -> None:
        super().__init__("shelf", *jars)
        self.loads: list[list[str]] = []
        self.looks: list[list[str]] = []
        self.slow: Event | None = None
        self.now = 0.0
        self.cache = Cache(self, clock=lambda: self.now)

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        self.loads.append(ids)
        found = await super().load(model, ids)
        if self.slow:
            await self.slow.wait()
        return found

    async def versions(self, model: type[Document], ids: list[str]) -> dict[str, int]:
        self.looks.append(ids)
        if self.slow:
            await self.slow.wait()
        return await super().versions(model, ids)

    def hold(self, jars: Iterable[Jar]) -> None:
        """Hold these jars and no others, as another process has left them."""
        self.database[Jar.collection].raws.clear()
        self.put(*jars)


async def begin(shelf: Shelf, ids: Iterable[str], eats: Iterable[str] = ()) -> tuple[Batch, list[int | None]]:
    """A batch that reads `ids` and eats a sweet of some; how many sweets it saw in each."""
    batch = Batch(shelf.cache)

    async def act(work: UnitOfWork) -> list[int | None]:
        found = dict(zip(ids, await gather(*(work.find(Jar, id) for id in ids)), strict=True))
        for id in eats:
            jar = found[id] or Jar(id=id)
            work.apply(Decision().save(jar.evolve(sweets=jar.sweets - 1)))
        return [jar.sweets if jar else None for jar in found.values()]

    work = UnitOfWork(Cause("c", "eat", MORNING), MORNING, "test", batch=batch)
    (seen,) = await batch.run([work], [act])
    return batch, seen


async def commit(shelf: Shelf, batch: Batch, since: float) -> None:
    """Commit what a batch changed, if it changed anything."""
    writes = Commit(shelf.db.name)
    for key, document in batch.documents.items():
        writes.put(document, batch.base_version(key))
    writes.see({"_id": new_id()})
    await shelf.cache.commit(batch, writes, since)


async def play(shelf: Shelf, ids: Iterable[str], *, eats: Iterable[str] = ()) -> list[int | None]:
    """The same, and committed."""
    batch, seen = await begin(shelf, ids, eats)
    await commit(shelf, batch, shelf.now - MAX_STALENESS)
    return seen


async def test_what_was_read_or_written_is_not_read_again():
    shelf = Shelf(Jar(id="a", version=1, sweets=5))
    assert await play(shelf, ["a", "none"], eats="a") == [5, None]
    assert await play(shelf, ["a", "none"]) == [4, None]
    assert (shelf.loads, shelf.looks) == ([["a", "none"]], [])


async def test_what_is_only_read_is_looked_at_again_after_a_while_and_what_is_written_is_not():
    shelf = Shelf(Jar(id="a", version=1), Jar(id="b", version=1))
    await play(shelf, ["a", "b", "none"])
    shelf.now = MAX_STALENESS * 0.9
    await play(shelf, ["a", "b", "none"])
    assert shelf.looks == []
    shelf.now = MAX_STALENESS
    await play(shelf, ["a", "b", "none"], eats="b")
    assert shelf.looks == [["a", "none"]]
    shelf.now = MAX_STALENESS * 1.9
    await play(shelf, ["a", "none"])
    assert (shelf.loads, shelf.looks) == ([["a", "b", "none"]], [["a", "none"]])


async def test_what_was_seen_before_a_message_came_is_looked_at_where_that_is_asked_for():
    shelf = Shelf(Jar(id="a", version=1), Jar(id="b", version=1))
    for came in (0.0, 0.1):
        shelf.now = came + 0.01
        batch, _ = await begin(shelf, ["a", "b"], eats="b")
        await commit(shelf, batch, came)
    assert (shelf.loads, shelf.looks) == ([["a", "b"]], [["a"]])


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"a": Jar(id="a", version=2, sweets=1)}, id="changed"),
        pytest.param({}, id="removed"),
        pytest.param({"a": Jar(id="a", version=1), "none": Jar(id="none", version=1)}, id="made"),
    ],
)
async def test_what_changed_elsewhere_is_a_conflict_and_read_afresh(elsewhere: dict[str, Jar]):
    shelf = Shelf(Jar(id="a", version=1))
    await play(shelf, ["a", "none"])
    shelf.hold(elsewhere.values())
    shelf.now = MAX_STALENESS
    with pytest.raises(Conflict):
        await play(shelf, ["a", "none"])
    assert shelf.commits == 1
    seen = [elsewhere[id].sweets if id in elsewhere else None for id in ("a", "none")]
    assert await play(shelf, ["a", "none"]) == seen


async def test_what_another_worker_wrote_meanwhile_was_true_until_then():
    shelf = Shelf(Jar(id="a", version=1))
    batch, _ = await begin(shelf, ["a"])
    await play(shelf, ["a"], eats="a")
    await commit(shelf, batch, 0.0)
    assert (shelf.commits, shelf.looks) == (2, [])


async def test_what_another_worker_wrote_during_the_look_was_true_until_then():
    shelf = Shelf(Jar(id="a", version=1))
    batch, _ = await begin(shelf, ["a"])
    shelf.slow = Event()
    late = create_task(commit(shelf, batch, 0.0))
    await sleep(0)
    slow, shelf.slow = shelf.slow, None
    await play(shelf, ["a"], eats="a")
    slow.set()
    await late
    assert (shelf.commits, shelf.looks) == (2, [["a"]])


async def test_a_conflict_leaves_what_did_not_change_in_memory():
    shelf = Shelf(Jar(id="a", version=1), Jar(id="b", version=1))
    await play(shelf, ["a", "b"])
    shelf.put(Jar(id="a", version=2))
    shelf.now = MAX_STALENESS
    with pytest.raises(Conflict):
        await play(shelf, ["a", "b"])
    await play(shelf, ["a", "b"])
    assert shelf.loads == [["a", "b"], ["a"]]


async def test_after_a_commit_that_failed_what_it_wrote_is_read_afresh():
    shelf = Shelf(Jar(id="a", version=1), Jar(id="b", version=1))
    await play(shelf, ["a", "b"])
    shelf.failures.append(Conflict())
    with pytest.raises(Conflict):
        await play(shelf, ["a", "b"], eats="a")
    await play(shelf, ["a", "b"])
    assert shelf.loads == [["a", "b"], ["a"]]


async def test_what_is_written_and_was_never_read_is_not_kept():
    shelf = Shelf()
    batch = Batch(shelf.cache)
    batch.documents = {(Jar, "a"): Jar(id="a", version=1)}
    await commit(shelf, batch, 0.0)
    shelf.put(Jar(id="a", version=1, sweets=7))
    assert await play(shelf, ["a"]) == [7]


async def test_a_document_without_a_version_is_read_each_time():
    shelf = Shelf(Jar(id="a"))
    await play(shelf, ["a"])
    await play(shelf, ["a"])
    assert shelf.loads == [["a"], ["a"]]


async def test_an_answer_that_comes_late_does_not_replace_what_was_written_meanwhile():
    shelf = Shelf(Jar(id="a", version=1, sweets=1))
    shelf.slow = Event()
    late = create_task(shelf.cache.load(Jar, ["a"]))
    await sleep(0)
    slow, shelf.slow = shelf.slow, None
    await play(shelf, ["a"], eats="a")
    slow.set()
    await late
    assert await play(shelf, ["a"]) == [0]


async def test_those_not_asked_for_longest_go_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cache, "MOST", 2)
    shelf = Shelf(*(Jar(id=id, version=1) for id in "abc"))
    for id in "abac":
        await play(shelf, [id])
    await play(shelf, ["a"])
    assert shelf.loads == [["a"], ["b"], ["c"]]
    await play(shelf, ["b"])
    assert shelf.loads == [["a"], ["b"], ["c"], ["b"]]
