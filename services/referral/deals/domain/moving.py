"""Moving a deal on (A4): after a task changed, those that can begin are offered, and it is told who holds
the ball. While a deal is open, somebody always does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.referral.deals.domain.deal import (
    ROLES,
    Deal,
    DealTask,
    Holder,
    Standing,
)
from shared.branch_places import BranchPlace
from shared.contracts.base import Event
from shared.contracts.referral import (
    DealState,
    DealTaskOffered,
    DealTaskState,
    Department,
    ReferralEvent,
)
from shared.domain import Decision

TAKE_WITHIN = 1
"""Working days within which a task is taken."""


class DealTaskCheck(ReferralEvent):
    """The time has come to look whether a task is late: it is brought before the level `level`, from 0."""

    deal: str
    step: str
    round: int
    level: int


@dataclass(frozen=True)
class Changed:
    """A task after its change, with the events of it."""

    task: DealTask
    events: tuple[Event, ...] = ()


def about(deal: Deal, task: DealTask) -> dict[str, Any]:
    """Return the fields that every event of a task has."""
    return {
        "branch": deal.branch,
        "deal": deal.id,
        "task": task.id,
        "step": task.step,
        "step_zh": task.zh,
        "step_en": task.en,
        "department": task.department,
        "role": ROLES[task.department],
        "deal_owner": task.owner,
        "due": task.due,
        "customer": deal.customer,
        "account_manager": deal.account_manager,
        "product": deal.product,
        "template": deal.template,
        "round": task.round,
    }


def move(standing: Standing, changes: Iterable[Changed], place: BranchPlace, *, now: datetime) -> Decision:
    """Save tasks that changed, offer those that can begin now, and keep who holds the ball."""
    changed = {one.task.step: one for one in changes}
    tasks = {**standing.tasks, **{step: one.task for step, one in changed.items()}}
    after = Standing(standing.deal, tasks)
    for task in list(after.tasks.values()):
        waits = task.state is DealTaskState.WAITING or (
            task.state is DealTaskState.RETURNED and not task.with_manager
        )
        if waits and after.can_begin(task):
            offered = offer(standing.deal, task, place, now=now)
            tasks[task.step] = offered.task
            before = changed.get(task.step)
            changed[task.step] = Changed(offered.task, (*(before.events if before else ()), *offered.events))
    decision = Decision()
    for one in changed.values():
        decision.save(one.task, *one.events)
        _keep_timer(decision, standing.tasks.get(one.task.step), one.task, place, now)
    deal = standing.deal.evolve(ball=holders(Standing(standing.deal, tasks)))
    return decision.save(deal) if deal != standing.deal else decision


def offer(deal: Deal, task: DealTask, place: BranchPlace, *, now: datetime) -> Changed:
    """Offer a task to its department, anew if it was offered before; its working days begin now."""
    today = place.day_of(now)
    offered = task.evolve(
        state=DealTaskState.OFFERED,
        desk=task.department,
        owner=None,
        round=task.round + 1,
        due=place.calendar.add(today, task.days).isoformat(),
        offered_at=now,
        offered_on=today.isoformat(),
        accepted_at=None,
        blocked_at=None,
        block_reason=None,
        returned_to=None,
        settled_at=None,
        settled_by=None,
        late=None,
        level=None,
    )
    return Changed(offered, (DealTaskOffered(**about(deal, offered)),))


def holders(standing: Standing) -> tuple[Holder, ...]:
    """Return who holds the ball of a deal; of one that is open, somebody always does."""
    deal = standing.deal
    if deal.state is not DealState.OPEN:
        return ()
    found = [_holder(deal, task) for task in standing.tasks.values() if task.held]
    if found:
        return tuple(found)
    since = max(
        (task.settled_at for task in standing.tasks.values() if task.settled_at), default=deal.opened_at
    )
    manager = deal.account_manager
    return (
        Holder(step=None, department=Department.BRANCH, owner=manager, state=None, since=since, due=None),
    )


def lasted(place: BranchPlace, first: str, now: datetime) -> int:
    """Return the working days of the branch from `first` to now; 0 on the day itself."""
    return place.calendar.count(date.fromisoformat(first) + timedelta(days=1), place.day_of(now))


def _holder(deal: Deal, task: DealTask) -> Holder:
    since = {
        DealTaskState.ACCEPTED: task.accepted_at,
        DealTaskState.BLOCKED: task.blocked_at,
        DealTaskState.RETURNED: task.returned_at,
    }.get(task.state)
    of_branch = task.with_manager or (task.department is Department.BRANCH and task.owner is None)
    return Holder(
        step=task.step,
        department=Department.BRANCH if task.with_manager else task.department,
        owner=deal.account_manager if of_branch else task.owner,
        state=task.state,
        since=since or task.offered_at or deal.opened_at,
        due=task.due,
    )


def _keep_timer(
    decision: Decision, before: DealTask | None, task: DealTask, place: BranchPlace, now: datetime
) -> None:
    """Set the timer of a task that is held now, and cancel that of one that is not."""
    if task.held:
        if before is None or _clock(before) != _clock(task):
            check = DealTaskCheck(
                branch=task.branch,
                deal=task.deal,
                step=task.step,
                round=task.round,
                level=1 if task.with_manager else 0,
            )
            due = first_look(task, place, now)
            decision.schedule(task.timer, due, check, correlation_id=task.correlation)
    elif before is not None and before.held:
        decision.cancel(task.timer)


def _clock(task: DealTask) -> tuple[int, bool, bool, bool]:
    """Return what a task is held for: to be taken, to be worked on, or to be given on by the account
    manager."""
    working = task.state in (DealTaskState.ACCEPTED, DealTaskState.BLOCKED)
    return task.round, task.held, working, task.with_manager


def first_look(task: DealTask, place: BranchPlace, now: datetime) -> datetime:
    """Return when it is looked first whether a task is late: at the end of the day until which it is to be
    taken, and once it was taken, of that on which it is due, or of today if that is past."""
    today = place.day_of(now)
    if task.state is DealTaskState.OFFERED or task.with_manager:
        return place.end_of(place.calendar.add(today, TAKE_WITHIN))
    return place.end_of(max(date.fromisoformat(task.due), today))
