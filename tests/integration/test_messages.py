"""Two replicas of `customer` on one store: each message leaves once (W5)."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from deploy.local import gateways as standins
from services.customer.app import SERVICE
from services.customer.consents.commands import ChangeContactRules, GiveConsent
from services.customer.consents.domain.records import Word
from services.customer.files.commands import OpenFile
from services.customer.files.domain.customer import DataKey
from services.customer.messages.commands import DraftTemplate, PublishTemplate, SendMessage
from services.customer.messages.domain.message import Message
from services.customer.messages.domain.sending import NewMessage
from services.customer.messages.sealing import seal_values
from shared.clock import new_id, now
from shared.commands import Command
from shared.contracts.customer import ConsentSource, MessageState
from shared.runtime import ServiceRuntime
from shared.settings import Settings
from shared.unit_of_work import Cause
from tests.conftest import VHost
from tests.integration.tally import KEY, at_work
from tests.unit.customer.building import MASTER, new_file
from tests.unit.customer.messages.building import ALL_DAY, INVITATION, MARKETING, SMS

MESSAGES = 30


@pytest.fixture
async def held() -> AsyncIterator[tuple[standins.Gateways, str]]:
    """The stand-in gateway, with the settings that lead to it."""
    held = standins.Gateways("secret")
    http, smtp = await standins.serve(held, 0)
    sms = {
        "url": f"http://127.0.0.1:{http.sockets[0].getsockname()[1]}/sms",
        "headers": {"authorization": "Bearer secret"},
        "body": {"to": "{phone}", "text": "{text}", "id": "{message}"},
        "timeout": 5,
    }
    yield held, json.dumps(sms)
    for server in (http, smtp):
        server.close()


def place(vhost: VHost, mongo_uri: str, database: str, sms: str, instance: str) -> Settings:
    return Settings(
        amqp_url=vhost.url,  # type: ignore[arg-type]
        mongo_uri=mongo_uri,  # type: ignore[arg-type]
        database_prefix=database,
        master_key=base64.b64encode(MASTER).decode(),  # type: ignore[arg-type]
        blind_key=KEY,  # type: ignore[arg-type]
        sms_gateway=sms,  # type: ignore[arg-type]
        instance=instance,
    )


async def do(runtime: ServiceRuntime, command: Command) -> None:
    await runtime.execute(command, Cause(new_id(), command.name, now(), branch="B1"))


async def prepare(runtime: ServiceRuntime) -> None:
    """A customer who consents, and a template."""
    await do(runtime, OpenFile(new_file()))
    await do(runtime, ChangeContactRules("B1", ALL_DAY, "head"))
    await do(runtime, DraftTemplate("invitation", INVITATION, "ops"))
    await do(runtime, PublishTemplate("invitation", "ops"))
    consent = Word("W1", "C1", MARKETING, SMS, ConsentSource.CONTRACT, now(), "am.1")
    await do(runtime, GiveConsent(replace(consent, marks=("m",), evidence=b"sealed")))


async def test_two_replicas_send_each_message_once(
    vhost: VHost, mongo_uri: str, database: str, held: tuple[standins.Gateways, str]
) -> None:
    gateway, sms = held
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(
                at_work(place(vhost, mongo_uri, database, sms, instance), SERVICE)
            )
            for instance in ("one", "other")
        ]
        await prepare(one)
        key = await one.store.find(DataKey, "C1")
        assert key is not None
        for number in range(MESSAGES):
            id = f"M{number}"
            sealed = seal_values(MASTER, "C1", key, id, {"event": f"讲座{number}"})
            new = NewMessage(id, "C1", "invitation", 1, "zh", sealed, "am.1")
            await do(other if number % 2 else one, SendMessage(new))
        async with asyncio.timeout(60):
            while await one.store.db[Message.collection].count_documents({"state": "sent"}) < MESSAGES:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        sent = sorted(taken["id"] for taken in gateway.taken)
        assert sent == sorted(f"M{number}" for number in range(MESSAGES))
        found = await one.store.load(Message, sent)
        assert {(one.state, one.attempts) for one in found if isinstance(one, Message)} == {
            (MessageState.SENT, 1)
        }
