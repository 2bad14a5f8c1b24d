"""The promised day of a deal (A4): Kaplan–Meier estimates of its steps, composed over what depends on what.

Durations are whole working days from a task's offer to its end; tasks that have not ended, or ended
otherwise, count for as long as they lasted (Kaplan and Meier, J. American Statistical Association 53, 1958).
A step's time is a quantile of its curve, given that it has lasted as long as it has; a deal's is the longest
path over its steps: the sum of medians is the likely day, that of 80 % quantiles the promised one. Where
steps are independent of each other a sum of such quantiles is later than the quantile of the sum: the promise
errs to the safe side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.referral.deals.domain.deal import SETTLED, DealTask, Promise
from services.referral.deals.domain.moving import lasted
from services.referral.deals.domain.templates import Step
from services.referral.deals.domain.times import StepTimes
from shared.branch_places import BranchPlace
from shared.contracts.referral import PromiseBasis

FINISHED_AT_LEAST = 10
"""Finished tasks of a step, below which there is too little history, and the template's days count."""
LIKELY, SAFE = 0.5, 0.8

Curve = Sequence[tuple[int, float]]
"""The share that lasts longer than a number of days, at each day on which one ended, ascending."""


@dataclass(frozen=True)
class StepCurve:
    """The `curve` of how long a step takes, of so many `finished` tasks."""

    curve: Curve
    finished: int

    @property
    def is_short(self) -> bool:
        """True if there is too little history."""
        return self.finished < FINISHED_AT_LEAST


def kaplan_meier(spans: Iterable[tuple[int, bool]]) -> Curve:
    """Estimate the share that lasts longer than each number of days, of durations of which some had not ended
    (False). One that had not ended on a day counts among those at risk on it."""
    ends: dict[int, int] = {}
    leaving: dict[int, int] = {}
    for days, ended in spans:
        leaving[days] = leaving.get(days, 0) + 1
        ends[days] = ends.get(days, 0) + ended
    at_risk, share = sum(leaving.values()), 1.0
    curve: list[tuple[int, float]] = []
    for days in sorted(leaving):
        if ends[days]:
            share *= 1 - ends[days] / at_risk
            curve.append((days, share))
        at_risk -= leaving[days]
    return curve


def quantile(curve: Curve, share: float, lasted_days: int = 0) -> int | None:
    """Return the days by which this share has ended, of those that had not ended before `lasted_days`; None
    where the curve does not reach so far."""
    alive = 1.0
    for days, left in curve:
        if days < lasted_days:
            alive = left
    if alive <= 0:
        return None
    reached = alive * (1 - share) + 1e-9
    return next((days for days, left in curve if days >= lasted_days and left <= reached), None)


def curve_of(times: StepTimes | None, place: BranchPlace, now: datetime) -> StepCurve:
    """Return the curve of a step, of what has ended and of what is under way."""
    if times is None:
        return StepCurve((), 0)
    spans = [(one.days, one.done) for one in times.spans]
    spans += [(lasted(place, since, now), False) for since in times.running.values()]
    return StepCurve(kaplan_meier(spans), sum(ended for _, ended in spans))


def estimate(
    steps: Sequence[Step],
    tasks: Mapping[str, DealTask],
    curves: Mapping[str, StepCurve],
    place: BranchPlace,
    *,
    now: datetime,
) -> Promise:
    """Estimate when a deal is done; `steps` stand after what they depend on, a step without a task has not
    begun."""
    open_steps = [one for one in steps if _is_open(tasks.get(one.step))]
    short = tuple(one.step for one in open_steps if curves[one.step].is_short)
    known = len(open_steps) - len(short)
    basis = PromiseBasis.MIXED if short and known else PromiseBasis.PLAN if short else PromiseBasis.HISTORY
    ends: dict[float, int] = {}
    for share in (LIKELY, SAFE):
        finish: dict[str, int] = {}
        for one in steps:
            begin = max((finish[step] for step in one.after), default=0)
            task = tasks.get(one.step)
            finish[one.step] = begin + _days_left(one, task, curves[one.step], share, place, now)
        ends[share] = max(finish.values())
    today = place.day_of(now)
    likely, safe = (_day(place, today, ends[share]) for share in (LIKELY, SAFE))
    return Promise(promised_on=safe, likely_on=likely, basis=basis, short=short)


def _days_left(
    step: Step, task: DealTask | None, known: StepCurve, share: float, place: BranchPlace, now: datetime
) -> int:
    """Return the working days that a step still takes; one that has outlasted all history takes another."""
    if not _is_open(task):
        return 0
    gone = lasted(place, task.offered_on, now) if task and task.held and task.offered_on else 0
    whole = None if known.is_short else quantile(known.curve, share, gone)
    if whole is None:
        whole = max(step.days, gone + 1) if gone else step.days
    return max(0, whole - gone)


def _is_open(task: DealTask | None) -> bool:
    return task is None or task.state not in SETTLED


def _day(place: BranchPlace, today: date, days: int) -> str:
    return place.calendar.add(today, days).isoformat()
