"""Notifications of departments: the desk is the bank's, others are told at the branches that they serve."""

from typing import Any

from services.notify.feed.domain.entries import Entry
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import Enrolment
from shared.contracts import lobby, referral
from shared.contracts.base import Event
from shared.contracts.referral import DeskStep, MarketTopic
from shared.contracts.words import DeviceKind, Role
from tests.unit.notify.building import NOW
from tests.unit.notify.feed.test_deals import TASK
from tests.unit.served import Served

NEED: dict[str, Any] = {"branch": "B1", "desk_need": "N1", "need": "wealth", "count": 1}
ABOUT = ("desk_", "market_", "deal_", "device_")


async def bank() -> Served:
    """A bank with a branch, a head office, and departments that work at one of them or at both."""
    world = Served("notify", now=NOW)
    for staff, role, *branches in (
        ("desk.1", Role.PRODUCT_DESK, "HQ"),
        ("desk.2", Role.PRODUCT_DESK, "HQ", "B1"),
        ("risk.1", Role.RISK, "HQ", "B1"),
        ("risk.2", Role.RISK, "HQ"),
        ("region", Role.REGION_HEAD, "B1"),
        ("am.1", Role.ACCOUNT_MANAGER, "B1"),
    ):
        await world.do(EnrolStaff(Enrolment(staff, staff, (role,), tuple(branches), "hash")))
    return world


async def told(world: Served, event: Event) -> dict[str, int]:
    """Tell notify of an event, and count the entries about such things that each person has had by then."""
    await world.tell(event)
    kept = [raw["staff"] for raw in world.store.raws(Entry.collection) if raw["kind"].startswith(ABOUT)]
    return {staff: kept.count(staff) for staff in kept}


async def test_the_desk_is_told_once_of_every_branch_wherever_it_is_enrolled() -> None:
    world = await bank()
    raised = referral.DeskNeedRaised(**NEED, asking="A1", raised_by="am.1", answer_by="2026-03-14")
    assert await told(world, raised) == {"desk.1": 1, "desk.2": 1}
    noted = referral.MarketNoted(branch="B1", note="M1", noted_by="am.1", topic=next(iter(MarketTopic)))
    assert await told(world, noted) == {"desk.1": 2, "desk.2": 2}
    late = referral.DeskNeedOverdue(**NEED, what=DeskStep.ANSWER, due="2026-03-04")
    assert await told(world, late) == {"desk.1": 3, "desk.2": 3, "region": 1}


async def test_who_has_left_the_desk_is_told_no_more() -> None:
    world = await bank()
    await world.do(EnrolStaff(Enrolment("desk.1", "desk.1", (), None)))
    raised = referral.DeskNeedRaised(**NEED, asking="A1", raised_by="am.1", answer_by="2026-03-14")
    assert await told(world, raised) == {"desk.2": 1}


async def test_a_department_is_told_of_the_deals_of_each_branch_that_it_serves_and_of_no_other() -> None:
    world = await bank()
    assert await told(world, referral.DealTaskOffered(**TASK)) == {"risk.1": 1}
    elsewhere = {**TASK, "branch": "HQ"}
    assert await told(world, referral.DealTaskOffered(**elsewhere)) == {"risk.1": 2, "risk.2": 1}


async def test_operations_are_told_of_machines_though_they_belong_to_no_branch() -> None:
    world = await bank()
    await world.do(EnrolStaff(Enrolment("ops.2", "ops.2", (Role.OPS,), (), "hash")))
    right = lobby.DeviceClockRight(branch="B1", device="K1", kind=DeviceKind.KIOSK)
    assert await told(world, right) == {"ops.2": 1}
