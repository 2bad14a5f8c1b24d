"""Clocks that lie and slips that cannot be read, on the whole stack: nobody is lost, first, or in silence."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.devices import Machine
from deploy.local.clients import AmqpKiosk, Staff
from deploy.local.stack import Stack
from tests.e2e.test_ways_in import floor, parked, until
from tests.stage import PASSWORD, Branch

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIES = [-8 * HOUR, 400 * DAY, 20 * MINUTE, -HOUR, -20_000 * DAY, 11 * MINUTE]


def form(branch: Branch, kind: str, off: timedelta | None = timedelta(0), **data: Any) -> dict[str, Any]:
    """An event with the time of a clock that is off; with none, if that is None."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "type": f"foyer.device.{kind}.v1",
        "source": f"/device/{branch.id}/K1",
        "data": data,
    }
    return event if off is None else {**event, "time": (datetime.now(UTC) + off).isoformat()}


async def send(stack: Stack, branch: Branch, *events: dict[str, Any]) -> list[dict[str, Any]]:
    account = branch.kiosk
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        answer = await client.post(f"{stack.url()}/api/lobby/device-events", json=list(events))
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


async def told(stack: Stack, branch: Branch, *kinds: str) -> list[dict[str, Any]]:
    """The entries of these kinds in the lobby manager's feed, the oldest first."""
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        entries = (await manager.get("/api/notify/feed"))["entries"]
        return [one for one in reversed(entries) if one["kind"] in kinds]
    finally:
        await manager.close()


async def test_a_clock_that_lies_loses_nobody_puts_nobody_first_is_told_once_and_heals(
    stack: Stack, branch: Branch
):
    begun = datetime.now(UTC) - timedelta(milliseconds=1)
    sent = []
    for off in [timedelta(0), *LIES, timedelta(0)]:
        sent += await send(stack, branch, form(branch, "customer_arrived", off, need="cash"))
        (beat,) = await send(stack, branch, form(branch, "heartbeat", off))
        assert "code" not in beat
    ended = datetime.now(UTC)
    waiting = (await floor(stack, branch))["waiting"]
    assert [one["ticket"] for one in waiting] == [f"A{number:03d}" for number in range(1, 9)]
    assert [one["visit"] for one in waiting] == [one["visit"] for one in sent]
    assert all(begun <= datetime.fromisoformat(one["since"]) <= ended for one in waiting)

    async def in_turn() -> Any:
        await send(stack, branch, form(branch, "heartbeat"))
        await asyncio.sleep(1)
        found = [one["kind"] for one in await told(stack, branch, "device_clock_wrong", "device_clock_right")]
        return found if "device_clock_right" in found else None

    assert await until(in_turn, 90) == ["device_clock_wrong", "device_clock_right"]


async def test_what_a_device_with_a_wrong_clock_says_of_itself_is_heard(stack: Stack, branch: Branch):
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        for status, off in ((0, timedelta(0)), (4, -8 * HOUR), (0, 400 * DAY), (4, timedelta(0)), (0, -HOUR)):
            await send(stack, branch, form(branch, "device_status", off, status=status))
            found = await manager.get(f"/api/lobby/branches/{branch.id}/equipment")
            assert [one["works"] for one in found["devices"] if one["device"] == "K1"] == [status == 0]
    finally:
        await manager.close()


@pytest.mark.parametrize("off", [timedelta(0), -8 * HOUR, 20 * MINUTE])
async def test_who_came_while_a_machine_was_cut_off_stands_by_their_true_arrival_whatever_its_clock(
    stack: Stack, branch: Branch, off: timedelta
):
    """The machine asks for its block first, as it does whenever the line is up again."""
    came = [datetime.now(UTC) - minutes * MINUTE for minutes in (9, 6, 3)]
    wish = form(branch, "number_block_requested", off, memory="disk-0001")
    printed = [
        {
            **form(branch, "customer_arrived", need="cash", ticket=f"AA00{number}"),
            "time": (at + off).isoformat(),
        }
        for number, at in enumerate(came, 1)
    ]
    answers = await send(stack, branch, wish, *printed)
    assert [one.get("code") for one in answers] == [None] * 4
    waiting = (await floor(stack, branch))["waiting"]
    assert [one["ticket"] for one in waiting] == ["AA001", "AA002", "AA003"]
    late = [abs(datetime.fromisoformat(one["since"]) - at) for one, at in zip(waiting, came, strict=True)]
    assert max(late) < timedelta(seconds=5)


@pytest.mark.parametrize("off", [400 * DAY, -8 * HOUR, -20_000 * DAY])
async def test_the_machines_own_client_does_not_mind_its_clock(
    stack: Stack, branch: Branch, tmp_path: Path, off: timedelta
):
    def clock() -> datetime:
        return datetime.now(UTC) + off

    file, begun = tmp_path / "machine.sqlite", datetime.now(UTC)
    with Machine(stack.url(), branch.id, "K1", branch.kiosk.secret, file, clock=clock) as machine:

        async def has_block() -> Any:
            return machine.memory.granted()

        await until(has_block)
        first = await asyncio.to_thread(machine.arrive, "cash")
        machine.cut_off()
        second = await asyncio.to_thread(machine.arrive, "cash")
        machine.reconnect()

        async def all_is_sent() -> Any:
            return machine.is_up and machine.memory.unsent() == 0

        await until(all_is_sent)
        assert machine.memory.refusals() == {}
    waiting = (await floor(stack, branch))["waiting"]
    assert [one["visit"] for one in waiting] == [first.visit, second.visit]
    assert [one["ticket"] for one in waiting] == ["A001", "AA001"]
    early = begun - timedelta(seconds=2)
    assert all(early <= datetime.fromisoformat(one["since"]) <= datetime.now(UTC) for one in waiting)


async def test_a_batch_of_mixed_times_is_taken_whole(stack: Stack, branch: Branch):
    wish = form(branch, "number_block_requested", memory="disk-0001")
    lies = [-2 * MINUTE, 400 * DAY, -20_000 * DAY, -MINUTE, 20 * MINUTE, timedelta(0)]
    printed = [
        form(branch, "customer_arrived", off, need="cash", ticket=f"AA00{number}")
        for number, off in enumerate(lies, 1)
    ]
    begun = datetime.now(UTC)
    answers = await send(stack, branch, wish, *printed)
    assert [one.get("ticket") for one in answers[1:]] == [f"AA00{number}" for number in range(1, 7)]
    waiting = (await floor(stack, branch))["waiting"]
    assert {one["ticket"] for one in waiting} == {f"AA00{number}" for number in range(1, 7)}
    assert all(datetime.fromisoformat(one["since"]) >= begun - 3 * MINUTE for one in waiting)


@pytest.mark.parametrize("way", ["http", "amqp"])
async def test_a_slip_whose_record_cannot_be_read_is_in_line_or_told_and_the_count_is_true(
    stack: Stack, branch: Branch, way: str
):
    await send(stack, branch, form(branch, "number_block_requested", memory="disk-0001"))
    events = [
        form(branch, "customer_arrived", need="Cash", amount=-5, ticket="AA001"),
        form(branch, "customer_arrived", need="cash", ticket="AB001"),
        form(branch, "customer_arrived", need="cash", ticket="AA001"),
    ]
    restored = form(branch, "connection_restored", since=(datetime.now(UTC) - HOUR).isoformat(), numbers=3)
    if way == "http":
        codes = [one.get("code") for one in await send(stack, branch, *events)]
        assert codes == [None, "not_your_series", "number_used"]
        assert [one.get("code") for one in await send(stack, branch, *events)] == codes
        await send(stack, branch, restored)
    else:
        async with AmqpKiosk(branch.kiosk, stack.amqp) as kiosk:
            for event in events:
                await kiosk.send("customer_arrived", id=event["id"], **event["data"])
            await until(lambda: _both(stack, branch))
            await kiosk.send("connection_restored", **restored["data"])
    (waits,) = (await floor(stack, branch))["waiting"]
    assert (waits["ticket"], waits["need"]) == ("AA001", "enquiry")

    async def all_told() -> Any:
        found = await told(
            stack, branch, "offline_record_read_in_part", "offline_record_not_taken", "cut_off_ended"
        )
        return found if len(found) == 4 else None

    found = await until(all_told)
    assert sorted(
        (one["kind"], one["facts"].get("ticket"), one["facts"].get("reason")) for one in found[:3]
    ) == [
        ("offline_record_not_taken", "AA001", "number_used"),
        ("offline_record_not_taken", "AB001", "not_your_series"),
        ("offline_record_read_in_part", "AA001", None),
    ]
    assert (found[3]["kind"], found[3]["facts"]["numbers"], found[3]["facts"]["missing"]) == (
        "cut_off_ended",
        3,
        2,
    )
    assert json.dumps(found[3], ensure_ascii=False).count("2个未能补录") == 1


async def _both(stack: Stack, branch: Branch) -> Any:
    return len(await parked(stack, branch)) == 2
