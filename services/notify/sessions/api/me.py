"""HTTP of the person who is signed in: who they are, their password, their sessions."""

import base64
import hmac
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, SecretStr

from services.notify.feed.queries import last_numbers
from services.notify.floors.queries import floors
from services.notify.sessions import factors
from services.notify.sessions.api.entering import home_of, new_token
from services.notify.sessions.api.signing_in import Password, check_factor, check_password
from services.notify.sessions.commands import ChangePassword, EndSession, SetSecondFactor
from services.notify.sessions.domain import AttemptOrigin, CodeWrong, Session
from services.notify.sessions.queries import ViewSelf, session_under, sessions_of
from services.notify.staff.domain.staff import Staff
from services.notify.staff.passwords import hash_password, must_be_good
from services.notify.staff.queries import covers, staff_member
from shared import clock
from shared.access import Person
from shared.contracts.words import Role
from shared.errors import NotSignedIn
from shared.fields import Given
from shared.rights import may_on_own, may_somewhere
from shared.runtime import Caller, Runtime, ServiceRuntime
from shared.web import network_of

router = APIRouter(prefix="/api/notify/me", tags=["sessions"])


class CoverNow(BaseModel):
    """A person with a colleague's role at one branch while that one is away."""

    branch: str
    absent: str
    cover: str
    role: Role


class Me(BaseModel):
    """The person behind the token; `last` is the number of their newest entry, `timezones` those of the
    branches that have opened; `covers` are those where they cover somebody, or are covered. Under
    `draft_key` (32 bytes in base64) a page seals what the person has typed and not sent yet. `has_password`:
    they sign in here, and not by their account at the bank alone."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    present: bool
    last: int
    timezones: dict[str, str]
    covers: tuple[CoverNow, ...]
    has_password: bool
    draft_key: str = Field(repr=False)


class SessionNow(BaseModel):
    """A session of mine: since when, from which network and with what program, and when I last did something
    there. `current`: the one that asks."""

    id: str
    opened: datetime
    used: datetime
    ends: datetime
    network: str
    agent: str
    current: bool


class NewPassword(Given):
    """The password of now, and the one from now on."""

    password: Password
    new_password: Password


class FactorNow(BaseModel):
    """My second factor: `on`, with the recovery codes that are left; else what to set up in an authenticator
    app, the `secret` and the `address` that it opens."""

    on: bool
    recovery_left: int
    secret: str | None = None
    address: str | None = None


class FactorChange(Given):
    """My password, and a code of the second factor that is set up or ended."""

    password: Password
    code: SecretStr = Field(max_length=64)


class RecoveryCodes(BaseModel):
    """Codes for who has lost their app, each good once; they are shown only now."""

    recovery_codes: tuple[str, ...]


@router.get("")
async def me(runtime: Runtime, person: Annotated[Person, may_somewhere(ViewSelf)], response: Response) -> Me:
    """The person behind the token, as the store knows them now."""
    response.headers["Cache-Control"] = "no-store"
    staff = await _self(runtime, person)
    lasts = await last_numbers(runtime.store, [staff.id])
    opened = await floors(runtime.store, staff.branches)
    zones = {one.id: one.timezone for one in opened if one.timezone}
    standing = tuple(
        CoverNow(branch=branch, **one.model_dump(include={"absent", "cover", "role"}))
        for branch, one in await covers(runtime.store, staff.branches)
        if staff.id in (one.absent, one.cover)
    )
    known = staff.model_dump(include={"name", "roles", "branches", "present"})
    key = hmac.digest(runtime.settings.key("hash_key"), f"drafts/{staff.id}".encode(), "sha256")
    return Me(
        staff=staff.id,
        last=lasts.get(staff.id, 0),
        timezones=zones,
        covers=standing,
        has_password=bool(staff.password),
        draft_key=base64.b64encode(key).decode(),
        **known,
    )


@router.get("/sessions")
async def sessions(
    runtime: Runtime, person: Annotated[Person, may_somewhere(ViewSelf)], response: Response
) -> list[SessionNow]:
    """My sessions that stand, the one used last first."""
    response.headers["Cache-Control"] = "no-store"
    staff = await _self(runtime, person)
    standing = await sessions_of(runtime.store, staff, clock.now())
    shown = {"id", "opened", "used", "ends", "network", "agent"}
    return [SessionNow(current=one.id == person.session, **one.model_dump(include=shown)) for one in standing]


@router.delete("/sessions/{session}", status_code=204)
async def end_session(
    session: Annotated[Session, may_on_own(session_under, EndSession, "session")], caller: Caller
) -> None:
    """End a session of mine, on whatever device; its tokens and streams end within seconds."""
    person = caller.person
    await caller.execute(EndSession(person.staff, session.id), person.branches[0] if person.branches else "")


@router.post("/password")
async def change_password(
    new: NewPassword,
    request: Request,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ChangePassword)],
    caller: Caller,
    response: Response,
) -> None:
    """Change my password: all other sessions of mine end, and this one has a new token at once; an app renews
    its own."""
    staff = await _proven(new, person, runtime)
    password = new.new_password.get_secret_value()
    must_be_good(password, staff.id)
    hashed = await hash_password(password)
    command = ChangePassword(person.staff, hashed, keeps=person.session, epoch=staff.epoch)
    await caller.execute(command, home_of(staff))
    if not request.headers.get("authorization"):
        await new_token(person.staff, person.session, response, runtime)


@router.get("/second-factor")
async def second_factor(
    runtime: Runtime, person: Annotated[Person, may_somewhere(ViewSelf)], response: Response
) -> FactorNow:
    """My second factor, or what to set up for one."""
    response.headers["Cache-Control"] = "no-store"
    staff = await _self(runtime, person)
    if staff.factor:
        return FactorNow(on=True, recovery_left=len(staff.recovery))
    totp = factors.totp_of(staff, factors.context_of(staff), runtime.settings.key("hash_key"))
    return FactorNow(on=False, recovery_left=0, secret=totp.secret, address=totp.provisioning_uri())


@router.post("/second-factor")
async def set_second_factor(
    change: FactorChange,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(SetSecondFactor)],
    caller: Caller,
    response: Response,
) -> RecoveryCodes:
    """Set up my second factor, which a code of the app proves. One of before is ended first."""
    response.headers["Cache-Control"] = "no-store"
    staff = await _proven(change, person, runtime)
    context = factors.context_of(staff)
    totp = factors.totp_of(staff, context, runtime.settings.key("hash_key"))
    step = factors.step_of(totp, change.code.get_secret_value(), clock.now())
    if staff.factor or step is None:
        raise CodeWrong
    codes = factors.new_recovery_codes()
    command = SetSecondFactor(staff.id, context, step, tuple(map(factors.hash_recovery, codes)), staff.epoch)
    await caller.execute(command, home_of(staff))
    return RecoveryCodes(recovery_codes=codes)


@router.post("/second-factor/end", status_code=204)
async def end_second_factor(
    change: FactorChange,
    request: Request,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(SetSecondFactor)],
    caller: Caller,
) -> None:
    """End my second factor, by a code of it or a recovery code."""
    staff = await _proven(change, person, runtime)
    if staff.factor:
        await check_factor(staff, change.code, network_of(request), runtime)
        await caller.execute(SetSecondFactor(staff.id, epoch=staff.epoch), home_of(staff))


async def _proven(change: FactorChange | NewPassword, person: Person, runtime: ServiceRuntime) -> Staff:
    """Return the person, whose password is right. Raises `WrongCredentials`, `TooManyAttempts`."""
    staff = await _self(runtime, person)
    origin = AttemptOrigin(person.staff, "", f"session/{person.session}")
    runtime.throttle.count(origin.bounds, clock.elapsed())
    await check_password(origin, change.password, staff, runtime)
    return staff


async def _self(runtime: ServiceRuntime, person: Person) -> Staff:
    staff = await staff_member(runtime.store, person.staff)
    if staff is None:
        raise NotSignedIn
    return staff
