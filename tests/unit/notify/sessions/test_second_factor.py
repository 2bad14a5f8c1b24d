"""A second factor: set up by oneself or because the role asks for it, and never good twice."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pyotp import TOTP

from services.notify.sessions import factors
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import Enrolment
from shared.clock import now
from shared.contracts.words import Role
from tests.unit.notify.sessions.door import PASSWORD, Browser, Door, code


async def signed(*roles: Role) -> tuple[Door, Browser]:
    at = Door()
    await at.enrol("li.na", *roles)
    browser = Browser(at)
    await browser.sign_in("li.na")
    return at, browser


def code_at(secret: str, later: int = 0) -> str:
    """Return the code that an app shows now, or so many steps later."""
    totp = TOTP(secret)
    return totp.generate_otp(totp.timecode(now()) + later)


async def turned_on(browser: Browser) -> tuple[str, list[str]]:
    """Set up a second factor; gives its secret and the recovery codes."""
    offered = (await browser.ask("GET", "/me/second-factor")).json()
    assert offered["address"].startswith("otpauth://totp/Foyer:li.na?")
    change = {"password": PASSWORD, "code": code_at(offered["secret"], -1)}
    answer = await browser.ask("POST", "/me/second-factor", change)
    assert answer.status_code == 200, answer.text
    return offered["secret"], answer.json()["recovery_codes"]


async def test_who_has_a_second_factor_signs_in_with_both_and_a_code_is_good_once() -> None:
    at, browser = await signed()
    secret, _ = await turned_on(browser)
    other = Browser(at)
    assert code(await other.sign_in("li.na")) == "code_needed"
    assert code(await other.sign_in("li.na", code="000000")) == "code_wrong"
    assert code(await other.sign_in("li.na", code=code_at(secret, -1))) == "code_wrong"  # it set it up
    assert other.cookies == {}
    assert (await other.sign_in("li.na", code=code_at(secret))).status_code == 200
    assert code(await Browser(at).sign_in("li.na", code=code_at(secret))) == "code_wrong"


async def test_of_the_same_code_sent_twice_at_once_one_is_taken() -> None:
    at, browser = await signed()
    secret, _ = await turned_on(browser)
    tries = [Browser(at).sign_in("li.na", code=code_at(secret)) for _ in range(3)]
    answers = sorted([one.status_code for one in await asyncio.gather(*tries)])
    assert answers == [200, 401, 401]


async def test_codes_are_not_guessed_by_who_has_the_password() -> None:
    at, browser = await signed()
    await turned_on(browser)
    thief = Browser(at, "203.0.113.9")
    answers = [(await thief.sign_in("li.na", code=f"{number:06}")).status_code for number in range(7)]
    assert answers == [401] * 5 + [429] * 2


async def test_a_recovery_code_opens_once() -> None:
    at, browser = await signed()
    _, codes = await turned_on(browser)
    assert len(codes) == factors.RECOVERY_CODES == len(set(codes))
    assert (await Browser(at).sign_in("li.na", code=codes[0].upper())).status_code == 200
    assert code(await Browser(at).sign_in("li.na", code=codes[0])) == "code_wrong"
    assert (await browser.ask("GET", "/me/second-factor")).json() == {
        "on": True,
        "recovery_left": 7,
        "secret": None,
        "address": None,
    }


async def test_it_is_turned_off_by_a_code_of_it() -> None:
    at, browser = await signed()
    secret, _ = await turned_on(browser)
    wrong = {"password": PASSWORD, "code": "000000"}
    assert (await browser.ask("POST", "/me/second-factor/end", wrong)).status_code == 401
    right = {"password": PASSWORD, "code": code_at(secret)}
    assert (await browser.ask("POST", "/me/second-factor/end", right)).status_code == 204
    assert (await Browser(at).sign_in("li.na")).status_code == 200


async def test_a_role_that_asks_for_one_has_it_set_up_with_the_first_sign_in() -> None:
    at = Door()
    at.settings.second_factor_for = "ops,auditor"
    await at.enrol("li.na", Role.AUDITOR)
    await at.enrol("wang.wei", Role.TELLER)
    assert (await Browser(at).sign_in("wang.wei")).status_code == 200
    browser = Browser(at)
    refused = await browser.sign_in("li.na")
    assert code(refused) == "second_factor_needed"
    secret = refused.json()["secret"]
    answer = await browser.sign_in("li.na", code=code_at(secret, -1))
    assert answer.status_code == 200
    assert len(answer.json()["recovery_codes"]) == 8
    assert code(await Browser(at).sign_in("li.na")) == "code_needed"
    assert (await Browser(at).sign_in("li.na", code=code_at(secret))).json()["recovery_codes"] is None


async def test_nothing_that_is_kept_makes_a_code() -> None:
    at, browser = await signed()
    secret, codes = await turned_on(browser)
    kept = (await at.member("li.na")).model_dump_json()
    assert secret not in kept
    assert not any(one in kept for one in codes)


async def test_whoever_changes_rights_keeps_a_second_factor_or_takes_it_from_who_has_lost_it() -> None:

    at, browser = await signed()
    await turned_on(browser)
    changed: dict[str, Any] = {"staff": "li.na", "name": "李娜", "roles": (Role.TELLER,), "branches": ("B1",)}
    await at.do(EnrolStaff(Enrolment(**changed)))
    assert code(await Browser(at).sign_in("li.na")) == "code_needed"
    await at.do(EnrolStaff(Enrolment(**changed, ends_factor=True)))
    assert (await Browser(at).sign_in("li.na")).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
async def test_clocks_may_differ_by_half_a_minute(seconds: int, taken: bool) -> None:
    at, _ = await signed()
    staff = await at.member("li.na")
    totp, moment = factors.totp_of(staff, "c", b"k" * 32), now()
    step = factors.step_of(totp, totp.at(moment + timedelta(seconds=seconds)), moment)
    assert (step is not None) is taken
