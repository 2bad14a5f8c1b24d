"""The way in over HTTP: guesses, first secrets, passwords, sessions, apps."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.notify.security.domain import SecurityRecord
from services.notify.security.queries import security_records
from services.notify.sessions.domain import Session
from services.notify.staff import passwords
from shared.access import Person, Revoked
from shared.clock import now
from shared.contracts.notify import (
    PasswordChanged,
    RightsChanged,
    SecurityKind,
    StaffSignedOff,
    TokensRevoked,
)
from shared.contracts.words import Role
from tests.unit.notify.sessions.door import PASSWORD, Browser, Door, code

ANOTHER = "quite another one"
AUDITOR = Person("au.di", frozenset({Role.AUDITOR}), ("B1",))


def admin() -> Person:
    return just_in("admin", Role.ADMINISTRATOR)


def ops() -> Person:
    return just_in("ops", Role.OPS)


def just_in(staff: str, role: Role) -> Person:
    return Person(staff, frozenset({role}), (), signed_in=now().timestamp())


async def door(*staff: str, one_time: bool = False) -> Door:
    found = Door()
    for one in staff:
        await found.enrol(one, one_time=one_time)
    found.published.clear()
    return found


def everything(at: Door) -> dict[str, list[Any]]:
    """Return all that the store holds, by collection."""
    return {name: at.store.raws(name) for name in ("staff", "sessions", "attempts", "inbox", "outbox")}


async def recorded(at: Door) -> list[SecurityRecord]:
    """Return what is on record since the people were enrolled, the oldest first."""
    found = await security_records(at.store, None, None, 200)
    return [one for one in reversed(found) if one.by != "system"]


async def test_wrong_tries_write_nothing_and_wait_outside_of_the_line() -> None:
    at = await door("li.na")
    before = everything(at)
    stranger = Browser(at, "203.0.113.9")
    answers = [await stranger.sign_in("li.na", "wrong horse") for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 2
    assert everything(at) == before
    assert at.published == []
    assert [(one.kind, one.staff, one.network) for one in await recorded(at)] == [
        (SecurityKind.SIGN_INS_REFUSED, "li.na", "203.0.113.9/32")
    ]
    assert (await stranger.sign_in("li.na", "wrong horse")).status_code == 429
    assert len(await recorded(at)) == 1  # once an hour


async def test_invented_names_are_bounded_by_the_network_that_tries_them() -> None:
    at = await door("li.na")
    stranger = Browser(at, "203.0.113.9")
    answers = [(await stranger.sign_in(f"nobody.{number}", "x")).status_code for number in range(102)]
    assert answers == [401] * 100 + [429] * 2
    assert (await Browser(at).sign_in("li.na")).status_code == 200


async def test_a_browser_that_one_has_used_gets_in_whatever_strangers_try_beside_it() -> None:
    at = await door("li.na")
    known = Browser(at, "203.0.113.9")
    await known.sign_in("li.na")
    stranger = Browser(at, "203.0.113.9")
    for _ in range(6):
        await stranger.sign_in("li.na", "wrong horse")
    assert (await stranger.sign_in("li.na")).status_code == 429
    assert (await known.sign_in("li.na")).status_code == 200


@pytest.mark.parametrize("forged", ["", "abc", "abc.def", "\u00e9.x"])
async def test_a_cookie_that_is_not_ours_makes_no_browser_known(forged: str) -> None:
    at = await door("li.na")
    stranger = Browser(at, "203.0.113.9")
    for _ in range(5):
        await stranger.sign_in("li.na", "wrong horse")
    header = {"cookie": f"__Host-foyer-device={forged}"}
    answer = await stranger.ask("POST", "/session", {"staff": "li.na", "password": PASSWORD}, **header)
    assert answer.status_code == 429


async def test_the_cookie_of_one_person_makes_a_browser_known_to_no_other() -> None:
    at = await door("li.na", "wang.wei")
    browser = Browser(at)
    await browser.sign_in("li.na")
    for _ in range(5):
        await browser.sign_in("wang.wei", "wrong horse")
    assert (await browser.sign_in("wang.wei")).status_code == 429


async def test_strangers_who_fill_the_line_of_passwords_are_refused_and_keep_nobody_waiting() -> None:
    at = await door("li.na")
    known = Browser(at)
    await known.sign_in("li.na")
    tries = [
        asyncio.create_task(Browser(at, f"203.0.113.{number}").sign_in(f"nobody.{number}"))
        for number in range(2 * passwords.WAITING_AT_MOST)
    ]
    assert (await known.sign_in("li.na")).status_code == 200
    answers = [one.status_code for one in await asyncio.gather(*tries)]
    assert set(answers) == {401, 503}


async def test_a_first_secret_opens_nothing_but_its_own_change() -> None:
    at = await door("li.na", one_time=True)
    browser = Browser(at)
    assert code(await browser.sign_in("li.na")) == "password_must_change"
    assert code(await browser.sign_in("li.na", new_password=PASSWORD)) == "password_must_change"
    assert code(await browser.sign_in("li.na", new_password="password123")) == "password_is_common"
    assert browser.cookies == {}
    assert (await browser.sign_in("li.na", new_password=ANOTHER)).status_code == 200
    assert (await browser.ask("GET", "/me")).status_code == 200
    assert code(await browser.sign_in("li.na")) == "wrong_credentials"
    assert (await browser.sign_in("li.na", ANOTHER)).status_code == 200


async def test_a_password_set_by_somebody_else_is_a_first_secret_unless_the_installation_says_otherwise() -> (
    None
):
    at = await door("li.na")
    person = {"staff": "li.na", "name": "李娜", "password": ANOTHER, "roles": ["teller"]}
    for setting, asked in ((True, False), (False, False), (False, True)):
        at.settings.one_time_secrets = setting
        answer = await at.ask(admin(), "POST", "/api/notify/staff", {**person, "one_time": asked})
        assert answer.status_code == 200, answer.text
        assert (await at.member("li.na")).one_time is (setting or asked)


@pytest.mark.parametrize(
    "chosen",
    ["short", "password", "Password1", "ＰＡＳＳＷＯＲＤ１", "qwertyuiop", "aaaaaaaaaaaa", "my li.na 2026"],
)
async def test_a_password_that_others_try_first_is_refused(chosen: str) -> None:
    at = await door("li.na")
    browser = Browser(at)
    await browser.sign_in("li.na")
    answer = await browser.ask("POST", "/me/password", {"password": PASSWORD, "new_password": chosen})
    assert (answer.status_code, code(answer)) == (422, "password_is_common")


async def test_who_changes_the_password_stays_signed_in_here_and_nowhere_else() -> None:
    at = await door("li.na")
    here, there = Browser(at), Browser(at)
    await here.sign_in("li.na")
    await there.sign_in("li.na")
    answer = await here.ask("POST", "/me/password", {"password": PASSWORD, "new_password": ANOTHER})
    assert answer.status_code == 200, answer.text
    assert [one.by for one in at.events(PasswordChanged)] == ["li.na"]
    epoch = [one.epoch for one in at.events(TokensRevoked) if one.epoch][-1]
    at.gate.revoke({"li.na": Revoked(now(), epoch)})
    assert (await here.ask("GET", "/me")).status_code == 200
    assert (await there.ask("GET", "/me")).status_code == 401
    assert (await there.ask("POST", "/session/refresh", {})).status_code == 401
    assert (await here.ask("POST", "/session/refresh", {})).status_code == 200
    assert at.events(StaffSignedOff) == []


async def test_the_password_of_now_is_asked_for_and_not_guessed_by_who_finds_a_screen() -> None:
    at = await door("li.na")
    browser = Browser(at)
    await browser.sign_in("li.na")
    wrong = {"password": "wrong horse", "new_password": ANOTHER}
    answers = [(await browser.ask("POST", "/me/password", wrong)).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


async def test_sessions_are_seen_and_ended_one_by_one() -> None:
    at = await door("li.na")
    desk, tablet = Browser(at), Browser(at, "10.9.9.9")
    await desk.ask("POST", "/session", {"staff": "li.na", "password": PASSWORD}, **{"user-agent": "Desk/1"})
    await tablet.ask(
        "POST", "/session", {"staff": "li.na", "password": PASSWORD}, **{"user-agent": "Tablet/1"}
    )
    seen = (await desk.ask("GET", "/me/sessions")).json()
    assert {(one["agent"], one["network"], one["current"]) for one in seen} == {
        ("Desk/1", "10.1.2.3/32", True),
        ("Tablet/1", "10.9.9.9/32", False),
    }
    other = next(one["id"] for one in seen if not one["current"])
    assert (await desk.ask("DELETE", f"/me/sessions/{other}")).status_code == 204
    assert [one.session for one in at.events(TokensRevoked)] == [other]
    assert (await tablet.ask("POST", "/session/refresh", {})).status_code == 401
    assert [one["agent"] for one in (await desk.ask("GET", "/me/sessions")).json()] == ["Desk/1"]
    assert at.events(StaffSignedOff) == []


async def test_nobody_sees_or_ends_the_sessions_of_somebody_else() -> None:
    at = await door("li.na", "wang.wei")
    li, wang = Browser(at), Browser(at)
    await li.sign_in("li.na")
    await wang.sign_in("wang.wei")
    (own,) = (await li.ask("GET", "/me/sessions")).json()
    assert (await wang.ask("DELETE", f"/me/sessions/{own['id']}")).status_code == 404
    assert (await li.ask("POST", "/session/refresh", {})).status_code == 200


async def test_a_session_in_which_nobody_does_anything_ends() -> None:
    at = await door("li.na")
    browser = Browser(at)
    await browser.sign_in("li.na")
    (own,) = (await browser.ask("GET", "/me/sessions")).json()
    session = await at.find(Session, own["id"])
    at.store.put(session.evolve(used=now() - timedelta(minutes=59)))
    assert (await browser.ask("POST", "/session/refresh", {"active": False})).status_code == 200
    session = await at.find(Session, own["id"])
    assert now() - session.used > timedelta(minutes=58)  # a page that renews itself is no person
    assert (await browser.ask("POST", "/session/refresh", {"active": True})).status_code == 200
    session = await at.find(Session, own["id"])
    assert now() - session.used < timedelta(minutes=1)
    at.store.put(session.evolve(used=now() - timedelta(minutes=60)))
    assert (await browser.ask("POST", "/session/refresh", {"active": True})).status_code == 401
    assert [one.session for one in at.events(TokensRevoked)] == [own["id"]]


async def test_a_token_is_in_a_cookie_or_in_the_answer_and_never_in_both() -> None:
    at = await door("li.na")
    browser, app = Browser(at), Browser(at)
    answer = (await browser.sign_in("li.na")).json()
    assert (answer["token"], answer["session"]) == (None, None)
    assert browser.cookies["__Host-foyer"]
    answer = (await app.sign_in("li.na", app=True)).json()
    assert answer["token"]
    assert app.cookies == {}


async def test_an_app_renews_its_token_until_it_signs_out() -> None:
    at = await door("li.na")
    app = Browser(at)
    first = (await app.sign_in("li.na", app=True)).json()
    again = (await app.ask("POST", "/session/refresh", {"session": first["session"]})).json()
    assert again["token"]
    assert again["session"] == first["session"]
    bearer = {"authorization": f"bearer {again['token']}"}
    assert (await app.ask("GET", "/me", **bearer)).status_code == 200
    assert (await app.ask("DELETE", "/session", {}, **bearer)).status_code == 204
    answer = await app.ask("POST", "/session/refresh", {"session": first["session"]})
    assert answer.status_code == 401
    assert len(at.events(StaffSignedOff)) == 1


async def test_who_came_in_and_whose_rights_changed_is_on_record_for_audit_alone() -> None:
    at = await door("li.na")
    browser = Browser(at)
    await browser.sign_in("li.na")
    await browser.ask("POST", "/me/password", {"password": PASSWORD, "new_password": ANOTHER})
    changed = {"staff": "li.na", "name": "李娜", "password": PASSWORD, "roles": ["account_manager"]}
    assert (await at.ask(admin(), "POST", "/api/notify/staff", changed)).status_code == 200
    answer = await at.ask(AUDITOR, "GET", "/api/notify/security/records?staff=li.na")
    assert answer.headers["cache-control"] == "no-store"
    seen = {(one["kind"], one["by"], one["network"], tuple(one["roles"])) for one in answer.json()}
    assert {one for one in seen if one[1] != "system"} == {
        ("signed_in", "", "10.1.2.3/32", ()),
        ("password_changed", "", "", ()),
        ("rights_changed", "admin", "", ("account_manager",)),
        ("password_set", "admin", "", ()),
    }
    assert [(one.staff, one.by, one.roles) for one in at.events(RightsChanged)] == [
        ("li.na", "admin", (Role.ACCOUNT_MANAGER,))
    ]
    for nobody in (ops(), admin(), Person("wang.wei", frozenset({Role.BRANCH_HEAD}), ("B1",))):
        assert (await at.ask(nobody, "GET", "/api/notify/security/records")).status_code == 403


async def test_rights_and_passwords_of_others_are_set_by_those_alone_who_have_just_signed_in() -> None:
    at = await door("li.na")
    await at.enrol("ad.2", Role.ADMINISTRATOR)
    app = Browser(at)
    signed = (await app.sign_in("ad.2", app=True)).json()
    person = {"staff": "li.na", "name": "李娜", "roles": ["account_manager"]}
    assert (await at.ask(ops(), "POST", "/api/notify/staff", person)).status_code == 403

    async def change(token: str) -> str:
        answer = await app.ask("POST", "/staff", person, authorization=f"bearer {token}")
        return "" if answer.status_code == 200 else code(answer)

    assert await change(signed["token"]) == ""
    for one in at.store.raws("sessions"):
        session = await at.find(Session, one["_id"])
        at.store.put(session.evolve(opened=now() - timedelta(minutes=16)))
    renewed = (await app.ask("POST", "/session/refresh", {"session": signed["session"]})).json()
    assert await change(renewed["token"]) == "sign_in_again"
    again = (await app.sign_in("ad.2", app=True)).json()
    assert await change(again["token"]) == ""
