"""Work plans and the direction of the market over HTTP (Q2, A3)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.referral.covers import Acting, acting_for
from services.referral.fields import Staff
from services.referral.plans.api.goals import PeriodName
from services.referral.plans.commands import (
    AddPlanItem,
    DropPlanItem,
    FinishPlanItem,
    MovePlanItem,
    SetMarketDirection,
)
from services.referral.plans.domain.items import ItemState, PlanItem
from services.referral.plans.domain.periods import read_period
from services.referral.plans.queries import (
    ChangeAllPlanItems,
    ListAllPlanItems,
    ListPlanItems,
    ViewMarketDirection,
    find_direction,
    find_item,
    items_of,
)
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.referral import DropReason, PlanItemKind
from shared.contracts.words import CommonNeed, Segment
from shared.errors import NotAllowed, NotFound
from shared.fields import Given, LivedDay, Readable
from shared.privacy import open_words, seal_words
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/referral", tags=["plans"])
Note = Annotated[Readable, StringConstraints(max_length=1000)]


class ItemForm(Given):
    """A piece of work, for oneself or for another `owner`, until the end of a day. The note is sealed."""

    item: PlanItemKind
    due: LivedDay
    owner: Staff | None = None
    goal: str | None = Field(default=None, max_length=128)
    note: Note | None = Field(default=None, repr=False)


class MoveForm(Given):
    """Another day."""

    due: LivedDay


class DropForm(Given):
    """The reason for which an item will not be done."""

    reason: DropReason


class DirectionForm(Given):
    """The needs and segments that come first, in this order."""

    period: str = Field(max_length=10)
    needs: list[CommonNeed] = Field(max_length=10)
    segments: list[Segment] = Field(max_length=4)


class ItemNow(BaseModel):
    """An item of a plan as it stands; the note is for its owner, who covers them, and those who lead the
    branch."""

    plan_item: str
    owner: str
    item: PlanItemKind
    due: str
    state: ItemState
    overdue: bool
    goal: str | None
    added_by: str
    ended_at: datetime | None
    note: str | None = None


class DirectionNow(BaseModel):
    """The needs and segments that a branch puts first in a period; empty where none were set."""

    period: str
    needs: tuple[CommonNeed, ...] = ()
    segments: tuple[Segment, ...] = ()
    set_by: str | None = None
    set_at: datetime | None = None


@router.get("/branches/{branch}/plan-items")
async def list_items(
    branch: Annotated[str, may_at_branch(ListPlanItems)], caller: Caller, done: bool = False
) -> list[ItemNow]:
    """The open items of my plan and of those whom I cover, the most urgent first, or those done; of all, for
    those who lead."""
    acting = await acting_for(caller, branch)
    owners = [None] if caller.may(ListAllPlanItems, branch) else sorted(acting)
    found = [
        item for owner in owners for item in await items_of(caller.runtime.store, branch, owner, ended=done)
    ]
    found.sort(key=lambda item: item.due, reverse=done)
    return [_shown(caller, acting, item) for item in found]


@router.post("/branches/{branch}/plan-items", status_code=201)
async def add_item(
    branch: Annotated[str, may_at_branch(AddPlanItem)], form: ItemForm, caller: Caller
) -> ItemNow:
    """Add an item to my plan, or that of somebody whom I cover; for any colleague, those who lead the
    branch."""
    cause, staff = caller.cause(AddPlanItem, branch), caller.person.staff
    owner = form.owner or staff
    if owner not in await acting_for(caller, branch) and not caller.may(ChangeAllPlanItems, branch):
        raise NotAllowed
    id = correlation_of(branch, staff, cause.id)
    note = seal_words(caller.runtime.settings.keys("master_key"), _place(id), form.note)
    due = date.fromisoformat(form.due)
    command = AddPlanItem(id, branch, owner, form.item, due, form.goal, staff, note)
    await caller.runtime.execute(command, cause)
    return await _after(caller, id)


@router.post("/plan-items/{plan_item}/move")
async def move_item(
    plan_item: Annotated[PlanItem, may_on(find_item, MovePlanItem, "plan_item")],
    form: MoveForm,
    caller: Caller,
) -> ItemNow:
    """Give an item another day."""
    command = MovePlanItem(plan_item.id, date.fromisoformat(form.due), caller.person.staff)
    return await _execute(caller, command, plan_item)


@router.post("/plan-items/{plan_item}/done")
async def finish_item(
    plan_item: Annotated[PlanItem, may_on(find_item, FinishPlanItem, "plan_item")], caller: Caller
) -> ItemNow:
    """Note that an item was done."""
    return await _execute(caller, FinishPlanItem(plan_item.id, caller.person.staff), plan_item)


@router.post("/plan-items/{plan_item}/drop")
async def drop_item(
    plan_item: Annotated[PlanItem, may_on(find_item, DropPlanItem, "plan_item")],
    form: DropForm,
    caller: Caller,
) -> ItemNow:
    """Note that an item will not be done, and why."""
    return await _execute(caller, DropPlanItem(plan_item.id, form.reason, caller.person.staff), plan_item)


@router.get("/branches/{branch}/direction")
async def view_direction(
    branch: Annotated[str, may_at_branch(ViewMarketDirection)], period: PeriodName, caller: Caller
) -> DirectionNow:
    """The needs and segments that come first in a period."""
    name = read_period(period).name
    found = await find_direction(caller.runtime.store, branch, name)
    if found is None:
        return DirectionNow(period=name)
    return DirectionNow(**found.model_dump(include=set(DirectionNow.model_fields)))


@router.put("/branches/{branch}/direction", status_code=204)
async def set_direction(
    branch: Annotated[str, may_at_branch(SetMarketDirection)], form: DirectionForm, caller: Caller
) -> None:
    """Set the needs and segments that come first in a period."""
    command = SetMarketDirection(
        branch, form.period, tuple(form.needs), tuple(form.segments), caller.person.staff
    )
    await caller.execute(command, branch)


async def _execute(caller: Asking, command: Command, item: PlanItem) -> ItemNow:
    """Carry out a command on one's own item, that of somebody whom one covers, or as one who leads the
    branch. Raises `NotAllowed`."""
    if not _is_of(caller, await acting_for(caller, item.branch), item):
        raise NotAllowed
    await caller.execute(command, item.branch)
    return await _after(caller, item.id)


async def _after(caller: Asking, id: str) -> ItemNow:
    item = await find_item(caller.runtime.store, id)
    if item is None:
        raise NotFound(f"plan_items/{id}")
    return _shown(caller, await acting_for(caller, item.branch), item)


def _shown(caller: Asking, acting: Acting, item: PlanItem) -> ItemNow:
    note = item.note if _is_of(caller, acting, item) else None
    fields = ItemNow.model_fields.keys() - {"plan_item", "note"}
    return ItemNow(
        plan_item=item.id,
        note=open_words(caller.runtime.settings.keys("master_key"), _place(item.id), note),
        **item.model_dump(include=fields),
    )


def _is_of(caller: Asking, acting: Acting, item: PlanItem) -> bool:
    """Tell whether an item is one's own, that of somebody whom one covers, or of a branch that one leads."""
    return item.owner in acting or caller.may(ChangeAllPlanItems, item.branch)


def _place(item: str) -> str:
    return f"plan_items/{item}/note"
