"""No proof: tokens of every wrong kind, returns of another browser, of another time, or twice."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.responses import JSONResponse, Response
from structlog.testing import capture_logs

from services.notify.identity import flows, provider
from services.notify.identity.provider import provider_of
from shared import clock
from tests.unit.notify.identity.bank import COOKIE, Bank
from tests.unit.notify.identity.provider import FakeProvider, public, timed
from tests.unit.notify.sessions.door import code
from tests.unit.served import MASTER

Claims = dict[str, Any]
FORGED = ec.generate_private_key(ec.SECP256R1())


def unsigned(sso: FakeProvider, claims: Claims) -> str:
    return jwt.encode(claims, None, algorithm="none")


def by_the_public_key(sso: FakeProvider, claims: Claims) -> str:
    """Sign by HMAC with what everybody knows, as libraries once let through; ours does not sign so."""
    kid, key = next(iter(sso.keys.items()))
    secret = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [coded(json.dumps(one).encode()) for one in ({"alg": "HS256", "kid": kid}, claims)]
    return ".".join((*parts, coded(hmac.digest(secret, ".".join(parts).encode(), "sha256"))))


def coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def by_the_client_secret(sso: FakeProvider, claims: Claims) -> str:
    return jwt.encode(claims, "the client's own secret" * 2, algorithm="HS256")


def by_another_key(sso: FakeProvider, claims: Claims) -> str:
    return jwt.encode(claims, FORGED, algorithm="ES256", headers={"kid": next(iter(sso.keys))})


def by_an_unknown_key(sso: FakeProvider, claims: Claims) -> str:
    return jwt.encode(claims, FORGED, algorithm="ES256", headers={"kid": "nobody's"})


def by_a_key_that_it_brings(sso: FakeProvider, claims: Claims) -> str:
    return jwt.encode(
        claims, FORGED, algorithm="ES256", headers={"jwk": public("mine", FORGED), "kid": "mine"}
    )


def with_other_claims(sso: FakeProvider, claims: Claims) -> str:
    head, _, signature = sso.token(claims).split(".")
    body = coded(json.dumps({**claims, "groups": ["heads"]}).encode())
    return f"{head}.{body}.{signature}"


def huge(sso: FakeProvider, claims: Claims) -> str:
    return sso.token({**claims, "more": "x" * 70_000})


def with_another_critical_header(sso: FakeProvider, claims: Claims) -> str:
    return sso.token(claims, crit=["unknown"], unknown=1)


def no_token(sso: FakeProvider, claims: Claims) -> str:
    return "a.b.c"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        by_the_public_key,
        by_the_client_secret,
        by_another_key,
        by_an_unknown_key,
        by_a_key_that_it_brings,
        with_other_claims,
        huge,
        with_another_critical_header,
        no_token,
    ],
)
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    sign: Callable[[FakeProvider, Claims], str],
) -> None:
    bank = Bank()
    bank.provider.sign = sign
    refused = await bank.browser().by_account()
    assert code(refused) == "identity_refused"
    assert bank.store.raws("staff") == bank.store.raws("sessions") == []
    bank.provider.sign = None
    assert (await bank.browser().by_account()).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.test"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": None},
        {"aud": ["foyer", "another client"]},
        {"aud": ["foyer", "another client"], "azp": "another client"},
        {"azp": "another client"},
        {"nonce": "of another flow"},
        {"nonce": None},
        {"nonce": 7},
        {"exp": timedelta(seconds=-60)},
        {"exp": None},
        {"exp": "soon"},
        {"iat": timedelta(seconds=600)},
        {"iat": None},
        {"iat": "now"},
        {"nbf": timedelta(seconds=600)},
        {"sub": None},
        {"sub": 7},
        {"auth_time": timedelta(seconds=600)},
        {"auth_time": timedelta(seconds=-600)},
        {"auth_time": "now"},
    ],
    ids=str,
)
async def test_a_token_for_others_of_another_time_or_flow_lets_nobody_in(wrong: Claims) -> None:
    bank = Bank()
    bank.provider.bent = lambda claims: {**claims, **timed(wrong)}
    assert code(await bank.browser().by_account()) == "identity_refused"
    assert bank.store.raws("staff") == bank.store.raws("sessions") == []


@pytest.mark.parametrize(
    "right",
    [
        {"aud": ["foyer"]},
        {"aud": ["foyer", "another client"], "azp": "foyer"},
        {"exp": timedelta(seconds=-5)},
        {"iat": timedelta(seconds=8)},
    ],
    ids=str,
)
async def test_several_readers_and_clocks_that_differ_by_seconds_are_no_fault(right: Claims) -> None:
    bank = Bank()
    bank.provider.bent = lambda claims: {**claims, **timed(right)}
    assert (await bank.browser().by_account()).status_code == 200


@pytest.mark.filterwarnings("ignore:The RSA key")
async def test_a_short_key_signs_nothing() -> None:
    bank = Bank()
    short = rsa.generate_private_key(65537, 1024)
    bank.provider.keys = {"short": short}
    bank.provider.sign = lambda _, claims: jwt.encode(
        claims, short, algorithm="RS256", headers={"kid": "short"}
    )
    assert code(await bank.browser().by_account()) == "identity_refused"


async def test_of_several_keys_a_token_has_to_name_its_own() -> None:
    bank = Bank()
    other = ec.generate_private_key(ec.SECP256R1())
    bank.provider.sign = lambda sso, claims: jwt.encode(claims, sso.keys["1"], algorithm="ES256")
    bank.provider.keys = {"1": other}
    assert (await bank.browser().by_account()).status_code == 200
    bank = Bank()
    bank.provider.sign = lambda sso, claims: jwt.encode(claims, sso.keys["1"], algorithm="ES256")
    bank.provider.keys = {"1": other, "2": FORGED}
    assert code(await bank.browser().by_account()) == "identity_refused"


async def test_a_return_is_good_in_the_browser_that_began_it_alone() -> None:
    bank = Bank()
    victim, thief = bank.browser(), bank.browser()
    given = bank.provider.arrive(await victim.begin())
    assert code(await bank.browser().come_back(**given)) == "identity_flow_ended"
    await thief.begin()
    assert code(await thief.come_back(**given)) == "identity_flow_ended"
    assert "/token" not in bank.provider.asked
    assert (await victim.come_back(**given)).status_code == 200


async def test_a_code_of_another_flow_is_refused_by_its_nonce_and_verifier() -> None:
    bank = Bank()
    mine, theirs = bank.browser(), bank.browser()
    stolen = bank.provider.arrive(await theirs.begin())["code"]
    given = bank.provider.arrive(await mine.begin())
    assert code(await mine.come_back(**{**given, "code": stolen})) == "identity_refused"


async def test_a_return_is_good_once_also_with_a_copy_of_the_cookie() -> None:
    bank = Bank()
    browser = bank.browser()
    address = await browser.begin()
    kept = dict(browser.cookies)
    given = bank.provider.arrive(address)
    assert (await browser.come_back(**given)).status_code == 200
    assert code(await browser.come_back(**given)) == "identity_flow_ended"
    browser.cookies = kept
    assert code(await browser.come_back(**given)) == "identity_refused"  # the provider takes no code twice
    browser.cookies = kept
    again = bank.provider.arrive(address)  # it was asked twice by the same address
    assert code(await browser.come_back(**again)) == "identity_flow_ended"
    assert len(bank.store.raws("sessions")) == 1


async def test_rights_that_were_lost_do_not_come_back_with_an_old_cookie() -> None:
    bank = Bank()
    bank.settings.second_factor_for = "branch_head"
    bank.provider.claims["groups"] = ["heads"]
    old = bank.browser()
    assert code(await old.by_account()) == "second_factor_needed"
    bank.provider.claims["groups"] = ["tellers"]
    assert (await bank.browser().by_account()).json()["roles"] == ["teller"]
    await old.come_back(factor="000000")
    assert [one.value for one in (await bank.member("li.na")).roles] == ["teller"]


async def test_a_flow_ends_after_ten_minutes_and_with_one_that_is_begun_after_it() -> None:
    bank = Bank()
    browser = bank.browser()
    given = bank.provider.arrive(await browser.begin())
    kept = flows.opened(browser.cookies[COOKIE], MASTER, clock.now())
    old = kept.model_copy(update={"begun": kept.begun - flows.FLOW_LASTS.total_seconds() - 1})
    browser.cookies[COOKIE] = flows.sealed(old, MASTER)
    assert code(await browser.come_back(**given)) == "identity_flow_ended"
    given = bank.provider.arrive(await browser.begin())
    kept = flows.opened(browser.cookies[COOKIE], MASTER, clock.now())
    ahead = kept.model_copy(update={"begun": kept.begun + 5})  # by the clock of another process
    browser.cookies[COOKIE] = flows.sealed(ahead, MASTER)
    assert (await browser.come_back(**given)).status_code == 200
    given = bank.provider.arrive(await browser.begin())
    await browser.begin()
    assert code(await browser.come_back(**given)) == "identity_flow_ended"


@pytest.mark.parametrize("cookie", ["", "x", "AAAA" * 20, "=" * 5000])
async def test_a_cookie_that_is_not_ours_is_none(cookie: str) -> None:
    bank = Bank()
    browser = bank.browser()
    given = bank.provider.arrive(await browser.begin())
    browser.cookies[COOKIE] = cookie
    assert code(await browser.come_back(**given)) == "identity_flow_ended"


async def test_what_the_provider_says_instead_of_a_code_is_no_proof() -> None:
    bank = Bank()
    browser = bank.browser()
    state = bank.provider.arrive(await browser.begin())["state"]
    assert code(await browser.come_back(state=state, error="access_denied")) == "identity_refused"
    assert browser.cookies[COOKIE] == ""


async def test_a_code_of_another_provider_is_not_sent_to_ours() -> None:
    bank = Bank()
    browser = bank.browser()
    given = bank.provider.arrive(await browser.begin())
    assert code(await browser.come_back(**{**given, "iss": "https://evil.test"})) == "identity_refused"
    assert "/token" not in bank.provider.asked
    bank = Bank()
    bank.provider.published["authorization_response_iss_parameter_supported"] = True
    browser = bank.browser()
    given = bank.provider.arrive(await browser.begin())
    del given["iss"]
    assert code(await browser.come_back(**given)) == "identity_refused"


async def test_a_stranger_who_begins_a_thousand_times_fills_nothing() -> None:
    bank = Bank()
    stranger = bank.browser("203.0.113.9")
    before = {name: bank.store.raws(name) for name in ("staff", "sessions", "inbox", "identities")}
    for _ in range(1000):
        await stranger.begin()
    assert {name: bank.store.raws(name) for name in before} == before
    assert len(bank.running.throttle) == 0
    assert bank.provider.asked == ["/.well-known/openid-configuration"]


async def test_who_brings_codes_that_are_none_is_slowed_down_and_others_are_not() -> None:
    bank = Bank()
    stranger = bank.browser("203.0.113.9")
    answers = []
    for _ in range(102):
        state = bank.provider.arrive(await stranger.begin())["state"]
        answers.append((await stranger.come_back(code="guess", state=state)).status_code)
    assert answers[:100] == [401] * 100
    assert answers[-1] == 429
    assert bank.provider.asked.count("/token") == answers.count(401)
    assert (await bank.browser().by_account()).status_code == 200


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", lambda: Response(status_code=500)),
        ("/.well-known/openid-configuration", lambda: Response("no json")),
        ("/.well-known/openid-configuration", lambda: JSONResponse({"issuer": "https://sso.test"})),
        (
            "/.well-known/openid-configuration",
            lambda: Response(status_code=302, headers={"location": "/keys"}),
        ),
        ("/keys", lambda: Response(b"{" + b" " * 300_000 + b"}")),
        ("/keys", lambda: Response("[" * 100_000)),
        ("/token", lambda: Response(status_code=503)),
        ("/token", lambda: JSONResponse(["no", "object"])),
    ],
)
async def test_a_provider_that_does_not_answer_as_it_should_is_away_and_is_no_fault_of_the_person(
    path: str, answer: Callable[[], Response]
) -> None:
    bank = Bank()
    browser = bank.browser()
    bank.provider.answers[path] = answer
    begun = await browser.ask("POST", "/identity/begin", {})
    if begun.status_code == 200:
        begun = await browser.come_back(**bank.provider.arrive(begun.json()["address"]))
    assert code(begun) == "identity_provider_away"
    assert begun.headers["retry-after"] == "5"
    assert len(bank.running.throttle) == 0


async def test_another_issuer_in_the_document_is_not_ours() -> None:
    bank = Bank()
    bank.provider.published["issuer"] = "https://sso.test/other"
    assert code(await bank.browser().ask("POST", "/identity/begin", {})) == "identity_provider_away"


async def test_an_endpoint_that_is_not_sealed_is_not_used() -> None:
    bank = Bank()
    bank.provider.published["token_endpoint"] = "http://sso.test/token"
    assert code(await bank.browser().ask("POST", "/identity/begin", {})) == "identity_provider_away"


async def test_a_provider_that_is_away_is_not_asked_by_everybody_who_presses_the_button() -> None:
    bank = Bank()
    bank.provider.answers["/.well-known/openid-configuration"] = lambda: Response(status_code=500)
    for _ in range(20):
        await bank.browser().ask("POST", "/identity/begin", {})
    assert len(bank.provider.asked) == 1


class Time:
    """The seconds of a clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def at_a_time(bank: Bank) -> Time:
    time = Time()
    provider_of(bank.running)._elapsed = time
    return time


async def test_a_new_key_of_the_provider_is_fetched_when_a_token_names_it() -> None:
    bank = Bank()
    time = at_a_time(bank)
    for _ in range(3):
        assert (await bank.browser().by_account()).status_code == 200
        bank.provider.rotate()
        time.now += provider.KEYS_AGAIN_AFTER + 1
    assert bank.provider.asked.count("/keys") == 3


async def test_whoever_invents_keys_has_them_fetched_no_oftener() -> None:
    bank = Bank()
    time = at_a_time(bank)
    await bank.browser().by_account()
    bank.provider.sign = by_an_unknown_key
    for _ in range(10):
        assert code(await bank.browser().by_account()) == "identity_refused"
        time.now += 5
    assert bank.provider.asked.count("/keys") == 1 + 2  # of which two within these 50 seconds


async def test_a_key_that_was_withdrawn_counts_for_ten_minutes_more_at_most() -> None:
    bank = Bank()
    time = at_a_time(bank)
    await bank.browser().by_account()
    stolen = dict(bank.provider.keys)
    bank.provider.rotate()
    bank.provider.sign = lambda _, claims: jwt.encode(
        claims, next(iter(stolen.values())), algorithm="ES256", headers={"kid": next(iter(stolen))}
    )
    time.now += timedelta(minutes=10).total_seconds() + 1
    assert code(await bank.browser().by_account()) == "identity_refused"


async def test_nothing_of_a_return_is_logged_whatever_becomes_of_it() -> None:
    bank = Bank()
    canaries = {
        "sub": "canary-sub",
        "name": "金丝雀",
        "preferred_username": "canary.name",
        "groups": ["canary-group"],
    }
    bank.provider.claims = {**canaries, "branches": ["canary-branch"]}
    kept: list[str] = []
    with capture_logs() as logs:
        for sign in (None, by_another_key, unsigned, huge, no_token):
            bank.provider.sign = sign
            browser = bank.browser()
            given = bank.provider.arrive(await browser.begin())
            answer = await browser.come_back(**given)
            kept += [*given.values(), answer.text]
            assert "canary" not in answer.text
            assert "金丝雀" not in answer.text
        bank.provider.answers["/token"] = lambda: Response("canary", status_code=500)
        await bank.browser().by_account()
    text = json.dumps(logs, default=repr, ensure_ascii=False)
    assert {"identity_refused", "identity_provider_away"} <= {one["event"] for one in logs}
    assert [
        one for one in ("canary", "金丝雀", *(given[:40] for given in kept if given)) if one in text
    ] == []
