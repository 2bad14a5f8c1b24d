"""The night of a branch (W4): when all of its customers are scored, and how far that has come."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import ClassVar

from services.customer.analysis.domain.activity import LOTS
from services.customer.analysis.domain.risk import RUNG, UTMOST
from services.customer.nights.domain import FIRST_SHARE, PAUSE, Round, next_night
from shared.contracts.customer import CustomerEvent
from shared.contracts.words import Segment
from shared.domain import Decision

AT = time(2, 10)
"""The branch's own time of the night at which the scoring begins."""
SEGMENTS = tuple(Segment)
RUNGS = int(2 * UTMOST * RUNG) + 1


class NightDue(CustomerEvent, zh="到期数据检查", en="The night of retention"):
    """The night of a branch has come, in which its customers are scored."""


class NightStepDue(CustomerEvent):
    """The next step of a night is due: the model of `segment`; without one, the customers whose lots begin at
    `lot`."""

    run: str
    day: str
    segment: Segment | None = None
    lot: int = 0


class Night(Round):
    """The nights of one branch, by the lots of its customers; the id is the branch's.

    `ladder` counts the customers on each rung of risk, as the last night that ended left them; `counted` is
    that of the night under way.
    """

    collection: ClassVar[str] = "analysis_nights"

    width: int = LOTS // FIRST_SHARE
    ladder: tuple[int, ...] = ()
    counted: tuple[int, ...] = ()

    @property
    def timer(self) -> str:
        return f"analysis-night:{self.id}"

    @property
    def step_timer(self) -> str:
        return f"analysis-step:{self.id}"


def wait_for_night(night: Night, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, AT, now=now)
    return Decision().schedule(night.timer, due, NightDue(branch=night.id), correlation_id=night.id)


def begin_night(night: Night, run: str, day: str, *, now: datetime) -> Decision:
    """Begin to score all customers of the branch, as of its `day`. A night that is under way is given up."""
    night = night.begun(run, day, now=now).evolve(counted=(0,) * RUNGS)
    first = NightStepDue(branch=night.id, run=run, day=night.day, segment=SEGMENTS[0])
    return Decision().save(night).then(_step(night, first, now))


def after_model(night: Night, step: NightStepDue, *, now: datetime) -> Decision:
    """Go on after the model of a segment: with that of the next one, or with the first customers."""
    rest = SEGMENTS[SEGMENTS.index(step.segment) + 1 :] if step.segment else ()
    return _step(night, step.model_copy(update={"segment": rest[0] if rest else None}), now)


def after_page(
    night: Night, step: NightStepDue, width: int, orders: Sequence[str], *, now: datetime
) -> Decision:
    """Go on after the customers of `width` lots, who are ordered by risk as `orders` say; after the last lots
    the night ends."""
    counted = list(night.counted)
    for order in orders:
        counted[_rung_of(order)] += 1
    lot = step.lot + width
    night = night.turned(width, len(orders), over=lot >= LOTS, now=now)
    if lot >= LOTS:
        return Decision().save(night.evolve(ladder=tuple(counted), counted=()))
    night = night.evolve(counted=tuple(counted))
    return Decision().save(night).then(_step(night, step.model_copy(update={"lot": lot}), now))


def floors(ladder: Sequence[int], before: str | None, enough: int) -> Iterator[str]:
    """Return orders below `before` (or from the top), each so far below the last that `enough` customers
    stand between, then twice as many, and so on; at last one that is below all."""
    between = 0
    top = _rung_of(before) if before else len(ladder) - 1
    for rung in range(min(top, len(ladder) - 1), 0, -1):
        between += ladder[rung]
        if between >= enough:
            yield f"{rung:03}"
            between, enough = 0, enough * 2
    yield ""


def _rung_of(order: str) -> int:
    return min(RUNGS - 1, int(order[:3])) if order[:3].isdigit() else 0


def _step(night: Night, step: NightStepDue, now: datetime) -> Decision:
    return Decision().schedule(night.step_timer, now + PAUSE, step, correlation_id=night.id)
