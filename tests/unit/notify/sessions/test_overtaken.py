"""Sign-ins under way while a password, a role or a session is taken away open nothing (Q1)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest

from services.notify.sessions.commands import (
    ChangePassword,
    EndSession,
    SetSecondFactor,
    SignIn,
    UseSession,
)
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import Enrolment
from services.notify.staff.passwords import hash_password
from shared.commands import Command
from shared.contracts.words import Role
from shared.unit_of_work import Cause
from shared.work import Outcome
from tests.unit.notify.sessions.door import PASSWORD, Browser, Door, code

ANOTHER = "quite another one"


class Overtaken(Door):
    """A door at which something happens in the moment before a command of one kind is carried out."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: type[Command] | None = None
        self.meanwhile: Callable[[], Awaitable[Any]] | None = None

    async def execute(self, command: Any, cause: Cause) -> Outcome:
        if type(command) is self.kind and self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return await super().execute(command, cause)


async def door(*, one_time: bool = False) -> Overtaken:
    found = Overtaken()
    await found.enrol("li.na", one_time=one_time)
    return found


async def set_password(at: Door) -> None:
    """Give her another password, as an administrator does."""
    kept = await hash_password(ANOTHER)
    await at.do(EnrolStaff(Enrolment("li.na", "王芳", (Role.TELLER,), ("B1",), kept)), actor="staff:admin")


async def take_roles(at: Door) -> None:
    """Take her into another branch, with another role."""
    moved = Enrolment("li.na", "王芳", (Role.LOBBY_MANAGER,), ("B2",))
    await at.do(EnrolStaff(moved), actor="staff:admin")


@pytest.mark.parametrize("meanwhile", [set_password, take_roles])
async def test_a_sign_in_that_was_under_way_opens_no_session(
    meanwhile: Callable[[Door], Awaitable[None]],
) -> None:
    at = await door()
    at.kind, at.meanwhile = SignIn, lambda: meanwhile(at)
    thief = Browser(at, "203.0.113.9")
    answer = await thief.sign_in("li.na")
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
    assert (await at.member("li.na")).sessions == {}
    assert (await thief.ask("POST", "/session/refresh", {})).status_code == 401


async def test_a_first_secret_that_was_replaced_meanwhile_is_changed_by_nobody() -> None:
    at = await door(one_time=True)
    at.kind, at.meanwhile = ChangePassword, lambda: set_password(at)
    answer = await Browser(at).sign_in("li.na", new_password="the word of a thief")
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
    assert (await Browser(at).sign_in("li.na", "the word of a thief")).status_code == 401


async def test_a_first_secret_is_traded_for_a_session_as_before() -> None:
    at = await door(one_time=True)
    assert (await Browser(at).sign_in("li.na", new_password=ANOTHER)).status_code == 200


async def test_a_new_password_of_an_administrator_is_not_replaced_by_who_knew_the_old_one() -> None:
    at = await door()
    thief = Browser(at)
    await thief.sign_in("li.na")
    at.kind, at.meanwhile = ChangePassword, lambda: set_password(at)
    wanted = {"password": PASSWORD, "new_password": "the word of a thief"}
    answer = await thief.ask("POST", "/me/password", wanted)
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
    assert (await Browser(at).sign_in("li.na", ANOTHER)).status_code == 200


async def test_no_second_factor_is_set_by_who_knew_the_password_of_before() -> None:
    at = await door()
    thief = Browser(at)
    await thief.sign_in("li.na")
    at.kind, at.meanwhile = SetSecondFactor, lambda: set_password(at)
    offered = (await thief.ask("GET", "/me/second-factor")).json()
    totp = pyotp.TOTP(offered["secret"])
    answer = await thief.ask("POST", "/me/second-factor", {"password": PASSWORD, "code": totp.now()})
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
    assert (await at.member("li.na")).factor == ""


async def _end_all(at: Door) -> None:
    member = await at.member("li.na")
    for session in member.sessions:
        await at.do(EndSession("li.na", session), actor="staff:li.na")


@pytest.mark.parametrize("meanwhile", [set_password, _end_all])
async def test_a_session_that_ends_while_it_is_renewed_gets_no_token(
    meanwhile: Callable[[Door], Awaitable[None]],
) -> None:
    at = await door()
    at.now -= timedelta(minutes=5)
    thief = Browser(at)
    await thief.sign_in("li.na")
    at.now += timedelta(minutes=5)
    at.kind, at.meanwhile = UseSession, lambda: meanwhile(at)
    answer = await thief.ask("POST", "/session/refresh", {})
    assert at.meanwhile is None
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
