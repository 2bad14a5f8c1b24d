"""The first member of staff, who enrols the others; made at the start, before there is a worker."""

from services.notify import store
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.staff import OPS, Staff
from services.notify.staff.passwords import hash_password, is_right
from shared import clock
from shared.contracts.words import Role
from shared.domain import Document
from shared.runtime import ServiceRuntime
from shared.store import Commit, Conflict, Store
from shared.telemetry import log


async def enrol_ops(runtime: ServiceRuntime) -> None:
    """Give the first member of staff the role and the password of the settings, unless they have them."""
    password = runtime.settings.ops_password.get_secret_value()
    if not password:
        log.warning("no_ops_password", hint="FOYER_OPS_PASSWORD is not set: nobody can enrol staff")
        return
    known = await store.find(runtime.store, Staff, OPS)
    try:
        if known is None or Role.OPS not in known.roles or not await is_right(password, known.password):
            await commit_at_start(runtime.store, await _with_password(known, password))
        if await store.find(runtime.store, Feed, OPS) is None:
            await commit_at_start(runtime.store, Feed(id=OPS))
    except Conflict:
        log.info("ops_enrolled_elsewhere")


async def _with_password(known: Staff | None, password: str) -> Staff:
    now = clock.now()
    staff = known or Staff(
        id=OPS, name="Operations", roles=(Role.OPS,), branches=(), password="", password_since=now
    )
    return staff.evolve(
        roles=tuple(dict.fromkeys((*staff.roles, Role.OPS))),
        password=await hash_password(password),
        password_since=now,
        sessions={},
        epoch=staff.epoch + 1,
    )


async def commit_at_start(store: Store, document: Document) -> None:
    """Write one document over the version it was read with.

    Raises `Conflict` when another process did so at the same time.
    """
    commit = Commit(store.db.name)
    commit.put(document.evolve(version=document.version + 1), document.version)
    await store.commit(commit)
