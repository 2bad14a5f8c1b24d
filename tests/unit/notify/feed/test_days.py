"""Entries about the branch's day, notices and leaflets, and who gets them (P, E)."""

from services.notify.feed.domain.facts import facts_of
from services.notify.feed.domain.rule import Urgency
from services.notify.feed.domain.rules import recipients
from services.notify.feed.domain.sentences import say, values_of
from shared.contracts import lobby
from shared.contracts.base import Event
from tests.unit.notify.building import FULL, told

DAY = {"branch": "B001", "day": "2026-03-02", "by": "li.na"}
OPEN_ITEMS = {"overridden": True, "open_items": ("fire",), "override": lobby.OverrideReason.SUPPLIES_LATE}


def said(event: Event, staff: str) -> tuple[str, str]:
    (rule,) = [one.rule for one in recipients(event, FULL) if one.staff == staff]
    return say(rule.zh, values_of(event, facts_of(event)), "zh"), say(
        rule.en, values_of(event, facts_of(event)), "en"
    )


def test_the_head_learns_at_once_that_a_branch_opened_with_mandatory_items_open() -> None:
    opened = lobby.BranchDayOpened(**DAY, **OPEN_ITEMS)
    assert told(opened) == {"head": (Urgency.URGENT, False)}
    assert said(opened, "head") == (
        "li.na在检查未完成时开门，原因：物资未到。",
        "li.na opened with mandatory items open: supplies are late.",
    )
    assert told(lobby.BranchDayOpened(**DAY, overridden=False)) == {"head": (Urgency.INFO, False)}


def test_manager_and_head_learn_that_a_customer_came_before_the_opening() -> None:
    early = lobby.BranchNotOpened(branch="B001", day="2026-03-02", visit="v1")
    assert told(early) == {"lobby": (Urgency.URGENT, False), "head": (Urgency.NOTICE, False)}


def test_the_head_learns_that_the_branch_closed_and_both_when_midnight_did_it() -> None:
    assert told(lobby.BranchDayClosed(**DAY, overridden=False)) == {"head": (Urgency.INFO, False)}
    assert told(lobby.BranchDayClosed(**DAY, **OPEN_ITEMS)) == {"head": (Urgency.NOTICE, False)}
    by_midnight = lobby.BranchDayClosed(**{**DAY, "by": "system"}, overridden=False)
    assert told(by_midnight) == {"lobby": (Urgency.URGENT, False), "head": (Urgency.URGENT, False)}


def test_the_preparations_are_worth_a_word_when_something_has_expired_or_is_short() -> None:
    def begun(expired: int, low: int) -> lobby.PreparationsBegan:
        return lobby.PreparationsBegan(**DAY, expired_notices=expired, low_leaflets=low)

    assert told(begun(0, 0)) == {}
    assert told(begun(0, 2)) == {"lobby": (Urgency.NOTICE, False)}
    assert said(begun(1, 0), "lobby")[0] == "营业前准备：过期公告 1 张，宣传材料不足 0 种。"


def test_the_manager_learns_of_expired_notices_and_of_leaflets_that_run_short() -> None:
    expired = lobby.NoticeExpired(branch="B001", notice="n1", until="2026-03-01")
    assert told(expired) == {"lobby": (Urgency.NOTICE, False)}
    low = lobby.LeafletsLow(branch="B001", leaflet="l1", product="wealth", stock=3, minimum=5)
    assert said(low, "lobby")[1] == "Leaflets on wealth management are short: 3 left. Please fill up."
