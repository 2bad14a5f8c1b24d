"""Dry runs of rules (W2): who would move, and whose load would change, before the rules apply."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.files.domain.customer import PLACES, Customer
from services.customer.nights.domain import FIRST_SHARE, PAUSE, Round
from services.customer.segments.domain.moves import Verdict
from services.customer.segments.domain.rules import rank
from shared.contracts.customer import CustomerEvent
from shared.contracts.words import Segment
from shared.domain import Decision

SHOWN = 100
"""Moves of a dry run that are kept one by one; of the others, only their number."""
NOBODY = ""
"""The account manager of customers who have none."""


class TrialStepDue(CustomerEvent):
    """The next page of a dry run is due: the customers whose places begin at `place`."""

    trial: str
    run: str
    place: int = 0


class Move(BaseModel):
    """A customer who would move, by which rule."""

    model_config = ConfigDict(frozen=True)

    customer: str
    account_manager: str | None
    before: Segment
    after: Segment
    rule: str


class Load(BaseModel):
    """The change for an account manager: customers up, down, and the contacts a week before and after."""

    model_config = ConfigDict(frozen=True)

    customers: int = 0
    up: int = 0
    down: int = 0
    before: float = 0.0
    after: float = 0.0


class Trial(Round):
    """A dry run of a version of rules at a branch; its id is ``<branch>/<set id>``. `loads` are by account
    manager, `segments` the customers of each segment before and after."""

    collection: ClassVar[str] = "segment_trials"

    branch: str
    rules: str
    by: str = ""
    width: int = PLACES // FIRST_SHARE
    moves: tuple[Move, ...] = ()
    loads: dict[str, Load] = {}
    before: dict[Segment, int] = {}
    after: dict[Segment, int] = {}

    @property
    def timer(self) -> str:
        return f"segment-trial:{self.id}"

    @property
    def up(self) -> int:
        """Return how many would go up."""
        return sum(load.up for load in self.loads.values())

    @property
    def down(self) -> int:
        """Return how many would go down."""
        return sum(load.down for load in self.loads.values())


def trial_id(branch: str, rules: str) -> str:
    """Return the id of the dry run of a version at a branch."""
    return f"{branch}/{rules}"


def begin_trial(branch: str, rules: str, run: str, day: str, by: str, *, now: datetime) -> Decision:
    """Begin a dry run; one of the same rules at the branch is begun anew."""
    trial = Trial(id=trial_id(branch, rules), branch=branch, rules=rules, by=by).begun(run, day, now=now)
    return Decision().save(trial).then(_step(trial, 0, now))


def count(
    trial: Trial, customer: Customer, verdict: Verdict | None, weekly: Mapping[Segment, float]
) -> Trial:
    """Count a customer; `weekly` are the contacts a week with one customer, by segment."""
    before, after = customer.segment, verdict.segment if verdict else customer.segment
    whose = customer.account_manager or NOBODY
    known = trial.loads.get(whose, Load())
    change = rank(after) - rank(before)
    load = Load(
        customers=known.customers + 1,
        up=known.up + (change > 0),
        down=known.down + (change < 0),
        before=known.before + (weekly[before] if whose else 0.0),
        after=known.after + (weekly[after] if whose else 0.0),
    )
    moves = trial.moves
    if verdict is not None and len(moves) < SHOWN:
        move = Move(
            customer=customer.id,
            account_manager=customer.account_manager,
            before=before,
            after=after,
            rule=verdict.rule.name,
        )
        moves = (*moves, move)
    return trial.evolve(
        moves=moves,
        loads={**trial.loads, whose: load},
        before={**trial.before, before: trial.before.get(before, 0) + 1},
        after={**trial.after, after: trial.after.get(after, 0) + 1},
    )


def after_page(trial: Trial, step: TrialStepDue, width: int, seen: int, *, now: datetime) -> Decision:
    """Go on with the next page, or end the dry run."""
    place = step.place + width
    trial = trial.turned(width, seen, over=place >= PLACES, now=now)
    decision = Decision().save(trial)
    return decision if trial.ended else decision.then(_step(trial, place, now))


def _step(trial: Trial, place: int, now: datetime) -> Decision:
    step = TrialStepDue(branch=trial.branch, trial=trial.id, run=trial.run, place=place)
    return Decision().schedule(trial.timer, now + PAUSE, step, correlation_id=trial.id)
