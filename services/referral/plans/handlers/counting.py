"""Handlers that count what was achieved (Q2): each event once, in any order, and the goals it reaches."""

import asyncio
from collections.abc import Iterable
from datetime import date

from services.referral.plans.domain.achievements import (
    EVERYBODY,
    Achievement,
    Fact,
    Source,
    Tally,
    Undone,
    count,
    counter_line,
    line_of,
    tally_id,
)
from services.referral.plans.domain.facts import facts_of, undone_by
from services.referral.plans.domain.goals import REGION, Goal, goal_id, judge, look_at_region
from services.referral.plans.domain.periods import goal_periods
from services.referral.plans.domain.regions import RegionHeads
from shared.branch_places import place_of
from shared.contracts.base import Event
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def count_achievements(event: Event, work: UnitOfWork) -> None:
    """Count what an event says that somebody achieved, or take back what it undoes (Q2)."""
    place = await place_of(event.branch, work)
    await record(event.branch, facts_of(event, place, work.cause.time), work)
    for undone in undone_by(event):
        await take_back(event.branch, undone, work)


async def record(branch: str, facts: Iterable[Fact], work: UnitOfWork) -> None:
    """Count facts at a branch, each once."""
    for fact in facts:
        known, undone = await asyncio.gather(
            work.find(Achievement, fact.line), work.find(Achievement, f"{fact.line}/undone")
        )
        if known is None and undone is None:
            whole = await _tally(branch, str(fact.day.year), EVERYBODY, work)
            await _add(line_of(fact, branch, whole.lines + 1, _source(work)), whole, work)


async def take_back(branch: str, undone: Undone, work: UnitOfWork) -> None:
    """Subtract what an event undoes, once. What was not counted yet never will be: it is marked by a line of
    nothing."""
    known, first = await asyncio.gather(
        work.find(Achievement, undone.line), work.find(Achievement, undone.undoes)
    )
    if known is not None:
        return
    if first is None:
        place = await place_of(branch, work)
        none = Fact(undone.metric, "", undone.subject, place.day_of(work.now), undone.kind, amount=0)
        marker = line_of(none, branch, 0, _source(work)).evolve(id=undone.line, undoes=undone.undoes)
        work.apply(Decision().save(marker))
        return
    whole = await _tally(branch, first.day[:4], EVERYBODY, work)
    await _add(counter_line(undone, first, whole.lines + 1, _source(work)), whole, work)


async def _add(line: Achievement, whole: Tally, work: UnitOfWork) -> None:
    own = await _tally(line.branch, line.day[:4], line.staff, work)
    work.apply(count(line, whole, own))
    await _judge_goals(line, work)


async def _judge_goals(line: Achievement, work: UnitOfWork) -> None:
    """Look at the goals to which a line counts: of its member of staff, of its branch, and in a moment of the
    regions of its branch."""
    heads = await work.find(RegionHeads, line.branch)
    for period in goal_periods(date.fromisoformat(line.day)):
        for head in heads.heads if heads else ():
            goal = await work.find(Goal, goal_id(REGION, head, line.metric, period.name))
            if goal is not None and goal.currency == line.currency:
                work.apply(look_at_region(goal, line.branch, work.now))
        owners = ((line.staff, line.staff), (line.branch, EVERYBODY))
        ids = [goal_id(line.branch, owner, line.metric, period.name) for owner, _ in owners]
        for goal, (_, counted_for) in zip(
            await asyncio.gather(*(work.find(Goal, id) for id in ids)), owners, strict=True
        ):
            if goal is not None and goal.currency == line.currency:
                tally = await _tally(line.branch, line.day[:4], counted_for, work)
                work.apply(judge(goal, tally.over(goal.counted, period)))


async def achieved(goal: Goal, work: UnitOfWork) -> int:
    """Return what was achieved for a goal of a branch or an account manager."""
    staff = EVERYBODY if goal.owner == goal.branch else goal.owner
    tally = await _tally(goal.branch, goal.period[:4], staff, work)
    return tally.over(goal.counted, goal.whole)


async def _tally(branch: str, year: str, staff: str, work: UnitOfWork) -> Tally:
    id = tally_id(branch, year, staff)
    return await work.find(Tally, id) or Tally(id=id, branch=branch, year=year, staff=staff)


def _source(work: UnitOfWork) -> Source:
    return Source(work.cause.id, work.cause.correlation_id or work.cause.id, work.now)
