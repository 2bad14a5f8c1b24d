"""HTTP of signing in: a short token that every service checks, and a session that renews it and can be
ended."""

import base64
import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from services.notify.feed.queries import last_numbers
from services.notify.floors.queries import floors
from services.notify.sessions.commands import CountAttempt, SignIn, SignOut
from services.notify.sessions.domain import (
    SESSION_LASTS,
    AttemptOrigin,
    Session,
    TooManyAttempts,
    WrongCredentials,
)
from services.notify.sessions.queries import ViewSelf, session_under
from services.notify.staff.domain.staff import Staff
from services.notify.staff.passwords import is_right
from services.notify.staff.queries import covers, staff_member
from shared import clock
from shared.access import COOKIE, LASTS, Person, json_only, sign, signed_in
from shared.commands import Command
from shared.contracts.words import Role
from shared.errors import NotSignedIn
from shared.fields import Given
from shared.rights import may_somewhere
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Cause
from shared.web import problem

router = APIRouter(prefix="/api/notify", tags=["sessions"], dependencies=[Depends(json_only)])
SESSION_COOKIE = f"{COOKIE}-session"
DEVICE_COOKIE = f"{COOKIE}-device"
DEVICE_LASTS = timedelta(days=400)  # the most that browsers keep


def as_enrolled(typed: str) -> str:
    """A staff id as it is enrolled, however a keyboard sends it: small letters, no blanks around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower().encode(errors="replace").decode()


class Credentials(Given):
    """A staff id and its password."""

    staff: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(as_enrolled)]
    password: SecretStr = Field(min_length=1, max_length=256)


class CoverNow(BaseModel):
    """A person with a colleague's role at one branch while that one is away."""

    branch: str
    absent: str
    cover: str
    role: Role


class SignedInNow(BaseModel):
    """The person who is signed in, and until when; `token` is for apps, which send it as a bearer."""

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
async def sign_in(
    credentials: Credentials, request: Request, response: Response, runtime: Runtime
) -> SignedInNow | Response:
    """Sign in. An unknown staff id and a wrong password get the same answer, after the same time. Who fails
    often waits, each time longer; nobody is kept out by what others try elsewhere."""
    staff = await staff_member(runtime.store, credentials.staff)
    device = request.cookies.get(DEVICE_COOKIE, "") or secrets.token_urlsafe(32)
    origin = _origin(request, credentials.staff, _hash(device), staff.devices if staff else ())
    try:
        await _execute(runtime, CountAttempt(origin), credentials.staff)
    except TooManyAttempts as refusal:
        answer = problem(refusal)
        answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    known = staff.password if staff is not None and staff.may_sign_in else None
    if not await is_right(credentials.password.get_secret_value(), known) or staff is None:
        raise WrongCredentials
    session = secrets.token_urlsafe(32)
    before = await _session(request, runtime)
    if before is not None and before.staff != staff.id:
        await _sign_out(runtime, before.staff, before.id)  # whoever was at this screen has left it
    replaces = before.id if before is not None else ""
    command = SignIn(staff.id, _hash(session), origin, _hash(device), replaces)
    await _execute(runtime, command, staff.id, staff.branches[0] if staff.branches else "")
    _set_cookie(response, SESSION_COOKIE, session, int(SESSION_LASTS.total_seconds()))
    _set_cookie(response, DEVICE_COOKIE, device, int(DEVICE_LASTS.total_seconds()))
    return await _token(staff, _hash(session), response, runtime)


@router.post("/session/refresh")
async def refresh(request: Request, response: Response, runtime: Runtime) -> SignedInNow:
    """A new token, with the roles and branches of this moment, as long as the session stands."""
    session = await _session(request, runtime)
    staff = await staff_member(runtime.store, session.staff) if session else None
    if session is None or staff is None or not session.stands(staff, clock.now()):
        raise NotSignedIn
    return await _token(staff, session.id, response, runtime)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, runtime: Runtime) -> None:
    """End this session, and the presence if it was the last; the cookies go. Its token is refused everywhere
    within seconds."""
    session = await _session(request, runtime)
    if session is not None:
        await _sign_out(runtime, session.staff, session.id)
    else:
        person = signed_in(request)
        await _sign_out(runtime, person.staff, person.session)
    for name in (COOKIE, SESSION_COOKIE):
        _set_cookie(response, name, "", 0)


@router.get("/me")
async def me(runtime: Runtime, person: Annotated[Person, may_somewhere(ViewSelf)], response: Response) -> Me:
    """The person behind the token, as the store knows them now."""
    response.headers["Cache-Control"] = "no-store"
    staff = await staff_member(runtime.store, person.staff)
    if staff is None:
        raise NotSignedIn
    lasts = await last_numbers(runtime.store, [staff.id])
    opened = await floors(runtime.store, staff.branches)
    zones = {one.id: one.timezone for one in opened if one.timezone}
    standing = tuple(
        CoverNow(branch=branch, **one.model_dump(include={"absent", "cover", "role"}))
        for branch, one in await covers(runtime.store, staff.branches)
        if staff.id in (one.absent, one.cover)
    )
    known = staff.model_dump(include={"name", "roles", "branches", "present"})
    key = hmac.digest(runtime.settings.key("master_key"), f"drafts/{staff.id}".encode(), "sha256")
    return Me(
        staff=staff.id,
        last=lasts.get(staff.id, 0),
        timezones=zones,
        covers=standing,
        draft_key=base64.b64encode(key).decode(),
        **known,
    )


async def _sign_out(runtime: ServiceRuntime, id: str, session: str) -> None:
    staff = await staff_member(runtime.store, id)
    if staff is not None:
        branch = staff.branches[0] if staff.branches else ""
        await _execute(runtime, SignOut(id, session), id, branch)


async def _token(staff: Staff, session: str, response: Response, runtime: ServiceRuntime) -> SignedInNow:
    """Sign a token with the roles and branches of this moment; of a cover, the role at the branch that they
    cover."""
    now = clock.now()
    standing = await covers(runtime.store, staff.branches)
    acting = frozenset((branch, one.role) for branch, one in standing if one.cover == staff.id)
    roles = frozenset(staff.roles)
    person = Person(staff.id, roles, staff.branches, acting, session, epoch=staff.epoch)
    token = sign(person, runtime.settings.token_private_key.get_secret_value(), now)
    _set_cookie(response, COOKIE, token, int(LASTS.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    known = staff.model_dump(include={"name", "roles", "branches"})
    return SignedInNow(token=token, expires_at=now + LASTS, staff=staff.id, **known)


async def _session(request: Request, runtime: ServiceRuntime) -> Session | None:
    kept = request.cookies.get(SESSION_COOKIE, "")
    return await session_under(runtime.store, _hash(kept)) if kept else None


async def _execute(runtime: ServiceRuntime, command: Command, staff: str, branch: str = "") -> None:
    """Carry out a command of somebody who is not signed in yet, or will not be any more."""
    cause = Cause(clock.new_id(), command.name, clock.now(), f"staff:{staff}", branch)
    await runtime.execute(command, cause)


def _origin(request: Request, staff: str, device: str, known: tuple[str, ...]) -> AttemptOrigin:
    """Return a device that the person has used before; of a strange one, its network, as our own edge tells
    it."""
    if device in known:
        return AttemptOrigin(staff, device, known=True)
    return AttemptOrigin(staff, network_of(request.client.host if request.client else ""))


def network_of(host: str) -> str:
    """Return the network of an address: of IPv6, where one user has 2^64 of them, the first half."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False))


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode(errors="replace")).hexdigest()


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")
