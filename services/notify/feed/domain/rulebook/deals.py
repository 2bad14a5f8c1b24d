"""Rows about deals and their tasks in the departments (A4)."""

from collections.abc import Callable

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, RoleOf, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event
from shared.contracts.referral import DealFlagCause, DealLateness, DealLevel
from shared.contracts.words import Role

MANAGER, OWNER, MEMBER = Named("account_manager"), Named("deal_owner"), Named("member")
DEPARTMENT, REGION = RoleOf("role"), Role.REGION_HEAD
COMPLAINT, HALL_VISIT, RERATED = DealFlagCause.COMPLAINT, DealFlagCause.HALL_VISIT, DealFlagCause.RERATED
LEVELS = {
    DealLateness.NOT_TAKEN: (
        "deal_task_not_taken",
        "业务环节无人受理：{step_zh}（{product}），部门：{department}，截止{due}。",
        "Nobody took a step of a deal: {step_en} ({product}), for {department}, due {due}.",
    ),
    DealLateness.NOT_DONE: (
        "deal_task_late",
        "业务环节逾期：{step_zh}（{product}），部门：{department}，截止{due}。",
        "A step of a deal is late: {step_en} ({product}), with {department}, due {due}.",
    ),
}


def of_department(event: Event) -> bool:
    """Return whether people of a department have the task."""
    return getattr(event, "role", None) is not None


def of_manager(event: Event) -> bool:
    """Return whether the account manager has the task."""
    return not of_department(event)


def by_another(event: Event) -> bool:
    """Return whether another than the account manager has the task."""
    return getattr(event, "deal_owner", None) != getattr(event, "account_manager", None)


def flagged_by(cause: DealFlagCause) -> Callable[[Event], bool]:
    """Build the condition that a deal was flagged for this cause."""
    return lambda event: getattr(event, "flag", None) is cause


def _at(level: DealLevel, what: DealLateness) -> Callable[[Event], bool]:
    """Build the condition that a task which is late in this way has come to this level."""
    return lambda event: getattr(event, "level", None) is level and getattr(event, "what", None) is what


def _both(first: Callable[[Event], bool], second: Callable[[Event], bool]) -> Callable[[Event], bool]:
    return lambda event: first(event) and second(event)


def _owned(condition: Callable[[Event], bool], owned: bool) -> Callable[[Event], bool]:
    return lambda event: condition(event) and (getattr(event, "deal_owner", None) is not None) is owned


def _late(what: DealLateness) -> tuple[Rule, ...]:
    """Build the rows of a lateness, from the region head down to who has the task."""
    kind, zh, en = LEVELS[what]
    department = _at(DealLevel.DEPARTMENT, what)
    return (
        Rule(REGION, URGENT, kind, zh, en, when=_at(DealLevel.REGION_HEAD, what)),
        Rule(HEAD, URGENT, kind, zh, en, when=_at(DealLevel.BRANCH_HEAD, what)),
        Rule(MANAGER, URGENT, kind, zh, en, when=_at(DealLevel.ACCOUNT_MANAGER, what)),
        Rule(OWNER, URGENT, kind, zh, en, when=_owned(department, True)),
        Rule(DEPARTMENT, URGENT, kind, zh, en, when=_both(_owned(department, False), of_department)),
        Rule(MANAGER, URGENT, kind, zh, en, when=_both(_owned(department, False), of_manager)),
    )


ROWS: Rows = {
    referral.DealOpened: (
        Rule(
            HEAD, INFO, "deal_opened",
            "{account_manager}开立业务：{product}，预计{promised_on}办结。",
            "{account_manager} opened a deal: {product}, expected by {promised_on}.",
        ),
    ),
    referral.DealTaskOffered: (
        Rule(
            DEPARTMENT, NOTICE, "deal_task_offered",
            "业务环节待受理：{step_zh}（{product}），截止{due}。",
            "A step of a deal waits to be taken: {step_en} ({product}), due {due}.",
            when=of_department,
        ),
        Rule(
            MANAGER, NOTICE, "deal_task_offered",
            "业务环节轮到您：{step_zh}（{product}），截止{due}。",
            "A step of your deal is yours: {step_en} ({product}), due {due}.",
            when=of_manager,
        ),
    ),
    referral.DealTaskAccepted: (
        Rule(
            MANAGER, INFO, "deal_task_accepted",
            "{deal_owner}（{department}）已受理：{step_zh}，截止{due}。",
            "{deal_owner} of {department} took {step_en}, due {due}.",
            when=by_another,
        ),
    ),
    referral.DealTaskBlocked: (
        Rule(
            MANAGER, URGENT, "deal_task_blocked",
            "业务受阻：{step_zh}（{product}），{reason}。",
            "A deal is blocked at {step_en} ({product}): {reason}.",
        ),
    ),
    referral.DealTaskUnblocked: (
        Rule(
            MANAGER, INFO, "deal_task_unblocked",
            "业务恢复办理：{step_zh}（{product}）。",
            "A deal goes on at {step_en} ({product}).",
            when=by_another,
        ),
    ),
    referral.DealTaskReturned: (
        Rule(
            MANAGER, URGENT, "deal_task_returned",
            "{department}退回业务环节：{step_zh}（{product}），{reason}[，转回“{returned_to_zh}”]。",
            "{department} returned {step_en} ({product}): {reason}[; it is back at “{returned_to_en}”].",
        ),
    ),
    referral.DealTaskDone: (
        Rule(
            MANAGER, INFO, "deal_task_done",
            "业务环节已完成：{step_zh}（{product}），{department}。",
            "A step of your deal is done: {step_en} ({product}), by {department}.",
            when=by_another,
        ),
    ),
    referral.DealTaskCancelled: (
        Rule(
            OWNER, NOTICE, "deal_task_cancelled",
            "业务环节已免除：{step_zh}（{product}），{reason}。",
            "A step of a deal is left out: {step_en} ({product}), {reason}.",
        ),
    ),
    referral.DealTaskOverdue: (*_late(DealLateness.NOT_TAKEN), *_late(DealLateness.NOT_DONE)),
    referral.DealPromiseMoved: (
        Rule(
            MANAGER, NOTICE, "deal_promise_moved",
            "业务预计办结日改为{promised_on}（{product}）：{step_zh}，{because}。",
            "A deal is now expected by {promised_on} ({product}): {step_en}, {because}.",
        ),
    ),
    referral.DealFlagged: (
        Rule(
            MANAGER, URGENT, "deal_flagged",
            "您在办业务（{product}）的客户刚刚投诉。",
            "The customer of your deal ({product}) has complained.",
            when=flagged_by(COMPLAINT),
        ),
        Rule(
            MANAGER, URGENT, "deal_flagged",
            "您在办业务（{product}）的客户正在厅堂。",
            "The customer of your deal ({product}) is in the hall.",
            when=flagged_by(HALL_VISIT),
        ),
        Rule(
            MANAGER, URGENT, "deal_flagged",
            "您在办业务的产品（{product}）风险等级已调整，办结前须重新确认适当性。",
            "The product of your deal ({product}) was rated anew: it closes if it suits the customer still.",
            when=flagged_by(RERATED),
        ),
    ),
    referral.DealTeamJoined: (
        Rule(
            MEMBER, NOTICE, "deal_team_joined",
            "您加入业务小组（{product}）：{purpose}，客户经理{account_manager}。",
            "You belong to the team of a deal ({product}): {purpose}, for {account_manager}.",
        ),
    ),
    referral.WorkingGroupEnded: (
        Rule(
            MANAGER, INFO, "working_group_ended",
            "业务工作小组已结束：{purpose}。",
            "A working group of your deal has ended: {purpose}.",
        ),
    ),
    referral.DealGiven: (
        Rule(
            MANAGER, NOTICE, "deal_given",
            "在办业务转由您负责：{product}，原客户经理{had_by}。",
            "A deal goes on with you: {product}, which {had_by} had.",
        ),
    ),
    referral.DealClosed: (
        Rule(
            HEAD, INFO, "deal_closed",
            "业务办结：{product}，客户经理{account_manager}，用时{days}个工作日。",
            "A deal is done: {product}, by {account_manager}, in {days} working {days|day|days}.",
        ),
    ),
    referral.DealCancelled: (
        Rule(
            HEAD, INFO, "deal_cancelled",
            "业务取消：{product}，客户经理{account_manager}，{reason}。",
            "A deal was given up: {product}, by {account_manager}, {reason}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.DealTemplatePublished,
    referral.DealTeamLeft,
    referral.WorkingGroupFormed,  # those who joined its team were told
)
