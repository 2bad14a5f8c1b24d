"""What is kept in memory from one batch to the next, and when it is looked at again."""

from asyncio import Event, create_task, gather, sleep
from collections.abc import Iterable
from typing import Any, ClassVar

import pytest

from shared import cache
from shared.cache import FRESH, Cache
from shared.domain import Decision, Document
from shared.store import Commit, Conflict
from shared.unit import Batch, Cause, Unit
from tests.unit.acting import MORNING


class Jar(Document):
    collection: ClassVar[str] = "jars"
    sweets: int = 0


class Shelf:
    """A store that counts how often somebody looks."""

    def __init__(self, *jars: Jar) -> None:
        self.jars = {jar.id: jar for jar in jars}
        self.loads: list[list[str]] = []
        self.looks: list[list[str]] = []
        self.commits = 0
        self.failure: Exception | None = None
        self.slow: Event | None = None
        self.now = 0.0

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        self.loads.append(ids)
        found: list[Document] = [self.jars[id] for id in ids if id in self.jars]
        if self.slow:
            await self.slow.wait()
        return found

    async def versions(self, model: type[Document], ids: list[str]) -> dict[str, int]:
        self.looks.append(ids)
        return {id: self.jars[id].version for id in ids if id in self.jars}

    async def commit(self, commit: Commit) -> None:
        if self.failure:
            raise self.failure
        self.commits += 1


def over(shelf: Shelf) -> Cache:
    store: Any = shelf
    return Cache(store, clock=lambda: shelf.now)


async def begin(kept: Cache, ids: Iterable[str], eats: Iterable[str] = ()) -> tuple[Batch, list[int | None]]:
    """A batch that reads `ids` and eats a sweet of some; how many sweets it saw in each."""
    batch = Batch(kept)

    async def act(unit: Unit) -> list[int | None]:
        found = dict(zip(ids, await gather(*(unit.find(Jar, id) for id in ids)), strict=True))
        for id in eats:
            jar = found[id] or Jar(id=id)
            unit.keep(Decision().put(jar.but(sweets=jar.sweets - 1)))
        return [jar.sweets if jar else None for jar in found.values()]

    unit = Unit(Cause("c", "eat", MORNING), MORNING, "test", batch=batch)
    (seen,) = await batch.play([unit], [act])
    return batch, seen


async def play(kept: Cache, ids: Iterable[str], *, eats: Iterable[str] = ()) -> list[int | None]:
    """The same, and committed."""
    batch, seen = await begin(kept, ids, eats)
    await kept.commit(batch, Commit("test"))
    return seen


async def test_what_was_read_or_written_is_not_read_again():
    shelf = Shelf(Jar(id="a", version=1, sweets=5))
    kept = over(shelf)
    assert await play(kept, ["a", "none"], eats="a") == [5, None]
    assert await play(kept, ["a", "none"]) == [4, None]
    assert (shelf.loads, shelf.looks) == ([["a", "none"]], [])


async def test_what_is_only_read_is_looked_at_again_after_a_while_and_what_is_written_is_not():
    shelf = Shelf(Jar(id="a", version=1), Jar(id="b", version=1))
    kept = over(shelf)
    await play(kept, ["a", "b", "none"])
    shelf.now = FRESH * 0.9
    await play(kept, ["a", "b", "none"])
    assert shelf.looks == []
    shelf.now = FRESH
    await play(kept, ["a", "b", "none"], eats="b")
    assert shelf.looks == [["a", "none"]]
    shelf.now = FRESH * 1.9
    await play(kept, ["a", "none"])
    assert (shelf.loads, shelf.looks) == ([["a", "b", "none"]], [["a", "none"]])


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
    kept = over(shelf)
    await play(kept, ["a", "none"])
    shelf.jars, shelf.now = elsewhere, FRESH
    with pytest.raises(Conflict):
        await play(kept, ["a", "none"])
    assert shelf.commits == 1
    seen = [elsewhere[id].sweets if id in elsewhere else None for id in ("a", "none")]
    assert await play(kept, ["a", "none"]) == seen


async def test_what_another_line_wrote_meanwhile_is_a_conflict_for_who_only_read_it():
    shelf = Shelf(Jar(id="a", version=1))
    kept = over(shelf)
    batch, _ = await begin(kept, ["a"])
    await play(kept, ["a"], eats="a")
    shelf.jars = {"a": Jar(id="a", version=2, sweets=-1)}
    with pytest.raises(Conflict):
        await kept.commit(batch, Commit("test"))


async def test_after_a_commit_that_failed_everything_in_it_is_read_afresh():
    shelf = Shelf(Jar(id="a", version=1))
    kept = over(shelf)
    await play(kept, ["a"])
    shelf.failure = Conflict()
    with pytest.raises(Conflict):
        await play(kept, ["a"], eats="a")
    shelf.failure = None
    await play(kept, ["a"])
    assert shelf.loads == [["a"], ["a"]]


async def test_a_document_without_a_version_is_read_each_time():
    shelf = Shelf(Jar(id="a"))
    kept = over(shelf)
    await play(kept, ["a"])
    await play(kept, ["a"])
    assert shelf.loads == [["a"], ["a"]]


async def test_an_answer_that_comes_late_does_not_replace_what_was_written_meanwhile():
    shelf = Shelf(Jar(id="a", version=1, sweets=1))
    kept = over(shelf)
    shelf.slow = Event()
    late = create_task(kept.load(Jar, ["a"]))
    await sleep(0)
    slow, shelf.slow = shelf.slow, None
    await play(kept, ["a"], eats="a")
    slow.set()
    await late
    assert await play(kept, ["a"]) == [0]


async def test_those_not_asked_for_longest_go_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cache, "MOST", 2)
    shelf = Shelf(*(Jar(id=id, version=1) for id in "abc"))
    kept = over(shelf)
    for id in "abac":
        await play(kept, [id])
    await play(kept, ["a"])
    assert shelf.loads == [["a"], ["b"], ["c"]]
    await play(kept, ["b"])
    assert shelf.loads == [["a"], ["b"], ["c"], ["b"]]
