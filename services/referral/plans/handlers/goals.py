"""Handlers of goals and regions, and of the hand-overs by which goals are split (Q2)."""

import asyncio
from datetime import date

from services.referral.plans.commands import SetGoal, SetRegionGoal
from services.referral.plans.domain import goals, regions
from services.referral.plans.domain.achievements import EVERYBODY, Tally, counted_as, tally_id
from services.referral.plans.domain.goals import Goal, GoalOwnerUnknown, RegionGoalDue, goal_id
from services.referral.plans.domain.periods import read_period
from services.referral.plans.domain.regions import RegionBranch, RegionHeads
from services.referral.plans.domain.shares import Held, Share
from services.referral.plans.handlers.counting import achieved
from services.referral.plans.queries import branches_of, running_goals, sums_of
from shared.branch_places import place_of
from shared.contracts.customer import HandOverCompleted, HandOverProposed, PortfolioHeld
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import GoalLevel
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def set_goal(command: SetGoal, work: UnitOfWork) -> None:
    """Set a goal of an account manager or of the branch. Raises `GoalOwnerUnknown`."""
    branch, owner = command.branch, command.owner or command.branch
    level = GoalLevel.MANAGER if command.owner else GoalLevel.BRANCH
    roster = await roster_of(branch, work)
    if command.owner and not roster.has(command.owner, Role.ACCOUNT_MANAGER):
        raise GoalOwnerUnknown
    period = read_period(command.period).name
    id = goal_id(branch, owner, command.metric, period)
    known, heads, place = await asyncio.gather(
        work.find(Goal, id), work.find(RegionHeads, branch), place_of(branch, work)
    )
    ids = goals.parents(branch, level, command.metric, period, heads.heads if heads else ())
    above = [one for one in await asyncio.gather(*(work.find(Goal, one) for one in ids)) if one]
    parent = next((one.id for one in above if one.currency == command.currency), ids[0] if ids else None)
    decision = goals.set_goal(
        known,
        branch=branch,
        level=level,
        owner=owner,
        metric=command.metric,
        period=period,
        target=command.target,
        currency=command.currency,
        parent=parent,
        achieved=await _achieved(branch, owner, command, work),
        today=place.day_of(work.now),
        by=command.by,
        seen=command.seen,
        now=work.now,
    )
    work.apply(decision)


async def set_region_goal(command: SetRegionGoal, work: UnitOfWork) -> None:
    """Set a goal of the region of the person who asks. What its branches commit at this moment is looked at
    once more."""
    period = read_period(command.period)
    known = await work.find(Goal, goal_id(goals.REGION, command.by, command.metric, period.name))
    place = await place_of(command.branch, work)
    branches = await work.query(branches_of, command.by)
    counted = counted_as(command.metric, command.currency)
    sums = await work.query(sums_of, branches, counted, period)
    decision = goals.set_goal(
        known,
        branch=command.branch,
        level=GoalLevel.REGION,
        owner=command.by,
        metric=command.metric,
        period=period.name,
        target=command.target,
        currency=command.currency,
        parent=None,
        achieved=sum(sums.values()),
        today=place.day_of(work.now),
        by=command.by,
        seen=command.seen,
        now=work.now,
    )
    work.apply(decision)
    for goal, _ in decision.changes:
        if isinstance(goal, Goal):
            work.apply(goals.look_at_region(goal, command.branch, work.now))


async def judge_region_goal(due: RegionGoalDue, work: UnitOfWork) -> None:
    """Tell that the branches of a region have come to its goal together, or are so no more (Q2)."""
    goal = await work.get(Goal, due.goal)
    branches = await work.query(branches_of, goal.owner)
    sums = await work.query(sums_of, branches, goal.counted, goal.whole)
    work.apply(goals.judge(goal, sum(sums.values())))


async def enrol_head(event: StaffEnrolled, work: UnitOfWork) -> None:
    """Add a branch to the region of a head who works there, or take it out (Q2)."""
    part, heads = await asyncio.gather(
        work.find(RegionBranch, f"{event.staff}/{event.branch}"), work.find(RegionHeads, event.branch)
    )
    work.apply(regions.enrol(event, part, heads or RegionHeads(id=event.branch)))


async def hold_portfolio(event: PortfolioHeld, work: UnitOfWork) -> None:
    """Keep how many customers an account manager has (Q2, W2)."""
    id = f"{event.branch}/{event.staff}"
    known = await work.find(Held, id) or Held(id=id, customers=0)
    if known.customers != event.customers or not known.version:
        work.apply(Decision().save(known.evolve(customers=event.customers)))


async def begin_share(event: HandOverProposed, work: UnitOfWork) -> None:
    """Keep which part of an account manager's customers a hand-over may take (Q2, W2)."""
    if event.giver is None or await work.find(Share, event.handover) is not None:
        return
    held = await work.find(Held, f"{event.branch}/{event.giver}")
    customers = max(held.customers if held else 0, event.customers)
    share = Share(
        id=event.handover, giver=event.giver, receiver=event.receiver, on=event.effective_on, held=customers
    )
    work.apply(Decision().save(share))


async def split_goals(event: HandOverCompleted, work: UnitOfWork) -> None:
    """Split the goals of the giver by the customers who went, from the day of the hand-over on (Q2, W2)."""
    share = await work.find(Share, event.handover)
    if share is None or not event.accepted:
        return
    part = (min(event.accepted, share.held), share.held)
    for found in await work.query(running_goals, event.branch, share.giver, share.on):
        goal = await work.get(Goal, found.id)
        into_id = goal_id(goal.branch, share.receiver, goal.metric, goal.period)
        into = await work.find(Goal, into_id)
        if into is not None and into.currency != goal.currency:
            continue  # an amount of another currency cannot be added
        receivers = into or goal.evolve(id=into_id, owner=share.receiver)
        work.apply(
            goals.split(
                goal,
                into,
                handover=event.handover,
                receiver=share.receiver,
                on=date.fromisoformat(share.on),
                part=part,
                achieved=(await achieved(goal, work), await achieved(receivers, work)),
                now=work.now,
            )
        )


async def _achieved(branch: str, owner: str, command: SetGoal, work: UnitOfWork) -> int:
    """Return what counts already for the goal that a command sets."""
    period = read_period(command.period)
    staff = EVERYBODY if owner == branch else owner
    tally = await work.find(Tally, tally_id(branch, period.name[:4], staff))
    return tally.over(counted_as(command.metric, command.currency), period) if tally else 0
