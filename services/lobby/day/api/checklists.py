"""Checklists over HTTP: gone through by those who work in the hall, changed by those who answer for it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel, Field, model_validator

from services.lobby.day.commands import BeginChecklist, ChangeTemplate, MarkItems
from services.lobby.day.domain.checklists import Checklist, Marks
from services.lobby.day.domain.self_reports import SelfReports
from services.lobby.day.domain.templates import ITEMS_AT_MOST, WORD, Item
from services.lobby.day.queries import ViewTemplate, edition_of, items_of
from shared.contracts.lobby import ChecklistKind, FixtureFault, Marking
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.rights import may_at_branch
from shared.runtime import Asking, Caller
from shared.web import Number

router = APIRouter(prefix="/api/lobby/branches/{branch}", tags=["checklists"])


class ItemNow(BaseModel):
    """An item as it stands; `reported` if it reports itself, else marked `by` whom and when."""

    id: str
    duty: str
    zh: str
    en: str
    place: str
    counter: str | None
    mandatory: bool
    state: Marking
    reported: bool
    fault: FixtureFault | None
    by: str | None
    at: datetime | None


class ChecklistNow(BaseModel):
    """A checklist as it stands. One that nobody has begun yet has no `begun_at`."""

    checklist: str
    kind: ChecklistKind
    edition: int
    begun_by: str | None
    begun_at: datetime | None
    completed_at: datetime | None
    done: int
    missing: tuple[str, ...]
    items: list[ItemNow]


class MarksRequest(Given):
    """Items to be marked, one or a whole group. `fault` says what is wrong with those that are faulty."""

    items: tuple[Annotated[str, Field(max_length=48)], ...] = Field(min_length=1, max_length=ITEMS_AT_MOST)
    marking: Marking = Marking.OK
    fault: FixtureFault | None = None

    @model_validator(mode="after")
    def _fault_with_faulty(self) -> "MarksRequest":
        if (self.marking is Marking.FAULTY) != (self.fault is not None):
            raise ValueError("a fault goes with what is faulty")
        return self


class TemplateNow(BaseModel):
    """An edition of a branch's checklist of a kind; edition 0 is the standard one."""

    kind: ChecklistKind
    edition: int
    items: tuple[Item, ...]


class ItemChange(Item, Given):
    """An item of a new edition; fields that are left out of a known one stay."""

    duty: str = Field(default="", pattern=r"^[PDE]\d{1,2}$")
    zh: Readable = Field(default="", max_length=64)
    en: Readable = Field(default="", max_length=96)
    place: str = Field(default="", pattern=WORD)


class TemplateChange(Given):
    """All items of the new edition; one that is not named is dropped. `edition` is the one that was edited:
    if another counts by now, nothing is changed."""

    edition: Number | None = None
    items: tuple[ItemChange, ...] = Field(min_length=1, max_length=ITEMS_AT_MOST)


def shown(checklist: Checklist, reports: SelfReports, *, begun: bool = True) -> ChecklistNow:
    """Show a checklist."""
    items = [_item(checklist, item, reports) for item in checklist.items]
    return ChecklistNow(
        checklist=checklist.id,
        kind=checklist.kind,
        edition=checklist.edition,
        begun_by=checklist.begun_by if begun else None,
        begun_at=checklist.begun_at if begun else None,
        completed_at=checklist.completed_at,
        done=sum(item.state is Marking.OK for item in items),
        missing=checklist.missing(reports),
        items=items,
    )


def _item(checklist: Checklist, item: Item, reports: SelfReports) -> ItemNow:
    mark = checklist.marks.get(item.id)
    return ItemNow(
        **item.model_dump(include={"id", "duty", "zh", "en", "place", "counter", "mandatory"}),
        state=checklist.state(item, reports),
        reported=reports.of(item) is not None,
        fault=mark.fault if mark else None,
        by=mark.by if mark else None,
        at=mark.at if mark else None,
    )


@router.post("/checklists/{kind}/begin", status_code=204)
async def begin(
    branch: Annotated[str, may_at_branch(BeginChecklist)], kind: ChecklistKind, caller: Caller
) -> None:
    """Begin a checklist of today: the preparations, the closing, or one more patrol."""
    await caller.execute(BeginChecklist(branch, kind, caller.person.staff), branch)


@router.post("/checklists/{kind}/ticks", status_code=204)
async def ticks(
    branch: Annotated[str, may_at_branch(MarkItems)],
    kind: ChecklistKind,
    wanted: MarksRequest,
    caller: Caller,
) -> None:
    """Mark items of today's checklist as in order or faulty, or take marks back."""
    marks = Marks(wanted.items, wanted.marking, caller.person.staff, wanted.fault)
    await caller.execute(MarkItems(branch, kind, marks), branch)


@router.get("/checklist-templates/{kind}")
async def template(
    branch: Annotated[str, may_at_branch(ViewTemplate)],
    kind: ChecklistKind,
    caller: Caller,
    edition: Annotated[Number | None, QueryParameter()] = None,
) -> TemplateNow:
    """The edition that counts, or any other."""
    return await _template(branch, kind, edition, caller)


@router.put("/checklist-templates/{kind}")
async def change(
    branch: Annotated[str, may_at_branch(ChangeTemplate)],
    kind: ChecklistKind,
    wanted: TemplateChange,
    caller: Caller,
) -> TemplateNow:
    """Make a new edition; a checklist that was begun keeps its own."""
    command = ChangeTemplate(branch, kind, wanted.items, caller.person.staff, wanted.edition)
    await caller.execute(command, branch)
    return await _template(branch, kind, None, caller)


async def _template(branch: str, kind: ChecklistKind, edition: int | None, caller: Asking) -> TemplateNow:
    store = caller.runtime.store
    wanted = await edition_of(store, branch, kind) if edition is None else edition
    items = await items_of(store, branch, kind, wanted)
    if items is None:
        raise NotFound(f"templates/{branch}:{kind}:{wanted}")
    return TemplateNow(kind=kind, edition=wanted, items=items)
