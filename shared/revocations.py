"""Tokens that are good no more: every service keeps its own copy, and looks at it with each request.

A token says for a quarter of an hour who somebody is. When a session ends, or somebody's rights change,
`notify` tells it, and every service refuses the tokens from before within a second or two of hearing it."""

import asyncio
from datetime import datetime
from typing import ClassVar

from pymongo.errors import PyMongoError

from shared import clock
from shared.access import LASTS, LEEWAY, Gate, revocation_of
from shared.contracts.notify import TokensRevoked
from shared.domain import Decision, Document
from shared.store import REVOCATIONS, Store
from shared.telemetry import log
from shared.unit import Unit

LOOK_EVERY = 1.0


class Revocation(Document):
    """Tokens of somebody, or of one session of theirs, that were signed `before` are refused; forgotten when
    the last of them has run out anyway."""

    collection: ClassVar[str] = REVOCATIONS

    before: datetime
    ends: datetime


async def revoke_tokens(event: TokensRevoked, unit: Unit) -> None:
    """What was signed until it is heard of is refused: a token may have been signed while the change was
    being written. Who is still signed in gets another at once."""
    id = revocation_of(event.staff, event.session)
    known = await unit.find(Revocation, id)
    before = max(unit.now, unit.cause.time, *([known.before] if known else []))
    unit.keep(Decision().put(Revocation(id=id, before=before, ends=before + LASTS + 2 * LEEWAY)))


async def keep_gate(gate: Gate, store: Store) -> None:
    """Let `gate` refuse what was revoked, whichever process of the service heard of it, for ever."""
    while True:
        try:
            gate.revoke(await store.revocations(clock.now()))
        except PyMongoError as error:
            log.warning("revocations_wait", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
