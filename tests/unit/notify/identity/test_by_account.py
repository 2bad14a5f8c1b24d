"""Signing in by the bank's account: who is let in, with which rights, and what is asked for beside it."""

from urllib.parse import parse_qs, urlsplit

import jwt
from pyotp import TOTP

from services.notify.feed.domain.rules import recipients
from services.notify.floors.domain import Floor
from services.notify.identity.provider import set_up_provider
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.portfolios import Portfolio
from services.notify.staff.domain.staff import Enrolment
from shared.access import FRESH_FOR
from shared.clock import now
from shared.contracts.notify import (
    PROVIDER,
    PortfolioWaived,
    RightsChanged,
    SecurityKind,
    StaffEnrolled,
    TokensRevoked,
)
from shared.contracts.words import Role
from tests.unit.notify.identity.bank import COOKIE, Bank, ByAccount
from tests.unit.notify.identity.provider import PERSON
from tests.unit.notify.sessions.door import PASSWORD, Browser, Door, code


async def test_a_person_is_known_from_their_first_sign_in_with_what_their_account_says() -> None:
    bank = Bank()
    answer = await bank.browser().by_account()
    assert answer.status_code == 200, answer.text
    assert answer.json() | {"expires_at": ""} == {
        "token": None,
        "session": None,
        "recovery_codes": None,
        "expires_at": "",
        "staff": "li.na",
        "name": "李娜",
        "roles": ["teller"],
        "branches": ["B1"],
    }
    assert [one.staff for one in bank.events(StaffEnrolled)] == ["li.na"]
    assert set(await bank.recorded()) == {
        (SecurityKind.ACCOUNT_CONNECTED, "li.na", "identity"),
        (SecurityKind.RIGHTS_CHANGED, "li.na", "identity"),
        (SecurityKind.SIGNED_IN, "li.na", ""),
    }


async def test_the_browser_is_signed_in_and_forgets_the_way() -> None:
    browser = Bank().browser()
    await browser.by_account()
    assert browser.cookies[COOKIE] == ""
    assert (await browser.ask("GET", "/me")).json() | {"draft_key": ""} == {
        "staff": "li.na",
        "name": "李娜",
        "roles": ["teller"],
        "branches": ["B1"],
        "present": True,
        "last": 0,
        "timezones": {"B1": "Asia/Shanghai"},
        "covers": [],
        "has_password": False,
        "draft_key": "",
    }


async def test_the_provider_is_asked_for_a_code_by_pkce_and_for_the_password() -> None:
    asked = parse_qs(urlsplit(await Bank().browser().begin()).query)
    secret = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert all(len(one[0]) == 43 for one in secret.values())
    assert asked == {
        "response_type": ["code"],
        "client_id": ["foyer"],
        "redirect_uri": ["https://foyer.test/staff"],
        "scope": ["openid profile"],
        "code_challenge_method": ["S256"],
        "max_age": ["43200"],
        "prompt": ["login"],
    }


async def test_where_one_sign_in_is_enough_the_password_is_asked_for_only_if_it_has_to_be_fresh() -> None:
    browser = Bank(single_sign_on=True).browser()
    assert "prompt=login" not in await browser.begin()
    assert "prompt=login" in await browser.begin(fresh=True)


async def test_each_sign_in_brings_the_rights_of_the_account_and_ends_the_tokens_of_before() -> None:
    bank = Bank()
    await bank.browser().by_account()
    bank.published.clear()
    bank.provider.claims |= {"groups": ["heads"], "branches": ["B2"], "name": "李娜娜"}
    answer = (await bank.browser().by_account()).json()
    assert (answer["roles"], answer["branches"], answer["name"]) == (["branch_head"], ["B2"], "李娜娜")
    assert [(one.staff, one.epoch) for one in bank.events(TokensRevoked)] == [("li.na", 1)]
    assert [(one.staff, one.by) for one in bank.events(RightsChanged)] == [("li.na", "identity")]


async def test_a_sign_in_that_changes_nothing_tells_nothing_of_rights() -> None:
    bank = Bank()
    await bank.browser().by_account()
    bank.published.clear()
    await bank.browser().by_account()
    assert bank.events(StaffEnrolled) == bank.events(RightsChanged) == bank.events(TokensRevoked) == []


async def test_who_has_no_role_any_more_has_left_and_all_their_sessions_end() -> None:
    bank = Bank()
    before = bank.browser()
    await before.by_account()
    bank.provider.claims["groups"] = ["something else"]
    refused = await bank.browser().by_account()
    assert code(refused) == "identity_without_rights"
    assert (await bank.member("li.na")).roles == ()
    assert (await before.ask("POST", "/session/refresh", {})).status_code == 401
    assert (SecurityKind.SIGN_INS_REFUSED, "li.na", "") in await bank.recorded()
    bank.provider.claims["groups"] = ["tellers"]
    assert (await bank.browser().by_account()).status_code == 200


async def test_somebody_without_a_role_is_not_known_at_all() -> None:
    bank = Bank()
    bank.provider.claims["groups"] = []
    assert code(await bank.browser().by_account()) == "identity_without_rights"
    assert bank.store.raws("staff") == bank.store.raws("identities") == []


async def test_a_branch_that_has_not_opened_and_a_value_that_is_no_role_give_no_right() -> None:
    bank = Bank(branches={"0101": "B1", "0102": "B9"})
    bank.provider.claims |= {"branches": ["0101", "0102", "B2"], "groups": ["tellers", "teller", "ops"]}
    answer = (await bank.browser().by_account()).json()
    assert (answer["roles"], answer["branches"]) == (["teller"], ["B1"])


async def test_claims_lie_where_the_settings_say() -> None:
    bank = Bank(
        claims={"staff": "upn", "name": "no", "roles": "realm_access.roles", "branches": "a.b"},
        staff_suffix="@bank.test",
    )
    bank.provider.claims = {
        "sub": "u-1",
        "upn": "LI.NA@bank.test",
        "a.b": "B2",
        "realm_access": {"roles": ["heads"]},
    }
    answer = (await bank.browser().by_account()).json()
    known = {name: answer[name] for name in ("staff", "name", "roles", "branches")}
    assert known == {"staff": "li.na", "name": "li.na", "roles": ["branch_head"], "branches": ["B2"]}


async def test_claims_that_the_token_does_not_carry_are_asked_for() -> None:
    bank = Bank(userinfo=True)
    bank.provider.bent = lambda claims: {n: v for n, v in claims.items() if n not in PERSON or n == "sub"}
    assert (await bank.browser().by_account()).json()["staff"] == "li.na"


async def test_information_about_somebody_else_is_refused() -> None:
    bank = Bank(userinfo=True)
    bank.provider.bent = lambda claims: {**claims, "sub": "u-2"}
    assert code(await bank.browser().by_account()) == "identity_refused"


async def local(*roles: Role, **settings: object) -> Bank:
    """Return a bank where ``li.na`` has a password here."""
    bank = Bank(**settings)
    await bank.enrol("li.na", *roles)
    return bank


async def asked_for_password(bank: Bank) -> ByAccount:
    """Come back from the provider as somebody who has a password here."""
    browser = bank.browser()
    assert code(await browser.by_account()) == "identity_link_needed"
    return browser


async def test_a_local_account_is_taken_over_by_nobody_who_does_not_know_its_password() -> None:
    bank = await local(Role.BRANCH_HEAD)
    thief = await asked_for_password(bank)
    assert code(await thief.come_back(password="wrong horse")) == "wrong_credentials"
    assert not await bank.known("li.na")
    assert (await bank.browser().sign_in("li.na")).json()["roles"] == ["branch_head"]


async def test_the_password_is_guessed_no_faster_by_way_of_the_provider() -> None:
    bank = await local()
    thief = await asked_for_password(bank)
    answers = [(await thief.come_back(password=f"guess {number}")).status_code for number in range(6)]
    assert answers == [401] * 5 + [429]


async def test_who_proves_the_password_once_is_known_by_the_account_from_then_on_and_by_it_alone() -> None:
    bank = await local(Role.BRANCH_HEAD)
    answer = await (await asked_for_password(bank)).come_back(password=PASSWORD)
    assert answer.json()["roles"] == ["teller"]
    assert (await bank.browser().by_account()).status_code == 200
    assert code(await bank.browser().sign_in("li.na")) == "wrong_credentials"
    assert code(await bank.browser().sign_in("li.na", "nobody's")) == "wrong_credentials"
    assert (SecurityKind.ACCOUNT_CONNECTED, "li.na", "identity") in await bank.recorded()


async def test_another_account_with_the_same_staff_id_is_refused() -> None:
    bank = Bank()
    await bank.browser().by_account()
    bank.provider.claims["sub"] = "u-2"
    assert code(await bank.browser().by_account()) == "identity_taken"
    assert (SecurityKind.SIGN_INS_REFUSED, "li.na", "") in await bank.recorded()


async def test_an_account_with_another_staff_id_than_before_is_refused() -> None:
    bank = Bank()
    await bank.browser().by_account()
    bank.provider.claims["preferred_username"] = "li.na.2"
    assert code(await bank.browser().by_account()) == "identity_taken"


async def test_the_first_of_operations_is_known_by_the_password_alone() -> None:
    bank = Bank()
    bank.provider.claims["preferred_username"] = "ops"
    assert code(await bank.browser().by_account()) == "identity_taken"


async def test_a_name_that_is_no_staff_id_is_refused() -> None:
    bank = Bank()
    for name in ("", "li na", "../ops", None, 7, ["li.na"], "李娜", "x" * 65):
        bank.provider.claims["preferred_username"] = name
        assert code(await bank.browser().by_account()) == "identity_refused", name


async def test_an_account_manager_who_holds_customers_loses_the_role_and_the_heads_are_told() -> None:
    bank = Bank()
    bank.provider.claims["groups"] = ["managers"]
    await bank.browser().by_account()
    bank.store.put(Portfolio(id="li.na@B1", version=1, branch="B1", staff="li.na", customers=3))
    bank.provider.claims["groups"] = []
    await bank.browser().by_account()
    assert (await bank.member("li.na")).roles == ()
    assert [(one.customers, one.waived_by) for one in bank.events(PortfolioWaived)] == [(3, "identity")]


async def test_a_role_that_asks_for_a_second_factor_has_it_set_up_and_asked_for() -> None:
    bank = Bank()
    bank.settings.second_factor_for = "teller"
    browser = bank.browser()
    refused = await browser.by_account()
    assert code(refused) == "second_factor_needed"
    assert "__Host-foyer" not in browser.cookies
    totp = TOTP(refused.json()["secret"])
    step = totp.timecode(now())
    assert code(await browser.come_back(factor="000000")) == "code_wrong"
    answer = await browser.come_back(factor=totp.generate_otp(step - 1))
    assert len(answer.json()["recovery_codes"]) == 8
    assert code(await bank.browser().by_account()) == "code_needed"


async def test_a_second_factor_at_the_provider_counts_only_where_the_settings_say_so() -> None:
    for settings, let_in in (
        ({}, False),
        ({"second_factor": {"amr": ["mfa"]}}, True),
        ({"second_factor": {"acr": ["high"]}}, True),
        ({"second_factor": {"acr": ["higher"], "amr": ["sms"]}}, False),
    ):
        bank = Bank(**settings)
        bank.settings.second_factor_for = "teller"
        bank.provider.claims |= {"amr": ["pwd", "mfa"], "acr": "high"}
        assert ((await bank.browser().by_account()).status_code == 200) is let_in, settings


def signed_in_at(browser: ByAccount) -> float:
    """Return the time that the token tells as that of the sign-in."""
    claims = jwt.decode(browser.cookies["__Host-foyer"], options={"verify_signature": False})
    return float(claims["auth_time"])


async def test_a_sign_in_is_as_fresh_as_that_at_the_provider() -> None:
    bank = Bank(single_sign_on=True)
    bank.provider.signed_in_ago = 3600
    browser = bank.browser()
    assert (await browser.by_account()).status_code == 200
    age = now().timestamp() - signed_in_at(browser)
    assert FRESH_FOR.total_seconds() < 3590 < age < 3700


async def test_a_provider_that_does_not_tell_the_time_gives_no_fresh_sign_in() -> None:
    bank = Bank()
    bank.provider.bent = lambda claims: {**claims, "auth_time": None}
    browser = bank.browser()
    assert (await browser.by_account()).status_code == 200
    assert signed_in_at(browser) == 0


async def test_an_old_sign_in_at_the_provider_is_refused_where_a_fresh_one_was_asked_for() -> None:
    for fresh, ago in ((True, 60), (False, 13 * 3600)):
        bank = Bank(single_sign_on=True)
        bank.provider.signed_in_ago = ago
        assert code(await bank.browser().by_account(fresh=fresh)) == "identity_refused"


async def test_whoever_was_at_this_screen_before_is_signed_out() -> None:
    bank = Bank()
    await bank.enrol("wang.wei")
    browser = bank.browser()
    await browser.sign_in("wang.wei")
    await browser.by_account()
    sessions = {raw["staff"]: raw["revoked"] for raw in bank.store.raws("sessions")}
    assert sessions == {"wang.wei": True, "li.na": False}


async def test_the_address_that_signs_out_at_the_provider_is_told_if_it_has_one() -> None:
    told = (await Bank().browser().ask("GET", "/identity")).json()
    assert told == {
        "set_up": True,
        "zh": "使用行内统一账号登录",
        "en": "Sign in with the bank's account",
        "sign_out": "https://sso.test/leave?client_id=foyer"
        "&post_logout_redirect_uri=https%3A%2F%2Ffoyer.test%2Fstaff",
    }
    assert (await Bank(sign_out_there=False).browser().ask("GET", "/identity")).json()["sign_out"] is None


async def test_where_no_provider_is_set_up_there_is_no_such_way_in() -> None:
    door = Door()
    browser = Browser(door)
    starting = await browser.ask("GET", "/identity")
    assert (starting.status_code, code(starting)) == (503, "unavailable")
    set_up_provider(door.running)
    assert (await browser.ask("GET", "/identity")).json()["set_up"] is False
    for path in ("begin", "session", "back-channel"):
        assert code(await browser.ask("POST", f"/identity/{path}", {})) == "identity_not_set_up"


async def test_an_administrator_changes_a_person_of_the_provider_until_their_next_sign_in() -> None:
    bank = Bank()
    await bank.browser().by_account()
    await bank.do(EnrolStaff(Enrolment("li.na", "李娜", (Role.BRANCH_HEAD,), ("B1",))))
    assert (await bank.browser().by_account()).json()["roles"] == ["teller"]


async def test_a_person_of_the_provider_proves_no_password_that_they_do_not_have() -> None:
    bank = Bank()
    browser = bank.browser()
    await browser.by_account()
    change = {"password": "nobody's", "new_password": "a good long password"}
    assert code(await browser.ask("POST", "/me/password", change)) == "wrong_credentials"


async def test_the_person_and_the_head_are_told_of_rights_that_come_from_the_bank() -> None:
    event = RightsChanged(branch="B1", staff="li.na", roles=(Role.TELLER,), by=PROVIDER)
    head = Member(staff="zhao.lei", roles=(Role.BRANCH_HEAD,), present=True)
    told = recipients(event, Directory(id="B1", members=(head,)))
    assert {one.staff: "{by}" in one.rule.en for one in told} == {"li.na": False, "zhao.lei": False}


async def test_a_person_of_very_many_branches_still_fits_what_a_browser_keeps() -> None:
    many = [f"branch-with-a-very-long-name-{number:03}" for number in range(90)]
    bank = Bank()
    bank.settings.second_factor_for = "teller"
    bank.store.put(*(Floor(id=one, version=1) for one in many))
    bank.provider.claims |= {"branches": many, "name": "欧阳" * 60}
    browser = bank.browser()
    assert code(await browser.by_account()) == "second_factor_needed"
    assert len(browser.cookies[COOKIE]) < 4000
    assert len((await bank.member("li.na")).branches) == 64
