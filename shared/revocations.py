"""Tokens that are good no more: every service keeps its own copy, and looks at it with each request.

A token says for a quarter of an hour who somebody is. When a session ends, or somebody's rights change,
`notify` tells it, and every service refuses the tokens from before: at once where it hears of it beside its
queue, and within a second or two of the event in it, whichever process of the service received that.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import ClassVar

from aio_pika.abc import AbstractIncomingMessage
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared import clock
from shared.access import LASTS, LEEWAY, Gate, Revoked
from shared.bus import Bus
from shared.contracts.base import decode
from shared.contracts.notify import TokensRevoked
from shared.domain import Decision, Document
from shared.errors import Refusal
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


def gate_name(event: TokensRevoked) -> str:
    """Return the name under which a gate knows the tokens that an event revokes."""
    if event.session:
        return f"{event.staff}/{event.session}"
    return f"{event.staff}@{event.branch}" if event.covering else event.staff


def hear_revocations(gate: Gate) -> Callable[[AbstractIncomingMessage], Awaitable[None]]:
    """Build the consumer that tells a gate of revocations the moment they are published, however much the
    service has to do: it keeps nothing, since `revoke_tokens` does."""

    async def receive(message: AbstractIncomingMessage) -> None:
        try:
            envelope = decode(message.body, message.type or "")
        except Refusal:
            return  # its dead letter is written where it is kept
        if isinstance(event := envelope.data, TokensRevoked):
            gate.hear(gate_name(event), Revoked(max(clock.now(), envelope.time), event.epoch))

    return receive


def overhear_revocations(bus: Bus, gate: Gate, service: str, partitions: int) -> None:
    """Let a gate hear of revocations beside the queues of its service, from when the bus starts."""
    keys = [f"{one}.{TokensRevoked.key()}" for one in range(partitions)]
    bus.overhear(names.gate_queue_of(service, clock.new_id()), keys, hear_revocations(gate))


async def revoke_tokens(event: TokensRevoked, work: UnitOfWork) -> None:
    """Refuse tokens signed before the event; people who are still signed in get another at once. Of a cover,
    tokens signed until the event is received are refused too: they may have been signed while it was ending.
    """
    id = gate_name(event)
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
