"""Turning of a prospect's day (A2): its next step falls due, is overdue, and waits too long; one that was
parked comes back."""

from datetime import date, datetime

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.moving import Step, about, in_stage, log_line, moved_event
from services.referral.prospects.domain.opening import turn_at
from services.referral.prospects.domain.prospect import (
    NOTIFIED_DUE,
    NOTIFIED_HEAD,
    NOTIFIED_MANAGER,
    Prospect,
)
from shared.branch_places import BranchPlace
from shared.contracts.referral import ProspectStage, ProspectStepDue, ProspectStepOverdue
from shared.domain import Decision

TO_HEAD_AFTER = 2
"""Working days after which the head is told of a step whose day has passed."""


def turn(prospect: Prospect, next_on: str, board: Board, place: BranchPlace, *, now: datetime) -> Decision:
    """Tell that the day of the next step has come, has passed, and waits too long; bring back what was parked
    until that day. A timer of another day changes nothing."""
    if not prospect.is_open or prospect.next_on != next_on:
        return Decision()
    day = date.fromisoformat(next_on)
    if now < place.start_of(day):
        return turn_at(prospect, place.start_of(day))
    if prospect.stage is ProspectStage.PARKED:
        return _come_back(prospect, board, place, now=now)
    if now < place.end_of(day):
        return _tell(prospect, NOTIFIED_DUE, board, place.end_of(day))
    late = place.end_of(place.calendar.add(day, TO_HEAD_AFTER))
    if now < late:
        return _tell(prospect, NOTIFIED_MANAGER, board, late)
    return _tell(prospect, NOTIFIED_HEAD, board, None)


def _come_back(prospect: Prospect, board: Board, place: BranchPlace, *, now: datetime) -> Decision:
    """Take a parked prospect back to the stage that it was parked in, with its next step."""
    what, on = prospect.next_step, prospect.next_on
    if what is None or on is None:
        raise ValueError(f"prospect {prospect.id} rests without a next step")
    stage = prospect.parked_from or ProspectStage.NEW
    back = in_stage(prospect, stage, Step(what, on), now).evolve(parked_from=None, notified=NOTIFIED_DUE)
    due = ProspectStepDue(**about(back), next_step=what, next_on=on)
    return (
        board.keep(prospect, back, moved_event(prospect, back, None, now), due)
        .save(log_line(prospect, back, None, now))
        .then(turn_at(back, place.end_of(date.fromisoformat(on))))
    )


def _tell(prospect: Prospect, what: int, board: Board, again: datetime | None) -> Decision:
    """Tell of the next step, once for each of what there is to tell, and come back `again`."""
    decision = Decision()
    if prospect.notified < what:
        after = prospect.evolve(notified=what, overdue=what >= NOTIFIED_MANAGER)
        decision = board.keep(prospect, after, _step_event(after))
    return decision.then(turn_at(prospect, again)) if again is not None else decision


def _step_event(prospect: Prospect) -> ProspectStepDue | ProspectStepOverdue:
    step = {"next_step": prospect.next_step, "next_on": prospect.next_on}
    if prospect.notified == NOTIFIED_DUE:
        return ProspectStepDue.model_validate({**about(prospect), **step})
    level = prospect.notified - NOTIFIED_DUE
    return ProspectStepOverdue.model_validate({**about(prospect), **step, "level": level})
