"""Handlers of signing in and out, and of passwords."""

import asyncio

from services.notify.presence.domain import be_present
from services.notify.security.recording import put_on_record
from services.notify.sessions.commands import (
    ChangePassword,
    EndSession,
    RecordRefusedSignIns,
    SetSecondFactor,
    SignIn,
    SignOut,
    UseCode,
    UseSession,
)
from services.notify.sessions.domain import CodeWrong, Session, open_session
from services.notify.staff.domain import staff as rules
from services.notify.staff.domain.staff import Staff, session_revoked
from services.notify.staff.handlers import directories_of
from shared.contracts.notify import SecurityKind
from shared.domain import Decision
from shared.errors import NotSignedIn
from shared.unit_of_work import UnitOfWork

SIGNED_IN, SIGNED_OUT = SecurityKind.SIGNED_IN, SecurityKind.SIGNED_OUT


async def sign_in(command: SignIn, work: UnitOfWork) -> None:
    """Open the session, and note that the person is at work. Raises `NotSignedIn` where another password or
    other rights count since they proved who they are."""
    staff, _, replaced = await asyncio.gather(
        work.get(Staff, command.staff),
        work.find(Session, command.session),
        work.find(Session, command.replaces or "none"),
    )
    _must_be_as_proved(staff, command.epoch)
    directories = await directories_of(staff.branches, work)
    decision = Decision()
    session = open_session(command.session, staff, work.now, command.network, command.agent)
    session = session.evolve(proved=command.proved)
    if replaced is not None and replaced.staff == staff.id and not replaced.revoked:
        staff = staff.leaves(replaced.id, work.now)
        decision.save(replaced.evolve(revoked=True), session_revoked(staff, replaced.id))
    after = staff.enters(session.id, session.ends, command.device, work.now)
    closed = staff.leaves("", work.now).sessions.keys() - after.sessions.keys()
    staff = after
    decision.save(session).save(staff, *(session_revoked(staff, one) for one in sorted(closed)))
    work.apply(decision.then(be_present(staff, directories.values(), True, work.now)))
    put_on_record(SIGNED_IN, staff.id, work, network=command.network, agent=command.agent)


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
        put_on_record(SIGNED_OUT, staff.id, work, network=session.network, agent=session.agent)
    if not staff.leaves("", work.now).sessions:
        decision.then(be_present(staff, directories.values(), False, work.now))
    work.apply(decision)


async def end_session(command: EndSession, work: UnitOfWork) -> None:
    """End a session on another device, as if its person had signed out there."""
    await sign_out(SignOut(command.staff, command.session), work)


async def use_session(command: UseSession, work: UnitOfWork) -> None:
    """Note that somebody has done something in a session."""
    session = await work.find(Session, command.session)
    if session is not None and session.staff == command.staff and not session.revoked:
        work.apply(Decision().save(session.evolve(used=work.now)))


async def change_password(command: ChangePassword, work: UnitOfWork) -> None:
    """Change a person's own password."""
    staff = await work.get(Staff, command.staff)
    _must_be_as_proved(staff, command.epoch)
    work.apply(rules.change_password(staff, command.password, command.keeps, work.now))
    put_on_record(SecurityKind.PASSWORD_CHANGED, staff.id, work)


async def record_refused_sign_ins(command: RecordRefusedSignIns, work: UnitOfWork) -> None:
    """Put on record that somebody, or many, tried to sign in as a person in vain."""
    kind = SecurityKind.SIGN_INS_REFUSED
    put_on_record(kind, command.staff, work, network=command.network, agent=command.agent)


async def set_second_factor(command: SetSecondFactor, work: UnitOfWork) -> None:
    """Give a person a second factor, or take it away."""
    staff = await work.get(Staff, command.staff)
    _must_be_as_proved(staff, command.epoch)
    after = staff.evolve(factor=command.context, factor_step=command.step, recovery=command.recovery)
    work.apply(Decision().save(after))
    kind = SecurityKind.SECOND_FACTOR_SET if command.context else SecurityKind.SECOND_FACTOR_ENDED
    put_on_record(kind, staff.id, work)


async def use_code(command: UseCode, work: UnitOfWork) -> None:
    """Use up a code. Raises `CodeWrong` for one that was used already, also at the same moment."""
    staff = await work.get(Staff, command.staff)
    if command.recovery:
        left = tuple(one for one in staff.recovery if one != command.recovery)
        if len(left) == len(staff.recovery):
            raise CodeWrong
        work.apply(Decision().save(staff.evolve(recovery=left)))
        put_on_record(SecurityKind.RECOVERY_CODE_USED, staff.id, work)
    else:
        if command.step <= staff.factor_step:
            raise CodeWrong
        work.apply(Decision().save(staff.evolve(factor_step=command.step)))


def _must_be_as_proved(staff: Staff, epoch: int | None) -> None:
    """Raises `NotSignedIn` for a person whose password or rights are others than when a password was proved:
    that takes a while, and is done beside the line."""
    if epoch is not None and epoch != staff.epoch:
        raise NotSignedIn
