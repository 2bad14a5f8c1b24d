"""The branch's day: prepared, open, closing, closed (P1 to P7, E1, E2). Midnight closes a day that nobody
closed.

A day that nobody opened refuses no customer: tickets are issued all the same, and `BranchNotOpened` is
published once.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.branch.domain.branches import Branch, day_of, end_of
from services.lobby.day.domain.checklists import checklist_id
from shared.contracts import lobby as contracts
from shared.contracts.lobby import ChecklistKind, LobbyEvent, OverrideReason
from shared.domain import Decision, Document
from shared.errors import Refusal

STEPS_AT_MOST = 40
SYSTEM = "system"


class ItemsOpen(Refusal):
    code, status = "items_open", 409
    en, zh = (
        "Mandatory items of the checklist are open; see to them, or go on with a reason.",
        "检查表中还有必查项未完成，请先完成，或填写原因后继续。",
    )


class DayIsOver(Refusal):
    code, status = "day_is_over", 409
    en, zh = "The day is closed; reopen it first.", "今日已关门，如需继续请先重新开门。"


class DayNotOver(Refusal):
    code, status = "day_not_over", 409
    en, zh = "The day is not closing or closed.", "今日尚未进入关门状态。"


class DayNotOpen(Refusal):
    code, status = "day_not_open", 409
    en, zh = "The branch is not open.", "网点尚未开门。"


class TooManySteps(Refusal):
    code, status = "too_many_steps", 409
    en, zh = "The day was opened and closed too often.", "今日开关门次数过多。"


class DayEndDue(LobbyEvent, zh="当日结束", en="The day is over"):
    """End the day at the branch's own midnight: close what is still open."""

    day: str


class DayState(StrEnum):
    PREPARING = "preparing"  # 营业前准备
    OPEN = "open"  # 营业中
    CLOSING = "closing"  # 准备关门
    CLOSED = "closed"  # 已关门


class StepKind(StrEnum):
    """A step of the day."""

    PREPARED = "prepared"
    OPENED = "opened"
    CLOSING = "closing"
    CLOSED = "closed"
    REOPENED = "reopened"


class DayStep(BaseModel):
    """A step of the day and its author; `words` are sealed, `missing` the mandatory items then open."""

    model_config = ConfigDict(frozen=True)

    what: StepKind
    by: str
    at: datetime
    missing: tuple[str, ...] = ()
    reason: OverrideReason | None = None
    words: bytes | None = None


class BranchDay(Document):
    """One day of a branch, its id is ``<branch>:<day>``. `not_opened_published` says that `BranchNotOpened`
    was published; `patrols` counts those that were begun."""

    collection: ClassVar[str] = "branch_days"

    branch: str
    day: str
    timezone: str
    state: DayState = DayState.PREPARING
    not_opened_published: bool = False
    patrols: int = 0
    steps: tuple[DayStep, ...] = ()

    @classmethod
    def of(cls, branch: Branch, day: str) -> "BranchDay":
        return cls(id=day_id(branch.id, day), branch=branch.id, day=day, timezone=branch.timezone)

    @property
    def is_prepared(self) -> bool:
        """Return whether somebody has begun with it."""
        return bool(self.steps)

    @property
    def ends(self) -> datetime:
        return end_of(self.day, self.timezone)

    def must_go_on(self) -> None:
        """Raises `DayIsOver` when it is closed."""
        if self.state is DayState.CLOSED:
            raise DayIsOver


@dataclass(frozen=True)
class DayOverride:
    """The reason to go on in spite of open items; `words` are sealed."""

    reason: OverrideReason
    words: bytes | None = None


def day_id(branch: str, day: str) -> str:
    return f"{branch}:{day}"


def list_of(day: BranchDay, kind: ChecklistKind) -> str:
    """Return the id of the checklist of a kind that counts on a day: of patrols the last one."""
    number = max(1, day.patrols) if kind is ChecklistKind.PATROL else 1
    return checklist_id(day.branch, day.day, kind, number)


def save(day: BranchDay, *events: LobbyEvent) -> Decision:
    """Save the day and schedule its end at midnight."""
    due = DayEndDue(branch=day.branch, day=day.day)
    return Decision().save(day, *events).schedule(f"day:{day.id}", day.ends, due, correlation_id=day.id)


def move(day: BranchDay, branch: Branch, there: BranchDay | None, now: datetime) -> Decision:
    """Correct the time zone: the `day` of a branch ends with the midnight of the new zone. If it is another
    date `there`, that is the day that goes on."""
    today = day_of(branch.timezone, now)
    if today == day.day:
        return save(day.evolve(timezone=branch.timezone))
    goes_on = (there or BranchDay.of(branch, today)).evolve(timezone=branch.timezone)
    if day.state is not DayState.CLOSED:
        steps = (*goes_on.steps, *day.steps)[-STEPS_AT_MOST:]
        was_published = day.not_opened_published
        goes_on = goes_on.evolve(state=day.state, not_opened_published=was_published, steps=steps)
        decision = save(goes_on).save(
            day.evolve(state=DayState.PREPARING, not_opened_published=False, steps=())
        )
    else:
        decision = save(goes_on)
    return decision.cancel(f"day:{day.id}")


def prepare(day: BranchDay, by: str, now: datetime, expired: int, low: int) -> Decision:
    """Begin the preparations, with the numbers of expired notices and of leaflets that are low; once a
    day."""
    if day.is_prepared:
        return Decision()
    event = contracts.PreparationsBegan(
        branch=day.branch, day=day.day, by=by, expired_notices=expired, low_leaflets=low
    )
    return save(_stepped(day, day.state, DayStep(what=StepKind.PREPARED, by=by, at=now)), event)


def open_day(
    day: BranchDay, missing: tuple[str, ...], by: str, override: DayOverride | None, now: datetime
) -> Decision:
    """Open the branch, with every mandatory item in order or for a reason. Raises `ItemsOpen`,
    `DayIsOver`."""
    day.must_go_on()
    if day.state is not DayState.PREPARING:
        return Decision()
    given = _reason_for(override, missing)
    step = DayStep(what=StepKind.OPENED, by=by, at=now, missing=missing, **given)
    event = contracts.BranchDayOpened(
        branch=day.branch, day=day.day, by=by, override=given.get("reason"), **_open_items(missing)
    )
    return save(_stepped(day, DayState.OPEN, step), event)


def begin_closing(day: BranchDay, by: str, now: datetime) -> Decision:
    """Begin to close the branch. Raises `DayNotOpen`, `DayIsOver`."""
    day.must_go_on()
    if day.state is DayState.CLOSING:
        return Decision()
    if day.state is DayState.PREPARING:
        raise DayNotOpen
    step = DayStep(what=StepKind.CLOSING, by=by, at=now)
    event = contracts.ClosingBegan(branch=day.branch, day=day.day, by=by)
    return save(_stepped(day, DayState.CLOSING, step), event)


def close_day(
    day: BranchDay,
    missing: tuple[str, ...],
    by: str,
    override: DayOverride | None,
    cancelled: int,
    now: datetime,
) -> Decision:
    """Close the branch, everything in it being ended. Only midnight closes a day that was never open, or
    leaves mandatory items open without a reason. Raises `DayNotOpen`, `ItemsOpen`."""
    if day.state is DayState.CLOSED:
        return Decision()
    if by != SYSTEM:
        if day.state is DayState.PREPARING:
            raise DayNotOpen
        _reason_for(override, missing)
    given = {} if override is None else {"reason": override.reason, "words": override.words}
    step = DayStep(what=StepKind.CLOSED, by=by, at=now, missing=missing, **given)
    event = contracts.BranchDayClosed(
        branch=day.branch,
        day=day.day,
        by=by,
        override=override.reason if override else None,
        cancelled=cancelled,
        **_open_items(missing),
    )
    closed = _stepped(day, DayState.CLOSED, step)
    return Decision().save(closed, event) if by == SYSTEM else save(closed, event)


def reopen(day: BranchDay, by: str, override: DayOverride, now: datetime) -> Decision:
    """Open the branch again, for a reason. Raises `DayNotOver`."""
    if day.state not in (DayState.CLOSING, DayState.CLOSED):
        raise DayNotOver
    step = DayStep(what=StepKind.REOPENED, by=by, at=now, reason=override.reason, words=override.words)
    event = contracts.BranchDayReopened(branch=day.branch, day=day.day, by=by, override=override.reason)
    return save(_stepped(day, DayState.OPEN, step), event)


def note_customer(day: BranchDay, visit: str) -> Decision:
    """Publish once a day that a customer came to a branch that nobody has opened."""
    if day.state is not DayState.PREPARING or day.not_opened_published:
        return Decision()
    event = contracts.BranchNotOpened(branch=day.branch, day=day.day, visit=visit)
    return save(day.evolve(not_opened_published=True), event)


def _stepped(day: BranchDay, state: DayState, step: DayStep) -> BranchDay:
    """Add a step; the last one, by midnight, always has room. Raises `TooManySteps`."""
    if len(day.steps) >= STEPS_AT_MOST and step.by != SYSTEM:
        raise TooManySteps
    return day.evolve(state=state, steps=(*day.steps, step))


def _reason_for(override: DayOverride | None, missing: tuple[str, ...]) -> dict[str, object]:
    """Return the reason, if one was needed. Raises `ItemsOpen` when it was and is not there."""
    if not missing:
        return {}
    if override is None:
        raise ItemsOpen(" ".join(missing))
    return {"reason": override.reason, "words": override.words}


def _open_items(missing: tuple[str, ...]) -> dict[str, object]:
    return {"overridden": bool(missing), "open_items": missing}
