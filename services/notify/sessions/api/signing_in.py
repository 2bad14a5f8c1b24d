"""HTTP of signing in: a short token that every service checks, and a session that renews it and can be
ended."""

import unicodedata
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, Field, SecretStr

from services.notify.sessions import factors
from services.notify.sessions.api import browsers
from services.notify.sessions.api.browsers import hash_of, known_browser
from services.notify.sessions.api.entering import (
    SignedInNow,
    Way,
    enter,
    execute_for,
    home_of,
    new_token,
    session_behind,
    sign_out_of,
)
from services.notify.sessions.commands import (
    ChangePassword,
    RecordRefusedSignIns,
    SetSecondFactor,
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
    WrongCredentials,
)
from services.notify.sessions.queries import session_under
from services.notify.staff.domain.staff import PasswordMustChange, Staff
from services.notify.staff.passwords import hash_password, is_right, must_be_good
from services.notify.staff.queries import staff_member
from shared import clock
from shared.access import json_only, signed_in
from shared.errors import NotSignedIn
from shared.fields import Given, YesNo
from shared.privacy import every_key
from shared.runtime import Runtime, ServiceRuntime
from shared.throttle import TooManyAttempts
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
    browser, staff = await prove_password(credentials.staff, credentials.password, request, runtime)
    branch = home_of(staff)
    replaced = await _replacement(credentials, staff) if staff.one_time else None
    recovery = await check_factor(staff, credentials.code, network_of(request), runtime)
    if replaced is not None:
        await execute_for(runtime, ChangePassword(staff.id, replaced, epoch=staff.epoch), staff.id, branch)
        staff = staff.evolve(epoch=staff.epoch + 1)  # by their own new password, and by nothing else
    way = Way(browser, app=credentials.app)
    answer = await enter(staff, way, request, response, runtime)
    return answer.model_copy(update={"recovery_codes": recovery})


@router.post("/session/refresh")
async def refresh(renewal: Renewal, request: Request, response: Response, runtime: Runtime) -> SignedInNow:
    """A new token, with the roles and branches of this moment, as long as the session stands. One in which
    nobody has done anything for an hour has ended."""
    kept = renewal.session.get_secret_value() if renewal.session else None
    found = session_under(runtime.store, hash_of(kept)) if kept else session_behind(request, runtime)
    session = await found
    staff = await staff_member(runtime.store, session.staff) if session else None
    if session is None or staff is None or not session.stands(staff, now := clock.now()):
        raise NotSignedIn
    if session.is_idle(now, timedelta(minutes=runtime.settings.session_idle)):
        await sign_out_of(runtime, staff.id, session.id)
        raise NotSignedIn
    if renewal.active and now - session.used > USED_EVERY:
        await execute_for(runtime, UseSession(staff.id, session.id), staff.id, home_of(staff))
    return await new_token(staff.id, session.id, response, runtime, for_app=kept)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, runtime: Runtime) -> None:
    """End this session, and the presence if it was the last; the cookies go, and the browser's copies of what
    it was shown. Its token is refused everywhere within seconds."""
    session = await session_behind(request, runtime)
    if session is not None:
        await sign_out_of(runtime, session.staff, session.id)
    else:
        person = signed_in(request)
        await sign_out_of(runtime, person.staff, person.session)
    browsers.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'  # drafts stay, sealed for their author


async def check_password(
    origin: AttemptOrigin, password: SecretStr, staff: Staff | None, runtime: ServiceRuntime
) -> None:
    """Raises `WrongCredentials` for a wrong password or nobody, `TooManyAttempts` too soon after others. Both
    are found beside the line of commands, and write nothing."""
    known = staff.password if staff is not None and staff.may_sign_in else None
    if not await is_right(password.get_secret_value(), known, trusted=bool(origin.device)):
        raise WrongCredentials
    runtime.throttle.succeed(origin.bounds, [origin.own], clock.elapsed())


async def prove_password(
    id: str, password: SecretStr, request: Request, runtime: ServiceRuntime
) -> tuple[str, Staff]:
    """Return the browser, if the person is known there, and the person, whose password is right. Raises
    `WrongCredentials`, `TooManyAttempts`."""
    browser, staff = await known_browser(request, id, runtime)
    origin = AttemptOrigin(id, network_of(request), hash_of(browser) if browser else "")
    try:
        runtime.throttle.count(origin.bounds, clock.elapsed())
    except TooManyAttempts:
        await record_refusal(origin, request, runtime)
        raise
    staff = staff or await staff_member(runtime.store, id)
    await check_password(origin, password, staff, runtime)
    if staff is None:
        raise WrongCredentials
    return browser, staff


async def record_refusal(origin: AttemptOrigin, request: Request, runtime: ServiceRuntime) -> None:
    """Put on record, once an hour for a person and a network, that attempts have to wait."""
    bounds = {f"recorded\0{origin.own}": 1, "recorded": RECORDED_AT_MOST}
    if runtime.throttle.is_rare(bounds, clock.elapsed()):
        agent = request.headers.get("user-agent", "")[:200]
        command = RecordRefusedSignIns(origin.staff, network_of(request), agent)
        await execute_for(runtime, command, origin.staff)


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
        await execute_for(runtime, UseCode(staff.id, step or 0, recovery), staff.id, home_of(staff))
        codes = None
    else:
        codes = factors.new_recovery_codes()
        hashes = tuple(map(factors.hash_recovery, codes))
        setting = SetSecondFactor(staff.id, context, step or 0, hashes, staff.epoch)
        await execute_for(runtime, setting, staff.id, home_of(staff))
    runtime.throttle.succeed(bounds, [own], clock.elapsed())
    return codes
