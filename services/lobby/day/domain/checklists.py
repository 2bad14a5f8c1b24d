"""Checklists: gone through once, item by item or in groups; who saw to what, and when, is kept.

An item is in order by a person's tick or by its own report; a report that something is wrong outweighs a
tick, and a person who sees a fault outweighs a report.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.day.domain.self_reports import Reports
from services.lobby.day.domain.templates import Item
from shared.contracts import lobby as contracts
from shared.contracts.lobby import ChecklistKind, FixtureFault, Marking
from shared.domain import Decision, Document
from shared.errors import Refusal


class UnknownItem(Refusal):
    code, status = "unknown_item", 404
    en, zh = "The checklist has no such item.", "检查表中没有该项。"


class ReportsOtherwise(Refusal):
    code, status = "reports_otherwise", 409
    en, zh = (
        "Its own report says that it is not in order; see to it first.",
        "系统报告该项异常，请先处理。",
    )


class State(StrEnum):
    OPEN = "open"
    OK = "ok"
    FAULTY = "faulty"


class Mark(BaseModel):
    """What somebody found; `fault` if it was not in order."""

    model_config = ConfigDict(frozen=True)

    by: str
    at: datetime
    fault: FixtureFault | None = None


class Checklist(Document):
    """A checklist of one branch's day, with the items of the edition it began with."""

    collection: ClassVar[str] = "checklists"

    branch: str
    day: str
    kind: ChecklistKind
    edition: int
    items: tuple[Item, ...]
    begun_by: str
    begun_at: datetime
    completed_at: datetime | None = None
    marks: dict[str, Mark] = {}

    @property
    def correlation_id(self) -> str:
        return f"{self.branch}:{self.day}"

    def state(self, item: Item, reports: Reports) -> State:
        """How an item stands."""
        mark, report = self.marks.get(item.id), reports.of(item)
        if (mark and mark.fault) or report is False:
            return State.FAULTY
        return State.OK if mark or report else State.OPEN

    def faulty(self, fixture: str) -> tuple[str, ...]:
        """The items of a thing, named as its repair names it (``water``), that somebody found faulty."""
        return tuple(
            item.id
            for item in self.items
            if fixture == (f"{item.id}@{item.counter}" if item.counter else item.id)
            and (found := self.marks.get(item.id))
            and found.fault
        )

    def missing(self, reports: Reports) -> tuple[str, ...]:
        """The mandatory items that are not in order."""
        return tuple(
            item.id for item in self.items if item.mandatory and self.state(item, reports) is not State.OK
        )


@dataclass(frozen=True)
class Ticks:
    """What somebody found of some items; `fault` goes with `Marking.FAULTY`."""

    items: tuple[str, ...]
    marking: Marking
    by: str
    fault: FixtureFault | None = None


def checklist_id(branch: str, day: str, kind: ChecklistKind, round: int = 1) -> str:
    """The first of a kind on a day, or a later `round` of it."""
    return f"{branch}:{day}:{kind}" + (f":{round}" if round > 1 else "")


def begin(
    branch: str, day: str, kind: ChecklistKind, edition: int, items: tuple[Item, ...], by: str, now: datetime,
    round: int = 1,
) -> tuple[Decision, Checklist]:  # fmt: skip
    """Somebody begins to go through a checklist."""
    checklist = Checklist(
        id=checklist_id(branch, day, kind, round),
        branch=branch,
        day=day,
        kind=kind,
        edition=edition,
        items=items,
        begun_by=by,
        begun_at=now,
    )
    told = contracts.ChecklistBegun(
        branch=branch, checklist=checklist.id, kind=kind, day=day, edition=edition, items=len(items), by=by
    )
    return Decision().save(checklist, told), checklist


def mark(checklist: Checklist, ticks: Ticks, reports: Reports, now: datetime) -> Decision:
    """Items were looked at, or ticks taken back. What stands so already is not told again.

    Of a group, items that report a fault themselves stay as they are; a single one is refused with
    `ReportsOtherwise`. Raises `UnknownItem`.
    """
    known = {item.id: item for item in checklist.items}
    if not set(ticks.items) <= known.keys():
        raise UnknownItem
    wanted = [known[id] for id in dict.fromkeys(ticks.items)]
    if ticks.marking is Marking.OK:
        passing = [item for item in wanted if reports.of(item) is not False]
        if not passing:
            raise ReportsOtherwise
        wanted = passing
    changed = [item for item in wanted if not _stands(checklist.marks.get(item.id), ticks)]
    if not changed:
        return Decision()
    found = None if ticks.marking is Marking.OPEN else Mark(by=ticks.by, at=now, fault=ticks.fault)
    marks = {id: one for id, one in checklist.marks.items() if found or id not in {it.id for it in changed}}
    if found:
        marks |= {item.id: found for item in changed}
    after = checklist.evolve(marks=marks)
    states = [after.state(item, reports) for item in after.items]
    is_complete = State.OPEN not in states
    events = _told(checklist, changed, ticks)
    if is_complete and checklist.completed_at is None:
        events.append(
            contracts.ChecklistCompleted(
                **_of(checklist), day=checklist.day, faulty=states.count(State.FAULTY), by=ticks.by
            )
        )
    completed_at = (checklist.completed_at or now) if is_complete else None
    return Decision().save(after.evolve(completed_at=completed_at), *events)


def _stands(before: Mark | None, ticks: Ticks) -> bool:
    if ticks.marking is Marking.OPEN:
        return before is None
    return before is not None and before.fault == ticks.fault


def _told(checklist: Checklist, changed: list[Item], ticks: Ticks) -> list[contracts.LobbyEvent]:
    of = _of(checklist)
    ids = tuple(item.id for item in changed)
    marked = contracts.ChecklistMarked(**of, day=checklist.day, items=ids, marking=ticks.marking, by=ticks.by)
    events: list[contracts.LobbyEvent] = [marked]
    for item in changed:
        fixture = {
            **of,
            "item": item.id,
            "item_zh": item.zh,
            "item_en": item.en,
            **item.model_dump(include={"duty", "place", "counter"}),
            "by": ticks.by,
        }
        before = checklist.marks.get(item.id)
        if ticks.fault:
            events.append(contracts.FixtureFaulted(**fixture, fault=ticks.fault))
        elif before and before.fault:
            events.append(contracts.FixtureCorrected(**fixture))
    return events


def _of(checklist: Checklist) -> dict[str, str]:
    return {"branch": checklist.branch, "checklist": checklist.id, "kind": checklist.kind}
