"""Units of work and the batch that runs them one after the other on a common view."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.domain import Decision, Document
from shared.errors import NotFound
from shared.unit_of_work import Batch, UnitOfWork, in_turn
from tests.unit.shared.shelf import NOON, Act, Jar, JarEmptyDue, NoSweets, SweetEaten, cause, eat


class Pantry:
    """A loader that notes what it is asked for."""

    def __init__(self, *jars: Jar) -> None:
        self.jars = {jar.id: jar for jar in jars}
        self.loads: list[list[str]] = []
        self.failure: Exception | None = None

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        self.loads.append(ids)
        if self.failure:
            raise self.failure
        return [self.jars[id] for id in ids if id in self.jars]

    async def query(self, look: Any, *about: object) -> Any:
        return await look(self, *about)


class Play:
    """A batch over a pantry, and the answers of its units of work."""

    def __init__(self, *jars: Jar, pace: float = 1.0) -> None:
        self.pantry = Pantry(*jars)
        self.batch, self.pace = Batch(self.pantry), pace

    async def run(self, *acts: Act) -> list[Any]:
        works = [
            UnitOfWork(cause(f"c{number}"), NOON, "shelf", self.pace, batch=self.batch, traceparent="t1")
            for number in range(len(acts))
        ]
        return await self.batch.run(works, list(acts))

    def sweets(self, jar: str) -> int:
        found = self.batch.current((Jar, jar))
        assert isinstance(found, Jar)
        return found.sweets


def eating(jar: str) -> Act:
    return lambda work: eat(jar, work)


async def test_each_unit_of_work_sees_what_the_one_before_it_left():
    play = Play(Jar(id="a", version=7, sweets=3))
    assert await play.run(eating("a"), eating("a"), eating("a")) == [2, 1, 0]
    document = play.batch.documents[Jar, "a"]
    assert (document.version, play.batch.base_version((Jar, "a"))) == (10, 7)
    assert [(one.sequence, one.causationid) for one in play.batch.events] == [
        (8, "c0"),
        (9, "c1"),
        (10, "c2"),
    ]


async def test_a_refusal_leaves_nothing_of_its_own_and_all_of_the_others():
    async def change_and_refuse(work: UnitOfWork) -> None:
        await eat("a", work)
        work.apply(Decision().schedule("t", NOON, JarEmptyDue(branch="B1", jar="a"), correlation_id="a"))
        raise NoSweets

    play = Play(Jar(id="a", version=1, sweets=3))
    first, refused, last = await play.run(eating("a"), change_and_refuse, eating("a"))
    assert (first, last, play.sweets("a"), len(play.batch.events)) == (2, 1, 1, 2)
    assert isinstance(refused, NoSweets)
    assert play.batch.timers == {}


async def test_documents_are_loaded_together_and_once():
    async def both(work: UnitOfWork) -> int:
        found = await asyncio.gather(work.get(Jar, "b"), work.get(Jar, "a"))
        return sum(jar.sweets for jar in found)

    play = Play(Jar(id="a", version=1, sweets=3), Jar(id="b", version=1, sweets=4))
    assert await play.run(both, both, eating("a")) == [7, 7, 2]
    assert play.pantry.loads == [["a", "b"]]


async def test_what_was_looked_for_is_known_whether_it_was_found_or_not():
    async def look(work: UnitOfWork) -> None:
        assert await work.find(Jar, "none") is None
        await work.get(Jar, "a")

    play = Play(Jar(id="a", version=1))
    assert await play.run(look) == [None]
    assert play.batch.read_so_far() == {(Jar, "none"): None, (Jar, "a"): Jar(id="a", version=1)}


async def test_a_document_that_must_be_there_and_is_not_is_refused():
    (refused,) = await Play().run(eating("none"))
    assert isinstance(refused, NotFound)
    assert refused.detail == "jars/none"


async def test_a_store_that_fails_fails_the_batch_and_no_unit_of_work_alone():
    play = Play(Jar(id="a", version=1, sweets=3))
    play.pantry.failure = OSError()
    await play.run(eating("a"), eating("a"))
    assert play.batch.failure is play.pantry.failure


async def test_a_query_that_fails_fails_the_batch():
    async def broken(store: object) -> None:
        raise OSError

    play = Play()
    await play.run(lambda work: work.query(broken))
    assert isinstance(play.batch.failure, OSError)


async def test_a_query_is_given_the_store_and_what_it_is_about():
    async def count(store: Pantry, least: int) -> int:
        return sum(jar.sweets >= least for jar in store.jars.values())

    play = Play(Jar(id="a", sweets=3), Jar(id="b", sweets=1))
    assert await play.run(lambda work: work.query(count, 2)) == [1]


async def test_an_event_carries_its_cause_its_subject_and_its_trace():
    play = Play(Jar(id="a", version=1, sweets=3))
    await play.run(eating("a"))
    (event,) = play.batch.events
    assert (event.source, event.type, event.subject) == ("/shelf/B1", SweetEaten.type_name(), "a")
    assert (event.correlationid, event.causationid, event.sequence) == ("a", "c0", 2)
    assert (event.time, event.actor, event.traceparent) == (NOON, "system", "t1")


async def test_an_event_may_go_with_no_change_of_a_document():
    async def publish(work: UnitOfWork) -> None:
        event = SweetEaten(branch="B1", jar="a", left=0)
        work.publish(event, subject="a", correlation_id="V1")

    play = Play()
    await play.run(publish)
    (event,) = play.batch.events
    assert (event.subject, event.correlationid, event.sequence) == ("a", "V1", 0)
    assert play.batch.documents == {}


async def test_the_last_word_about_a_timer_counts():
    def timer(work: UnitOfWork, after: int) -> Decision:
        event = JarEmptyDue(branch="B1", jar="a")
        return Decision().schedule("t", work.due(timedelta(minutes=after)), event, correlation_id="a")

    async def schedule(work: UnitOfWork) -> None:
        work.apply(timer(work, 1).then(timer(work, 2)))

    async def cancel(work: UnitOfWork) -> None:
        work.apply(Decision().cancel("t"))

    play = Play()
    await play.run(schedule)
    (entry,) = play.batch.timers.values()
    assert entry is not None
    assert (entry[0].due, entry[1].id) == (NOON + timedelta(minutes=2), "c0")
    await play.run(cancel)
    assert play.batch.timers == {"t": None}


async def test_deadlines_are_shortened_by_the_pace_of_the_branch():
    async def dues(work: UnitOfWork) -> tuple[object, object]:
        return work.due(timedelta(minutes=10)), work.moment.after(timedelta(minutes=10))

    for pace, minutes in ((1.0, 10), (10.0, 1)):
        (found,) = await Play(pace=pace).run(dues)
        assert found == (NOON + timedelta(minutes=minutes),) * 2


async def test_the_handlers_of_one_event_run_in_turn_in_one_unit_of_work():
    async def twice(jar: str, work: UnitOfWork) -> None:
        await eat(jar, work)
        await eat(jar, work)

    play = Play(Jar(id="a", version=1, sweets=3))
    handler = in_turn(eat, twice)
    assert handler.__name__ == "eat"
    assert await play.run(lambda work: handler("a", work)) == [None]
    assert (play.sweets("a"), len(play.batch.events)) == (0, 3)
    (refused,) = await Play(Jar(id="a", sweets=2)).run(lambda work: handler("a", work))
    assert isinstance(refused, NoSweets)


@pytest.mark.parametrize("length", [10, 128, 129, 400])
def test_the_id_of_a_cause_fits_into_an_envelope_and_stays_unlike_others(length: int):
    one, other = cause("x" * length + "1"), cause("x" * length + "2")
    assert len(one.id) <= 128
    assert one.id != other.id
    assert one.id[:60] == ("x" * length + "1")[:60]
