"""Signing in on several devices, being guessed at, and what ends when a right does."""

from datetime import timedelta

import pytest

from services.notify.presence.commands import ChangePresence
from services.notify.sessions.api.signing_in import as_enrolled
from services.notify.sessions.commands import SignIn, SignOut
from services.notify.sessions.domain import AttemptOrigin, Session
from services.notify.sessions.handlers import sign_out
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import SESSIONS_AT_MOST, Enrolment, Staff
from shared.contracts.notify import StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.words import Role
from shared.revocations import Revocation, revoke_tokens
from shared.web import network as network_in
from tests.unit.acting import World

LI = Enrolment("li.na", "李娜", (Role.LOBBY_MANAGER,), ("B001",), "hash")
BRANCH_PC = AttemptOrigin("li.na", "10.0.0.0/32")
ELSEWHERE = AttemptOrigin("li.na", "203.0.113.9/32")
PHONE = AttemptOrigin("li.na", "10.0.0.0/32", "phone")


async def enrolled(*sessions: str) -> World:
    world = World("notify")
    await world.do(EnrolStaff(LI))
    for session in sessions:
        await world.do(SignIn("li.na", session))
    world.published.clear()
    return world


def revoked(world: World) -> list[tuple[str, str | None, int]]:
    told = [one for one in world.events(TokensRevoked) if isinstance(one, TokensRevoked)]
    return [(one.staff, one.session, one.epoch) for one in told]


async def test_signing_out_on_one_device_leaves_the_others_and_the_person_at_work() -> None:
    world = await enrolled("s1", "s2")
    await world.do(SignOut("li.na", "s1"))
    assert world.events(StaffSignedOff) == []
    assert world.get(Staff, "li.na").present
    assert world.get(Session, "s1").revoked
    assert not world.get(Session, "s2").revoked
    await world.do(SignOut("li.na", "s2"))
    assert len(world.events(StaffSignedOff)) == 1


async def test_the_last_two_sessions_that_end_at_once_sign_a_person_off_once() -> None:
    world = await enrolled("s1", "s2")
    await world.act_together([(sign_out, SignOut("li.na", one)) for one in ("s1", "s2", "s1")])
    assert len(world.events(StaffSignedOff)) == 1
    assert not world.get(Staff, "li.na").present


async def test_a_session_that_ran_out_keeps_nobody_at_work() -> None:
    world = await enrolled("s1")
    world.now += timedelta(hours=11)
    await world.do(SignIn("li.na", "s2"))
    world.now += timedelta(hours=2)
    await world.do(SignOut("li.na", "s2"))
    assert len(world.events(StaffSignedOff)) == 1


async def test_an_app_that_signs_in_for_ever_fills_no_file() -> None:
    world = await enrolled(*(f"s{number}" for number in range(SESSIONS_AT_MOST + 5)))
    assert len(world.get(Staff, "li.na").sessions) == SESSIONS_AT_MOST
    assert f"s{SESSIONS_AT_MOST + 4}" in world.get(Staff, "li.na").sessions


async def test_who_signs_in_again_on_the_same_screen_leaves_no_session_behind() -> None:
    world = await enrolled("s1")
    await world.do(SignIn("li.na", "s2", replaces="s1"))
    assert world.get(Session, "s1").revoked
    assert world.events(StaffSignedOn) == world.events(StaffSignedOff) == []
    await world.do(SignOut("li.na", "s2"))
    assert len(world.events(StaffSignedOff)) == 1


async def test_who_stepped_out_is_not_told_as_gone_twice() -> None:
    world = await enrolled("s1")
    await world.do(ChangePresence("li.na", False))
    await world.do(SignOut("li.na", "s1"))
    assert len(world.events(StaffSignedOff)) == 1


async def test_the_tokens_of_a_session_that_ends_are_revoked_and_no_others() -> None:
    world = await enrolled("s1", "s2")
    await world.do(SignOut("li.na", "s1"))
    assert revoked(world) == [("li.na", "s1", 0)]


@pytest.mark.parametrize(
    "change",
    [
        Enrolment("li.na", "李娜", (Role.TELLER,), ("B001",)),
        Enrolment("li.na", "李娜", LI.roles, ("B002",)),
        Enrolment("li.na", "李娜", LI.roles, LI.branches, "another"),
        Enrolment("li.na", "李娜", (), ()),
    ],
)
async def test_whoever_has_other_rights_needs_another_token(change: Enrolment) -> None:
    world = await enrolled("s1")
    await world.do(EnrolStaff(change))
    assert revoked(world) == [("li.na", None, 1)]
    assert world.get(Staff, "li.na").epoch == 1


async def test_a_new_name_takes_no_token_away() -> None:
    world = await enrolled("s1")
    await world.do(EnrolStaff(Enrolment("li.na", "李娜娜", LI.roles, LI.branches)))
    assert revoked(world) == []
    assert world.get(Staff, "li.na").sessions.keys() == {"s1"}


async def test_operations_who_work_at_no_branch_are_revoked_too() -> None:
    world = World("notify")
    await world.do(EnrolStaff(Enrolment("ops.2", "Ops", (Role.OPS,), (), "hash")))
    await world.do(SignIn("ops.2", "s1"))
    await world.do(SignOut("ops.2", "s1"))
    assert revoked(world) == [("ops.2", "s1", 0)]


async def test_every_kind_of_revocation_is_kept_under_its_own_name() -> None:
    world = World("lobby")
    for said in ({"session": "s1"}, {"covering": True}, {"epoch": 3}, {"epoch": 2}):
        await world.act(revoke_tokens, TokensRevoked(branch="B001", staff="li.na", **said))
    kept = {one.id: one.epoch for one in world.documents.values() if isinstance(one, Revocation)}
    assert kept == {"li.na/s1": 0, "li.na@B001": 0, "li.na": 3}


async def test_what_a_cover_signed_until_the_end_is_heard_is_refused() -> None:
    world = World("lobby")
    event = TokensRevoked(branch="B001", staff="li.na", covering=True)
    told = world.now
    world.now += timedelta(seconds=2)
    await world.act(revoke_tokens, event, time=told)
    assert world.get(Revocation, "li.na@B001").before == world.now
    later = world.now
    world.now = told
    await world.act(revoke_tokens, event, time=told)  # delivered once more, by a clock that is behind
    assert world.get(Revocation, "li.na@B001").before == later


def test_a_place_has_a_count_of_its_own_and_a_known_device_feels_no_other() -> None:
    assert BRANCH_PC.own != ELSEWHERE.own != PHONE.own
    assert set(BRANCH_PC.bounds) & set(ELSEWHERE.bounds) == {"li.na\0"}
    assert set(PHONE.bounds) == {PHONE.own}
    assert not set(PHONE.bounds) & {*BRANCH_PC.bounds, *ELSEWHERE.bounds}


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32"),
        ("::ffff:203.0.113.9", "203.0.113.9/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1%eth0", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_a_network_is_what_one_user_has_of_addresses(host: str, network: str) -> None:
    assert network_in(host) == network


@pytest.mark.parametrize("typed", ["li.na", " Li.Na ", "ＬＩ．ＮＡ", "li.na\u3000"])
def test_a_staff_id_is_the_same_however_the_keyboard_sends_it(typed: str) -> None:
    assert as_enrolled(typed) == "li.na"
