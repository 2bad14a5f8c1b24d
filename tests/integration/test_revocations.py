"""Tokens end when they are revoked, however much a service has to catch up with."""

import asyncio

from services.notify.staff.domain.staff import Staff, session_revoked
from shared.access import Gate, Person
from shared.clock import new_id, now
from shared.contracts.base import Envelope, Event
from shared.contracts.notify import TokensRevoked
from shared.contracts.words import Role
from shared.revocations import Revocation, revoke_tokens
from shared.runtime import ServiceRuntime
from shared.service import Service
from shared.unit_of_work import UnitOfWork
from tests.conftest import VHost
from tests.integration.tally import Pressed, Sender, pressed, settings
from tests.unit.shared.test_access import keys

WITHIN = 5.0
TELLER = Person("wang.wei", frozenset({Role.TELLER}), ("B1",), session="s1")


def revoked() -> Envelope[Event]:
    """Build what notify publishes when the session of `TELLER` ends."""
    staff = Staff(
        id="wang.wei", name="", roles=(Role.TELLER,), branches=("B1",), password="", password_since=now()
    )
    event = session_revoked(staff, "s1")
    return Envelope[Event](
        id=new_id(), source="/notify/B1", type=event.type_name(), time=now(), branch="B1", data=event
    )


async def test_a_session_that_ends_is_refused_at_once_by_a_service_with_a_long_line(
    vhost: VHost, mongo_uri: str, database: str
) -> None:
    held, free = asyncio.Event(), asyncio.Event()

    async def hold(event: Pressed, work: UnitOfWork) -> None:
        held.set()
        await free.wait()

    service = Service(name="tally", port=0, events={Pressed: [hold], TokensRevoked: [revoke_tokens]})
    gate = Gate(keys()[1])
    runtime = ServiceRuntime(service, settings(vhost.url, mongo_uri, database), gate)
    await runtime.start()
    try:
        async with Sender.on(vhost.url) as sender, asyncio.timeout(60):
            await sender.send(pressed())
            await held.wait()
            assert gate.stands(TELLER)
            await sender.send(revoked())
            async with asyncio.timeout(WITHIN):
                while gate.stands(TELLER):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert await runtime.store.load(Revocation, ["wang.wei/s1"]) == []  # it waits in the line
            free.set()
            while not await runtime.store.load(Revocation, ["wang.wei/s1"]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert not gate.stands(TELLER)
    finally:
        free.set()
        await runtime.stop()
