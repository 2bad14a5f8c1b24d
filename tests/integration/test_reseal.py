"""Sealing anew on a real store while the service carries out commands: nothing written meanwhile is lost."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr

from deploy.keys import reseal_all, verify
from shared.clock import new_id, now
from shared.commands import Command
from shared.domain import Decision, Document
from shared.errors import Unavailable
from shared.privacy import Keys, new_key, open_words, seal_words
from shared.reseal import Seals
from shared.runtime import ServiceRuntime
from shared.service import Service
from shared.settings import Settings
from shared.unit_of_work import Cause, UnitOfWork
from tests.conftest import VHost
from tests.integration.tally import Pressed, at_work, count, settings

FIRST, SECOND = new_key(), new_key()
DIARIES, PAGES = 12, 8


class Diary(Document):
    """Pages of a diary, sealed, by who wrote them."""

    collection: ClassVar[str] = "diaries"

    pages: dict[str, bytes] = {}


@dataclass(frozen=True)
class WritePage(Command, name="write_page"):
    """Write a page of a diary."""

    diary: str
    by: str
    words: bytes


async def write(command: WritePage, work: UnitOfWork) -> None:
    diary = await work.find(Diary, command.diary) or Diary(id=command.diary)
    work.apply(Decision().save(diary.evolve(pages={**diary.pages, command.by: command.words})))


TABLE = (Seals("diaries", "pages.*", "diaries/{_id}/{key}"),)
SERVICE = Service(name="tally", port=0, commands={WritePage: write}, events={Pressed: [count]}, seals=TABLE)


def with_keys(place: Settings, keys: Keys) -> Settings:
    ring = "\n".join(base64.b64encode(key).decode() for key in keys.every)
    return place.model_copy(update={"master_key": SecretStr(ring)})


async def page(runtime: ServiceRuntime, diary: str, by: str) -> None:
    place, keys = f"diaries/{diary}/{by}", runtime.settings.keys("master_key")
    words = seal_words(keys, place, f"{diary} {by} 原话") or b""
    cause = Cause(id=new_id(), kind=WritePage.name, time=now(), actor="staff:am.1", branch="B1")
    while True:  # the service may be too busy: a repeat under the same cause does it once
        try:
            await runtime.execute(WritePage(diary, by, words), cause)
        except Unavailable:
            await asyncio.sleep(0.1)
        else:
            return


async def write_all(runtime: ServiceRuntime, names: Callable[[int], str]) -> None:
    for number in range(PAGES):
        await asyncio.gather(*(page(runtime, f"D{diary}", names(number)) for diary in range(DIARIES)))


@pytest.fixture
def place(vhost: VHost, mongo_uri: str, database: str) -> Settings:
    return settings(vhost.url, mongo_uri, database)


async def test_while_commands_are_carried_out_all_comes_under_the_new_key(place: Settings) -> None:
    async with at_work(with_keys(place, Keys(FIRST)), SERVICE) as runtime:
        await write_all(runtime, "am.{}".format)
    both = Keys(SECOND, (FIRST,))
    async with at_work(with_keys(place, both), SERVICE) as runtime:
        assert not await verify(runtime.store, both, TABLE)
        await asyncio.gather(
            write_all(runtime, "ao.{}".format),
            reseal_all(runtime.store, both, TABLE),
            write_all(runtime, "am.{}".format),
        )
        await reseal_all(runtime.store, both, TABLE)
        await write_all(runtime, "al.{}".format)  # from what the service keeps in memory
        assert await verify(runtime.store, both, TABLE)
    async with at_work(with_keys(place, Keys(SECOND)), SERVICE) as runtime:
        found: list[dict[str, Any]] = await runtime.store.db["diaries"].find({}).to_list()
        read = {
            (raw["_id"], by): open_words(Keys(SECOND), f"diaries/{raw['_id']}/{by}", words)
            for raw in found
            for by, words in raw["pages"].items()
        }
    assert read == {
        (f"D{diary}", f"{kind}.{number}"): f"D{diary} {kind}.{number} 原话"
        for diary in range(DIARIES)
        for kind in ("am", "ao", "al")
        for number in range(PAGES)
    }
