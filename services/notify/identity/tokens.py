"""Checks of what the provider signs: ID tokens (OpenID Connect Core, 3.1.3.7) and logout tokens (Back-Channel
Logout, 2.6). Keys and times are handed in; every failure is a `TokenWrong` with a word for the log."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from services.notify.identity.settings import ProviderSettings
from shared.access import LEEWAY

LARGEST_TOKEN = 64 * 1024
KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
"""The kind of key by which an algorithm signs, by the beginning of its name."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_WITHIN = timedelta(minutes=5)
"""The age up to which a logout token counts."""
Key = Mapping[str, Any]
Claims = dict[str, Any]


class TokenWrong(Exception):
    """A token that proves nothing; the text is a word of ours."""


@dataclass(frozen=True)
class Header:
    """The algorithm and the key that a token says it was signed by."""

    algorithm: str
    kid: str | None


@dataclass(frozen=True)
class Asked:
    """The demands on an ID token: the `nonce` of the flow, and that the person signed in there no longer
    ago than at the time `signed_in_after` (seconds)."""

    nonce: str
    signed_in_after: float


def header_of(token: str, settings: ProviderSettings) -> Header:
    """Return the header of a token, of which nothing is proved yet. Raises `TokenWrong`."""
    if len(token) > LARGEST_TOKEN:
        raise TokenWrong("too large")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise TokenWrong("not a token") from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in settings.algorithms:
        raise TokenWrong("algorithm")
    return Header(algorithm, kid)


def key_of(keys: Sequence[Any], header: Header) -> jwt.PyJWK | None:
    """Return the key that a header names: the only one of its kind with that id, or where it names none, the
    only one of its kind. None if there is none, or several."""
    kind = KINDS[header.algorithm[:2]]
    fitting = [
        one
        for one in keys
        if isinstance(one, dict)
        and one.get("kty") == kind
        and one.get("use", "sig") == "sig"
        and one.get("alg", header.algorithm) == header.algorithm
        and header.kid in (None, one.get("kid"))
    ]
    if len(fitting) != 1:
        return None
    try:
        return jwt.PyJWK(fitting[0], algorithm=header.algorithm)
    except (jwt.PyJWTError, ValueError):
        return None


def id_claims(token: str, key: jwt.PyJWK, settings: ProviderSettings, asked: Asked) -> Claims:
    """Return the claims of an ID token that is for us, of this flow, and as fresh as was asked. Raises
    `TokenWrong`."""
    claims = _claims(token, key, settings, ["exp", "iat", "iss", "aud", "sub"])
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else settings.client_id) != settings.client_id:
        raise TokenWrong("azp")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), asked.nonce.encode()):
        raise TokenWrong("nonce")
    signed_in = claims.get("auth_time")
    if signed_in is not None and not isinstance(signed_in, int | float):
        raise TokenWrong("auth_time")
    leeway = LEEWAY.total_seconds()
    if signed_in is not None and not asked.signed_in_after - leeway <= signed_in <= claims["iat"] + leeway:
        raise TokenWrong("auth_time")
    return claims


def logout_claims(token: str, key: jwt.PyJWK, settings: ProviderSettings, now: float) -> Claims:
    """Return the claims of a logout token about a person, of the last minutes. Raises `TokenWrong`."""
    claims = _claims(token, key, settings, ["iat", "iss", "aud", "jti", "sub"])
    events = claims.get("events")
    if not isinstance(events, dict) or LOGOUT not in events or "nonce" in claims:
        raise TokenWrong("no logout token")
    if claims["iat"] < now - (LOGOUT_WITHIN + LEEWAY).total_seconds():
        raise TokenWrong("iat")
    return claims


def second_factor_used(claims: Claims, settings: ProviderSettings) -> bool:
    """Return whether the provider says that it asked for a second factor, in a way that the settings name."""
    methods = claims.get("amr")
    used = {one for one in methods if isinstance(one, str)} if isinstance(methods, list) else set()
    return claims.get("acr") in settings.second_factor.acr or bool(used & set(settings.second_factor.amr))


def _claims(token: str, key: jwt.PyJWK, settings: ProviderSettings, needed: list[str]) -> Claims:
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=list(settings.algorithms),
            audience=settings.client_id,
            issuer=settings.issuer,
            leeway=LEEWAY,
            options={"require": needed, "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise TokenWrong(type(error).__name__) from None
    if not isinstance(claims["iat"], int | float):
        raise TokenWrong("iat")
    return claims
