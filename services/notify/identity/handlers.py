"""Handlers of accounts at the bank's identity provider."""

import asyncio

from services.notify.identity.commands import AdmitIdentity, EndSessionsByProvider
from services.notify.identity.domain import (
    Claimed,
    Identity,
    IdentityWithoutRights,
    LinkNeeded,
    must_be_free,
)
from services.notify.identity.queries import staff_of_subject
from services.notify.presence.domain import be_present
from services.notify.security.recording import put_on_record
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import Enrolment, Staff, all_revoked
from services.notify.staff.handlers import directories_of, enrol_staff
from shared.contracts.notify import SecurityKind, WaiverReason
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def admit_identity(command: AdmitIdentity, work: UnitOfWork) -> None:
    """Give the person the roles and branches of their account; without a role they have left.

    Raises `IdentityTaken`, `LinkNeeded`; `IdentityWithoutRights` for somebody who is not known here.
    """
    claimed = command.claimed
    staff, known = await asyncio.gather(work.find(Staff, claimed.staff), work.find(Identity, claimed.staff))
    other = await work.query(staff_of_subject, claimed.subject)
    try:
        must_be_free(claimed, staff, known, elsewhere=other not in (None, claimed.staff))
    except LinkNeeded:
        if not command.links:
            raise
    if known is None:
        if not claimed.roles:
            raise IdentityWithoutRights
        work.apply(Decision().save(Identity(id=claimed.staff, subject=claimed.subject)))
        put_on_record(SecurityKind.ACCOUNT_CONNECTED, claimed.staff, work)
    if known is None or staff is None or _differs(staff, claimed):
        enrolment = Enrolment(
            staff=claimed.staff,
            name=claimed.name,
            roles=claimed.roles,
            branches=claimed.branches,
            password="" if known is None else None,
            leaves_because=WaiverReason.MOVED,  # rights end whatever is still held; the heads are told
        )
        await enrol_staff(EnrolStaff(enrolment), work)


async def end_sessions_by_provider(command: EndSessionsByProvider, work: UnitOfWork) -> None:
    """End all sessions of the person and their presence."""
    staff = await work.get(Staff, command.staff)
    directories = await directories_of(staff.branches, work)
    after = staff.evolve(sessions={}, epoch=staff.epoch + 1)
    decision = Decision().save(after, all_revoked(after))
    work.apply(decision.then(be_present(after, directories.values(), False, work.now)))
    put_on_record(SecurityKind.SIGNED_OUT_BY_PROVIDER, staff.id, work)


def _differs(staff: Staff, claimed: Claimed) -> bool:
    branches = claimed.branches if claimed.roles else ()
    return (staff.name, set(staff.roles), set(staff.branches)) != (
        claimed.name,
        set(claimed.roles),
        set(branches),
    )
