"""Deals as they are shown: the line in a list, and the strip."""

from datetime import datetime

from pydantic import BaseModel

from services.referral.deals.domain.deal import (
    Deal,
    DealTask,
    Flag,
    Holder,
    Member,
    Promise,
    Standing,
    WorkingGroup,
)
from services.referral.deals.domain.flags import count_raised
from services.referral.deals.domain.times import Figures
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DealBlockReason,
    DealCancelReason,
    DealLateness,
    DealLevel,
    DealReturnReason,
    DealSkipReason,
    DealState,
    DealTaskState,
    Department,
)


class HolderNow(Holder):
    """One who holds the ball; `late`: the day is past. `zh` and `en` name the step."""

    zh: str | None
    en: str | None
    late: bool


class DealLine(BaseModel):
    """A deal in a list, with who holds the ball."""

    deal: str
    branch: str
    product: str
    amount: int
    currency: str
    customer: str | None
    prospect: str | None
    account_manager: str
    state: DealState
    opened_on: str
    promised_on: str | None
    ball: list[HolderNow]
    flags: int


class DealsPage(BaseModel):
    """A page of deals; `next` asks for the one after it."""

    deals: list[DealLine]
    next: str | None


class TaskNow(BaseModel):
    """A task of a deal as it stands. `mine`: the one who asks may work on it now."""

    step: str
    zh: str
    en: str
    department: Department
    after: tuple[str, ...]
    days: int
    state: DealTaskState
    desk: Department | None
    owner: str | None
    round: int
    due: str
    overdue: bool
    offered_at: datetime | None
    accepted_at: datetime | None
    blocked_at: datetime | None
    block_reason: DealBlockReason | None
    returned_at: datetime | None
    returned_by: str | None
    return_reason: DealReturnReason | None
    returned_to: str | None
    settled_at: datetime | None
    settled_by: str | None
    skip_reason: DealSkipReason | None
    late: DealLateness | None
    level: DealLevel | None
    mine: bool


class StripNow(DealLine):
    """A deal whole: who holds the ball, since when, what is late, and every step with its times."""

    template: str
    template_version: int
    template_scope: str
    opened_at: datetime
    opened_by: str
    promise: Promise | None
    tasks: list[TaskNow]
    team: tuple[Member, ...]
    groups: tuple[WorkingGroup, ...]
    happened: tuple[Flag, ...]
    ended_at: datetime | None
    ended_by: str | None
    days: int | None
    cancel_reason: DealCancelReason | None
    mine: bool
    may_lead: bool


class DepartmentTask(TaskNow):
    """A task in the list of a department, with what its deal is about."""

    deal: str
    product: str
    amount: int
    currency: str
    customer: str | None
    account_manager: str
    flags: int


class DepartmentPage(BaseModel):
    """A page of a department's tasks, the first due first; `next` asks for the one after it."""

    tasks: list[DepartmentTask]
    next: str | None


class StepWaits(BaseModel):
    """The seconds that a step waits until somebody takes it, and takes from there, of the last 200."""

    template: str
    step: str
    zh: str
    en: str
    department: Department
    waits: Figures
    works: Figures
    running: int


class DepartmentWaits(BaseModel):
    """The same for all steps of a department."""

    department: Department
    waits: Figures
    works: Figures
    running: int


class WaitsNow(BaseModel):
    """The waiting and working time of the steps of deals at a branch."""

    departments: list[DepartmentWaits]
    steps: list[StepWaits]


def line_of(deal: Deal, place: BranchPlace, today: str) -> DealLine:
    """Show a deal in a list."""
    names = {one.step: one for one in deal.steps}
    ball = [
        HolderNow(
            **one.model_dump(),
            zh=names[one.step].zh if one.step else None,
            en=names[one.step].en if one.step else None,
            late=one.due is not None and one.due < today,
        )
        for one in deal.ball
    ]
    kept = deal.model_dump(include=DealLine.model_fields.keys() - {"deal", "ball", "flags", "promised_on"})
    return DealLine(
        deal=deal.id,
        promised_on=deal.promise.promised_on if deal.promise else None,
        ball=ball,
        flags=count_raised(deal, place, today),
        **kept,
    )


def task_now(task: DealTask, today: str, *, mine: bool) -> TaskNow:
    """Show a task."""
    return TaskNow(
        overdue=task.held and task.due < today,
        mine=mine,
        **task.model_dump(include=TaskNow.model_fields.keys() - {"overdue", "mine"}),
    )


def strip_of(
    standing: Standing, place: BranchPlace, today: str, mine: set[str], *, owns: bool, leads: bool
) -> StripNow:
    """Show a deal whole; `mine` are the steps on which the one who asks may work."""
    deal = standing.deal
    own = {"tasks", "happened", "mine", "may_lead"}
    kept = deal.model_dump(include=StripNow.model_fields.keys() - DealLine.model_fields.keys() - own)
    return StripNow(
        **line_of(deal, place, today).model_dump(),
        **kept,
        happened=deal.flags,
        tasks=[task_now(task, today, mine=task.step in mine) for task in standing.tasks.values()],
        mine=owns,
        may_lead=leads,
    )
