"""Moving prospects through their open stages (A2), with the time in each on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.opening import must_be_near, set_step_timer
from services.referral.prospects.domain.prospect import NotAStage, Prospect, ProspectMove, ProspectNobodys
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    NextStep,
    ProspectMoved,
    ProspectParked,
    ProspectStage,
    ProspectStepSet,
)
from shared.domain import Decision

ACTIVE = (ProspectStage.NEW, ProspectStage.CONTACTED, ProspectStage.MET, ProspectStage.PROPOSED)
"""The stages in which something is done."""


@dataclass(frozen=True)
class Step:
    """A next step and its day, that of the branch."""

    what: NextStep
    on: str


def move(
    prospect: Prospect,
    to: ProspectStage,
    step: Step,
    by: str,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Take a prospect to another open stage, with its next step; a parked one comes back by this, too.

    Raises `ProspectEnded`, `ProspectNobodys`, `NotAStage`, `StepDayOutOfReach`.
    """
    _must_be_held(prospect)
    if to not in ACTIVE:
        raise NotAStage
    must_be_near(step.on, place, now)
    if to is prospect.stage:
        return set_step(prospect, step, by, board, place, now=now)
    moved = in_stage(prospect, to, step, now).evolve(parked_from=None)
    return (
        board.keep(prospect, moved, moved_event(prospect, moved, by, now))
        .save(log_line(prospect, moved, by, now))
        .then(set_step_timer(moved, place, now))
    )


def set_step(
    prospect: Prospect, step: Step, by: str, board: Board, place: BranchPlace, *, now: datetime
) -> Decision:
    """Set the next step of a prospect without moving it; one that is parked rests until its day. What changes
    nothing publishes nothing. Raises `ProspectEnded`, `ProspectNobodys`, `StepDayOutOfReach`."""
    _must_be_held(prospect)
    must_be_near(step.on, place, now, from_tomorrow=prospect.stage is ProspectStage.PARKED)
    if (prospect.next_step, prospect.next_on) == (step.what, step.on):
        return Decision()
    after = prospect.evolve(next_step=step.what, next_on=step.on, notified=0, overdue=False)
    event = ProspectStepSet(**about(after), next_step=step.what, next_on=step.on, set_by=by)
    return board.keep(prospect, after, event).then(set_step_timer(after, place, now))


def park(
    prospect: Prospect, step: Step, by: str, board: Board, place: BranchPlace, *, now: datetime
) -> Decision:
    """Let a prospect rest until a day, on which it comes back to its stage with this next step.

    Raises `ProspectEnded`, `ProspectNobodys`, `StepDayOutOfReach`.
    """
    if prospect.stage is ProspectStage.PARKED:
        return set_step(prospect, step, by, board, place, now=now)
    _must_be_held(prospect)
    must_be_near(step.on, place, now, from_tomorrow=True)
    parked = in_stage(prospect, ProspectStage.PARKED, step, now).evolve(parked_from=prospect.stage)
    event = ProspectParked(**about(parked), until=step.on, next_step=step.what)
    return (
        board.keep(prospect, parked, moved_event(prospect, parked, by, now), event)
        .save(log_line(prospect, parked, by, now))
        .then(set_step_timer(parked, place, now))
    )


def about(prospect: Prospect) -> dict[str, Any]:
    """Return the fields of every event about a prospect."""
    return {
        "branch": prospect.branch,
        "prospect": prospect.id,
        "need": prospect.need,
        "account_manager": prospect.account_manager,
        "customer": prospect.customer,
    }


def _must_be_held(prospect: Prospect) -> None:
    """Raises `ProspectEnded`, and `ProspectNobodys` for one on the head's list."""
    prospect.must_be_open()
    if prospect.account_manager is None:
        raise ProspectNobodys


def in_stage(prospect: Prospect, stage: ProspectStage, step: Step, now: datetime) -> Prospect:
    """Return a prospect that has just entered a stage."""
    return prospect.evolve(
        stage=stage,
        entered_at=now,
        next_step=step.what,
        next_on=step.on,
        notified=0,
        overdue=False,
        moves=prospect.moves + 1,
    )


def moved_event(before: Prospect, after: Prospect, by: str | None, now: datetime) -> ProspectMoved:
    """Describe that a prospect went from one stage to another."""
    return ProspectMoved.model_validate(
        {
            **about(after),
            "before": before.stage,
            "after": after.stage,
            "stage_seconds": before.seconds_in_stage(now),
            "next_step": after.next_step,
            "next_on": after.next_on,
            "moved_by": by,
        }
    )


def log_line(before: Prospect, after: Prospect, by: str | None, now: datetime) -> ProspectMove:
    """Write the line of the log for it."""
    return ProspectMove(
        id=f"{before.id}:{before.moves}",
        prospect=before.id,
        number=before.moves,
        before=before.stage,
        after=after.stage,
        at=now,
        seconds=before.seconds_in_stage(now),
        by=by,
        account_manager=before.account_manager,
        next_step=after.next_step,
        next_on=after.next_on,
        reason=after.reason,
    )
