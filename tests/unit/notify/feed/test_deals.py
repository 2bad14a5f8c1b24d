"""Notifications about deals: the department, the account manager, and the levels above (A4)."""

from typing import Any

import pytest

from services.notify.feed.domain.facts import facts_of
from services.notify.feed.domain.rule import Urgency
from services.notify.feed.domain.rules import SHOWN, recipients
from services.notify.feed.domain.sentences import say, values_of
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts import referral
from shared.contracts.base import Event
from shared.contracts.referral import (
    DealFlagCause,
    DealLateness,
    DealLevel,
    DealReturnReason,
    DealSkipReason,
    Department,
)
from shared.contracts.words import Role

PEOPLE = {
    "am.1": Role.ACCOUNT_MANAGER,
    "am.2": Role.ACCOUNT_MANAGER,
    "head": Role.BRANCH_HEAD,
    "region": Role.REGION_HEAD,
    "risk.1": Role.RISK,
    "risk.2": Role.RISK,
    "office": Role.BACK_OFFICE,
}
BRANCH = Directory(
    id="B1", members=tuple(Member(staff=staff, roles=(role,), present=True) for staff, role in PEOPLE.items())
)
DEAL: dict[str, Any] = {
    "branch": "B1",
    "deal": "D1",
    "customer": "C1",
    "account_manager": "am.1",
    "product": "home_loan",
}
TASK: dict[str, Any] = {
    **DEAL,
    "task": "D1:credit",
    "step": "credit",
    "step_zh": "授信审查",
    "step_en": "Credit review",
    "department": Department.RISK,
    "role": Role.RISK,
    "deal_owner": None,
    "due": "2026-03-04",
    "template": "loan",
    "round": 1,
}
OF_BRANCH = {**TASK, "department": Department.BRANCH, "role": None}


def told(event: Event) -> set[str]:
    return {one.staff for one in recipients(event, BRANCH)}


def said(event: Event, language: str) -> str:
    (one, *_) = recipients(event, BRANCH)
    template = one.rule.zh if language == "zh" else one.rule.en
    return say(template, values_of(event, facts_of(event)), language)


def test_a_task_is_offered_to_its_department_and_the_branch_s_to_the_account_manager() -> None:
    assert told(referral.DealTaskOffered(**TASK)) == {"risk.1", "risk.2"}
    assert told(referral.DealTaskOffered(**OF_BRANCH)) == {"am.1"}


def test_the_account_manager_hears_of_what_others_do_and_not_of_their_own() -> None:
    taken = {"waited_seconds": 60}
    assert told(referral.DealTaskAccepted(**{**TASK, "deal_owner": "risk.1"}, **taken)) == {"am.1"}
    assert told(referral.DealTaskAccepted(**{**OF_BRANCH, "deal_owner": "am.1"}, **taken)) == set()


@pytest.mark.parametrize(
    ("back", "zh"), [("papers", "转回“收集材料”"), (None, "授信审查（home_loan），材料不全")]
)
def test_a_return_says_why_and_where_it_went(back: str | None, zh: str) -> None:
    names = {"returned_to": back, "returned_to_zh": "收集材料" if back else "", "returned_to_en": "Papers"}
    event = referral.DealTaskReturned(
        **TASK, **names, reason=DealReturnReason.INCOMPLETE, returned_by="risk.1", days=1
    )
    (recipient,) = recipients(event, BRANCH)
    assert (recipient.staff, recipient.rule.urgency) == ("am.1", Urgency.URGENT)
    assert zh in said(event, "zh")
    assert ("转回" in said(event, "zh")) == (back is not None)


@pytest.mark.parametrize("what", DealLateness)
@pytest.mark.parametrize(
    ("level", "owner", "who"),
    [
        (DealLevel.DEPARTMENT, None, {"risk.1", "risk.2"}),
        (DealLevel.DEPARTMENT, "risk.1", {"risk.1"}),
        (DealLevel.ACCOUNT_MANAGER, "risk.1", {"am.1"}),
        (DealLevel.BRANCH_HEAD, None, {"head"}),
        (DealLevel.REGION_HEAD, None, {"region"}),
    ],
)
def test_what_is_late_is_told_to_the_level_that_it_has_come_to(
    what: DealLateness, level: DealLevel, owner: str | None, who: set[str]
) -> None:
    event = referral.DealTaskOverdue(**{**TASK, "deal_owner": owner}, what=what, level=level)
    assert told(event) == who
    assert "Credit review" in said(event, "en")


def test_a_late_task_of_the_branch_is_the_account_manager_s() -> None:
    event = referral.DealTaskOverdue(**OF_BRANCH, what=DealLateness.NOT_TAKEN, level=DealLevel.DEPARTMENT)
    assert told(event) == {"am.1"}


def test_the_owner_of_a_task_hears_that_it_is_left_out() -> None:
    left = {"reason": DealSkipReason.DEAL_ENDED, "cancelled_by": "am.1"}
    assert told(referral.DealTaskCancelled(**{**TASK, "deal_owner": "risk.1"}, **left)) == {"risk.1"}
    assert told(referral.DealTaskCancelled(**TASK, **left)) == set()


@pytest.mark.parametrize(
    ("cause", "zh"),
    [
        (DealFlagCause.COMPLAINT, "刚刚投诉"),
        (DealFlagCause.HALL_VISIT, "正在厅堂"),
        (DealFlagCause.RERATED, "风险等级已调整"),
    ],
)
def test_the_account_manager_hears_at_once_what_happens_with_customer_or_product(
    cause: DealFlagCause, zh: str
) -> None:
    event = referral.DealFlagged(**DEAL, flag=cause, visit="V1")
    assert told(event) == {"am.1"}
    assert zh in said(event, "zh")


def test_what_a_department_does_not_answer_goes_to_the_head() -> None:
    assert [one.staff for one in BRANCH.superiors("office")] == ["head"]
    without = Directory(id="B1", members=tuple(one for one in BRANCH.members if one.staff != "office"))
    assert [one.staff for one in without.having_or_above(Role.BACK_OFFICE)] == ["head"]


def test_the_pages_of_the_branch_look_again_when_a_task_moves() -> None:
    assert {referral.DealTaskOffered, referral.DealTaskDone, referral.DealFlagged} <= SHOWN
