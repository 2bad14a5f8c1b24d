"""Signing in: a short token that every service checks, and a session that renews it and can be ended."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field, SecretStr

from services.notify import store
from services.notify.domain.sessions import (
    SESSION_LASTS,
    Session,
    TooManyAttempts,
    WrongCredentials,
)
from services.notify.domain.staff import Staff
from services.notify.handlers.sessions import SignIn, SignOut, count_attempt, sign_off, sign_on
from services.notify.passwords import is_right
from shared import clock
from shared.access import COOKIE, LASTS, Person, SignedIn, json_only, sign, signed_in
from shared.contracts.words import Role
from shared.errors import NotSignedIn
from shared.service import Here, Running
from shared.unit import Cause, Handler
from shared.web import problem

router = APIRouter(prefix="/api/notify", tags=["sessions"], dependencies=[Depends(json_only)])
SESSION_COOKIE = f"{COOKIE}-session"


class Credentials(BaseModel):
    staff: str = Field(min_length=1, max_length=64)
    password: SecretStr = Field(min_length=1, max_length=256)


class CoverNow(BaseModel):
    """Somebody has a colleague's role at one branch while that one is away."""

    branch: str
    absent: str
    cover: str
    role: Role


class SignedInNow(BaseModel):
    """Who is signed in, until when; `token` for apps, which send it as a bearer."""

    token: str
    expires_at: datetime
    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]


class Me(BaseModel):
    """The person behind the token; `last` is the number of their newest entry, `timezones` those of the
    branches that have opened; `covers` are those where they cover somebody, or are covered. Under
    `draft_key` (32 bytes in base64) a page seals what the person has typed and not sent yet."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    present: bool
    last: int
    timezones: dict[str, str]
    covers: tuple[CoverNow, ...]
    draft_key: str = Field(repr=False)


@router.post("/session", response_model=SignedInNow)
async def sign_in(credentials: Credentials, response: Response, here: Here) -> SignedInNow | Response:
    """Sign in. Somebody unknown and a wrong password get the same answer, after the same time."""
    try:
        await _do(here, count_attempt, credentials.staff, credentials.staff)
    except TooManyAttempts as refusal:
        answer = problem(refusal)
        answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    staff = await store.staff(here.store, credentials.staff)
    known = staff.password if staff is not None and staff.may_sign_in else None
    if not await is_right(credentials.password.get_secret_value(), known) or staff is None:
        raise WrongCredentials
    session = secrets.token_urlsafe(32)
    branch = staff.branches[0] if staff.branches else ""
    await _do(here, sign_on, SignIn(staff.id, _hash(session)), staff.id, branch)
    _set_cookie(response, SESSION_COOKIE, session, int(SESSION_LASTS.total_seconds()))
    return await _token(staff, response, here)


@router.post("/session/refresh")
async def refresh(request: Request, response: Response, here: Here) -> SignedInNow:
    """A new token, with the roles and branches of this moment, as long as the session stands."""
    session = await _session(request, here)
    staff = await store.staff(here.store, session.staff) if session else None
    if session is None or staff is None or not session.stands(staff, clock.now()):
        raise NotSignedIn
    return await _token(staff, response, here)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, here: Here) -> None:
    """End the session and the presence; the cookies go."""
    session = await _session(request, here)
    staff = await store.staff(here.store, session.staff if session else signed_in(request).staff)
    if staff is not None:
        left = SignOut(staff.id, session.id if session else "")
        await _do(here, sign_off, left, staff.id, staff.branches[0] if staff.branches else "")
    for name in (COOKIE, SESSION_COOKIE):
        _set_cookie(response, name, "", 0)


@router.get("/me")
async def me(here: Here, person: SignedIn, response: Response) -> Me:
    """Who I am, as the store knows it now."""
    response.headers["Cache-Control"] = "no-store"
    staff = await store.staff(here.store, person.staff)
    if staff is None:
        raise NotSignedIn
    reader = store.Reader(here.store)
    lasts = await reader.lasts([staff.id])
    zones = {one.id: one.timezone for one in await reader.floors(list(staff.branches)) if one.timezone}
    covers = tuple(
        CoverNow(branch=branch, **one.model_dump(include={"absent", "cover", "role"}))
        for branch, one in await store.covers(here.store, staff.branches)
        if staff.id in (one.absent, one.cover)
    )
    known = staff.model_dump(include={"name", "roles", "branches", "present"})
    key = hmac.digest(here.settings.key("master_key"), f"drafts/{staff.id}".encode(), "sha256")
    return Me(
        staff=staff.id,
        last=lasts.get(staff.id, 0),
        timezones=zones,
        covers=covers,
        draft_key=base64.b64encode(key).decode(),
        **known,
    )


async def _token(staff: Staff, response: Response, here: Running) -> SignedInNow:
    """The roles and branches of this moment; of a cover, the role at the branch that they cover."""
    now = clock.now()
    covers = await store.covers(here.store, staff.branches)
    acting = frozenset((branch, one.role) for branch, one in covers if one.cover == staff.id)
    person = Person(staff.id, frozenset(staff.roles), staff.branches, acting)
    token = sign(person, here.settings.token_private_key.get_secret_value(), now)
    _set_cookie(response, COOKIE, token, int(LASTS.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    known = staff.model_dump(include={"name", "roles", "branches"})
    return SignedInNow(token=token, expires_at=now + LASTS, staff=staff.id, **known)


async def _session(request: Request, here: Running) -> Session | None:
    kept = request.cookies.get(SESSION_COOKIE, "")
    return await store.session(here.store, _hash(kept)) if kept else None


async def _do(here: Running, handler: Handler, content: object, staff: str, branch: str = "") -> None:
    """Run a command of somebody who is not signed in yet, or will not be any more."""
    cause = Cause(clock.new_id(), handler.__name__, clock.now(), f"staff:{staff}", branch)
    await here.do(handler, content, cause)


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")
