"""The nightly round of a branch (A2): its customers are counted, then looked at by what was counted."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import ClassVar

from services.customer.files.domain.customer import PLACES
from services.customer.latent.domain.model import METHOD, Counts, LatentModel, Traits, counted
from services.customer.nights.domain import FIRST_SHARE, PAUSE, Round, next_night
from shared.contracts.customer import CustomerEvent, LatentModelMade, LatentRoundEnded
from shared.domain import Decision

AT = time(3, 10)
"""The branch's own time of the night, after the rules of segments and the analysis."""


class LatentRoundDue(CustomerEvent):
    """The night of a branch has come, in which latent needs are looked for."""


class LatentStepDue(CustomerEvent):
    """The next page of a round is due: the customers whose places begin at `place`, to be counted or, with
    `looking`, to be looked at."""

    run: str
    looking: bool = False
    place: int = 0


class LatentRound(Round):
    """The round of one branch, by the places of its customers; the id is the branch's. `counts` are those of
    the model under way."""

    collection: ClassVar[str] = "latent_rounds"

    width: int = PLACES // FIRST_SHARE
    counts: Counts = Counts()

    @property
    def timer(self) -> str:
        return f"latent-round:{self.id}"

    @property
    def step_timer(self) -> str:
        return f"latent-step:{self.id}"


def wait_for_night(round: LatentRound, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, AT, now=now)
    return Decision().schedule(round.timer, due, LatentRoundDue(branch=round.id), correlation_id=round.id)


def begin_round(round: LatentRound, run: str, day: str, *, now: datetime) -> Decision:
    """Begin to count all customers of the branch, as of its `day`. A round that is under way is given up."""
    round = round.begun(run, day, now=now).evolve(counts=Counts())
    return Decision().save(round).then(_step(round, LatentStepDue(branch=round.id, run=run), now))


def after_counting(
    round: LatentRound,
    model: LatentModel,
    step: LatentStepDue,
    width: int,
    seen: int,
    traits: Iterable[Traits],
    *,
    now: datetime,
) -> Decision:
    """Go on after a page was counted. After the last one the counts are the model, by which all are then
    looked at."""
    counts = counted(round.counts, traits)
    place = step.place + width
    if place < PLACES:
        round = round.turned(width, seen, over=False, now=now).evolve(seen=0, counts=counts)
        return Decision().save(round).then(_step(round, _at(step, place), now))
    round = round.turned(width, seen, over=True, now=now).evolve(ended=None, seen=0, counts=Counts())
    made = model.evolve(number=model.number + 1, day=round.day, at=now, method=METHOD, counts=counts)
    looking = LatentStepDue(branch=round.id, run=step.run, looking=True)
    return Decision().save(round).save(made, _made(made)).then(_step(round, looking, now))


def after_looking(
    round: LatentRound, step: LatentStepDue, width: int, seen: int, *, now: datetime
) -> Decision:
    """Go on after a page was looked at, or end the round."""
    place = step.place + width
    round = round.turned(width, seen, over=place >= PLACES, now=now)
    if round.ended is None:
        return Decision().save(round).then(_step(round, _at(step, place), now))
    event = LatentRoundEnded(branch=round.id, day=round.day, method=METHOD, seen=round.seen)
    return Decision().save(round, event)


def _made(model: LatentModel) -> LatentModelMade:
    counts = model.counts
    return LatentModelMade(
        branch=model.branch,
        day=model.day,
        method=model.method,
        customers=counts.customers,
        products=tuple(one for one in counts.products if not counts.is_silent(one)),
        silent=tuple(one for one in counts.products if counts.is_silent(one)),
    )


def _at(step: LatentStepDue, place: int) -> LatentStepDue:
    return step.model_copy(update={"place": place})


def _step(round: LatentRound, step: LatentStepDue, now: datetime) -> Decision:
    return Decision().schedule(round.step_timer, now + PAUSE, step, correlation_id=round.id)
