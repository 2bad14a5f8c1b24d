"""An identity provider in the process: it speaks the protocol as it should, and each test bends one thing."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared import clock

ISSUER = "https://sso.test"
CLIENT, SECRET = "foyer", "the client's own secret"
PERSON = {
    "sub": "u-1",
    "preferred_username": "Li.Na",
    "name": "李娜",
    "groups": ["tellers"],
    "branches": ["B1"],
}
SETTINGS: dict[str, Any] = {
    "issuer": ISSUER,
    "client_id": CLIENT,
    "client_secret": SECRET,
    "address": "https://foyer.test",
    "roles": {"tellers": "teller", "heads": "branch_head", "managers": "account_manager"},
}


def timed(claims: dict[str, Any]) -> dict[str, Any]:
    """Turn each timedelta of `claims` into a time of theirs, which is so much after this one."""
    now = clock.now()
    return {
        name: (now + value).timestamp() if isinstance(value, timedelta) else value
        for name, value in claims.items()
    }


@dataclass
class Login:
    """A code that was given out, with what it was asked for."""

    asked: dict[str, str]
    auth_time: float


@dataclass
class FakeProvider:
    """The provider. `claims` are those of the person who signs in, `bent` changes the claims of an ID token,
    `sign` signs it; `answers` has answers in place of its own, by path."""

    claims: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    bent: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[["FakeProvider", dict[str, Any]], str] | None = None
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    signed_in_ago: float = 0.0

    def __post_init__(self) -> None:
        self.rotate()
        paths = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": self._keys,
            "/token": self._token,
            "/me": self._me,
        }
        self.app = Starlette(routes=[Route(path, self._counted, methods=["GET", "POST"]) for path in paths])
        self._paths = paths
        self.transport = httpx.ASGITransport(self.app)

    def rotate(self, kid: str = "") -> str:
        """Sign with another key from now on, and publish that alone."""
        kid = kid or secrets.token_hex(4)
        self.keys = {kid: ec.generate_private_key(ec.SECP256R1())}
        return kid

    def arrive(self, address: str) -> dict[str, str]:
        """Sign the person in; returns what the browser comes back with."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.logins[code] = Login(asked, clock.now().timestamp() - self.signed_in_ago)
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def token(self, claims: dict[str, Any], **header: Any) -> str:
        """Sign claims with the key of now."""
        kid, key = next(iter(self.keys.items()))
        return jwt.encode(claims, key, algorithm="ES256", headers={"kid": kid, **header})

    def logout_token(self, **claims: Any) -> str:
        """Sign a logout token about the person; a member that is None is left out."""
        now = clock.now().timestamp()
        events = {"http://schemas.openid.net/event/backchannel-logout": {}}
        known = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "u-1",
            "iat": now,
            "exp": now + 120,
            "jti": "j",
            "events": events,
        }
        found = {name: value for name, value in {**known, **claims}.items() if value is not None}
        return self.token(found, typ="logout+jwt")

    async def _counted(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]()
        return await self._paths[path](request)

    async def _discovery(self, request: Request) -> Response:
        known = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/leave",
        }
        return JSONResponse({**known, **self.published})

    async def _keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [public(kid, key) for kid, key in self.keys.items()]})

    async def _token(self, request: Request) -> Response:
        form = {name: value[0] for name, value in parse_qs((await request.body()).decode()).items()}
        pair = base64.b64encode(f"{CLIENT}:{quote(SECRET, safe='')}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return JSONResponse({"error": "invalid_client"}, 401)
        login = self.logins.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            login is None
            or login.asked["code_challenge"] != challenge
            or login.asked["redirect_uri"] != form["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = clock.now().timestamp()
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": login.asked["nonce"],
            "auth_time": login.auth_time,
            **self.claims,
        }
        claims = {name: value for name, value in self.bent(claims).items() if value is not None}
        token = self.sign(self, claims) if self.sign else self.token(claims)
        return JSONResponse({"id_token": token, "access_token": "of-the-person", "token_type": "Bearer"})

    async def _me(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer of-the-person"
        return JSONResponse({**self.claims, "department": "hall"})


def public(kid: str, key: Any) -> dict[str, Any]:
    """Return the public half of a key as it is published."""
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": kid, "use": "sig"}
