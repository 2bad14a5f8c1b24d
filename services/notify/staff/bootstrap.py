"""The first member of staff, who enrols the others; made at the start, before there is a worker."""

from services.notify import store
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.staff import OPS, Staff
from services.notify.staff.passwords import hash_password, is_right
from shared import clock
from shared.contracts.base import Event
from shared.contracts.notify import NO_BRANCH, TokensRevoked
from shared.contracts.words import Role
from shared.domain import Document
from shared.outbox_messages import messages_of
from shared.runtime import ServiceRuntime
from shared.store import Commit, Conflict
from shared.telemetry import log
from shared.unit_of_work import Batch, Cause, UnitOfWork


async def enrol_ops(runtime: ServiceRuntime) -> None:
    """Make the first member of staff, with the role and the password of the settings. Later a secret of the
    settings counts only if it is another than the one that was applied last: what the person has chosen since
    stays."""
    password = runtime.settings.ops_password.get_secret_value()
    if not password:
        log.warning("no_ops_password", hint="FOYER_OPS_PASSWORD is not set: nobody can enrol staff")
        return
    known = await store.find(runtime.store, Staff, OPS)
    try:
        applied = known is not None and await is_right(password, known.applied_secret)
        if known is None or not applied:
            await _apply(runtime, known, password)
        elif Role.OPS not in known.roles:
            await commit_at_start(runtime, known.evolve(roles=(*known.roles, Role.OPS)))
        if await store.find(runtime.store, Feed, OPS) is None:
            await commit_at_start(runtime, Feed(id=OPS))
    except Conflict:
        log.info("ops_enrolled_elsewhere")


async def _apply(runtime: ServiceRuntime, known: Staff | None, password: str) -> None:
    """Give the first member role and secret; the tokens of before are refused everywhere."""
    now, hashed = clock.now(), await hash_password(password)
    staff = known or Staff(
        id=OPS, name="Operations", roles=(Role.OPS,), branches=(), password="", password_since=now
    )
    staff = staff.evolve(
        roles=tuple(dict.fromkeys((*staff.roles, Role.OPS))),
        password=hashed,
        password_since=now,
        one_time=False,
        applied_secret=hashed,
        sessions={},
        epoch=staff.epoch + 1,
    )
    events = [] if known is None else [TokensRevoked(branch=NO_BRANCH, staff=OPS, epoch=staff.epoch)]
    await commit_at_start(runtime, staff, *events)


async def commit_at_start(runtime: ServiceRuntime, document: Document, *events: Event) -> None:
    """Write one document over the version it was read with, and events, which the relay sends when it starts.

    Raises `Conflict` when another process did so at the same time.
    """
    commit = Commit(runtime.store.db.name)
    commit.put(document.evolve(version=document.version + 1), document.version)
    if events:
        now, pending = clock.now(), clock.new_id()
        work = UnitOfWork(Cause(pending, "apply_ops_secret", now), now, "notify", batch=Batch(runtime.cache))
        for event in events:
            work.publish(event, subject=document.id, correlation_id=document.id)
        raws = [raw for one in work.events for raw in messages_of(one, runtime.settings.partitions, {})]
        commit.publish(raws, {"_id": pending, "at": now, "ids": [raw["_id"] for raw in raws]})
    await runtime.store.commit(commit)
