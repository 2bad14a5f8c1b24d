"""The departments' work on the tasks of a deal (A4): taken, blocked, returned, done, left out."""

from datetime import datetime

from services.referral.deals.domain.deal import (
    SETTLED,
    DealTask,
    Standing,
    TaskBlocked,
    TaskNotBegun,
    TaskNotBlocked,
    TaskNotReturned,
    TaskNotTaken,
    TaskNotYours,
    TaskSettled,
    TaskTaken,
)
from services.referral.deals.domain.moving import Changed, about, lasted, move, offer
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DealBlockReason,
    DealReturnReason,
    DealSkipReason,
    DealTaskAccepted,
    DealTaskBlocked,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    DealTaskState,
    DealTaskUnblocked,
    Department,
)
from shared.domain import Decision


def take(standing: Standing, step: str, by: str, place: BranchPlace, *, now: datetime) -> Decision:
    """Take a task that waits for somebody of its department. Taking it twice changes nothing.

    Raises `DealEnded`, `TaskTaken`, `TaskNotBegun`, `TaskSettled`.
    """
    task = _open(standing, step)
    if task.owner is not None:
        if task.owner == by:
            return Decision()
        raise TaskTaken
    if task.state is not DealTaskState.OFFERED:
        raise TaskNotBegun
    taken = task.evolve(state=DealTaskState.ACCEPTED, owner=by, accepted_at=now, late=None, level=None)
    event = DealTaskAccepted(**about(standing.deal, taken), waited_seconds=_seconds(task.offered_at, now))
    return move(standing, [Changed(taken, (event,))], place, now=now)


def put_back(
    standing: Standing, step: str, by: str, place: BranchPlace, *, as_head: bool, now: datetime
) -> Decision:
    """Leave a task to the colleagues of the department again; its day stays. Raises `DealEnded`,
    `TaskNotTaken`, `TaskNotYours`."""
    task = _taken(standing, step, by, as_head)
    back = task.evolve(
        state=DealTaskState.OFFERED,
        owner=None,
        offered_at=now,
        accepted_at=None,
        blocked_at=None,
        block_reason=None,
    )
    event = DealTaskOffered(**about(standing.deal, back), put_back_by=by)
    return move(standing, [Changed(back, (event,))], place, now=now)


def block(
    standing: Standing,
    step: str,
    by: str,
    reason: DealBlockReason,
    place: BranchPlace,
    *,
    as_head: bool,
    now: datetime,
) -> Decision:
    """Say that a task cannot go on; its day stays. Saying it twice changes nothing. Raises `DealEnded`,
    `TaskNotTaken`, `TaskNotYours`."""
    task = _taken(standing, step, by, as_head)
    if task.state is DealTaskState.BLOCKED and task.block_reason is reason:
        return Decision()
    blocked = task.evolve(state=DealTaskState.BLOCKED, blocked_at=task.blocked_at or now, block_reason=reason)
    event = DealTaskBlocked(**about(standing.deal, blocked), reason=reason, blocked_by=by)
    return move(standing, [Changed(blocked, (event,))], place, now=now)


def unblock(
    standing: Standing, step: str, by: str, place: BranchPlace, *, as_head: bool, now: datetime
) -> Decision:
    """Let a blocked task go on. Raises `DealEnded`, `TaskNotTaken`, `TaskNotYours`, `TaskNotBlocked`."""
    task = _taken(standing, step, by, as_head)
    if task.state is not DealTaskState.BLOCKED:
        raise TaskNotBlocked
    going = task.evolve(state=DealTaskState.ACCEPTED, blocked_at=None, block_reason=None)
    event = DealTaskUnblocked(
        **about(standing.deal, going), unblocked_by=by, blocked_seconds=_seconds(task.blocked_at, now)
    )
    return move(standing, [Changed(going, (event,))], place, now=now)


def finish(
    standing: Standing, step: str, by: str, place: BranchPlace, *, as_head: bool, now: datetime
) -> Decision:
    """Finish a task that one has taken; what depends on it can begin. To finish it twice changes
    nothing; what another has finished is settled.

    Raises `DealEnded`, `TaskNotTaken`, `TaskNotYours`, `TaskBlocked`, `TaskSettled`.
    """
    standing.deal.must_be_open()
    known = standing.task(step)
    if known.state is DealTaskState.DONE and known.settled_by == by:
        return Decision()
    task = _taken(standing, step, by, as_head)
    if task.state is DealTaskState.BLOCKED:
        raise TaskBlocked
    done = _settled(task, DealTaskState.DONE, by, now)
    event = DealTaskDone(
        **about(standing.deal, done),
        done_by=by,
        worked_seconds=_seconds(task.accepted_at, now),
        days=lasted(place, task.offered_on or standing.deal.opened_on, now),
        in_time=place.day_of(now).isoformat() <= task.due,
    )
    return move(standing, [Changed(done, (event,))], place, now=now)


def give_back(
    standing: Standing,
    step: str,
    by: str,
    reason: DealReturnReason,
    place: BranchPlace,
    *,
    as_head: bool,
    now: datetime,
) -> Decision:
    """Return a task that was offered or taken: to the one step before it, which is offered again, or to the
    account manager where there is none, or where others have built on it already.

    Raises `DealEnded`, `TaskNotBegun`, `TaskNotYours`, `TaskSettled`.
    """
    task = _open(standing, step)
    if not task.held or task.state is DealTaskState.RETURNED:
        raise TaskNotBegun
    if task.owner not in (None, by) and not as_head:
        raise TaskNotYours
    before = _step_before(standing, task)
    returned = task.evolve(
        state=DealTaskState.RETURNED,
        desk=None if before else Department.BRANCH,
        owner=None,
        accepted_at=None,
        blocked_at=None,
        block_reason=None,
        returned_at=now,
        returned_by=by,
        return_reason=reason,
        returned_to=before.step if before else None,
        late=None,
        level=None,
    )
    event = DealTaskReturned(
        **about(standing.deal, returned),
        reason=reason,
        returned_by=by,
        returned_to=before.step if before else None,
        returned_to_zh=before.zh if before else "",
        returned_to_en=before.en if before else "",
        days=lasted(place, task.offered_on or standing.deal.opened_on, now),
    )
    again = [offer(standing.deal, before, place, now=now)] if before else []
    return move(standing, [Changed(returned, (event,)), *again], place, now=now)


def resume(standing: Standing, step: str, place: BranchPlace, *, now: datetime) -> Decision:
    """Give a task that was returned to the account manager to its department again. Raises `DealEnded`,
    `TaskNotReturned`."""
    standing.deal.must_be_open()
    task = standing.task(step)
    if not task.with_manager:
        raise TaskNotReturned
    return move(standing, [offer(standing.deal, task, place, now=now)], place, now=now)


def leave_out(
    standing: Standing, step: str, by: str, reason: DealSkipReason, place: BranchPlace, *, now: datetime
) -> Decision:
    """Leave a task out: what depends on it goes on without it. Raises `DealEnded`, `TaskSettled`."""
    task = _open(standing, step)
    return move(standing, [left_out(standing, task, by, reason, place, now=now)], place, now=now)


def left_out(
    standing: Standing, task: DealTask, by: str, reason: DealSkipReason, place: BranchPlace, *, now: datetime
) -> Changed:
    """Return a task as it is left out, with the event."""
    skipped = _settled(task, DealTaskState.CANCELLED, by, now).evolve(skip_reason=reason)
    running = task.held and not task.with_manager and task.offered_on
    event = DealTaskCancelled(
        **about(standing.deal, skipped),
        reason=reason,
        cancelled_by=by,
        days=lasted(place, task.offered_on, now) if running and task.offered_on else None,
    )
    return Changed(skipped, (event,))


def _step_before(standing: Standing, task: DealTask) -> DealTask | None:
    """Return the one task that was done before this one, if nobody else has begun on what it gave."""
    if len(task.after) != 1:
        return None
    before = standing.tasks[task.after[0]]
    others = (one for one in standing.tasks.values() if before.step in one.after and one.step != task.step)
    begun = any(one.round and one.state is not DealTaskState.CANCELLED for one in others)
    return before if before.state is DealTaskState.DONE and not begun else None


def _settled(task: DealTask, state: DealTaskState, by: str, now: datetime) -> DealTask:
    return task.evolve(
        state=state,
        desk=None,
        blocked_at=None,
        block_reason=None,
        settled_at=now,
        settled_by=by,
        late=None,
        level=None,
    )


def _open(standing: Standing, step: str) -> DealTask:
    """Return a task that is not settled, of a deal that is open."""
    standing.deal.must_be_open()
    task = standing.task(step)
    if task.state in SETTLED:
        raise TaskSettled
    return task


def _taken(standing: Standing, step: str, by: str, as_head: bool) -> DealTask:
    """Return a task that one has taken, or as the head of the branch, that anybody has."""
    task = _open(standing, step)
    if task.state not in (DealTaskState.ACCEPTED, DealTaskState.BLOCKED):
        raise TaskNotTaken if task.held else TaskNotBegun
    if task.owner != by and not as_head:
        raise TaskNotYours
    return task


def _seconds(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds())) if since else 0
