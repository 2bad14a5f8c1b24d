"""The times that steps of deals take (A4), folded from their events, a document for each step of a branch."""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.referral import (
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    Department,
)
from shared.domain import Document

KEPT = 200
"""The last observations of a step that count."""
RUNNING_AT_MOST = 400


class Span(BaseModel):
    """Working days from a task's offer to its end; one that was not `done` had lasted so long when it was
    returned or left out."""

    model_config = ConfigDict(frozen=True)

    days: int
    done: bool


class StepTimes(Document):
    """The times of a step of a template at a branch; the id is ``<branch>:<template>:<step>``. `waits` are
    seconds from the offer until somebody took the task, `works` from there until it was done; `running` has
    the day of the offer of those under way. Of each the last 200 are kept."""

    collection: ClassVar[str] = "deal_step_times"

    branch: str
    template: str
    step: str
    zh: str
    en: str
    department: Department
    waits: tuple[int, ...] = ()
    works: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    running: dict[str, str] = {}
    taken: int = 0
    done: int = 0


class Figures(BaseModel):
    """Seconds of a number of observations: the middle one, and the one below which 80 of 100 lie; None
    without any."""

    model_config = ConfigDict(frozen=True)

    n: int
    p50: int | None
    p80: int | None


TaskEvent = DealTaskOffered | DealTaskAccepted | DealTaskReturned | DealTaskDone | DealTaskCancelled


def times_id(branch: str, template: str, step: str) -> str:
    """Return the id under which the times of a step are kept."""
    return f"{branch}:{template}:{step}"


def fold(times: StepTimes, event: TaskEvent, day: str) -> StepTimes:
    """Return the times after an event of a task, which happened on `day` of the branch."""
    times = times.evolve(zh=event.step_zh, en=event.step_en, department=event.department)
    match event:
        case DealTaskOffered():
            if event.put_back_by is not None:
                return times
            running = {**times.running, event.task: day}
            return times.evolve(running=dict(list(running.items())[-RUNNING_AT_MOST:]))
        case DealTaskAccepted():
            waits = (*times.waits, event.waited_seconds)
            return times.evolve(waits=waits[-KEPT:], taken=times.taken + 1)
        case DealTaskDone():
            works = (*times.works, event.worked_seconds)
            times = times.evolve(works=works[-KEPT:], done=times.done + 1)
    if event.days is None:
        return times
    running = {task: since for task, since in times.running.items() if task != event.task}
    span = Span(days=event.days, done=isinstance(event, DealTaskDone))
    return times.evolve(spans=(*times.spans, span)[-KEPT:], running=running)


def figures(values: Iterable[int]) -> Figures:
    """Return the figures of some durations; a percentile is the smallest value that so many do not exceed."""
    ordered = sorted(values)
    if not ordered:
        return Figures(n=0, p50=None, p80=None)

    def at(percent: int) -> int:
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]

    return Figures(n=len(ordered), p50=at(50), p80=at(80))
