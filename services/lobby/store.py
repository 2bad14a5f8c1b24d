"""What lobby looks up besides documents by id, with the indexes that carry it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pymongo import ASCENDING, DESCENDING

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain import checklists, templates
from services.lobby.day.domain.checklists import Checklist
from services.lobby.day.domain.days import BranchDay, day_id, list_of
from services.lobby.day.domain.self_reports import Reports
from services.lobby.day.domain.standard_checklists import STANDARD
from services.lobby.day.domain.templates import Editions, Template, template_id
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.journal.domain.logbook import LogLine
from services.lobby.journal.log_lines import lines_of
from services.lobby.materials.domain.leaflets import Introduction, Rack
from services.lobby.materials.domain.notices import Board
from services.lobby.report.domain.day_reports import DayReport, id_of
from services.lobby.safety.domain.incidents import Incident, IncidentNote
from services.lobby.safety.domain.loiterers import Loiterer, Vigilance
from services.lobby.tasks.domain.task import Task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskRules, TaskSettings
from shared.contracts.lobby import ChecklistKind
from shared.domain import Document
from shared.store import DAY, Index, Store, from_raw

KEEP_LOG = 90  # days, as the events; what the day reports made of it stays

D = TypeVar("D", bound=Document)

OF_A_DAY = [("branch", ASCENDING), ("day", ASCENDING)]
INDEXES = [
    # `place` is the time of a line, and its id where several are of one time.
    Index(LogLine.collection, [*OF_A_DAY, ("place", ASCENDING)]),
    Index(LogLine.collection, [*OF_A_DAY, ("group", ASCENDING), ("place", ASCENDING)]),
    Index(LogLine.collection, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_LOG * DAY}),
    Index("tasks", [*OF_A_DAY, ("ended_at", DESCENDING)]),
    Index("incidents", [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index("incidents", [("branch", ASCENDING), ("raised_by", ASCENDING), ("raised_at", DESCENDING)]),
    Index("incident_notes", [("incident", ASCENDING), ("at", ASCENDING)]),
    Index("loiterers", [("branch", ASCENDING), ("noticed_at", DESCENDING)]),
    Index("tasks", [("customer", ASCENDING)], {"partialFilterExpression": {"customer": {"$gt": ""}}}),
    Index(LogLine.collection, [("facts.customer", ASCENDING)], {"sparse": True}),
    Index(DayReport.collection, [("branch", ASCENDING), ("day", DESCENDING)]),
]
LISTED = 100
ENDED_SHOWN = 20


async def log(
    store: Store, branch: str, day: str, group: str | None, before: str | None, limit: int
) -> list[LogLine]:
    """Lines of a branch's day, the newest first; only those of a group, and from before a place, if given."""
    more = {"group": group} if group else {}
    zone = await _zone_of(store, branch)
    return await lines_of(store, branch, zone, day, more, before=before, limit=limit)


async def log_line(store: Store, id: str) -> LogLine | None:
    return await _one(store, LogLine, id)


@dataclass(frozen=True)
class DayView:
    """A branch's day with what belongs to it. A checklist that nobody has begun has version 0."""

    day: BranchDay
    hall: Hall
    checklists: dict[ChecklistKind, Checklist]
    reports: Reports


async def day(store: Store, branch: str, now: datetime) -> DayView | None:
    """The branch's day of now."""
    known, hall, editions, reports = await asyncio.gather(
        _one(store, Branch, branch), _one(store, Hall, branch), _one(store, Editions, branch),
        _reports(store, branch),
    )  # fmt: skip
    if known is None or hall is None:
        return None
    today = day_of(known.timezone, now)
    kept = await _one(store, BranchDay, day_id(branch, today)) or BranchDay.of(known, today)
    ids = {kind: list_of(kept, kind) for kind in ChecklistKind}
    begun = {one.id: one for one in await store.load(Checklist, sorted(ids.values()))}
    lists: dict[ChecklistKind, Checklist] = {}
    for kind, id in ids.items():
        found = begun.get(id)
        if isinstance(found, Checklist):
            lists[kind] = found
        else:
            edition = editions.of(kind) if editions else 0
            template_ = await template(store, branch, kind, edition) if edition else None
            items = templates.spread(template_.items if template_ else STANDARD[kind], sorted(known.counters))
            _, lists[kind] = checklists.begin(branch, today, kind, edition, items, "", now)
    return DayView(kept, hall, lists, Reports(today, *reports))


async def edition(store: Store, branch: str, kind: ChecklistKind) -> int:
    """Which edition of a checklist counts; 0 is the standard one."""
    found = await _one(store, Editions, branch)
    return found.of(kind) if found else 0


async def template(store: Store, branch: str, kind: ChecklistKind, edition: int) -> Template | None:
    return await _one(store, Template, template_id(branch, kind, edition))


async def board(store: Store, branch: str, now: datetime) -> tuple[Board, str]:
    """The notice board, and the branch's own date."""
    found, known = await asyncio.gather(_one(store, Board, branch), _one(store, Branch, branch))
    return found or Board(id=branch), day_of(known.timezone if known else "UTC", now)


async def rack(store: Store, branch: str) -> Rack:
    return await _one(store, Rack, branch) or Rack(id=branch)


async def introduction(store: Store, visit: str) -> Introduction | None:
    return await _one(store, Introduction, visit)


async def _reports(store: Store, branch: str) -> tuple[Board | None, Rack | None, Equipment | None]:
    return await asyncio.gather(
        _one(store, Board, branch), _one(store, Rack, branch), _one(store, Equipment, branch)
    )


async def task_board(store: Store, branch: str) -> TaskBoard:
    """The task board of a branch; an empty one before its first task."""
    return await _one(store, TaskBoard, branch) or TaskBoard(id=branch)


async def task(store: Store, id: str) -> Task | None:
    return await _one(store, Task, id)


async def tasks(store: Store, ids: list[str]) -> list[Task]:
    """These tasks, the first due first."""
    found = await store.load(Task, ids) if ids else []
    return sorted((one for one in found if isinstance(one, Task)), key=lambda one: (one.due, one.id))


async def ended_tasks(store: Store, branch: str, day: str) -> list[Task]:
    """The last tasks of a day that ended, the last first."""
    last = store.db["tasks"].find({"branch": branch, "day": day}).sort("ended_at", DESCENDING)
    found = [from_raw(Task, raw) async for raw in last.limit(ENDED_SHOWN)]
    return [one for one in found if one.ended_at]


async def task_settings(store: Store, branch: str) -> TaskSettings:
    """Those of the branch, or the defaults."""
    found = await _one(store, TaskRules, branch)
    return found.settings if found else TaskSettings()


async def _one(store: Store, model: type[D], id: str) -> D | None:
    found = await store.load(model, [id])
    return found[0] if found and isinstance(found[0], model) else None


async def incident(store: Store, id: str) -> Incident | None:
    return await _one(store, Incident, id)


async def incidents(store: Store, branch: str, raised_by: str | None = None) -> list[Incident]:
    """The incidents of a branch, or those that one person raised there, newest first."""
    query = {"branch": branch} | ({"raised_by": raised_by} if raised_by else {})
    found = store.db[Incident.collection].find(query).sort("raised_at", DESCENDING).limit(LISTED)
    return [from_raw(Incident, raw) async for raw in found]


async def incident_notes(store: Store, incident: str) -> list[IncidentNote]:
    """What was written about an incident, oldest first."""
    found = store.db[IncidentNote.collection].find({"incident": incident}).sort("at", ASCENDING).limit(LISTED)
    return [from_raw(IncidentNote, raw) async for raw in found]


async def loiterer(store: Store, id: str) -> Loiterer | None:
    return await _one(store, Loiterer, id)


async def loiterers(store: Store, branch: str) -> list[Loiterer]:
    """Those noticed at a branch, newest first."""
    found = store.db[Loiterer.collection].find({"branch": branch}).sort("noticed_at", DESCENDING).limit(20)
    return [from_raw(Loiterer, raw) async for raw in found]


async def vigilance(store: Store, branch: str) -> Vigilance:
    """The branch's limit for those without business."""
    return await _one(store, Vigilance, branch) or Vigilance(id=branch)


async def day_lines(store: Store, branch: str, day: str) -> list[LogLine]:
    """All lines of a branch's day, in their order, without what was written by hand."""
    found = await lines_of(store, branch, await _zone_of(store, branch), day, {}, fields={"words": 0})
    return [line.evolve(day=day) for line in reversed(found)]


async def _zone_of(store: Store, branch: str) -> str:
    return known.timezone if (known := await _one(store, Branch, branch)) else "UTC"


async def day_report(store: Store, branch: str, day: str) -> DayReport | None:
    return await _one(store, DayReport, id_of(branch, day))


async def day_reports(store: Store, branch: str, limit: int) -> list[DayReport]:
    """The latest reports of a branch."""
    found = store.db[DayReport.collection].find({"branch": branch}).sort("day", DESCENDING).limit(limit)
    return [from_raw(DayReport, raw) async for raw in found]
