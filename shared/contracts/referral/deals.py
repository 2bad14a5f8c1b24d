"""Events of deals: pieces of business with tasks in several departments."""

from pydantic import BaseModel

from shared.contracts.referral.base import ReferralEvent
from shared.contracts.referral.deal_words import (
    DealBlockReason,
    DealCancelReason,
    DealFlagCause,
    DealLateness,
    DealLevel,
    DealReturnReason,
    DealSkipReason,
    DealTeamPurpose,
    Department,
    PromiseMove,
)
from shared.contracts.words import Role


class DealTemplatePublished(ReferralEvent, zh="业务模板已发布", en="A template of deals was published"):
    """A version of a template of deals was published, by a branch or for the whole bank (A4)."""

    template: str
    template_version: int
    scope: str
    steps: int
    published_by: str


class DealOpened(ReferralEvent, zh="业务开立", en="A deal was opened"):
    """A piece of business was begun (A4), by a version of a template that it keeps. `amount` is in the
    hundredth of the `currency`; `promised_on` is a day of the branch."""

    deal: str
    product: str
    amount: int
    currency: str
    customer: str
    account_manager: str
    prospect: str | None
    template: str
    template_version: int
    promised_on: str | None
    opened_by: str | None = None


class TaskOfDeal(BaseModel):
    """The fields of every event of a task. `role` is that of the department's people, None where the account
    manager has the task; `round` counts from 1 how often the task was offered; `due` is a day."""

    deal: str
    task: str
    step: str
    step_zh: str
    step_en: str
    department: Department
    role: Role | None
    deal_owner: str | None
    due: str
    customer: str | None
    account_manager: str
    product: str
    template: str
    round: int


class DealTaskOffered(ReferralEvent, TaskOfDeal, zh="业务环节待受理", en="A step of a deal can begin"):
    """A task can begin, and waits for somebody of its department (A4). `put_back_by`: it was taken before."""

    put_back_by: str | None = None


class DealTaskAccepted(ReferralEvent, TaskOfDeal, zh="业务环节已受理", en="A step of a deal was taken"):
    """A person of the department took a task (A4), which had waited so many seconds."""

    waited_seconds: int


class DealTaskBlocked(ReferralEvent, TaskOfDeal, zh="业务环节受阻", en="A step of a deal is blocked"):
    """A task cannot go on (A4)."""

    reason: DealBlockReason
    blocked_by: str


class DealTaskUnblocked(ReferralEvent, TaskOfDeal, zh="业务环节恢复", en="A step of a deal goes on"):
    """A task goes on that was blocked (A4), for so many seconds."""

    unblocked_by: str
    blocked_seconds: int


class DealTaskReturned(ReferralEvent, TaskOfDeal, zh="业务环节退回", en="A step of a deal was returned"):
    """A task was returned, to the step before it, `returned_to`, or to the account manager (A4). `days` are
    the working days since it was offered."""

    reason: DealReturnReason
    returned_by: str
    returned_to: str | None = None
    returned_to_zh: str = ""
    returned_to_en: str = ""
    days: int


class DealTaskDone(ReferralEvent, TaskOfDeal, zh="业务环节完成", en="A step of a deal is done"):
    """A task is done (A4), so many seconds after it was taken and working days after it was offered."""

    done_by: str
    worked_seconds: int
    days: int
    in_time: bool


class DealTaskCancelled(ReferralEvent, TaskOfDeal, zh="业务环节免除", en="A step of a deal was left out"):
    """A task is left out (A4): what depends on it goes on without it. `days` are None for one that was not
    offered."""

    reason: DealSkipReason
    cancelled_by: str
    days: int | None = None


class DealTaskOverdue(ReferralEvent, TaskOfDeal, zh="业务环节超时", en="A step of a deal is late"):
    """A task was not taken or not done in time, and is brought before the next level (A4)."""

    what: DealLateness
    level: DealLevel


class DealPromiseMoved(ReferralEvent, zh="业务预计办结日变更", en="The promised day of a deal has moved"):
    """The day on which a deal is expected to be done has moved (A4), since something became of `step`."""

    deal: str
    customer: str | None
    account_manager: str
    product: str
    before: str | None
    promised_on: str
    because: PromiseMove
    step: str
    step_zh: str
    step_en: str


class DealFlagged(ReferralEvent, zh="业务客户有新动态", en="Something happened with a deal's customer"):
    """The customer of a deal complained, or is in the hall now (A4)."""

    deal: str
    customer: str
    account_manager: str
    product: str
    flag: DealFlagCause
    visit: str | None
    case: str | None = None


class DealTeamJoined(ReferralEvent, zh="加入业务小组", en="A colleague joined the team of a deal"):
    """A colleague belongs to the team of a deal, for a purpose (A4)."""

    deal: str
    product: str
    account_manager: str
    member: str
    purpose: DealTeamPurpose
    added_by: str


class DealTeamLeft(ReferralEvent, zh="离开业务小组", en="A colleague left the team of a deal"):
    """A colleague belongs to the team of a deal no longer (A4)."""

    deal: str
    member: str
    removed_by: str


class WorkingGroupFormed(ReferralEvent, zh="成立工作小组", en="A working group was formed"):
    """Members of a deal's team work together for a purpose, until the end of a day (A4)."""

    deal: str
    group: str
    purpose: DealTeamPurpose
    members: tuple[str, ...]
    ends_on: str
    account_manager: str
    formed_by: str


class WorkingGroupEnded(ReferralEvent, zh="工作小组结束", en="A working group has ended"):
    """The day of a working group has passed, or its deal has ended (A4)."""

    deal: str
    group: str
    purpose: DealTeamPurpose
    account_manager: str


class DealGiven(ReferralEvent, zh="业务移交", en="A deal goes on with another"):
    """A deal goes on with another account manager, as its customer does (A4). `tasks` are the ids of those
    that the account manager has now, and the one before had."""

    deal: str
    customer: str | None
    product: str
    account_manager: str
    had_by: str
    tasks: tuple[str, ...] = ()


class DealClosed(ReferralEvent, zh="业务办结", en="A deal is done"):
    """A deal is done (A4), so many working days after it was opened."""

    deal: str
    customer: str
    account_manager: str
    product: str
    amount: int
    currency: str
    prospect: str | None
    days: int
    closed_by: str | None = None


class DealCancelled(ReferralEvent, zh="业务取消", en="A deal was given up"):
    """A deal was given up (A4). `customer` is None where the file was closed."""

    deal: str
    customer: str | None
    account_manager: str
    prospect: str | None
    product: str
    reason: DealCancelReason
    cancelled_by: str | None = None
