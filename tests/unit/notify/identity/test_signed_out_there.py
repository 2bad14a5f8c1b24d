"""The provider tells that somebody has signed out there: back-channel logout."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shared.contracts.notify import SecurityKind, StaffSignedOff, TokensRevoked
from tests.unit.notify.identity.bank import Bank, ByAccount
from tests.unit.notify.identity.provider import timed
from tests.unit.notify.sessions.door import code


async def told(bank: Bank, token: str) -> httpx.Response:
    """Tell notify by a logout token, as the provider does."""
    form = urlencode({"logout_token": token}).encode()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return await bank.browser("192.0.2.7").ask("POST", "/identity/back-channel", content=form, **kind)


async def signed_in() -> tuple[Bank, ByAccount]:
    bank = Bank()
    browser = bank.browser()
    await browser.by_account()
    bank.published.clear()
    return bank, browser


async def renews(browser: ByAccount) -> bool:
    return (await browser.ask("POST", "/session/refresh", {})).status_code == 200


async def test_all_sessions_of_the_person_end_and_their_tokens_are_revoked() -> None:
    bank, browser = await signed_in()
    other = bank.browser()
    await other.by_account()
    bank.published.clear()
    answer = await told(bank, bank.provider.logout_token())
    assert (answer.status_code, answer.headers["cache-control"]) == (204, "no-store")
    assert not await renews(browser)
    assert not await renews(other)
    assert [(one.staff, one.session, one.epoch) for one in bank.events(TokensRevoked)] == [("li.na", None, 1)]
    assert len(bank.events(StaffSignedOff)) == 1
    assert (SecurityKind.SIGNED_OUT_BY_PROVIDER, "li.na", "identity") in await bank.recorded()


async def test_the_same_token_ends_no_session_that_was_opened_after_it() -> None:
    bank, _ = await signed_in()
    token = bank.provider.logout_token()
    await told(bank, token)
    later = bank.browser()
    await later.by_account()
    assert (await told(bank, token)).status_code == 204
    assert await renews(later)


async def test_somebody_whom_nobody_knows_here_has_no_session_to_end() -> None:
    bank, browser = await signed_in()
    assert (await told(bank, bank.provider.logout_token(sub="u-9"))).status_code == 204
    assert await renews(browser)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.test"},
        {"aud": "another client"},
        {"sub": None, "sid": "s"},
        {"iat": None},
        {"iat": timedelta(seconds=-3600)},
        {"iat": timedelta(seconds=3600)},
        {"exp": timedelta(seconds=-60)},
        {"jti": None},
        {"events": None},
        {"events": {}},
        {"events": "http://schemas.openid.net/event/backchannel-logout"},
        {"nonce": "that of an id token"},
    ],
    ids=str,
)
async def test_what_is_no_logout_token_ends_nothing(wrong: dict[str, Any]) -> None:
    bank, browser = await signed_in()
    assert code(await told(bank, bank.provider.logout_token(**timed(wrong)))) == "identity_logout_refused"
    assert await renews(browser)


async def test_a_token_that_the_provider_did_not_sign_ends_nothing() -> None:
    bank, browser = await signed_in()
    claims = jwt.decode(bank.provider.logout_token(), options={"verify_signature": False})
    forged = jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")
    for token in (forged, jwt.encode(claims, None, algorithm="none"), "a.b.c", ""):
        assert code(await told(bank, token)) == "identity_logout_refused"
    assert await renews(browser)


@pytest.mark.parametrize("body", [b"", b"logout_token", b"\xff=1", b"a=1&" * 20, b"{}"])
async def test_a_form_that_is_none_is_refused(body: bytes) -> None:
    bank, _ = await signed_in()
    answer = await bank.browser().ask("POST", "/identity/back-channel", content=body)
    assert code(answer) == "identity_logout_refused"


async def test_who_sends_tokens_that_are_none_is_slowed_down() -> None:
    bank, _ = await signed_in()
    answers = [(await told(bank, "a.b.c")).status_code for _ in range(102)]
    assert answers[:100] == [400] * 100
    assert answers[-1] == 429
