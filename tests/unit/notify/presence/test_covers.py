"""The lobby manager steps off the floor, and somebody covers it until they are back (D3)."""

from datetime import timedelta

import pytest

from services.notify.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.notify.feed.domain.entries import Entry
from services.notify.feed.domain.rules import recipients
from services.notify.presence.commands import ChangePresence, HandOverFloor
from services.notify.sessions.commands import SignIn, SignOut
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.covers import CannotCover, NotOnTheFloor
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.staff import Enrolment
from shared.contracts.notify import CoverEnd, CoverEnded, FloorCovered, StaffSignedOff
from shared.contracts.words import Role
from tests.unit.acting import World
from tests.unit.notify.building import case

STAFF = {
    "li.na": (Role.LOBBY_MANAGER,),
    "wang.wei": (Role.TELLER,),
    "sun.li": (Role.ACCOUNT_MANAGER,),
    "zhao.min": (Role.BRANCH_HEAD,),
    "audit": (Role.AUDITOR,),
}
BRANCHES = ("B1", "B2")


async def at_work() -> World:
    """A world in which all staff are at work, at both branches."""
    world = World("notify")
    for staff, roles in STAFF.items():
        await world.do(EnrolStaff(Enrolment(staff, staff, roles, BRANCHES, "hash")))
        await world.do(SignIn(staff, f"session of {staff}"))
    world.published.clear()
    return world


async def step_out(world: World, cover: str | None = None, staff: str = "li.na", branch: str = "B1") -> None:
    await world.do(HandOverFloor(staff, branch, cover) if cover else ChangePresence(staff, False))


async def come_back(world: World, staff: str = "li.na") -> None:
    await world.do(ChangePresence(staff, True))


async def receive(world: World) -> None:
    """Bring the events of notify that it consumes itself back from the bus."""
    for one in list(world.published):
        if type(one.data) in (FloorCovered, CoverEnded):
            await world.act(
                EVENT_HANDLERS[type(one.data)], one.data, id=one.id, correlation_id=one.correlationid
            )
    world.published.clear()


def managers(world: World, branch: str) -> list[str]:
    return [one.staff for one in world.get(Directory, branch).having(Role.LOBBY_MANAGER)]


def feed(world: World, staff: str) -> list[str]:
    found = [one for one in world.documents.values() if isinstance(one, Entry) and one.staff == staff]
    return [one.kind for one in sorted(found, key=lambda one: one.n)]


def ended(world: World) -> list[tuple[str, str, CoverEnd]]:
    return [(one.absent, one.cover, one.reason) for one in world.events(CoverEnded)]  # type: ignore[attr-defined]


async def test_the_cover_is_the_lobby_manager_of_that_branch_and_of_no_other() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    assert managers(world, "B1") == ["li.na", "wang.wei"]
    assert managers(world, "B2") == ["li.na"]
    off = {one.branch: one.cover for one in world.events(StaffSignedOff)}  # type: ignore[attr-defined]
    assert off == {"B1": "wang.wei", "B2": None}
    (covered,) = world.events(FloorCovered)
    assert (covered.branch, covered.absent, covered.cover) == ("B1", "li.na", "wang.wei")


async def test_the_cover_is_asked_and_who_is_away_is_told_but_not_asked() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    told = {one.staff: one.asked for one in recipients(case(None), world.get(Directory, "B1"))}
    assert told == {"li.na": False, "wang.wei": True, "zhao.min": True}
    await come_back(world)
    told = {one.staff: one.asked for one in recipients(case(None), world.get(Directory, "B1"))}
    assert told == {"li.na": True, "zhao.min": True}


async def test_the_cover_is_asked_to_confirm_and_the_head_knows_who_it_is() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    await receive(world)
    assert feed(world, "wang.wei") == ["floor_covered"]
    assert world.get(Entry, "wang.wei:1").waits
    assert feed(world, "zhao.min") == ["floor_covered_for_head"]
    await world.wait(timedelta(minutes=3), dict(TIMER_HANDLERS))
    assert feed(world, "zhao.min") == ["floor_covered_for_head", "unacknowledged"]


async def test_who_is_back_needs_no_cover_and_the_cover_is_told() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    await come_back(world)
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.BACK)]
    assert managers(world, "B1") == ["li.na"]
    await receive(world)
    assert feed(world, "wang.wei") == ["floor_covered", "cover_ended"]


async def test_signing_in_again_is_coming_back() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    await world.do(SignOut("li.na", "session of li.na"))
    assert managers(world, "B1") == ["li.na", "wang.wei"]
    await world.do(SignIn("li.na", "another"))
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.BACK)]


@pytest.mark.parametrize("how", ["steps out", "signs out", "shift is over"])
async def test_a_cover_who_leaves_covers_nobody_and_head_and_manager_are_told(how: str) -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    world.published.clear()
    if how == "steps out":
        await step_out(world, staff="wang.wei")
    elif how == "signs out":
        await world.do(SignOut("wang.wei", "session of wang.wei"))
    else:
        await world.wait(timedelta(hours=12), dict(TIMER_HANDLERS))
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.COVER_LEFT)]
    assert managers(world, "B1") == ["li.na"]
    await receive(world)
    assert [feed(world, staff)[-1] for staff in ("zhao.min", "li.na")] == ["floor_uncovered"] * 2


async def test_another_cover_may_be_named_and_the_same_again_changes_nothing() -> None:
    world = await at_work()
    for cover in ("wang.wei", "wang.wei", "sun.li"):
        await step_out(world, cover)
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.REPLACED)]
    assert len(world.events(FloorCovered)) == 2
    assert managers(world, "B1") == ["li.na", "sun.li"]


async def test_leaving_without_naming_anybody_keeps_the_cover_that_there_is() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    await step_out(world)
    assert managers(world, "B1") == ["li.na", "wang.wei"]


@pytest.mark.parametrize("cover", ["li.na", "nobody", "audit"])
async def test_not_everybody_can_cover(cover: str) -> None:
    world = await at_work()
    with pytest.raises(CannotCover):
        await step_out(world, cover)
    member = world.get(Directory, "B1").member("li.na")
    assert member is not None
    assert member.present


async def test_who_is_not_there_can_cover_nobody() -> None:
    world = await at_work()
    await step_out(world, staff="wang.wei")
    with pytest.raises(CannotCover):
        await step_out(world, "wang.wei")


@pytest.mark.parametrize(("staff", "branch"), [("wang.wei", "B1"), ("li.na", "B9")])
async def test_only_a_lobby_manager_of_the_branch_has_a_cover(staff: str, branch: str) -> None:
    world = await at_work()
    with pytest.raises(NotOnTheFloor):
        await step_out(world, "sun.li", staff=staff, branch=branch)


async def test_a_cover_does_not_hand_on_what_is_not_theirs() -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    with pytest.raises(NotOnTheFloor):
        await step_out(world, "sun.li", staff="wang.wei")
    assert managers(world, "B1") == ["li.na", "wang.wei"]


@pytest.mark.parametrize(
    "change",
    [
        Enrolment("wang.wei", "王伟", (Role.TELLER,), ("B2",)),
        Enrolment("wang.wei", "王伟", (), ()),
        Enrolment("wang.wei", "王伟", (Role.AUDITOR,), BRANCHES),
    ],
)
async def test_a_cover_taken_off_the_branch_or_the_role_leaves_the_floor_and_it_is_told(
    change: Enrolment,
) -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    world.published.clear()
    await world.do(EnrolStaff(change))
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.COVER_LEFT)]
    assert world.get(Directory, "B1").covers == ()
    await receive(world)
    assert [feed(world, staff)[-1] for staff in ("zhao.min", "li.na")] == ["floor_uncovered"] * 2


@pytest.mark.parametrize(
    "change",
    [
        Enrolment("li.na", "李娜", (Role.TELLER,), BRANCHES),
        Enrolment("li.na", "李娜", (Role.LOBBY_MANAGER,), ("B2",)),
        Enrolment("li.na", "李娜", (), ()),
    ],
)
async def test_who_is_not_lobby_manager_of_the_branch_any_more_needs_no_cover(change: Enrolment) -> None:
    world = await at_work()
    await step_out(world, "wang.wei")
    world.published.clear()
    await world.do(EnrolStaff(change))
    assert ended(world) == [("li.na", "wang.wei", CoverEnd.NOT_STAFFED)]
    assert world.get(Directory, "B1").covers == ()
    await receive(world)
    assert "floor_uncovered" not in feed(world, "zhao.min")


async def test_somebody_may_cover_two_and_is_one_person_all_the_same() -> None:
    world = await at_work()
    await world.do(EnrolStaff(Enrolment("he.jun", "何军", (Role.LOBBY_MANAGER,), ("B1",), "hash")))
    await world.do(SignIn("he.jun", "h"))
    await step_out(world, "wang.wei")
    await step_out(world, "wang.wei", staff="he.jun")
    assert managers(world, "B1") == ["he.jun", "li.na", "wang.wei"]
    await come_back(world)
    assert managers(world, "B1") == ["he.jun", "li.na", "wang.wei"]
    await come_back(world, "he.jun")
    assert managers(world, "B1") == ["he.jun", "li.na"]
