"""The staff: enrolled, signed in and out, there or not."""

import unicodedata
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr

from services.notify.app import TIMER_HANDLERS
from services.notify.presence.commands import ChangePresence
from services.notify.sessions.commands import SignIn, SignOut
from services.notify.sessions.domain import Session
from services.notify.staff.bootstrap import enrol_first
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.staff import ADMIN, OPS, Enrolment, OpsStays, PasswordMissing, Staff
from services.notify.staff.passwords import hash_password, is_right
from shared.cache import Cache
from shared.contracts.base import decode
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.words import Role
from shared.runtime import ServiceRuntime
from tests.fakes import FakeStore
from tests.unit.acting import World

LI = Enrolment("li.na", "李娜", (Role.LOBBY_MANAGER,), ("B001", "B002"), "hash")


async def enrolled() -> World:
    world = World("notify")
    await world.do(EnrolStaff(LI))
    return world


def published(world: World, model: type) -> list[tuple[str, tuple[Role, ...]]]:
    return [(one.branch, one.roles) for one in world.events(model)]  # type: ignore[attr-defined]


async def test_every_branch_learns_who_joins_and_nobody_learns_the_name() -> None:
    world = await enrolled()
    assert published(world, StaffEnrolled) == [("B001", LI.roles), ("B002", LI.roles)]
    assert all("李娜" not in one.data.model_dump_json() for one in world.published)
    assert world.get(Feed, "li.na").last == 0
    assert [one.staff for one in world.get(Directory, "B001").members] == ["li.na"]


async def test_a_branch_that_is_left_is_told_that_there_is_no_role_any_more() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    world.published.clear()
    await world.do(EnrolStaff(Enrolment("li.na", "李娜", (Role.TELLER,), ("B002", "B003"))))
    assert published(world, StaffSignedOff) == [("B001", LI.roles)]
    assert ("B001", ()) in published(world, StaffEnrolled)
    assert published(world, StaffSignedOn) == [("B003", (Role.TELLER,))]
    assert world.get(Directory, "B001").members == ()
    assert world.get(Staff, "li.na").password == "hash"


async def test_who_is_changed_without_branches_stays_where_they_are() -> None:
    world = await enrolled()
    await world.do(EnrolStaff(Enrolment("li.na", "李娜", (Role.TELLER,), None)))
    assert world.get(Staff, "li.na").branches == ("B001", "B002")
    assert published(world, StaffEnrolled)[2:] == [("B001", (Role.TELLER,)), ("B002", (Role.TELLER,))]


async def test_somebody_new_needs_a_password() -> None:
    with pytest.raises(PasswordMissing):
        await World("notify").do(EnrolStaff(Enrolment("new", "New", (Role.TELLER,), ("B001",))))


async def test_signing_in_is_coming_to_work_and_told_once() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    await world.do(SignIn("li.na", "s2"))
    assert published(world, StaffSignedOn) == [("B001", LI.roles), ("B002", LI.roles)]
    member = world.get(Directory, "B002").member("li.na")
    assert member is not None
    assert member.present


async def test_signing_out_ends_the_session_and_the_presence() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    await world.do(SignOut("li.na", "s1"))
    await world.do(SignOut("li.na", "s1"))
    assert world.get(Session, "s1").revoked
    assert published(world, StaffSignedOff) == [("B001", LI.roles), ("B002", LI.roles)]
    assert not world.timers


async def test_nobody_ends_a_session_of_somebody_else() -> None:
    world = await enrolled()
    await world.do(EnrolStaff(Enrolment("wang.wei", "王伟", (Role.TELLER,), ("B001",), "hash")))
    await world.do(SignIn("li.na", "s1"))
    await world.do(SignOut("wang.wei", "s1"))
    assert not world.get(Session, "s1").revoked


async def test_presence_is_told_only_when_it_changes() -> None:
    world = await enrolled()
    for present in (True, True, False, False):
        await world.do(ChangePresence("li.na", present))
    assert len(world.events(StaffSignedOn)) == len(world.events(StaffSignedOff)) == 2  # one per branch


async def test_who_never_signs_off_has_left_when_the_session_ends() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    await world.wait(timedelta(hours=11, minutes=59), TIMER_HANDLERS)
    assert published(world, StaffSignedOff) == []
    await world.wait(timedelta(minutes=1), TIMER_HANDLERS)
    assert published(world, StaffSignedOff) == [("B001", LI.roles), ("B002", LI.roles)]
    assert not world.get(Session, "s1").stands(world.get(Staff, "li.na"), world.now)


async def test_a_new_password_ends_the_sessions_opened_with_the_old_one() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    assert world.get(Session, "s1").stands(world.get(Staff, "li.na"), world.now)
    world.now += timedelta(seconds=1)
    await world.do(EnrolStaff(Enrolment("li.na", "李娜", LI.roles, LI.branches, "another")))
    assert not world.get(Session, "s1").stands(world.get(Staff, "li.na"), world.now)


async def test_who_has_left_cannot_come_in() -> None:
    world = await enrolled()
    await world.do(SignIn("li.na", "s1"))
    await world.do(EnrolStaff(Enrolment("li.na", "李娜", (), ())))
    staff = world.get(Staff, "li.na")
    assert not staff.may_sign_in
    assert not world.get(Session, "s1").stands(staff, world.now)
    assert len(world.events(StaffSignedOff)) == 2


@pytest.mark.parametrize("roles", [(), (Role.TELLER,)])
async def test_the_first_of_operations_cannot_lose_the_role(roles: tuple[Role, ...]) -> None:
    world = World("notify")
    await world.do(EnrolStaff(Enrolment(OPS, "Operations", (Role.OPS,), (), "hash")))
    with pytest.raises(OpsStays):
        await world.do(EnrolStaff(Enrolment(OPS, "x", roles, None)))
    await world.do(EnrolStaff(Enrolment(OPS, "x", (Role.AUDITOR, Role.OPS), None)))
    assert world.get(Staff, OPS).roles == (Role.AUDITOR, Role.OPS)


async def start(store: FakeStore, secret: str, first: str = OPS) -> Staff:
    """Start notify with a secret of the settings; gives the first member of staff as it is kept then."""
    secrets = {f"{one}_password": SecretStr(secret if one == first else "") for one in (ADMIN, OPS)}
    settings = SimpleNamespace(**secrets, key=lambda _: b"k" * 32, partitions=1)
    runtime = SimpleNamespace(settings=settings, store=store, cache=Cache(store))
    await enrol_first(cast("ServiceRuntime", runtime))
    found = await store.find(Staff, first)
    assert found is not None
    return found


@pytest.mark.parametrize("kept", [(), (Role.AUDITOR,)])
async def test_the_first_of_operations_has_the_role_again_after_a_start(kept: tuple[Role, ...]) -> None:
    store = FakeStore("notify")
    known = await start(store, "correct horse")
    assert known.roles == (Role.OPS,)
    store.put(known.evolve(roles=kept, version=known.version + 1))
    assert (await start(store, "correct horse")).roles == (*kept, Role.OPS)


async def test_the_secret_of_the_settings_is_applied_once_and_what_was_chosen_since_stays() -> None:
    store = FakeStore("notify")
    known = await start(store, "correct horse")
    chosen = known.evolve(password=await hash_password("my own choice"), version=known.version + 1)
    store.put(chosen)
    assert await start(store, "correct horse") == chosen
    after = await start(store, "battery staple")
    assert await is_right("battery staple", after.password)
    assert "correct horse" not in after.model_dump_json()


async def test_another_secret_in_the_settings_ends_the_tokens_of_before_everywhere() -> None:
    store = FakeStore("notify")
    await start(store, "correct horse")
    assert store.raws("outbox") == []
    after = await start(store, "battery staple")
    (message,) = store.raws("outbox")
    event = decode(message["body"], message["type"]).data
    assert event == TokensRevoked(branch="-", staff=OPS, epoch=after.epoch)
    assert store.raws("pending")[0]["ids"] == [message["_id"]]


async def test_only_the_right_password_of_somebody_known_is_right() -> None:
    kept = await hash_password("correct horse")
    assert kept.startswith("$argon2id$")
    assert await is_right("correct horse", kept)
    assert not await is_right("wrong horse", kept)
    assert not await is_right("nobody's", None)


@pytest.mark.parametrize(
    ("typed_first", "typed_then"),
    [
        ("Crème brûlée 9", unicodedata.normalize("NFD", "Crème brûlée 9")),
        (unicodedata.normalize("NFD", "Crème brûlée 9"), "Crème brûlée 9"),
        ("correct horse 9", "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ　９"),
        ("密码（一号）2026", "密码(一号)２０２６"),
        ("correct horse", "correct\u00a0horse"),
        ("correct horse", "correct\u2003horse"),
    ],
)
async def test_a_password_is_the_same_however_the_keyboard_sends_it(typed_first, typed_then) -> None:
    kept = await hash_password(typed_first)
    assert await is_right(typed_then, kept)
    assert not await is_right(typed_then.swapcase(), kept) or typed_then.swapcase() == typed_then


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_hash_of_before_still_opens(form) -> None:
    kept = PasswordHasher(time_cost=1, memory_cost=64).hash(unicodedata.normalize(form, "Crème ９"))
    for typed in ("NFC", "NFD"):
        assert await is_right(unicodedata.normalize(typed, "Crème ９"), kept)


async def test_a_password_that_is_no_text_is_wrong_and_no_failure() -> None:
    assert not await is_right("correct \ud800", await hash_password("correct horse"))
    assert not await is_right("correct \ud800", None)
