"""Decisions, and what becomes of them when several are merged."""

import re
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from shared.contracts.lobby import LobbyEvent
from shared.domain import Decision, Document
from tests.unit.acting import MORNING, World

TOP = Path(__file__).parents[3]


class Paper(Document):
    collection: ClassVar[str] = "papers"


class PaperExpiryDue(LobbyEvent):
    paper: str


DUE = MORNING + timedelta(minutes=5)


def scheduled(id: str) -> Decision:
    event = PaperExpiryDue(branch="B1", paper=id)
    return Decision().save(Paper(id=id)).schedule(f"paper:{id}", DUE, event, correlation_id=id)


async def timers_after(decision: Decision, *known: str) -> set[str]:
    """The timers that are left when a decision is applied, where those of the `known` papers ran before."""

    async def apply(content: Decision, work: object) -> None:
        work.apply(content)  # type: ignore[attr-defined]

    world = World("lobby")
    for id in known:
        await world.act(apply, scheduled(id))
    await world.act(apply, decision)
    return set(world.timers)


async def test_a_merged_decision_keeps_documents_timers_and_cancellations_of_every_part():
    merged = scheduled("a").then(scheduled("b"), Decision().cancel("paper:c"))
    assert [document.id for document, _ in merged.changes] == ["a", "b"]
    assert await timers_after(merged, "c") == {"paper:a", "paper:b"}


async def test_a_timer_is_not_dropped_because_an_earlier_part_cancelled_it():
    merged = Decision().cancel("paper:a").then(scheduled("a"))
    assert await timers_after(merged, "a") == {"paper:a"}


async def test_a_timer_that_a_later_part_cancels_does_not_run():
    merged = scheduled("a").then(Decision().cancel("paper:a"))
    assert await timers_after(merged) == set()


def test_decisions_are_merged_by_then_alone_which_forgets_no_timer():
    by_hand = re.compile(r"\.(?:changes|timers|cancelled) \+=")
    found = {
        str(path.relative_to(TOP))
        for path in (*(TOP / "services").rglob("*.py"), *(TOP / "shared").rglob("*.py"))
        if by_hand.search(path.read_text())
    }
    assert found == {"shared/domain.py"}
