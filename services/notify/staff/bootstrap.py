"""The first administrator, who enrols the others, and the first of operations; made at the start, before
there is a worker. Their secrets are those of the settings, of whoever holds the host."""

from dataclasses import dataclass

from services.notify import store
from services.notify.security.domain import SecurityRecord
from services.notify.staff.domain.administrators import ADMINISTRATORS, Administrators
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.staff import ADMIN, OPS, Staff
from services.notify.staff.passwords import hash_password, is_right
from shared import clock
from shared.contracts.base import Event
from shared.contracts.notify import NO_BRANCH, SecurityKind, TokensRevoked
from shared.contracts.words import Role
from shared.domain import Document
from shared.outbox_messages import messages_of
from shared.runtime import ServiceRuntime
from shared.store import Commit
from shared.store_errors import Conflict
from shared.telemetry import log
from shared.unit_of_work import Batch, Cause, UnitOfWork


@dataclass(frozen=True)
class First:
    """A person whom the settings bring: their id and name, the role, and the setting with the secret."""

    staff: str
    name: str
    role: Role
    setting: str


FIRST = (
    First(ADMIN, "Administrator", Role.ADMINISTRATOR, "admin_password"),
    First(OPS, "Operations", Role.OPS, "ops_password"),
)


async def enrol_first(runtime: ServiceRuntime) -> None:
    """Make the first members of staff, each with the role and the secret of the settings. Later a secret of
    the settings counts only if it is another than the one that was applied last: what the person has chosen
    since stays."""
    for first in FIRST:
        password = getattr(runtime.settings, first.setting).get_secret_value()
        if not password:
            log.warning("no_first_password", setting=f"FOYER_{first.setting.upper()}")
            continue
        known = await store.find(runtime.store, Staff, first.staff)
        try:
            applied = known is not None and await is_right(password, known.applied_secret)
            if known is None or not applied:
                await _apply(runtime, first, known, password)
            elif first.staff == OPS and first.role not in known.roles:
                await commit_at_start(runtime, [known.evolve(roles=(*known.roles, first.role))])
            if await store.find(runtime.store, Feed, first.staff) is None:
                await commit_at_start(runtime, [Feed(id=first.staff)])
        except Conflict:
            log.info("enrolled_elsewhere", staff=first.staff)


async def _apply(runtime: ServiceRuntime, first: First, known: Staff | None, password: str) -> None:
    """Give a first member role and secret; the tokens of before are refused everywhere. An administrator who
    comes from the host may name others alone again: so an installation that has lost all others goes on."""
    now, hashed = clock.now(), await hash_password(password)
    staff = known or Staff(
        id=first.staff, name=first.name, roles=(), branches=(), password="", password_since=now
    )
    staff = staff.evolve(
        roles=tuple(dict.fromkeys((*staff.roles, first.role))),
        password=hashed,
        password_since=now,
        one_time=False,
        applied_secret=hashed,
        sessions={},
        epoch=staff.epoch + 1,
    )
    kind, id = SecurityKind.RIGHTS_CHANGED, clock.new_id()
    record = SecurityRecord(id=id, kind=kind, staff=staff.id, by="settings", at=now, roles=staff.roles)
    documents: list[Document] = [staff, record]
    if first.role is Role.ADMINISTRATOR:
        kept = await store.find(runtime.store, Administrators, ADMINISTRATORS)
        documents.append((kept or Administrators(id=ADMINISTRATORS)).after(staff).evolve(several=False))
    revoked = TokensRevoked(branch=NO_BRANCH, staff=staff.id, epoch=staff.epoch)
    await commit_at_start(runtime, documents, *([] if known is None else [revoked]))


async def commit_at_start(runtime: ServiceRuntime, documents: list[Document], *events: Event) -> None:
    """Write documents over the versions they were read with, and events of the first of them, which the relay
    sends when it starts.

    Raises `Conflict` when another process did so at the same time.
    """
    commit = Commit(runtime.store.db.name)
    for document in documents:
        commit.put(document.evolve(version=document.version + 1), document.version)
    if events:
        now, pending, subject = clock.now(), clock.new_id(), documents[0].id
        work = UnitOfWork(
            Cause(pending, "apply_first_secret", now), now, "notify", batch=Batch(runtime.cache)
        )
        for event in events:
            work.publish(event, subject=subject, correlation_id=subject)
        raws = [raw for one in work.events for raw in messages_of(one, runtime.settings.partitions, {})]
        commit.publish(raws, {"_id": pending, "at": now, "ids": [raw["_id"] for raw in raws]})
    await runtime.store.commit(commit)
