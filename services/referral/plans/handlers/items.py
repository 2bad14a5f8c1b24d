"""Handlers of work plans (Q2, A3)."""

from services.referral.plans.commands import (
    AddPlanItem,
    DropPlanItem,
    FinishPlanItem,
    MovePlanItem,
    SetMarketDirection,
)
from services.referral.plans.domain import items
from services.referral.plans.domain.goals import Goal
from services.referral.plans.domain.items import (
    ItemDeadline,
    ItemGoalUnknown,
    ItemOwnerUnknown,
    MarketDirection,
    PlanItem,
)
from services.referral.plans.domain.periods import read_period
from shared.branch_places import place_of
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def add_plan_item(command: AddPlanItem, work: UnitOfWork) -> None:
    """Add an item, once. Raises `ItemOwnerUnknown`, `ItemGoalUnknown`."""
    if await work.find(PlanItem, command.plan_item) is not None:
        return
    roster = await roster_of(command.branch, work)
    if command.owner != command.by and roster.member(command.owner) is None:
        raise ItemOwnerUnknown
    if command.goal is not None:
        goal = await work.find(Goal, command.goal)
        if goal is None or goal.branch != command.branch:
            raise ItemGoalUnknown
    work.apply(
        items.add_item(
            command.plan_item,
            branch=command.branch,
            owner=command.owner,
            item=command.item,
            due=command.due,
            goal=command.goal,
            note=command.note,
            place=await place_of(command.branch, work),
            by=command.by,
            now=work.now,
        )
    )


async def move_plan_item(command: MovePlanItem, work: UnitOfWork) -> None:
    item = await work.get(PlanItem, command.plan_item)
    place = await place_of(item.branch, work)
    work.apply(items.move_item(item, command.due, place=place, by=command.by, now=work.now))


async def finish_plan_item(command: FinishPlanItem, work: UnitOfWork) -> None:
    item = await work.get(PlanItem, command.plan_item)
    place = await place_of(item.branch, work)
    work.apply(items.finish_item(item, place=place, by=command.by, now=work.now))


async def drop_plan_item(command: DropPlanItem, work: UnitOfWork) -> None:
    item = await work.get(PlanItem, command.plan_item)
    work.apply(items.drop_item(item, command.reason, by=command.by, now=work.now))


async def pass_item_deadline(due: ItemDeadline, work: UnitOfWork) -> None:
    """Tell that an item was not done by its day (Q2)."""
    item = await work.get(PlanItem, due.plan_item)
    place = await place_of(item.branch, work)
    work.apply(items.pass_deadline(item, place.day_of(work.now)))


async def set_market_direction(command: SetMarketDirection, work: UnitOfWork) -> None:
    period = read_period(command.period).name
    known = await work.find(MarketDirection, f"{command.branch}:{period}")
    work.apply(items.set_direction(known, now=work.now, **vars(command)))
