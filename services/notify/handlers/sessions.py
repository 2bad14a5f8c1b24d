"""Signing in and out."""

import asyncio
from dataclasses import dataclass

from services.notify.domain.presence import be_present
from services.notify.domain.sessions import Attempts, Session, attempt, open_session
from services.notify.domain.staff import Staff
from services.notify.handlers.staff import directories_of
from shared.domain import Decision
from shared.unit import Unit


@dataclass(frozen=True)
class SignIn:
    """Whose password was right, and the hash of the session they were given."""

    staff: str
    session: str


@dataclass(frozen=True)
class SignOut:
    """Who leaves; `session` is empty for an app that holds only a token."""

    staff: str
    session: str = ""


async def count_attempt(staff: str, unit: Unit) -> None:
    """Somebody tries a password, for a staff id that there may or may not be."""
    unit.keep(Decision().put(attempt(await unit.find(Attempts, staff), staff, unit.now)))


async def sign_on(sign_in: SignIn, unit: Unit) -> None:
    """The password was right: a session is open, the person is at work, the count begins anew."""
    staff, attempts, _ = await asyncio.gather(
        unit.get(Staff, sign_in.staff),
        unit.find(Attempts, sign_in.staff),
        unit.find(Session, sign_in.session),
    )
    directories = await directories_of(staff.branches, unit)
    decision = Decision().put(open_session(sign_in.session, staff, unit.now))
    if attempts is not None:
        decision.put(attempts.but(at=()))
    unit.keep(be_present(staff, directories.values(), True, unit.now, decision))


async def sign_off(sign_out: SignOut, unit: Unit) -> None:
    """The session ends, and so does the person's presence."""
    staff, session = await asyncio.gather(
        unit.get(Staff, sign_out.staff), unit.find(Session, sign_out.session or "none")
    )
    directories = await directories_of(staff.branches, unit)
    decision = Decision()
    if session is not None and session.staff == staff.id and not session.revoked:
        decision.put(session.but(revoked=True))
    unit.keep(be_present(staff, directories.values(), False, unit.now, decision))
