"""The night of a branch (W4): when all of its customers are scored, and how far that has come."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from services.customer.analysis.domain.activity import LOTS
from services.customer.analysis.domain.scores import RUNG, UTMOST
from shared.contracts.customer import CustomerEvent
from shared.contracts.words import Segment
from shared.domain import Decision, Document

AT = time(2, 10)
"""The branch's own time of the night at which the scoring begins."""
PAGE = 50
"""Customers that are scored in one step, at most."""
PAUSE = timedelta(milliseconds=500)
"""The time between two steps, in which other work of the branch is done."""
NARROWEST = LOTS // 1024
SEGMENTS = tuple(Segment)
RUNGS = int(2 * UTMOST * RUNG) + 1


class NightDue(CustomerEvent):
    """The night of a branch has come, in which its customers are scored."""


class NightStepDue(CustomerEvent):
    """The next step of a night is due: the model of `segment`; without one, the customers whose lots begin at
    `lot`."""

    run: str
    day: str
    segment: Segment | None = None
    lot: int = 0


class Night(Document):
    """The nights of one branch; the id is the branch's. `run` is the one under way or the last, for the day
    `day`; `scored` are the customers that it looked at so far, and `width` the lots of its last page.

    `ladder` counts the customers on each rung of risk, as the last night that ended left them; `counted` is
    that of the night under way.
    """

    collection: ClassVar[str] = "analysis_nights"

    run: str = ""
    day: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    scored: int = 0
    width: int = NARROWEST
    ladder: tuple[int, ...] = ()
    counted: tuple[int, ...] = ()

    @property
    def timer(self) -> str:
        return f"analysis-night:{self.id}"

    @property
    def step_timer(self) -> str:
        return f"analysis-step:{self.id}"


def next_night(timezone: str, now: datetime) -> datetime:
    """Return the next time at which a night's scoring begins; one that a clock change removes is an hour
    off, and never left out."""
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date()
    while (begins := datetime.combine(day, AT, zone).astimezone(UTC)) <= now:
        day += timedelta(days=1)
    return begins


def wait_for_night(night: Night, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, now)
    return Decision().schedule(night.timer, due, NightDue(branch=night.id), correlation_id=night.id)


def begin_night(night: Night, run: str, day: str, *, now: datetime) -> Decision:
    """Begin to score all customers of the branch, as of its `day`. A night that is under way is given up."""
    night = night.evolve(run=run, day=day, began=now, ended=None, scored=0, counted=(0,) * RUNGS)
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
    the night ends. The next page is wider where this one was less than half full."""
    counted = list(night.counted)
    for order in orders:
        counted[_rung_of(order)] += 1
    night = night.evolve(
        scored=night.scored + len(orders),
        counted=tuple(counted),
        width=width * 2 if len(orders) * 2 < PAGE else width,
    )
    lot = step.lot + width
    if lot >= LOTS:
        return Decision().save(night.evolve(ended=now, ladder=night.counted, counted=()))
    return Decision().save(night).then(_step(night, step.model_copy(update={"lot": lot}), now))


def is_under_way(night: Night | None, step: NightStepDue) -> bool:
    """Tell whether a step belongs to the night that is under way."""
    return night is not None and night.run == step.run and night.ended is None


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
