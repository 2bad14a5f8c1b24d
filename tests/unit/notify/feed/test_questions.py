"""Questions of entries end with their answer, whoever gave it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from services.notify.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.notify.feed.domain.entries import Entry
from services.notify.feed.domain.questions import ASKINGS, answered_by, asked_by
from services.notify.feed.domain.rules import RULES
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.feeds import Feed
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.lobby import Lack
from shared.contracts.words import Role
from tests.unit.acting import World
from tests.unit.notify.building import NOW, case, sample

ROLES: Mapping[str, Role] = {
    "li.na": Role.LOBBY_MANAGER,
    "zhao.min": Role.BRANCH_HEAD,
    "qian.duo": Role.REGION_HEAD,
    "chen.jie": Role.ACCOUNT_MANAGER,
    "sun.yue": Role.ACCOUNT_MANAGER,
}
HOUR = timedelta(hours=1)


def branch() -> World:
    members = tuple(Member(staff=staff, roles=(role,), present=True) for staff, role in ROLES.items())
    return World("notify", Directory(id="B001", members=members), *(Feed(id=staff) for staff in ROLES))


def entries(world: World, kind: str, staff: str | None = None) -> list[Entry]:
    found = [one for one in world.documents.values() if isinstance(one, Entry) and one.kind == kind]
    return [one for one in found if staff in (None, one.staff)]


async def receive(world: World, event: Event, actor: str = "system") -> None:
    await world.act_together([(EVENT_HANDLERS[type(event)], event)], actor=actor)


def offered(number: str = "R1") -> referral.ReferralOffered:
    return referral.ReferralOffered(
        branch="B001", referral=number, visit="v1", need="wealth", account_manager="chen.jie", round=1,
        answer_by=NOW, covered_by="sun.yue",
    )  # fmt: skip


def accepted(number: str = "R1", **more: str) -> referral.ReferralAccepted:
    return referral.ReferralAccepted(
        branch="B001", referral=number, visit="v1", account_manager="chen.jie", found_by="li.na", **more
    )


def declined() -> referral.ReferralDeclined:
    return referral.ReferralDeclined(
        branch="B001", referral="R1", account_manager="chen.jie", reason="no_time"
    )


def expired() -> referral.ReferralExpired:
    return referral.ReferralExpired(branch="B001", referral="R1", account_manager="chen.jie")


@pytest.mark.parametrize("answer", [accepted(), declined(), expired()], ids=lambda one: one.name())
async def test_an_answered_offer_asks_neither_the_manager_nor_the_cover(answer: Event) -> None:
    world = branch()
    await receive(world, offered())
    await receive(world, answer)
    assert {one.staff: one.answer for one in entries(world, "referral_offered")} == {
        "chen.jie": answer.name(),
        "sun.yue": answer.name(),
    }


async def test_another_referral_and_an_offer_that_comes_again_are_still_asked() -> None:
    world = branch()
    await receive(world, offered("R2"))
    await receive(world, offered())
    await receive(world, declined())
    await receive(world, offered())
    assert [one.answer for one in entries(world, "referral_offered", "chen.jie")] == [
        None,
        "referral_declined",
        None,
    ]


async def test_an_offer_and_its_answer_in_one_batch_are_settled() -> None:
    world = branch()
    handled = [(EVENT_HANDLERS[type(event)], event) for event in (offered(), accepted())]
    await world.act_together(handled)
    assert {one.answer for one in entries(world, "referral_offered")} == {"referral_accepted"}


async def test_an_assigned_referral_asks_its_head_for_no_decision_and_nobody_above() -> None:
    world = branch()
    escalated = referral.ReferralEscalated(
        branch="B001", referral="R1", visit="v1", need="wealth", asked=("chen.jie",), found_by="li.na"
    )
    await receive(world, escalated)
    assert [one.waits for one in entries(world, "referral_escalated", "zhao.min")] == [True]
    await receive(world, accepted(assigned_by="zhao.min"))
    await world.wait(HOUR, TIMER_HANDLERS)
    assert [one.waits for one in entries(world, "referral_escalated", "zhao.min")] == [False]
    assert entries(world, "unacknowledged") == []


async def test_what_those_above_were_told_is_settled_too() -> None:
    world = branch()
    lack = {"branch": "B001", "reason": Lack.NEED_NOT_SERVED, "need": "deposit"}
    await receive(world, lobby.CustomersStranded(**lack, waiting=1, longest=("A001",)))
    await world.wait(timedelta(minutes=4), TIMER_HANDLERS)
    assert [one.waits for one in entries(world, "unacknowledged", "zhao.min")] == [True]
    await receive(world, lobby.StrandingEnded(**{**lack, "need": "loan"}))
    assert [one.waits for one in entries(world, "unacknowledged", "zhao.min")] == [True]
    await receive(world, lobby.StrandingEnded(**lack))
    assert [one.waits for one in entries(world, "unacknowledged", "zhao.min")] == [False]
    assert [one.waits for one in entries(world, "customers_stranded")] == [False]


async def test_a_complaint_taken_over_is_still_noted_by_the_others() -> None:
    world = branch()
    await receive(world, case("zhao.min"))
    taken = customer.CaseTakenOver(branch="B001", case="k1", case_owner="zhao.min")
    await receive(world, taken, actor="staff:zhao.min")
    (own,) = entries(world, "case_opened", "zhao.min")
    (other,) = entries(world, "case_opened", "li.na")
    assert (own.answer, own.waits) == ("case_taken_over", False)
    assert (other.answer, other.waits) == ("case_taken_over", True)


def test_every_kind_that_is_asked_about_is_told_and_every_answer_names_the_same_things() -> None:
    kinds = {rule.kind for rules in RULES.values() for rule in rules}
    for asking in ASKINGS:
        assert set(asking.kinds) <= kinds
        asks = [event for event in RULES if set(asking.kinds) & set(asked_by(sample(event, full=True)))]
        assert asks
        for event in (*asks, *asking.answers):
            assert set(asking.of) <= event.model_fields.keys(), event
            assert not set(asked_by(sample(event, full=True)).values()) & set(
                answered_by(sample(event, full=True))
            ), "an event answers no question that it asks"
