"""Checklists over HTTP: gone through by those who work in the hall, changed by who answers for it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, model_validator

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.day.domain.checklists import Checklist, State, Ticks
from services.lobby.day.domain.self_reports import Reports
from services.lobby.day.domain.standard_checklists import STANDARD
from services.lobby.day.domain.templates import ITEMS_AT_MOST, WORD, Item
from services.lobby.day.handlers.checklists import (
    Beginning,
    Change,
    Going,
    begin_checklist,
    change_template,
    tick,
)
from shared.access import SignedIn
from shared.contracts.lobby import ChecklistKind, FixtureFault, Marking
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.runtime import Runtime
from shared.web import Number

router = APIRouter(prefix="/api/lobby/branches/{branch}", tags=["checklists"])
GOES_THROUGH = (Role.LOBBY_MANAGER, Role.TELLER, Role.BRANCH_HEAD)
ANSWERS = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
SEES = (*GOES_THROUGH, Role.ACCOUNT_MANAGER, Role.AUDITOR, Role.OPS)


class ItemNow(BaseModel):
    """An item as it stands; `reported` if it tells so itself, else `by` whom and when it was looked at."""

    id: str
    duty: str
    zh: str
    en: str
    place: str
    counter: str | None
    mandatory: bool
    state: State
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


class TickRequest(Given):
    """Items that were looked at, one or a whole group. `fault` says what is wrong with those that are
    faulty."""

    items: tuple[Annotated[str, Field(max_length=48)], ...] = Field(min_length=1, max_length=ITEMS_AT_MOST)
    marking: Marking = Marking.OK
    fault: FixtureFault | None = None

    @model_validator(mode="after")
    def _fault_with_faulty(self) -> "TickRequest":
        if (self.marking is Marking.FAULTY) != (self.fault is not None):
            raise ValueError("a fault goes with what is faulty")
        return self


class TemplateNow(BaseModel):
    """An edition of a branch's checklist of a kind; edition 0 is the standard one."""

    kind: ChecklistKind
    edition: int
    items: tuple[Item, ...]


class ItemChange(Item, Given):
    """An item of a new edition; what is left out of one that is known stays."""

    duty: str = Field(default="", pattern=r"^[PDE]\d{1,2}$")
    zh: Readable = Field(default="", max_length=64)
    en: Readable = Field(default="", max_length=96)
    place: str = Field(default="", pattern=WORD)


class TemplateChange(Given):
    """All items of the new edition; one that is not named is not looked at any more. `edition` is the one
    that was edited: if another counts by now, nothing is changed."""

    edition: Number | None = None
    items: tuple[ItemChange, ...] = Field(min_length=1, max_length=ITEMS_AT_MOST)


def shown(checklist: Checklist, reports: Reports, *, begun: bool = True) -> ChecklistNow:
    """A checklist for those who look at it."""
    items = [_item(checklist, item, reports) for item in checklist.items]
    return ChecklistNow(
        checklist=checklist.id,
        kind=checklist.kind,
        edition=checklist.edition,
        begun_by=checklist.begun_by if begun else None,
        begun_at=checklist.begun_at if begun else None,
        completed_at=checklist.completed_at,
        done=sum(item.state is State.OK for item in items),
        missing=checklist.missing(reports),
        items=items,
    )


def _item(checklist: Checklist, item: Item, reports: Reports) -> ItemNow:
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
    branch: BranchPath, kind: ChecklistKind, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Begin a checklist of today: the preparations, the closing, or one more patrol."""
    person.must(branch, *GOES_THROUGH)
    beginning = Beginning(branch, kind, person.staff)
    await runtime.command(request, person, branch, begin_checklist, beginning)


@router.post("/checklists/{kind}/ticks", status_code=204)
async def ticks(
    branch: BranchPath,
    kind: ChecklistKind,
    wanted: TickRequest,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """Tick items of today's checklist, call them faulty, or take the ticks back."""
    person.must(branch, *GOES_THROUGH)
    going = Going(branch, kind, Ticks(wanted.items, wanted.marking, person.staff, wanted.fault))
    await runtime.command(request, person, branch, tick, going)


@router.get("/checklist-templates/{kind}")
async def template(
    branch: BranchPath,
    kind: ChecklistKind,
    runtime: Runtime,
    person: SignedIn,
    edition: Annotated[Number | None, Query()] = None,
) -> TemplateNow:
    """The edition that counts, or any other."""
    person.must(branch, *SEES)
    wanted = await store.edition(runtime.store, branch, kind) if edition is None else edition
    if wanted == 0:
        return TemplateNow(kind=kind, edition=0, items=STANDARD[kind])
    found = await store.template(runtime.store, branch, kind, wanted)
    if found is None:
        raise NotFound(f"templates/{branch}:{kind}:{wanted}")
    return TemplateNow(kind=kind, edition=found.edition, items=found.items)


@router.put("/checklist-templates/{kind}")
async def change(
    branch: BranchPath,
    kind: ChecklistKind,
    wanted: TemplateChange,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> TemplateNow:
    """Make a new edition; what runs keeps the one it began with."""
    person.must(branch, *ANSWERS, Role.OPS)
    wish = Change(branch, kind, wanted.items, person.staff, wanted.edition)
    await runtime.command(request, person, branch, change_template, wish)
    return await template(branch, kind, runtime, person)
