"""A device that publishes over MQTT may lose its connection without a word in the log of its process."""

import asyncio
import gc

import pytest

from deploy.local.clients import Account, mqtt_of


async def test_a_connection_that_is_lost_leaves_no_exception_that_nobody_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = mqtt_of(Account("B1", "K1", "secret"), "mqtt://127.0.0.1:1")
    client._connected.set_result(None)
    client._on_disconnect(None, None, None, 7)
    lost = client._disconnected
    assert lost.done()
    del client, lost
    gc.collect()
    await asyncio.sleep(0)
    assert "never retrieved" not in caplog.text
