"""HTTP of signing in: a short token that every service checks, and a session that renews it and can be
ended."""

import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from services.notify.sessions import factors
from services.notify.sessions.api import browsers
from services.notify.sessions.api.browsers import SESSION_COOKIE, hash_of, known_browser
from services.notify.sessions.commands import (
    ChangePassword,
    RecordRefusedSignIns,
    SetSecondFactor,
    SignIn,
    SignOut,
    UseCode,
    UseSession,
)
from services.notify.sessions.domain import (
    FREE_OF_ONE_ORIGIN,
    FREE_OF_STRANGERS,
    AttemptOrigin,
    CodeNeeded,
    CodeWrong,
    FactorNeeded,
    Session,
    WrongCredentials,
)
from services.notify.sessions.queries import session_under
from services.notify.staff.domain.staff import PasswordMustChange, Staff
from services.notify.staff.passwords import hash_password, is_right, must_be_good
from services.notify.staff.queries import covers, staff_member
from shared import clock
from shared.access import LASTS, Person, json_only, sign, signed_in
from shared.commands import Command
from shared.contracts.words import Role
from shared.errors import NotSignedIn
from shared.fields import Given, YesNo
from shared.privacy import every_key
from shared.runtime import Runtime, ServiceRuntime
from shared.throttle import TooManyAttempts
from shared.unit_of_work import Cause
from shared.web import network_of

router = APIRouter(prefix="/api/notify", tags=["sessions"], dependencies=[Depends(json_only)])
RECORDED_AT_MOST = 100
"""Refused attempts that are put on record in an hour, of all people and networks."""
USED_EVERY = timedelta(minutes=1)
"""A session that was used so shortly before is not written again."""


def as_enrolled(typed: str) -> str:
    """A staff id as it is enrolled, however a keyboard sends it: small letters, no blanks around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower().encode(errors="replace").decode()


Password = Annotated[SecretStr, Field(min_length=1, max_length=256)]


class Credentials(Given):
    """A staff id and its password. Who has a first, one-time secret gives `new_password` with it, who
    has a second factor its `code`. An `app`
    gets token and session in the answer, a browser in cookies."""

    staff: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(as_enrolled)]
    password: Password
    new_password: Password | None = None
    code: Annotated[SecretStr, Field(max_length=64)] | None = None
    app: YesNo = False


class SignedInNow(BaseModel):
    """The person who is signed in, and until when. For apps alone: `token`, which they send as a bearer, and
    `session`, by which they renew it."""

    token: str | None = None
    session: str | None = None
    recovery_codes: tuple[str, ...] | None = None
    """Those of a second factor that was set up with this sign-in; they are shown only now."""
    expires_at: datetime
    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]


class Renewal(Given):
    """The `session` of an app; a browser has its own in a cookie. `active`: the person has done something
    since the last renewal."""

    session: Annotated[SecretStr, Field(max_length=64)] | None = None
    active: YesNo = True


@router.post("/session")
async def sign_in(
    credentials: Credentials, request: Request, response: Response, runtime: Runtime
) -> SignedInNow:
    """Sign in. An unknown staff id and a wrong password get the same answer, after the same time. Who fails
    often waits, each time longer; nobody is kept out by what others try elsewhere."""
    browser, staff = await _checked(credentials, request, runtime)
    branch = home_of(staff)
    replaced = await _replacement(credentials, staff) if staff.one_time else None
    recovery = await check_factor(staff, credentials.code, network_of(request), runtime)
    if replaced is not None:
        await _execute(runtime, ChangePassword(staff.id, replaced), staff.id, branch)
    before = await _session(request, runtime)
    if before is not None and before.staff != staff.id:
        await _sign_out(runtime, before.staff, before.id)  # whoever was at this screen has left it
    session = secrets.token_urlsafe(32)
    browser = "" if credentials.app else browser or secrets.token_urlsafe(32)
    command = SignIn(
        staff.id,
        hash_of(session),
        hash_of(browser) if browser else None,
        replaces=before.id if before is not None else "",
        network=network_of(request),
        agent=request.headers.get("user-agent", "")[:200],
    )
    await _execute(runtime, command, staff.id, branch)
    if browser:
        browsers.set_session(response, session, browser, runtime)
    kept = session if credentials.app else None
    answer = await new_token(staff.id, hash_of(session), response, runtime, for_app=kept)
    return answer.model_copy(update={"recovery_codes": recovery})


@router.post("/session/refresh")
async def refresh(renewal: Renewal, request: Request, response: Response, runtime: Runtime) -> SignedInNow:
    """A new token, with the roles and branches of this moment, as long as the session stands. One in which
    nobody has done anything for an hour has ended."""
    kept = renewal.session.get_secret_value() if renewal.session else None
    session = await (session_under(runtime.store, hash_of(kept)) if kept else _session(request, runtime))
    staff = await staff_member(runtime.store, session.staff) if session else None
    if session is None or staff is None or not session.stands(staff, now := clock.now()):
        raise NotSignedIn
    if session.is_idle(now, timedelta(minutes=runtime.settings.session_idle)):
        await _sign_out(runtime, staff.id, session.id)
        raise NotSignedIn
    if renewal.active and now - session.used > USED_EVERY:
        await _execute(runtime, UseSession(staff.id, session.id), staff.id, home_of(staff))
    return await new_token(staff.id, session.id, response, runtime, for_app=kept)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, runtime: Runtime) -> None:
    """End this session, and the presence if it was the last; the cookies go, and the browser's copies of what
    it was shown. Its token is refused everywhere within seconds."""
    session = await _session(request, runtime)
    if session is not None:
        await _sign_out(runtime, session.staff, session.id)
    else:
        person = signed_in(request)
        await _sign_out(runtime, person.staff, person.session)
    browsers.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'  # drafts stay, sealed for their author


async def new_token(
    id: str, session: str, response: Response, runtime: ServiceRuntime, *, for_app: str | None = None
) -> SignedInNow:
    """Sign a token with the roles and branches of this moment; of a cover, the role at the branch that they
    cover. It goes into a cookie, or `for_app`, with the session, into the answer."""
    now = clock.now()
    staff = await staff_member(runtime.store, id)
    if staff is None:
        raise NotSignedIn
    standing = await covers(runtime.store, staff.branches)
    opened = await session_under(runtime.store, session)
    acting = frozenset((branch, one.role) for branch, one in standing if one.cover == staff.id)
    roles = frozenset(staff.roles)
    signed_in = opened.opened.timestamp() if opened else 0.0
    person = Person(staff.id, roles, staff.branches, acting, session, epoch=staff.epoch, signed_in=signed_in)
    token = sign(person, runtime.settings.token_private_key.get_secret_value(), now)
    response.headers["Cache-Control"] = "no-store"
    known = staff.model_dump(include={"name", "roles", "branches"})
    answer = SignedInNow(expires_at=now + LASTS, staff=staff.id, **known)
    if for_app is not None:
        return answer.model_copy(update={"token": token, "session": for_app})
    browsers.set_token(response, token)
    return answer


def home_of(staff: Staff) -> str:
    """Return the branch under which a person's commands run; empty for one who works at none."""
    return staff.branches[0] if staff.branches else ""


async def check_password(
    origin: AttemptOrigin, password: SecretStr, staff: Staff | None, runtime: ServiceRuntime
) -> None:
    """Raises `WrongCredentials` for a wrong password or nobody, `TooManyAttempts` too soon after others. Both
    are found beside the line of commands, and write nothing."""
    known = staff.password if staff is not None and staff.may_sign_in else None
    if not await is_right(password.get_secret_value(), known, trusted=bool(origin.device)):
        raise WrongCredentials
    runtime.throttle.succeed(origin.bounds, [origin.own], clock.elapsed())


async def _checked(credentials: Credentials, request: Request, runtime: ServiceRuntime) -> tuple[str, Staff]:
    """Return the browser, if the person is known there, and the person, whose password is right."""
    browser, staff = await known_browser(request, credentials.staff, runtime)
    origin = AttemptOrigin(credentials.staff, network_of(request), hash_of(browser) if browser else "")
    try:
        runtime.throttle.count(origin.bounds, clock.elapsed())
    except TooManyAttempts:
        await _record_refusal(origin, request, runtime)
        raise
    staff = staff or await staff_member(runtime.store, credentials.staff)
    await check_password(origin, credentials.password, staff, runtime)
    if staff is None:
        raise WrongCredentials
    return browser, staff


async def _record_refusal(origin: AttemptOrigin, request: Request, runtime: ServiceRuntime) -> None:
    """Put on record, once an hour for a person and a network, that attempts have to wait."""
    bounds = {f"recorded\0{origin.own}": 1, "recorded": RECORDED_AT_MOST}
    if runtime.throttle.is_rare(bounds, clock.elapsed()):
        agent = request.headers.get("user-agent", "")[:200]
        await _execute(runtime, RecordRefusedSignIns(origin.staff, network_of(request), agent), origin.staff)


async def _replacement(credentials: Credentials, staff: Staff) -> str:
    """Return the hash of the password in place of a first secret. Raises `PasswordMustChange` without one,
    `PasswordIsCommon`."""
    if credentials.new_password is None or await is_right(
        credentials.new_password.get_secret_value(), staff.password
    ):
        raise PasswordMustChange
    password = credentials.new_password.get_secret_value()
    must_be_good(password, staff.id)
    return await hash_password(password)


async def check_factor(
    staff: Staff, code: SecretStr | None, network: str, runtime: ServiceRuntime
) -> tuple[str, ...] | None:
    """Check the code of a person who has a second factor; one whose role asks for it sets it up now, and is
    given recovery codes. Raises `CodeNeeded`, `CodeWrong`, `FactorNeeded`, `TooManyAttempts`."""
    required = set(runtime.settings.second_factor_for.split(",")).intersection(staff.roles)
    if not staff.factor and not required:
        return None
    context = staff.factor or factors.context_of(staff)
    every = [factors.totp_of(staff, context, key) for key in every_key(runtime.settings.keys("hash_key"))]
    if code is None:
        raise CodeNeeded if staff.factor else FactorNeeded(every[0].secret, every[0].provisioning_uri())
    own = f"code\0{staff.id}\0{network}"
    bounds = {own: FREE_OF_ONE_ORIGIN, f"code\0{staff.id}": FREE_OF_STRANGERS}
    runtime.throttle.count(bounds, clock.elapsed())
    known = every if staff.factor else every[:1]  # who sets it up does so under the current key
    steps = (factors.step_of(totp, code.get_secret_value(), clock.now()) for totp in known)
    step = next((one for one in steps if one is not None), None)
    recovery = factors.hash_recovery(code.get_secret_value()) if step is None else ""
    if recovery and recovery not in staff.recovery:
        raise CodeWrong
    if staff.factor:
        await _execute(runtime, UseCode(staff.id, step or 0, recovery), staff.id, home_of(staff))
        codes = None
    else:
        codes = factors.new_recovery_codes()
        hashes = tuple(map(factors.hash_recovery, codes))
        await _execute(
            runtime, SetSecondFactor(staff.id, context, step or 0, hashes), staff.id, home_of(staff)
        )
    runtime.throttle.succeed(bounds, [own], clock.elapsed())
    return codes


async def _sign_out(runtime: ServiceRuntime, id: str, session: str) -> None:
    staff = await staff_member(runtime.store, id)
    if staff is not None:
        await _execute(runtime, SignOut(id, session), id, home_of(staff))


async def _session(request: Request, runtime: ServiceRuntime) -> Session | None:
    kept = request.cookies.get(SESSION_COOKIE, "")
    return await session_under(runtime.store, hash_of(kept)) if kept else None


async def _execute(runtime: ServiceRuntime, command: Command, staff: str, branch: str = "") -> None:
    """Carry out a command of somebody who is not signed in yet, or will not be any more."""
    cause = Cause(clock.new_id(), command.name, clock.now(), f"staff:{staff}", branch)
    await runtime.execute(command, cause)
