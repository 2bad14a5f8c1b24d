"""Notifications about contacts and needs: the account manager first, the head where it is theirs."""

from typing import Any

import pytest

from services.notify.feed.domain.facts import facts_of
from services.notify.feed.domain.rule import Urgency
from services.notify.feed.domain.rules import recipients
from services.notify.feed.domain.sentences import say, values_of
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts import customer
from shared.contracts.base import Event
from shared.contracts.customer import ExcuseReason, NeedState, StepKind
from shared.contracts.words import Role, Segment

BRANCH = Directory(
    id="B1",
    members=(
        Member(staff="am.1", name="陈静", roles=(Role.ACCOUNT_MANAGER,)),
        Member(staff="head", name="赵磊", roles=(Role.BRANCH_HEAD,)),
    ),
)
WHO: dict[str, Any] = {"branch": "B1", "customer": "C1", "masked_name": "王**", "account_manager": "am.1"}
STEP: dict[str, Any] = {"step": StepKind.CONTACT, "due": "2026-11-26"}
NEED: dict[str, Any] = {"branch": "B1", "customer": "C1", "need_id": "N1", "need": "mortgage"}


def told(event: Event) -> dict[str, tuple[Urgency, str, str]]:
    """The people who are told, how urgently, and the text in both languages."""
    values = values_of(event, facts_of(event))
    return {
        one.staff: (one.rule.urgency, say(one.rule.zh, values, "zh"), say(one.rule.en, values, "en"))
        for one in recipients(event, BRANCH)
    }


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (12, "还有12天到期", "due in 12 days"),
        (0, "今日到期", "due today"),
        (-3, "2026-11-26已到期", "due since 2026-11-26"),
    ],
)
def test_the_account_manager_is_told_at_once_who_waits(days: int, zh: str, en: str) -> None:
    event = customer.DueCustomerWaits(
        **WHO, **STEP, segment=Segment.VIP, visit="V1", ticket="V007", due_in_days=days
    )
    ((staff, (urgency, in_chinese, in_english)),) = told(event).items()
    assert (staff, urgency) == ("am.1", Urgency.URGENT)
    assert in_chinese.startswith("V007 正在厅堂等候")
    assert zh in in_chinese
    assert en in in_english


def test_what_is_overdue_is_the_manager_s_and_what_is_neglected_the_head_s() -> None:
    assert {who: one[0] for who, one in told(customer.ContactOverdue(**WHO, **STEP)).items()} == {
        "am.1": Urgency.NOTICE
    }
    assert set(told(customer.ContactNeglected(**WHO, due="2026-11-26"))) == {"head"}


@pytest.mark.parametrize(("was_overdue", "who"), [(True, {"head"}), (False, set())])
def test_the_head_is_told_of_an_excuse_for_what_was_overdue(was_overdue: bool, who: set[str]) -> None:
    event = customer.ContactExcused(
        **WHO, excuse=ExcuseReason.AWAY, until="2026-12-24", excused_by="am.1", was_overdue=was_overdue
    )
    assert set(told(event)) == who


def test_manager_and_head_are_told_of_a_portfolio_that_cannot_be_kept() -> None:
    event = customer.PortfolioOverbooked(
        branch="B1", account_manager="am.1", customers=900, contacts_per_week=210, slots_per_week=80
    )
    assert set(told(event)) == {"am.1", "head"}


@pytest.mark.parametrize(("stated_by", "who"), [("teller", {"am.1"}), ("am.1", set())])
def test_the_owner_is_told_of_a_need_that_somebody_else_heard(stated_by: str, who: set[str]) -> None:
    event = customer.NeedStated(**NEED, need_owner="am.1", stated_by=stated_by, due="2026-11-30")
    assert set(told(event)) == who


def test_owner_and_head_are_told_of_a_need_that_is_overdue() -> None:
    event = customer.NeedOverdue(**NEED, need_owner="am.1", state=NeedState.STATED, due="2026-11-26")
    said = told(event)
    assert set(said) == {"am.1", "head"}
    assert "房贷" in said["am.1"][1]
