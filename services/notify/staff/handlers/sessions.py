"""Signing in and out."""

import asyncio
from dataclasses import dataclass

from services.notify.staff.domain.presence import be_present
from services.notify.staff.domain.sessions import Attempts, Place, Session, attempt, open_session
from services.notify.staff.domain.staff import Staff, session_revoked
from services.notify.staff.handlers.staff import directories_of
from shared.domain import Decision
from shared.unit import Unit


@dataclass(frozen=True)
class SignIn:
    """Whose password was right, and the hash of the session they were given; from where, and on which
    device. `replaces` is a session of theirs that the same browser held before."""

    staff: str
    session: str
    place: Place | None = None
    device: str | None = None
    replaces: str = ""


@dataclass(frozen=True)
class SignOut:
    """Who leaves; `session` is empty for an app that holds only an old token."""

    staff: str
    session: str = ""


async def count_attempt(place: Place, unit: Unit) -> None:
    """Somebody tries a password, for a staff id that there may or may not be."""
    bounds = place.bounds
    before = await asyncio.gather(*(unit.find(Attempts, id) for id in bounds))
    decision = Decision()
    for found, (id, free) in zip(before, bounds.items(), strict=True):
        decision.put(attempt(found, id, free, unit.now))
    unit.keep(decision)


async def sign_on(sign_in: SignIn, unit: Unit) -> None:
    """The password was right: a session is open, the person is at work, the count begins anew."""
    staff, _, replaced = await asyncio.gather(
        unit.get(Staff, sign_in.staff),
        unit.find(Session, sign_in.session),
        unit.find(Session, sign_in.replaces or "none"),
    )
    counts = sign_in.place.bounds if sign_in.place else ()
    counted = await asyncio.gather(*(unit.find(Attempts, id) for id in counts))
    directories = await directories_of(staff.branches, unit)
    decision = Decision()
    session = open_session(sign_in.session, staff, unit.now)
    if replaced is not None and replaced.staff == staff.id and not replaced.revoked:
        staff = staff.leaves(replaced.id, unit.now)
        decision.put(replaced.but(revoked=True), session_revoked(staff, replaced.id))
    staff = staff.enters(session.id, session.ends, sign_in.device, unit.now)
    decision.put(session).put(staff)
    for attempts in counted:
        if attempts is not None:
            decision.put(attempts.but(at=()))
    unit.keep(be_present(staff, directories.values(), True, unit.now, decision))


async def sign_off(sign_out: SignOut, unit: Unit) -> None:
    """The session ends, and with the last one the person's presence."""
    staff, session = await asyncio.gather(
        unit.get(Staff, sign_out.staff), unit.find(Session, sign_out.session or "none")
    )
    directories = await directories_of(staff.branches, unit)
    decision = Decision()
    if session is not None and session.staff == staff.id and not session.revoked:
        staff = staff.leaves(session.id, unit.now)
        decision.put(session.but(revoked=True), session_revoked(staff, session.id)).put(staff)
    if staff.leaves("", unit.now).sessions:
        return unit.keep(decision)
    return unit.keep(be_present(staff, directories.values(), False, unit.now, decision))
