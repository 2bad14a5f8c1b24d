"""A service that is started on data of another layout says so, changes nothing, and ends."""

import asyncio
import json
import os
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pymongo import MongoClient

from deploy.local.processes import ROOT, free_port
from shared.layout import WRONG_LAYOUT, WrongLayout
from shared.runtime import ServiceRuntime
from tests.conftest import VHost
from tests.integration.tally import KEY, SERVICE, settings


async def test_a_service_does_not_start_on_data_of_another_layout_and_changes_nothing(
    vhost: VHost, mongo_uri: str, database: str
):
    runtime = ServiceRuntime(SERVICE, settings(vhost.url, mongo_uri, database))
    await runtime.store.db["parked"].insert_one({"_id": "of an older version"})
    with pytest.raises(WrongLayout, match=f"{database}_tally has data of layout 1"):
        await runtime.start()
    assert await runtime.store.db.list_collection_names() == ["parked"]
    assert not runtime.ready
    await runtime.store.close()


async def test_its_process_logs_one_clear_line_and_ends_with_an_exit_code_of_its_own(
    mongo_uri: str, database: str
):
    with MongoClient[dict[str, object]](mongo_uri) as client:
        client[f"{database}_customer"]["unsent"].insert_one({"_id": "of an older version"})
    public = Ed25519PrivateKey.generate().public_key()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FOYER_MONGO_URI": mongo_uri,
        "FOYER_AMQP_URL": "amqp://127.0.0.1:1/",
        "FOYER_DATABASE_PREFIX": database,
        "FOYER_PORT": str(free_port()),
        "FOYER_MASTER_KEY": KEY,
        "FOYER_BLIND_KEY": KEY,
        "FOYER_TOKEN_PUBLIC_KEY": public.public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ).decode(),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.customer", env=environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(90):
        out, _ = await process.communicate()
    assert process.returncode == WRONG_LAYOUT
    lines = [json.loads(line) for line in out.decode().splitlines()]
    (line,) = [line for line in lines if line["event"] == "wrong_layout"]
    assert (line["database"], line["found"]) == (f"{database}_customer", 1)
    assert "docs/guide/operations.md" in line["what_to_do"]
    assert "task_failed" not in {line["event"] for line in lines}
