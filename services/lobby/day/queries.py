"""Questions about the branch's day and its checklists (P1 to P7, E1, E2)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain import checklists, templates
from services.lobby.day.domain.checklists import Checklist
from services.lobby.day.domain.days import BranchDay, day_id, list_of
from services.lobby.day.domain.self_reports import SelfReports
from services.lobby.day.domain.standard_checklists import STANDARD
from services.lobby.day.domain.templates import Editions, Item, Template, template_id
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.materials.domain import NoticeBoard, Rack
from shared.contracts.lobby import ChecklistKind
from shared.rights import Query
from shared.store import Store


class ViewDay(Query, name="view_day"):
    """The branch's day and its checklists."""


class ReadDayReasons(Query, name="read_day_reasons"):
    """The words with which somebody went on in spite of open items."""


class ViewTemplate(Query, name="view_template"):
    """A checklist template of a branch."""


@dataclass(frozen=True)
class DayView:
    """A branch's day with what belongs to it. A checklist that nobody has begun has version 0."""

    day: BranchDay
    hall: Hall
    checklists: dict[ChecklistKind, Checklist]
    reports: SelfReports


async def day_view(store: Store, branch: str, now: datetime) -> DayView | None:
    """Return the branch's day of now; None if there is no such branch."""
    known, hall, editions, board, rack, equipment = await asyncio.gather(
        store.find(Branch, branch),
        store.find(Hall, branch),
        store.find(Editions, branch),
        store.find(NoticeBoard, branch),
        store.find(Rack, branch),
        store.find(Equipment, branch),
    )
    if known is None or hall is None:
        return None
    today = day_of(known.timezone, now)
    kept = await store.find(BranchDay, day_id(branch, today)) or BranchDay.of(known, today)
    ids = {kind: list_of(kept, kind) for kind in ChecklistKind}
    begun = {one.id: one for one in await store.load(Checklist, sorted(ids.values()))}
    lists: dict[ChecklistKind, Checklist] = {}
    for kind, id in ids.items():
        found = begun.get(id)
        if isinstance(found, Checklist):
            lists[kind] = found
        else:
            edition = editions.of(kind) if editions else 0
            items = await items_of(store, branch, kind, edition) or STANDARD[kind]
            at_counters = templates.spread(items, sorted(known.counters))
            _, lists[kind] = checklists.begin(branch, today, kind, edition, at_counters, "", now)
    return DayView(kept, hall, lists, SelfReports(today, board, rack, equipment))


async def edition_of(store: Store, branch: str, kind: ChecklistKind) -> int:
    """Return the edition of a checklist that counts; 0 is the standard one."""
    found = await store.find(Editions, branch)
    return found.of(kind) if found else 0


async def items_of(store: Store, branch: str, kind: ChecklistKind, edition: int) -> tuple[Item, ...] | None:
    """Return the items of an edition, which for 0 are those of the standard one; None if there is none."""
    if edition == 0:
        return STANDARD[kind]
    found = await store.find(Template, template_id(branch, kind, edition))
    return found.items if found else None
