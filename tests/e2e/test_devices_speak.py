"""Heartbeats and reports of devices on the whole stack, by HTTP and by the broker (P2, D7)."""

import asyncio
from collections.abc import Callable
from typing import Any

from deploy.local.clients import AmqpKiosk, Kiosk, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch

WITHIN = 20.0


async def until(manager: Staff, branch: Branch, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """K1 as the hall sees it, once it is as wanted."""
    async with asyncio.timeout(WITHIN):
        while True:
            found = await manager.get(f"/api/lobby/branches/{branch.id}/equipment")
            known = next((one for one in found["devices"] if one["device"] == "K1"), None)
            if known is not None and is_so(known):
                return known
            await asyncio.sleep(0.2)


async def test_a_heartbeat_is_heard_whichever_way_it_comes(stack: Stack, branch: Branch):
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        assert (await until(manager, branch, lambda one: True))["speaks"] is False
        async with Kiosk(branch.kiosk, stack.url()) as device:
            await device.send("heartbeat")
        first = await until(manager, branch, lambda one: one["last_seen"] is not None and one["speaks"])
        async with AmqpKiosk(branch.kiosk, stack.amqp) as device:
            await device.send("heartbeat")
        await until(manager, branch, lambda one: one["last_seen"] > first["last_seen"])
    finally:
        await manager.close()


async def test_what_a_device_says_of_itself_over_the_broker_is_on_the_board(stack: Stack, branch: Branch):
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        async with AmqpKiosk(branch.kiosk, stack.amqp) as device:
            await device.send("device_status", status=4)
            assert not (await until(manager, branch, lambda one: one["state"] == "hardware_error"))["works"]
            await device.send("device_status", status=0)
            assert (await until(manager, branch, lambda one: one["state"] == "works"))["works"]
    finally:
        await manager.close()
