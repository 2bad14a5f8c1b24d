"""Access: signed tokens, roles, branch scope.

`notify` signs people in and signs tokens with Ed25519; every service checks them with the public key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from fastapi import Depends, Request

from shared.contracts.words import Role
from shared.errors import NotAllowed, NotJson, NotSignedIn, SignInAgain

COOKIE = "__Host-foyer"
LASTS = timedelta(minutes=15)
FRESH_FOR = timedelta(minutes=15)
"""The age of a sign-in up to which it counts for what needs a fresh one."""
LEEWAY = timedelta(seconds=10)
"""The difference that the clocks of two services may have."""
ISSUER = "foyer/notify"
EVERYWHERE = frozenset((Role.OPS, Role.ADMINISTRATOR))
"""Roles that count at every branch."""
EARLY_AT_MOST = 10_000
"""Revocations that wait for the store; beyond, they count a second after the store has them."""


@dataclass(frozen=True)
class Person:
    """A signed-in member of staff. `branches` are those that the person may act for.

    `covers` are roles that the person has at one branch alone, while a colleague is away: they never count at
    another. `session`, `signed` (seconds) and `epoch` (how often their rights had changed) are those of the
    token, by which it is revoked."""

    staff: str
    roles: frozenset[Role]
    branches: tuple[str, ...]
    covers: frozenset[tuple[str, Role]] = frozenset()
    session: str = field(default="", compare=False)
    signed: float = field(default=0.0, compare=False)
    epoch: int = field(default=0, compare=False)
    signed_in: float = field(default=0.0, compare=False)
    """The time (seconds) at which they last gave their password; what renews the token does not change it."""

    @property
    def actor(self) -> str:
        """Return the person as events name them."""
        return f"staff:{self.staff}"

    def roles_at(self, branch: str) -> frozenset[Role]:
        """Return what the person may act as at `branch`: nothing where they do not work. Operations runs
        every branch, and administrators look after the people of all."""
        if branch not in self.branches:
            return self.roles & EVERYWHERE
        return self.roles | {role for at, role in self.covers if at == branch}

    def may(self, branch: str, *roles: Role) -> bool:
        """Return whether the person may act as one of `roles` at `branch`."""
        return bool(self.roles_at(branch).intersection(roles))

    def must_be(self, *roles: Role) -> None:
        """Raises `NotAllowed` unless the person has one of `roles` of their own, wherever they work."""
        if not self.roles.intersection(roles):
            raise NotAllowed

    def must_somewhere(self, *roles: Role) -> None:
        """Raises `NotAllowed` unless the person may act as one of `roles` at some branch. Ask `may` of the
        branch next."""
        if not self.roles.intersection(roles) and not any(role in roles for _, role in self.covers):
            raise NotAllowed

    def must(self, branch: str, *roles: Role) -> None:
        """Raises `NotAllowed` unless the person may act as one of `roles` at `branch`."""
        if not self.may(branch, *roles):
            raise NotAllowed


def require_fresh(person: Person, now: datetime) -> None:
    """Raises `SignInAgain` unless the person gave their password within the last quarter of an hour."""
    if now.timestamp() - person.signed_in > FRESH_FOR.total_seconds():
        raise SignInAgain


def sign(person: Person, private_key: str, now: datetime, lasts: timedelta = LASTS) -> str:
    """Sign a token for `person`, good until `now` + `lasts`."""
    claims = {
        "iss": ISSUER,
        "sub": person.staff,
        "roles": sorted(person.roles),
        "branches": list(person.branches),
        "covers": sorted(person.covers),
        "sid": person.session,
        "epoch": person.epoch,
        "auth_time": person.signed_in,
        "iat": now.timestamp(),
        "exp": now + lasts,
    }
    return jwt.encode(claims, load_pem_private_key(private_key.encode(), None), algorithm="EdDSA")  # type: ignore[arg-type]


@dataclass(frozen=True)
class Revoked:
    """Tokens signed `before`, or with rights from before an `epoch`, are refused."""

    before: datetime
    epoch: int = 0


class Gate:
    """Checks tokens. Wrong, old, revoked and missing ones are all `NotSignedIn`."""

    def __init__(self, public_key: str) -> None:
        self._key = load_pem_public_key(public_key.encode())
        self._revoked: Mapping[str, Revoked] = {}
        self._early: dict[str, Revoked] = {}

    def revoke(self, revoked: Mapping[str, Revoked]) -> None:
        """Refuse these from now on, and no others: of a session by ``<staff>/<session>``, of a cover by
        ``<staff>@<branch>``, of a person by ``<staff>``."""
        self._revoked = revoked
        self._early = {
            name: one
            for name, one in self._early.items()
            if name not in revoked or revoked[name].epoch < one.epoch or revoked[name].before < one.before
        }

    def hear(self, name: str, revoked: Revoked) -> None:
        """Refuse these at once, before the service has them in its store: they may wait there behind much
        else."""
        gone = revoked.before - LASTS - LEEWAY  # tokens that were signed before then have ended by themselves
        self._early = {known: one for known, one in self._early.items() if one.before > gone}
        if len(self._early) < EARLY_AT_MOST:
            self._early[name] = revoked

    def _known(self, name: str) -> Iterator[Revoked]:
        yield from (known[name] for known in (self._revoked, self._early) if name in known)

    def stands(self, person: Person) -> bool:
        """Return whether the token behind a person has not been revoked since it was checked."""
        if any(self._known(f"{person.staff}/{person.session}")):
            return False
        if any(person.epoch < rights.epoch for rights in self._known(person.staff)):
            return False
        covers = (cover for branch, _ in person.covers for cover in self._known(f"{person.staff}@{branch}"))
        return all(person.signed >= cover.before.timestamp() for cover in covers)

    def person(self, token: str) -> Person:
        """Return the person behind a token. Raises `NotSignedIn`."""
        try:
            claims = jwt.decode(
                token,
                self._key,  # type: ignore[arg-type]
                algorithms=["EdDSA"],
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub"]},
            )
            roles = frozenset(Role(role) for role in claims["roles"])
            covers = frozenset((branch, Role(role)) for branch, role in claims.get("covers", ()))
            branches, session = tuple(claims["branches"]), claims.get("sid", "")
            signed, epoch = float(claims["iat"]), int(claims.get("epoch", 0))
            signed_in = float(claims.get("auth_time", 0.0))
            person = Person(claims["sub"], roles, branches, covers, session, signed, epoch, signed_in)
        except (jwt.InvalidTokenError, KeyError, ValueError):
            raise NotSignedIn from None
        if not self.stands(person):
            raise NotSignedIn
        return person


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
