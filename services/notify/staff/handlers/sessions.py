"""Signing in and out."""

import asyncio
from dataclasses import dataclass

from services.notify.staff.domain.presence import be_present
from services.notify.staff.domain.sessions import Attempts, Place, Session, attempt, open_session
from services.notify.staff.domain.staff import Staff, session_revoked
from services.notify.staff.handlers.staff import directories_of
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


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


async def count_attempt(place: Place, work: UnitOfWork) -> None:
    """Somebody tries a password, for a staff id that there may or may not be."""
    bounds = place.bounds
    before = await asyncio.gather(*(work.find(Attempts, id) for id in bounds))
    decision = Decision()
    for found, (id, free) in zip(before, bounds.items(), strict=True):
        decision.save(attempt(found, id, free, work.now))
    work.apply(decision)


async def sign_on(sign_in: SignIn, work: UnitOfWork) -> None:
    """The password was right: a session is open, the person is at work, the count begins anew."""
    staff, _, replaced = await asyncio.gather(
        work.get(Staff, sign_in.staff),
        work.find(Session, sign_in.session),
        work.find(Session, sign_in.replaces or "none"),
    )
    counts = sign_in.place.bounds if sign_in.place else ()
    counted = await asyncio.gather(*(work.find(Attempts, id) for id in counts))
    directories = await directories_of(staff.branches, work)
    decision = Decision()
    session = open_session(sign_in.session, staff, work.now)
    if replaced is not None and replaced.staff == staff.id and not replaced.revoked:
        staff = staff.leaves(replaced.id, work.now)
        decision.save(replaced.evolve(revoked=True), session_revoked(staff, replaced.id))
    staff = staff.enters(session.id, session.ends, sign_in.device, work.now)
    decision.save(session).save(staff)
    for attempts in counted:
        if attempts is not None:
            decision.save(attempts.evolve(at=()))
    work.apply(be_present(staff, directories.values(), True, work.now, decision))


async def sign_off(sign_out: SignOut, work: UnitOfWork) -> None:
    """The session ends, and with the last one the person's presence."""
    staff, session = await asyncio.gather(
        work.get(Staff, sign_out.staff), work.find(Session, sign_out.session or "none")
    )
    directories = await directories_of(staff.branches, work)
    decision = Decision()
    if session is not None and session.staff == staff.id and not session.revoked:
        staff = staff.leaves(session.id, work.now)
        decision.save(session.evolve(revoked=True), session_revoked(staff, session.id)).save(staff)
    if staff.leaves("", work.now).sessions:
        return work.apply(decision)
    return work.apply(be_present(staff, directories.values(), False, work.now, decision))
