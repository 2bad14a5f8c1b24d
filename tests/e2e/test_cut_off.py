"""Machines that are cut off from the whole stack: they go on, and the books are whole when they are back."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.devices import Machine
from deploy.local.clients import Staff, mqtt_of
from deploy.local.ledger import audit
from deploy.local.stack import Stack
from tests.e2e.test_ways_in import floor, parked, until, ways
from tests.stage import PASSWORD, Branch


@pytest.mark.takes_down
async def test_a_machine_goes_on_while_the_hall_is_away_and_all_are_in_line_with_their_true_times(
    stack: Stack, branch: Branch, tmp_path: Path
):
    account = branch.kiosk
    machine = Machine(stack.url(), branch.id, "K1", account.secret, tmp_path / "machine.sqlite")
    try:

        async def has_block() -> Any:
            return machine.memory.granted()

        await until(has_block)
        machine.report(0, paper=True)
        first = await asyncio.to_thread(machine.arrive, "cash")
        await asyncio.to_thread(stack.stop, "lobby")
        try:
            begun = datetime.now(UTC) - timedelta(milliseconds=1)
            slips = [await asyncio.to_thread(machine.arrive, "cash") for _ in range(5)]
            ended = datetime.now(UTC)
        finally:
            await asyncio.to_thread(stack.start, "lobby")
        assert (first.ticket, first.offline) == ("A001", False)
        assert [one.ticket for one in slips] == ["AA001", "AA002", "AA003", "AA004", "AA005"]

        async def all_wait() -> Any:
            waiting = (await floor(stack, branch))["waiting"]
            return waiting if len(waiting) == 6 else None

        waiting = await until(all_wait, 40)
        assert [one["ticket"] for one in waiting] == ["A001", *(one.ticket for one in slips)]
        assert [one["visit"] for one in waiting] == [first.visit, *(one.visit for one in slips)]
        assert all(begun <= datetime.fromisoformat(one["since"]) <= ended for one in waiting[1:])
        told = await until(lambda: _told(stack, branch, "cut_off_ended"))
        assert (told["facts"]["device"], told["facts"]["numbers"]) == ("K1", 5)
        assert machine.memory.refusals() == {}
    finally:
        await asyncio.to_thread(machine.close)
    books = await asyncio.to_thread(audit, stack.store.uri, [one.visit for one in (first, *slips)])
    assert [one for one in (*books.gaps, *books.twice, *books.lost) if branch.id in one] == []


async def _told(stack: Stack, branch: Branch, kind: str) -> Any:
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        entries = (await manager.get("/api/notify/feed"))["entries"]
        return next((one for one in entries if one["kind"] == kind), None)
    finally:
        await manager.close()


async def test_a_machine_on_mqtt_has_its_block_in_an_answer_and_its_numbers_land_in_any_order(
    stack: Stack, branch: Branch
):
    account = branch.kiosk
    async with mqtt_of(account, stack.mqtt, ".ears") as ears:
        await ears.subscribe(f"foyer/answers/{branch.id}/K1", qos=1)
        async with ways(stack, account)["mqtt"] as kiosk:
            await kiosk.send("number_block_requested", memory="disk-0001")
            async with asyncio.timeout(20):
                block = json.loads(bytes((await anext(aiter(ears.messages))).payload))["data"]
            assert (block["letters"], block["days"][0]["next"]["A"]) == ("A", 1)
            for number in (3, 1, 2):
                await kiosk.send("customer_arrived", need="cash", ticket=f"AA00{number}")
            await kiosk.send("customer_arrived", need="cash", ticket="AA002")
            await kiosk.send("customer_arrived", need="cash", ticket="AB001")

    async def all_wait() -> Any:
        waiting = (await floor(stack, branch))["waiting"]
        return {one["ticket"] for one in waiting} if len(waiting) == 3 else None

    async def both_parked() -> Any:
        codes = await parked(stack, branch)
        return sorted(codes) if len(codes) == 2 else None

    assert await until(all_wait) == {"AA001", "AA002", "AA003"}
    assert await until(both_parked) == ["not_your_series", "number_used"]


async def test_a_repeated_request_and_a_repeated_number_have_the_answer_they_had(
    stack: Stack, branch: Branch
):
    account = branch.kiosk
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    wish = _event(branch, "number_block_requested", memory="disk-0001")
    printed = _event(branch, "customer_arrived", need="cash", ticket="AA001")
    late = {**_event(branch, "customer_arrived", need="cash", ticket="AA001"), "time": yesterday}
    old = (datetime.now(UTC) - timedelta(days=15)).isoformat()
    too_old = {**_event(branch, "customer_arrived", ticket="AA003"), "time": old}  # the hall's time counts
    asked = _event(branch, "customer_arrived", need="cash")
    instead = _event(branch, "customer_arrived", need="cash", ticket="AA002", instead_of=asked["id"])
    sent = [wish, printed, late, too_old, asked, instead]
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        first, again = [
            (await client.post(f"{stack.url()}/api/lobby/device-events", json=sent)).json() for _ in range(2)
        ]
    assert [one.get("code") or one.get("ticket") for one in first] == [
        None,
        "AA001",
        "AA001",
        "AA003",
        "A001",
        "AA002",
    ]
    assert first[0]["block"]["letters"] == again[0]["block"]["letters"] == "A"
    assert [one.get("code") or one.get("ticket") for one in again[1:]] == [
        "AA001",
        "AA001",
        "AA003",
        "AA002",
        "AA002",
    ]
    waiting = (await floor(stack, branch))["waiting"]
    assert [one["ticket"] for one in waiting] == ["AA001", "AA003", "AA002"]


def _event(branch: Branch, kind: str, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "type": f"foyer.device.{kind}.v1",
        "source": f"/device/{branch.id}/K1",
        "data": data,
    }
