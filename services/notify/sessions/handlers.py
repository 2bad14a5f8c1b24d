"""Handlers of signing in and out."""

import asyncio

from services.notify.presence.domain import be_present
from services.notify.sessions import domain
from services.notify.sessions.commands import CountAttempt, SignIn, SignOut
from services.notify.sessions.domain import Attempts, Session, open_session
from services.notify.staff.domain.staff import Staff, session_revoked
from services.notify.staff.handlers import directories_of
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def count_attempt(command: CountAttempt, work: UnitOfWork) -> None:
    """Count an attempt for a staff id that there may or may not be. Raises `TooManyAttempts`."""
    bounds = command.origin.bounds
    before = await asyncio.gather(*(work.find(Attempts, id) for id in bounds))
    decision = Decision()
    for found, (id, free) in zip(before, bounds.items(), strict=True):
        decision.save(domain.count_attempt(found, id, free, work.now))
    work.apply(decision)


async def sign_in(command: SignIn, work: UnitOfWork) -> None:
    """Open the session, note that the person is at work, and begin the count of attempts anew."""
    staff, _, replaced = await asyncio.gather(
        work.get(Staff, command.staff),
        work.find(Session, command.session),
        work.find(Session, command.replaces or "none"),
    )
    counts = command.origin.bounds if command.origin else ()
    counted = await asyncio.gather(*(work.find(Attempts, id) for id in counts))
    directories = await directories_of(staff.branches, work)
    decision = Decision()
    session = open_session(command.session, staff, work.now)
    if replaced is not None and replaced.staff == staff.id and not replaced.revoked:
        staff = staff.leaves(replaced.id, work.now)
        decision.save(replaced.evolve(revoked=True), session_revoked(staff, replaced.id))
    staff = staff.enters(session.id, session.ends, command.device, work.now)
    decision.save(session).save(staff)
    for attempts in counted:
        if attempts is not None:
            decision.save(attempts.evolve(at=()))
    work.apply(decision.then(be_present(staff, directories.values(), True, work.now)))


async def sign_out(command: SignOut, work: UnitOfWork) -> None:
    """End the session, and with the last one the person's presence."""
    staff, session = await asyncio.gather(
        work.get(Staff, command.staff), work.find(Session, command.session or "none")
    )
    directories = await directories_of(staff.branches, work)
    decision = Decision()
    if session is not None and session.staff == staff.id and not session.revoked:
        staff = staff.leaves(session.id, work.now)
        decision.save(session.evolve(revoked=True), session_revoked(staff, session.id)).save(staff)
    if not staff.leaves("", work.now).sessions:
        decision.then(be_present(staff, directories.values(), False, work.now))
    work.apply(decision)
