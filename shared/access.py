"""Who is asking, and what they may do: signed tokens, roles, branch scope.

`notify` signs people in and signs tokens with Ed25519; every service checks them with the public key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from fastapi import Depends, Request

from shared.contracts.words import Role
from shared.errors import NotAllowed, NotJson, NotSignedIn

COOKIE = "__Host-foyer"
LASTS = timedelta(minutes=15)
ISSUER = "foyer/notify"


@dataclass(frozen=True)
class Person:
    """A signed-in member of staff. `branches` are those that the person may act for."""

    staff: str
    roles: frozenset[Role]
    branches: tuple[str, ...]

    @property
    def actor(self) -> str:
        return f"staff:{self.staff}"

    def must_be(self, *roles: Role) -> None:
        """Raises `NotAllowed` unless the person has one of `roles`."""
        if not self.roles.intersection(roles):
            raise NotAllowed

    def must(self, branch: str, *roles: Role) -> None:
        """Raises `NotAllowed` unless the person has one of `roles` and may act for `branch`.

        Operations runs every branch.
        """
        if Role.OPS in roles and Role.OPS in self.roles:
            return
        if not self.roles.intersection(roles) or branch not in self.branches:
            raise NotAllowed


def sign(person: Person, private_key: str, now: datetime, lasts: timedelta = LASTS) -> str:
    """A token for `person`, good until `now` + `lasts`."""
    claims = {
        "iss": ISSUER,
        "sub": person.staff,
        "roles": sorted(person.roles),
        "branches": list(person.branches),
        "iat": now,
        "exp": now + lasts,
    }
    return jwt.encode(claims, load_pem_private_key(private_key.encode(), None), algorithm="EdDSA")  # type: ignore[arg-type]


class Gate:
    """Checks tokens. Wrong, old and missing ones are all `NotSignedIn`."""

    def __init__(self, public_key: str) -> None:
        self._key = load_pem_public_key(public_key.encode())

    def person(self, token: str) -> Person:
        try:
            claims = jwt.decode(
                token,
                self._key,  # type: ignore[arg-type]
                algorithms=["EdDSA"],
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
            roles = frozenset(Role(role) for role in claims["roles"])
            return Person(claims["sub"], roles, tuple(claims["branches"]))
        except (jwt.InvalidTokenError, KeyError, ValueError):
            raise NotSignedIn from None


def json_only(request: Request) -> None:
    """Raises `NotJson` for a POST or PUT that does not say it is JSON: a form on a foreign page cannot."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method in ("POST", "PUT") and kind != "application/json":
        raise NotJson


def signed_in(request: Request) -> Person:
    """FastAPI dependency: the person behind a request, by bearer token or cookie."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
    if not token:
        raise NotSignedIn
    if token != bearer:
        json_only(request)
    gate: Gate = request.app.state.gate
    return gate.person(token)


SignedIn = Annotated[Person, Depends(signed_in)]
