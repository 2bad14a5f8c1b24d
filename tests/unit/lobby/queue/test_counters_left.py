"""A counter that somebody left without a word is free, and whoever was served there is among the first (D2,
D8)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from services.lobby.app import EVENT_HANDLERS
from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import CounterTaken, Hall, UnknownCounter
from services.lobby.queue.commands import (
    CompleteVisit,
    FreeCounter,
    OpenCounter,
    PauseCounter,
    TransferTicket,
)
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.handlers.counters import free_counters_without_right
from services.lobby.settings.handlers import set_up_branch
from services.notify.feed.domain.rules import RULES, recipients
from services.notify.presence.commands import ChangePresence, HandOverFloor
from services.notify.sessions.commands import SignIn
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.staff import Enrolment
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import CounterLeft
from shared.contracts.lobby.words import PauseReason
from shared.contracts.notify import CoverEnd, CoverEnded, StaffEnrolled, StaffSignedOff
from shared.contracts.words import Role, TicketClass
from tests.unit.acting import World
from tests.unit.lobby.building import ALL, call, come, hall

PAGE = Path(__file__).parents[4] / "services" / "notify" / "web"
MINUTE = timedelta(minutes=1)
TELLER = (Role.TELLER,)


def signed_off(staff: str = "li") -> StaffSignedOff:
    return StaffSignedOff(branch="B1", staff=staff, roles=TELLER)


def enrolled(*roles: Role, covers: tuple[Role, ...] = (), branch: str = "B1") -> StaffEnrolled:
    return StaffEnrolled(branch=branch, staff="li", roles=roles, covers=covers)


def cover_ended(*keeps: Role) -> CoverEnded:
    return CoverEnded(
        branch="B1", absent="zhao", cover="li", role=Role.LOBBY_MANAGER, reason=CoverEnd.BACK, keeps=keeps
    )


async def staff_at(world: World, counter: str = "1") -> str | None:
    return world.get(Hall, "B1").counters[counter].staff


def closed(world: World) -> lobby.CounterClosed:
    (told,) = world.events(lobby.CounterClosed)
    assert isinstance(told, lobby.CounterClosed)
    return told


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (signed_off(), CounterLeft.SIGNED_OFF),
        (enrolled(), CounterLeft.NOT_STAFFED),
        (enrolled(Role.ACCOUNT_MANAGER), CounterLeft.NOT_STAFFED),
        (cover_ended(), CounterLeft.NOT_STAFFED),
        (cover_ended(Role.ACCOUNT_MANAGER), CounterLeft.NOT_STAFFED),
    ],
)
async def test_who_lost_the_right_leaves_the_counter_even_a_paused_one(
    event: Event, reason: CounterLeft
) -> None:
    world = await hall()
    await world.do(PauseCounter("B1", "1", "li", PauseReason.BREAK))
    world.now += MINUTE
    await world.act(free_counters_without_right, event)
    counter = world.get(Hall, "B1").counters["1"]
    assert (counter.staff, counter.paused, counter.since) == (None, None, None)
    assert (closed(world).staff, closed(world).reason, closed(world).by) == ("li", reason, None)
    assert await staff_at(world, "2") == "wu"
    await world.do(OpenCounter("B1", "1", "he"))


@pytest.mark.parametrize(
    "event",
    [
        enrolled(Role.TELLER),
        enrolled(Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER),
        enrolled(Role.ACCOUNT_MANAGER, covers=(Role.LOBBY_MANAGER,)),
        cover_ended(Role.TELLER),
        signed_off("somebody"),
        enrolled(branch="B2"),
    ],
)
async def test_who_still_may_stays(event: Event) -> None:
    world = await hall()
    await world.act(free_counters_without_right, event)
    assert await staff_at(world) == "li"
    assert not world.published


async def test_who_came_back_before_their_leaving_was_heard_stays() -> None:
    world = await hall()
    left_at = world.now + MINUTE
    world.now += 2 * MINUTE
    await world.do(OpenCounter("B1", "1", "li"))  # they were there all along: not anew
    await world.do(OpenCounter("B1", "2", "wu"))
    await world.do(FreeCounter("B1", "1", "zhao"))
    await world.do(OpenCounter("B1", "1", "li"))
    await world.act(free_counters_without_right, signed_off(), time=left_at)
    assert await staff_at(world) == "li"


@pytest.mark.parametrize("by_hand", [False, True])
async def test_whoever_was_served_there_waits_with_their_wait_and_is_next(by_hand: bool) -> None:
    world = await hall()
    for visit in ("v0", "v1", "v2"):
        await come(world, visit)
        world.now += 5 * MINUTE
    arrived = world.get(Visit, "v1").arrived
    await call(world, visit="v1")
    world.now += 3 * MINUTE
    world.published.clear()
    if by_hand:
        await world.do(FreeCounter("B1", "1", "zhao", "li"))
    else:
        await world.act(free_counters_without_right, signed_off())
    visit = world.get(Visit, "v1")
    assert (visit.state, visit.counter, visit.ended) == (VisitState.WAITING, None, None)
    waiting = world.get(Hall, "B1").find("v1")
    assert waiting
    assert waiting.since == arrived + 3 * MINUTE
    (told,) = world.events(lobby.TicketHandedOver)
    assert isinstance(told, lobby.TicketHandedOver)
    assert (told.ticket, told.counter, told.had_by) == (visit.ticket, "1", "li")
    assert (await call(world, "2", "wu")).id == "v1"


async def test_who_waits_beyond_their_limit_comes_before_whoever_was_served_there() -> None:
    world = await hall()
    await come(world, "v0")
    world.now += 44 * MINUTE
    await come(world, "v1")
    await call(world, visit="v1")
    world.now += 2 * MINUTE
    await world.act(free_counters_without_right, signed_off())
    assert (await call(world, "2", "wu")).id == "v0"


def test_nobody_is_promised_to_be_the_next() -> None:
    handed = RULES[lobby.TicketHandedOver][0]
    lines = (PAGE / "words/texts.js").read_text().splitlines()
    (said,) = [one for one in lines if re.match(r" *free_counter_ticket:", one)]
    named = lobby.TicketHandedOver
    for text in (handed.zh, handed.en, named.zh, named.en, said):
        assert "首位" not in text
        assert "next" not in text


async def test_who_was_bound_to_that_counter_waits_for_all() -> None:
    world = await hall()
    await come(world, "v0")
    await world.do(TransferTicket("v0", "1"))
    await world.act(free_counters_without_right, signed_off())
    assert (await call(world, "2", "wu")).id == "v0"


async def test_a_counter_is_freed_once_and_only_from_whom_it_was_meant() -> None:
    world = await hall()
    await world.do(FreeCounter("B1", "1", "zhao", "li"))
    assert (closed(world).reason, closed(world).by) == (CounterLeft.FREED, "zhao")
    await world.do(FreeCounter("B1", "1", "zhao", "li"))
    assert len(world.events(lobby.CounterClosed)) == 1
    await world.do(OpenCounter("B1", "1", "he"))
    with pytest.raises(CounterTaken):
        await world.do(FreeCounter("B1", "1", "zhao", "li"))
    with pytest.raises(UnknownCounter):
        await world.do(FreeCounter("B1", "9", "zhao"))


async def test_a_counter_that_is_not_in_the_settings_any_more_is_freed_too() -> None:
    world = await hall()
    await come(world, "v0")
    await call(world)
    await world.act(set_up_branch, world.get(Branch, "B1").evolve(counters={"2": ALL}))
    await world.do(FreeCounter("B1", "1", "zhao"))
    assert (await call(world, "2", "wu")).id == "v0"
    await world.do(CompleteVisit("v0"))


async def test_a_branch_that_is_not_set_up_has_no_counters_to_leave() -> None:
    world = World("lobby")
    await world.act(free_counters_without_right, signed_off())
    assert not world.published


def test_lobby_hears_who_leaves() -> None:
    assert {StaffSignedOff, StaffEnrolled, CoverEnded} <= set(EVENT_HANDLERS)


def told_to(event: Event) -> dict[str, str]:
    members = {"zhao": Role.LOBBY_MANAGER, "head": Role.BRANCH_HEAD, "li": Role.TELLER}
    staff = tuple(Member(staff=name, roles=(role,), present=True) for name, role in members.items())
    return {one.staff: one.rule.kind for one in recipients(event, Directory(id="B1", members=staff))}


def test_the_lobby_manager_is_told_and_so_is_who_loses_the_counter() -> None:
    def left(reason: CounterLeft, by: str | None = None) -> lobby.CounterClosed:
        return lobby.CounterClosed(branch="B1", counter="1", staff="li", reason=reason, by=by)

    assert told_to(left(CounterLeft.CLOSED)) == {}
    assert told_to(left(CounterLeft.SIGNED_OFF)) == {"zhao": "counter_freed"}
    assert told_to(left(CounterLeft.FREED, "head")) == {"zhao": "counter_freed", "li": "counter_freed"}
    handed = lobby.TicketHandedOver(
        branch="B1", visit="v", ticket="A001", counter="1", had_by="li", reason=CounterLeft.SIGNED_OFF
    )
    assert told_to(handed) == {"zhao": "ticket_handed_over"}


async def test_notify_says_what_somebody_still_may_when_they_cover_no_longer_or_change_roles() -> None:
    world = World("notify")
    people = {"zhao": (Role.LOBBY_MANAGER,), "li": (Role.ACCOUNT_MANAGER,)}
    for name, roles in people.items():
        await world.do(EnrolStaff(Enrolment(name, name, roles, ("B1",), "hash")))
        await world.do(SignIn(name, f"session-{name}"))
    await world.do(HandOverFloor("zhao", "B1", "li"))
    await world.do(EnrolStaff(Enrolment("li", "li", (Role.BRANCH_HEAD,), ("B1",))))
    changed = world.events(StaffEnrolled)[-1]
    assert isinstance(changed, StaffEnrolled)
    assert (changed.roles, changed.covers) == ((Role.BRANCH_HEAD,), (Role.LOBBY_MANAGER,))
    await world.do(ChangePresence("zhao", True))
    (ended,) = world.events(CoverEnded)
    assert isinstance(ended, CoverEnded)
    assert ended.keeps == (Role.BRANCH_HEAD,)


async def test_nobody_is_handed_over_to_a_counter_that_cannot_serve_them() -> None:
    """Counter 2 serves no VIP: who is handed over stays one, and is next at the counter that does."""
    world = await hall(counters={"1": ALL, "2": (TicketClass.ORDINARY,)})
    await come(world, "v0")
    visit = world.get(Visit, "v0")
    world.documents[Visit, "v0"] = visit.evolve(ticket_class=TicketClass.VIP)
    await call(world)
    await world.act(free_counters_without_right, signed_off())
    await world.do(OpenCounter("B1", "1", "he"))
    assert (await call(world, "1", "he")).id == "v0"
