"""Tasks of deals that are late (A4): brought before one level after the other, a working day each."""

from datetime import date, datetime

from services.referral.deals.domain.deal import DealTask, Standing
from services.referral.deals.domain.moving import DealTaskCheck, about, first_look
from shared.branch_places import BranchPlace
from shared.contracts.referral import DealLateness, DealLevel, DealTaskOverdue, DealTaskState
from shared.domain import Decision

LEVELS = tuple(DealLevel)
"""The levels, the lowest first."""


def look(standing: Standing, check: DealTaskCheck, place: BranchPlace, *, now: datetime) -> Decision:
    """Bring a task that is late before its next level, and look again at the end of the next working day. A
    check of what has moved on since changes nothing."""
    task = standing.tasks.get(check.step)
    if task is None or not task.held or task.round != check.round:
        return Decision()
    if now < _late_from(task, place, now):
        due = first_look(task, place, now)
        return Decision().schedule(task.timer, due, check, correlation_id=task.correlation)
    what = _lateness(task)
    level = LEVELS[check.level]
    late = task.evolve(late=what, level=level)
    event = DealTaskOverdue(**about(standing.deal, late), what=what, level=level)
    decision = Decision().save(late, event)
    if check.level + 1 < len(LEVELS):
        again = check.model_copy(update={"level": check.level + 1})
        due = place.end_of(place.calendar.add(place.day_of(now), 0))
        decision.schedule(task.timer, due, again, correlation_id=task.correlation)
    return decision


def _late_from(task: DealTask, place: BranchPlace, now: datetime) -> datetime:
    """Return the moment from which a task that is held is late."""
    if _lateness(task) is DealLateness.NOT_DONE:
        return place.end_of(date.fromisoformat(task.due))
    since = (task.returned_at if task.with_manager else task.offered_at) or now
    return first_look(task, place, since)


def _lateness(task: DealTask) -> DealLateness:
    working = (DealTaskState.ACCEPTED, DealTaskState.BLOCKED)
    return DealLateness.NOT_DONE if task.state in working else DealLateness.NOT_TAKEN
