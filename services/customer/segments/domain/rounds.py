"""The nightly round of a branch (W2): the rules judge every customer anew, as months pass and holds end."""

from datetime import datetime, time
from typing import ClassVar

from services.customer.files.domain.customer import PLACES
from services.customer.nights.domain import FIRST_SHARE, PAUSE, Round, next_night
from shared.contracts.customer import CustomerEvent, MoveCause
from shared.domain import Decision

AT = time(1, 10)
"""The branch's own time of the night, before the analysis takes the segments as they are."""


class SegmentRoundDue(CustomerEvent):
    """The night of a branch has come, in which the rules judge its customers."""


class SegmentStepDue(CustomerEvent):
    """The next page of a round is due: the customers whose places begin at `place`."""

    run: str
    place: int = 0


class SegmentRound(Round):
    """The round of one branch, by the places of its customers; the id is the branch's. `cause` says why it
    runs, `rules` which version judged last; `moved` counts those who were moved."""

    collection: ClassVar[str] = "segment_rounds"

    width: int = PLACES // FIRST_SHARE
    cause: MoveCause = MoveCause.NIGHT
    rules: str | None = None
    moved: int = 0

    @property
    def timer(self) -> str:
        return f"segment-round:{self.id}"

    @property
    def step_timer(self) -> str:
        return f"segment-step:{self.id}"


def wait_for_night(round: SegmentRound, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, AT, now=now)
    return Decision().schedule(round.timer, due, SegmentRoundDue(branch=round.id), correlation_id=round.id)


def begin_round(
    round: SegmentRound, run: str, day: str, rules: str | None, cause: MoveCause, *, now: datetime
) -> Decision:
    """Begin to judge all customers of the branch, as of a day; where rules are others than at the last round,
    that is the cause. Without rules, there is nothing to do but to let holds end."""
    if cause is MoveCause.NIGHT and rules is not None and rules != round.rules:
        cause = MoveCause.RULES
    round = round.begun(run, day, now=now).evolve(cause=cause, rules=rules, moved=0)
    return Decision().save(round).then(_step(round, 0, now))


def after_page(
    round: SegmentRound, step: SegmentStepDue, width: int, seen: int, moved: int, *, now: datetime
) -> Decision:
    """Go on with the next page, or end the round."""
    place = step.place + width
    round = round.turned(width, seen, over=place >= PLACES, now=now).evolve(moved=round.moved + moved)
    decision = Decision().save(round)
    return decision if round.ended else decision.then(_step(round, place, now))


def _step(round: SegmentRound, place: int, now: datetime) -> Decision:
    step = SegmentStepDue(branch=round.id, run=round.run, place=place)
    return Decision().schedule(round.step_timer, now + PAUSE, step, correlation_id=round.id)
