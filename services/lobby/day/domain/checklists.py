"""Checklists: gone through once, item by item or in groups; the person and the time of every mark are kept.

An item is in order by a person's mark or by its self-report; a self-report that something is wrong outweighs
a mark, and a fault found by a person outweighs a self-report.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.day.domain.self_reports import SelfReports
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


class Mark(BaseModel):
    """The finding of a person; `fault` if the item was not in order."""

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

    def state(self, item: Item, reports: SelfReports) -> Marking:
        """Return the state of an item."""
        mark, report = self.marks.get(item.id), reports.of(item)
        if (mark and mark.fault) or report is False:
            return Marking.FAULTY
        return Marking.OK if mark or report else Marking.OPEN

    def faulty(self, fixture: str) -> tuple[str, ...]:
        """Return the ids of the items of a fixture, named as its repair names it (``water``), found
        faulty."""
        return tuple(
            item.id
            for item in self.items
            if fixture == (f"{item.id}@{item.counter}" if item.counter else item.id)
            and (found := self.marks.get(item.id))
            and found.fault
        )

    def missing(self, reports: SelfReports) -> tuple[str, ...]:
        """Return the ids of the mandatory items that are not in order."""
        return tuple(
            item.id for item in self.items if item.mandatory and self.state(item, reports) is not Marking.OK
        )


@dataclass(frozen=True)
class Marks:
    """The findings of a person about some items; `fault` goes with `Marking.FAULTY`."""

    items: tuple[str, ...]
    marking: Marking
    by: str
    fault: FixtureFault | None = None


def checklist_id(branch: str, day: str, kind: ChecklistKind, number: int = 1) -> str:
    """Return the id of the checklist of a kind on a day; of patrols, of the `number`-th."""
    return f"{branch}:{day}:{kind}" + (f":{number}" if number > 1 else "")


def begin(
    branch: str, day: str, kind: ChecklistKind, edition: int, items: tuple[Item, ...], by: str, now: datetime,
    number: int = 1,
) -> tuple[Decision, Checklist]:  # fmt: skip
    """Begin a checklist; returns the decision and the checklist."""
    checklist = Checklist(
        id=checklist_id(branch, day, kind, number),
        branch=branch,
        day=day,
        kind=kind,
        edition=edition,
        items=items,
        begun_by=by,
        begun_at=now,
    )
    event = contracts.ChecklistBegun(
        branch=branch, checklist=checklist.id, kind=kind, day=day, edition=edition, items=len(items), by=by
    )
    return Decision().save(checklist, event), checklist


def mark(checklist: Checklist, given: Marks, reports: SelfReports, now: datetime) -> Decision:
    """Mark items, or take marks back; what stands so already is not published again.

    Of a group, items whose self-report is a fault stay as they are; a single one raises `ReportsOtherwise`.
    Raises `UnknownItem`.
    """
    known = {item.id: item for item in checklist.items}
    if not set(given.items) <= known.keys():
        raise UnknownItem
    wanted = [known[id] for id in dict.fromkeys(given.items)]
    if given.marking is Marking.OK:
        passing = [item for item in wanted if reports.of(item) is not False]
        if not passing:
            raise ReportsOtherwise
        wanted = passing
    changed = [item for item in wanted if not _stands(checklist.marks.get(item.id), given)]
    if not changed:
        return Decision()
    found = None if given.marking is Marking.OPEN else Mark(by=given.by, at=now, fault=given.fault)
    marks = {id: one for id, one in checklist.marks.items() if found or id not in {it.id for it in changed}}
    if found:
        marks |= {item.id: found for item in changed}
    after = checklist.evolve(marks=marks)
    states = [after.state(item, reports) for item in after.items]
    is_complete = Marking.OPEN not in states
    events = _events_of(checklist, changed, given)
    if is_complete and checklist.completed_at is None:
        events.append(
            contracts.ChecklistCompleted(
                **_fields_of(checklist), day=checklist.day, faulty=states.count(Marking.FAULTY), by=given.by
            )
        )
    completed_at = (checklist.completed_at or now) if is_complete else None
    return Decision().save(after.evolve(completed_at=completed_at), *events)


def _stands(before: Mark | None, given: Marks) -> bool:
    if given.marking is Marking.OPEN:
        return before is None
    return before is not None and before.fault == given.fault


def _events_of(checklist: Checklist, changed: list[Item], given: Marks) -> list[contracts.LobbyEvent]:
    of = _fields_of(checklist)
    ids = tuple(item.id for item in changed)
    marked = contracts.ChecklistMarked(**of, day=checklist.day, items=ids, marking=given.marking, by=given.by)
    events: list[contracts.LobbyEvent] = [marked]
    for item in changed:
        fixture = {
            **of,
            "item": item.id,
            "item_zh": item.zh,
            "item_en": item.en,
            **item.model_dump(include={"duty", "place", "counter"}),
            "by": given.by,
        }
        before = checklist.marks.get(item.id)
        if given.fault:
            events.append(contracts.FixtureFaulted(**fixture, fault=given.fault))
        elif before and before.fault:
            events.append(contracts.FixtureCorrected(**fixture))
    return events


def _fields_of(checklist: Checklist) -> dict[str, str]:
    return {"branch": checklist.branch, "checklist": checklist.id, "kind": checklist.kind}
