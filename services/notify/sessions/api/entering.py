"""Opening a session for somebody who has proved who they are, in whatever way, and ending it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from pydantic import BaseModel

from services.notify.sessions.api import browsers
from services.notify.sessions.api.browsers import SESSION_COOKIE, hash_of
from services.notify.sessions.commands import SignIn, SignOut
from services.notify.sessions.domain import Session
from services.notify.sessions.queries import session_under
from services.notify.staff.domain.staff import Staff
from services.notify.staff.queries import covers, staff_member
from shared import clock
from shared.access import LASTS, Person, sign
from shared.commands import Command
from shared.contracts.words import Role
from shared.errors import NotSignedIn
from shared.runtime import ServiceRuntime
from shared.unit_of_work import Cause
from shared.web import network_of
from shared.work import Outcome


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


@dataclass(frozen=True)
class Way:
    """The way in which somebody enters: by the `browser` that they are known to use, a strange one (empty) or
    an `app`. `proved` is the time at which they proved who they are, if that was not now; `once` names what
    opens one session and no second."""

    browser: str = ""
    app: bool = False
    proved: datetime | None = None
    once: str = ""


async def enter(
    staff: Staff, way: Way, request: Request, response: Response, runtime: ServiceRuntime
) -> SignedInNow:
    """Open a session for a person as they were when they proved who they are. Raises `NotSignedIn` where that
    was overtaken by another password or other rights, or the way in was used already."""
    before = await session_behind(request, runtime)
    if before is not None and before.staff != staff.id:
        await sign_out_of(runtime, before.staff, before.id)  # whoever was at this screen has left it
    session = secrets.token_urlsafe(32)
    browser = "" if way.app else way.browser or secrets.token_urlsafe(32)
    command = SignIn(
        staff.id,
        hash_of(session),
        hash_of(browser) if browser else None,
        replaces=before.id if before is not None else "",
        network=network_of(request),
        agent=request.headers.get("user-agent", "")[:200],
        proved=way.proved,
        epoch=staff.epoch,
    )
    if (await execute_for(runtime, command, staff.id, home_of(staff), way.once)).repeated:
        raise NotSignedIn
    if browser:
        browsers.set_session(response, session, browser, runtime)
    kept = session if way.app else None
    return await new_token(staff.id, hash_of(session), response, runtime, for_app=kept)


async def new_token(
    id: str, session: str, response: Response, runtime: ServiceRuntime, *, for_app: str | None = None
) -> SignedInNow:
    """Sign a token with the roles and branches of this moment; of a cover, the role at the branch that they
    cover. It goes into a cookie, or `for_app`, with the session, into the answer. Raises `NotSignedIn` for a
    session that stands no more: its end may overtake who is asking."""
    now = clock.now()
    staff = await staff_member(runtime.store, id)
    opened = await session_under(runtime.store, session)
    if staff is None or opened is None or not opened.stands(staff, now):
        raise NotSignedIn
    standing = await covers(runtime.store, staff.branches)
    acting = frozenset((branch, one.role) for branch, one in standing if one.cover == staff.id)
    roles = frozenset(staff.roles)
    signed_in = (opened.proved or opened.opened).timestamp()
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


async def sign_out_of(runtime: ServiceRuntime, id: str, session: str) -> None:
    """End a session, if its person is still known."""
    staff = await staff_member(runtime.store, id)
    if staff is not None:
        await execute_for(runtime, SignOut(id, session), id, home_of(staff))


async def session_behind(request: Request, runtime: ServiceRuntime) -> Session | None:
    """Return the session of the browser that asks, or None."""
    kept = request.cookies.get(SESSION_COOKIE, "")
    return await session_under(runtime.store, hash_of(kept)) if kept else None


async def execute_for(
    runtime: ServiceRuntime, command: Command, staff: str, branch: str = "", once: str = ""
) -> Outcome:
    """Carry out a command of somebody who is not signed in yet, or will not be any more; under the id `once`
    it is carried out no second time."""
    cause = Cause(once or clock.new_id(), command.name, clock.now(), f"staff:{staff}", branch)
    return await runtime.execute(command, cause)
