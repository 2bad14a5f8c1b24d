"""Tokens that are good no more: every service keeps its own copy, and looks at it with each request.

A token says for a quarter of an hour who somebody is. When a session ends, or somebody's rights change,
`notify` tells it, and every service refuses the tokens from before within a second or two of hearing it.
"""

import asyncio
from datetime import datetime
from typing import ClassVar

from pymongo.errors import PyMongoError

from shared import clock
from shared.access import LASTS, LEEWAY, Gate, Revoked
from shared.contracts.notify import TokensRevoked
from shared.domain import Decision, Document
from shared.store import REVOCATIONS, Raw, Store
from shared.telemetry import log
from shared.unit_of_work import UnitOfWork

LOOK_EVERY = 1.0


class Revocation(Document):
    """Tokens that are refused, by the names of `Gate.revoke`; forgotten when the last of them has run out
    anyway."""

    collection: ClassVar[str] = REVOCATIONS

    before: datetime
    epoch: int = 0
    ends: datetime


async def revoke_tokens(event: TokensRevoked, work: UnitOfWork) -> None:
    """Refuse tokens signed before the event; people who are still signed in get another at once. Of a cover,
    tokens signed until the event is received are refused too: they may have been signed while it was ending.
    """
    id = event.staff
    if event.session:
        id = f"{event.staff}/{event.session}"
    elif event.covering:
        id = f"{event.staff}@{event.branch}"
    known = await work.find(Revocation, id)
    before = max(work.now, work.cause.time, *([known.before] if known else []))
    epoch = max(event.epoch, known.epoch if known else 0)
    ends = before + LASTS + 2 * LEEWAY
    work.apply(Decision().save(Revocation(id=id, before=before, epoch=epoch, ends=ends)))


async def revocations(store: Store, now: datetime) -> list[Raw]:
    """Return the revocations that have not run out."""
    return await store.db[REVOCATIONS].find({"ends": {"$gt": now}}).to_list()


async def keep_gate(gate: Gate, store: Store) -> None:
    """Let `gate` refuse what was revoked, whichever process of the service received that, for ever."""
    while True:
        try:
            found = await revocations(store, clock.now())
            gate.revoke({raw["_id"]: Revoked(raw["before"], raw["epoch"]) for raw in found})
        except PyMongoError as error:
            log.warning("revocations_wait", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
