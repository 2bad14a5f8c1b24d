"""Deals (A4): their documents, their tasks, and their refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, computed_field

from services.referral.deals.domain.templates import Step
from shared.contracts.referral import (
    DealBlockReason,
    DealCancelReason,
    DealFlagCause,
    DealLateness,
    DealLevel,
    DealReturnReason,
    DealSkipReason,
    DealState,
    DealTaskState,
    DealTeamPurpose,
    Department,
    PromiseBasis,
)
from shared.contracts.words import Role
from shared.domain import Document
from shared.errors import NotFound, Refusal

ROLES = {
    Department.BACK_OFFICE: Role.BACK_OFFICE,
    Department.RISK: Role.RISK,
    Department.PRODUCT_DESK: Role.PRODUCT_DESK,
    Department.BRANCH: None,
}
"""The role of a department's people; None for the branch, whose tasks are the account manager's."""
ACTIVE = (DealTaskState.OFFERED, DealTaskState.ACCEPTED, DealTaskState.BLOCKED)
SETTLED = (DealTaskState.DONE, DealTaskState.CANCELLED)


class DealEnded(Refusal):
    code, status = "deal_ended", 409
    en, zh = "This deal has ended.", "该业务已结束。"


class DealNotDone(Refusal):
    code, status = "deal_not_done", 409
    en, zh = "A deal is closed when all its steps are done or left out.", "所有环节完成或免除后方可办结。"


class TaskNotBegun(Refusal):
    code, status = "deal_task_not_begun", 409
    en, zh = "This step waits for others that are not done yet.", "该环节的前序环节尚未完成。"


class TaskTaken(Refusal):
    code, status = "deal_task_taken", 409
    en, zh = "A colleague took this step already.", "该环节已由同事受理。"


class TaskNotTaken(Refusal):
    code, status = "deal_task_not_taken", 409
    en, zh = "Take this step first.", "请先受理该环节。"


class TaskNotYours(Refusal):
    code, status = "deal_task_not_yours", 403
    en, zh = "A colleague has this step.", "该环节由同事办理。"


class TaskNotBlocked(Refusal):
    code, status = "deal_task_not_blocked", 409
    en, zh = "This step is not blocked.", "该环节未受阻。"


class TaskBlocked(Refusal):
    code, status = "deal_task_blocked", 409
    en, zh = "This step is blocked; let it go on first.", "该环节受阻，请先恢复。"


class TaskSettled(Refusal):
    code, status = "deal_task_settled", 409
    en, zh = "This step is done or left out.", "该环节已完成或已免除。"


class TaskNotReturned(Refusal):
    code, status = "deal_task_not_returned", 409
    en, zh = "This step was not returned to the account manager.", "该环节未退回客户经理。"


class Member(BaseModel):
    """A member of a deal's team."""

    model_config = ConfigDict(frozen=True)

    staff: str
    purpose: DealTeamPurpose


class WorkingGroup(BaseModel):
    """Members who work together for a purpose until the end of a day."""

    model_config = ConfigDict(frozen=True)

    id: str
    purpose: DealTeamPurpose
    members: tuple[str, ...]
    ends_on: str
    ended: bool = False


class Flag(BaseModel):
    """Something that happened with the customer or with the product, whose `product_version` is another one
    then; a complaint has `ended_at` when it is settled."""

    model_config = ConfigDict(frozen=True)

    cause: DealFlagCause
    at: datetime
    visit: str | None = None
    case: str | None = None
    product_version: int | None = None
    ended_at: datetime | None = None


class Holder(BaseModel):
    """One who holds the ball for `step`: a `department`, or its `owner` who has taken it; the account manager
    for a step that was returned to them, and for none where a deal waits to be closed."""

    model_config = ConfigDict(frozen=True)

    step: str | None
    department: Department
    owner: str | None
    state: DealTaskState | None
    since: datetime
    due: str | None


class Promise(BaseModel):
    """The day on which a deal is promised to be done, with the likely one; `short` are the steps of which
    there is too little history."""

    model_config = ConfigDict(frozen=True)

    promised_on: str
    likely_on: str
    basis: PromiseBasis
    short: tuple[str, ...] = ()


class Deal(Document):
    """A piece of business. `amount` is in the hundredth of the `currency`; `steps` are those of the version
    of the template that it began with; `ball` says who holds it, `days` are working days. `opened_for` is the
    file of the customer, which may have been merged since."""

    collection: ClassVar[str] = "deals"

    branch: str
    correlation: str
    product: str
    amount: int
    currency: str
    customer: str | None
    opened_for: str | None
    account_manager: str
    prospect: str | None = None
    template: str
    template_version: int
    template_scope: str
    steps: tuple[Step, ...]
    state: DealState = DealState.OPEN
    opened_at: datetime
    opened_by: str
    opened_on: str
    promise: Promise | None = None
    ball: tuple[Holder, ...] = ()
    team: tuple[Member, ...] = ()
    groups: tuple[WorkingGroup, ...] = ()
    flags: tuple[Flag, ...] = ()
    ended_at: datetime | None = None
    ended_by: str | None = None
    days: int | None = None
    cancel_reason: DealCancelReason | None = None

    @property
    def correlation_id(self) -> str:
        return self.correlation

    @computed_field  # type: ignore[prop-decorator]
    @property
    def place(self) -> str:
        """The place in a list by the moment of the opening."""
        return f"{self.opened_at.astimezone(UTC):%Y%m%dT%H%M%S%f}~{self.id}"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def members(self) -> tuple[str, ...]:
        """The staff ids of the team."""
        return tuple(one.staff for one in self.team)

    def must_be_open(self) -> None:
        """Raises `DealEnded`."""
        if self.state is not DealState.OPEN:
            raise DealEnded


class DealTask(Document):
    """A task of a deal, for one step; the id is ``<deal>:<step>``. `desk` is the department that has it now,
    the branch where it was returned to the account manager. `round` counts how often it was offered; `level`
    is how far up it was brought for being `late`; `returned_to` is the step before it."""

    collection: ClassVar[str] = "deal_tasks"

    branch: str
    deal: str
    correlation: str
    product: str
    template: str
    step: str
    zh: str
    en: str
    department: Department
    after: tuple[str, ...] = ()
    days: int
    state: DealTaskState = DealTaskState.WAITING
    desk: Department | None = None
    owner: str | None = None
    round: int = 0
    due: str
    offered_at: datetime | None = None
    offered_on: str | None = None
    accepted_at: datetime | None = None
    blocked_at: datetime | None = None
    block_reason: DealBlockReason | None = None
    returned_at: datetime | None = None
    returned_by: str | None = None
    return_reason: DealReturnReason | None = None
    returned_to: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    skip_reason: DealSkipReason | None = None
    late: DealLateness | None = None
    level: DealLevel | None = None

    @property
    def correlation_id(self) -> str:
        return self.correlation

    @property
    def timer(self) -> str:
        """The id of the timer that looks whether it is late."""
        return f"deal_task:{self.id}"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def place(self) -> str:
        """The place in a list by the day on which it is due."""
        return f"{self.due}~{self.id}"

    @property
    def held(self) -> bool:
        """True while a department or the account manager has it."""
        return self.desk is not None

    @property
    def with_manager(self) -> bool:
        """True if it was returned to the account manager."""
        return self.state is DealTaskState.RETURNED and self.returned_to is None


@dataclass(frozen=True)
class Standing:
    """A deal with all its tasks, by step."""

    deal: Deal
    tasks: Mapping[str, DealTask]

    def task(self, step: str) -> DealTask:
        """Return the task of a step. Raises `NotFound`."""
        if step not in self.tasks:
            raise NotFound(f"deals/{self.deal.id}/tasks/{step[:64]}")
        return self.tasks[step]

    def can_begin(self, task: DealTask) -> bool:
        """Return whether all that a task depends on is settled."""
        return all(self.tasks[step].state in SETTLED for step in task.after)

    @property
    def is_done(self) -> bool:
        """True if every task is settled."""
        return all(task.state in SETTLED for task in self.tasks.values())


def task_id(deal: str, step: str) -> str:
    """Return the id of the task of a step."""
    return f"{deal}:{step}"
