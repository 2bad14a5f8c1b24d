"""Answers to machines: the same over every way, and no machine pays for another's fault."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika
import httpx
import pytest

from deploy.local.clients import Account, Refused, Staff, amqp_of, mqtt_of
from deploy.local.stack import Stack
from shared import bus_names as names
from tests.e2e.test_ways_in import CASES, _but, floor, parked, until, ways
from tests.stage import PASSWORD, Branch

Hear = Callable[[], Any]


@asynccontextmanager
async def ears(stack: Stack, account: Account, way: str) -> AsyncIterator[Hear]:
    """Yield a receiver of the next answer to a device, connected as its maker would be."""
    key = names.answer_key(account.user)
    if way == "mqtt":
        async with mqtt_of(account, stack.mqtt, ".ears") as client:
            await client.subscribe(key.replace(".", "/"), qos=1)
            messages = aiter(client.messages)

            async def next_of_mqtt() -> Any:
                return json.loads(bytes((await asyncio.wait_for(anext(messages), 20)).payload))

            yield next_of_mqtt
    else:
        async with await aio_pika.connect(**amqp_of(account, stack.amqp)) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(key, durable=True)
            await queue.bind(names.MQTT, key)

            async def next_of_amqp() -> Any:
                async def one() -> Any:
                    return await queue.get(no_ack=True, fail=False)

                return json.loads((await until(one)).body)

            yield next_of_amqp


async def another_device(stack: Stack, branch: Branch, name: str) -> Account:
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    try:
        code = (await ops.post(f"/api/lobby/branches/{branch.id}/devices", {"device": name}))["code"]
        content = {"branch": branch.id, "device": name, "code": code}
        return Account(branch.id, name, (await ops.post("/api/lobby/devices/enrol", content))["secret"])
    finally:
        await ops.close()


@pytest.mark.parametrize("way", ["amqp", "mqtt"])
async def test_every_refusal_comes_back_under_the_answers_with_id_and_code(
    stack: Stack, branch: Branch, way: str
):
    account = branch.kiosk
    bodies = [(code, make(account)) for code, make in CASES]
    async with ears(stack, account, way) as hear, ways(stack, account)[way] as kiosk:
        for _, body in bodies:
            await kiosk._deliver("customer_arrived", body)
        heard = [await hear() for _ in bodies]
    assert {one["type"] for one in heard} == {"foyer.lobby.device_event_refused.v1"}
    assert sorted(one["data"]["code"] for one in heard) == sorted(code for code, _ in bodies)
    for code, body in bodies:
        if code not in ("too_large", "missing_id") and b'"id"' in body and b"\xff" not in body:
            id = json.loads(body)["id"]
            (told,) = [one for one in heard if one["data"]["id"] == id]
            assert (told["causationid"], told["data"]["code"]) == (id, code)
    assert "62" * 8 not in json.dumps(heard)


@pytest.mark.parametrize("way", ["amqp", "mqtt"])
async def test_who_speaks_for_another_is_told_and_the_other_hears_nothing(
    stack: Stack, branch: Branch, way: str
):
    other = await another_device(stack, branch, "K2")
    async with (
        ears(stack, branch.kiosk, way) as hear,
        ears(stack, other, way) as hear_of_other,
        ways(stack, branch.kiosk)[way] as kiosk,
        ways(stack, other)[way] as other_kiosk,
    ):
        await kiosk._deliver("customer_arrived", _but(branch.kiosk, source=f"/device/{branch.id}/K2"))
        assert (await hear())["data"]["code"] == "speaks_for_another"
        sent = await other_kiosk.send("customer_arrived", need="cash")
        first = await hear_of_other()
        assert (first["data"].get("ticket"), first["causationid"]) == ("A001", sent.id)


@pytest.mark.parametrize("way", ["amqp", "mqtt"])
async def test_what_is_sent_again_is_answered_again(stack: Stack, branch: Branch, way: str):
    account, arrival, wish = branch.kiosk, str(uuid4()), str(uuid4())
    async with ears(stack, account, way) as hear, ways(stack, account)[way] as kiosk:
        for _ in range(2):
            await kiosk.send("customer_arrived", id=arrival, need="cash")
            told = await hear()
            assert (told["causationid"], told["data"]["ticket"]) == (arrival, "A001")
            await kiosk.send("number_block_requested", id=wish, memory="disk-0001")
            told = await hear()
            assert (told["causationid"], told["data"]["letters"]) == (wish, "A")


@pytest.mark.parametrize("way", ["http", "amqp", "mqtt"])
async def test_an_id_that_was_used_for_something_else_is_refused_whichever_way_it_comes(
    stack: Stack, branch: Branch, way: str
):
    account, id = branch.kiosk, f"k1-{uuid4().hex[:9]}"
    async with ears(stack, account, "mqtt") as hear, ways(stack, account)[way] as kiosk:
        await kiosk.send("customer_arrived", id=id, need="cash")
        ticket = await hear()
        assert (ticket["data"]["ticket"], ticket["causationid"]) == ("A001", id)
        if way == "http":
            with pytest.raises(Refused, match="id_reused") as refused:
                await kiosk.send("customer_arrived", id=id, need="loan")
            assert '"status":409' in str(refused.value)
            again = await kiosk.send("customer_arrived", id=id, need="cash")
            assert again.answer["ticket"] == "A001"
        else:
            await kiosk.send("customer_arrived", id=id, need="loan")
            told = await hear()
            assert (told["data"]["code"], told["causationid"]) == ("id_reused", id)
    assert [one["need"] for one in (await floor(stack, branch))["waiting"]] == ["cash"]
    assert await parked(stack, branch) == ([] if way == "http" else ["id_reused"])


async def test_within_one_array_an_id_stands_for_its_first_content(stack: Stack, branch: Branch):
    account, id = branch.kiosk, str(uuid4())
    batch = [json.loads(_but(account, id=id, data={"need": need})) for need in ("cash", "loan", "cash")]
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        answer = await client.post(f"{stack.url()}/api/lobby/device-events", json=batch)
    told = [one.get("ticket") or one["code"] for one in answer.json()]
    assert told == ["A001", "id_reused", "A001"]


@pytest.mark.parametrize(
    "spoilt",
    [
        b'{"id": "\\ud800ab12345"}',
        b'{"id": NaN}',
        b'{"id": "event-99", "data": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"id": "event-99", "id": "event-98"}',
        b'{"id": "event-99", "data": {"amount": ' + b"9" * 5000 + b"}}",
        b"null",
    ],
)
async def test_one_of_an_array_that_cannot_be_read_costs_nobody_else_their_answer(
    stack: Stack, branch: Branch, spoilt: bytes
):
    account = branch.kiosk
    good = [_but(account), _but(account)]
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        for _ in range(2):
            answer = await client.post(
                f"{stack.url()}/api/lobby/device-events",
                content=b"[" + good[0] + b"," + spoilt + b"," + good[1] + b"]",
            )
            assert answer.status_code == 200
            told = answer.json()
            assert [one.get("ticket") or one["code"] for one in told] == ["A001", "malformed", "A002"]
            assert told[1]["status"] == 422


@pytest.mark.parametrize("body", [b"[" * 20_000, b'{"a":' * 10_000, b"\xff", b"[1", b'{"id": NaN}'])
async def test_what_is_no_event_at_all_is_the_fault_of_the_sender(stack: Stack, branch: Branch, body: bytes):
    account = branch.kiosk
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        answer = await client.post(f"{stack.url()}/api/lobby/device-events", content=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_binary_mode_is_refused_by_name(stack: Stack, branch: Branch):
    account = branch.kiosk
    headers = {"ce-specversion": "1.0", "ce-id": str(uuid4()), "ce-type": "foyer.device.customer_arrived.v1"}
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        answer = await client.post(
            f"{stack.url()}/api/lobby/device-events", json={"need": "cash"}, headers=headers
        )
    assert (answer.status_code, answer.json()["code"]) == (415, "binary_mode")


@pytest.mark.parametrize("credentials", ["Basic café", "Basic", "Basic !!!", "Bearer x", "Basic //8="])
async def test_credentials_that_are_none_are_refused_with_the_way_to_sign_in(stack: Stack, credentials: str):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{stack.url()}/api/lobby/device-events",
            content=b"{}",
            headers={"authorization": credentials.encode()},
        )
    assert (answer.status_code, answer.json()["code"]) == (401, "device_refused")
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("at", ["the edge", "the service"])
@pytest.mark.own_stack
async def test_a_machine_that_offers_h2c_as_java_does_is_answered(stack: Stack, branch: Branch, at: str):
    """As JDK 17 does with its first request over plain HTTP: `java.net.http` sends these headers."""
    account = branch.kiosk
    address = urlsplit(stack.url() if at == "the edge" else stack.url("lobby"))
    assert address.port
    basic = httpx.BasicAuth(account.user, account.secret)._auth_header
    body = _but(account)
    head = (
        "POST /api/lobby/device-events HTTP/1.1\r\n"
        "Connection: Upgrade, HTTP2-Settings\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Host: 127.0.0.1:{address.port}\r\n"
        "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
        "Upgrade: h2c\r\n"
        "User-Agent: Java-http-client/17.0.15\r\n"
        f"Authorization: {basic}\r\n"
        "Content-Type: application/json\r\n\r\n"
    ).encode()
    for rest in ([body], [body[:10], body[10:]]):
        told = await asyncio.to_thread(_ask, address.port, [head, *rest])
        assert told.startswith(b"HTTP/1.1 200 "), told
        assert b'"ticket":"A001"' in told


def _ask(port: int, pieces: list[bytes]) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for piece in pieces:
            line.sendall(piece)
        told = b""
        while b"\r\n\r\n" not in told or not told.endswith(b"}"):
            piece = line.recv(65_536)
            assert piece, told
            told += piece
    return told


async def test_a_key_that_was_used_for_something_else_is_refused(stack: Stack, branch: Branch):
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    path, key = f"/api/lobby/branches/{branch.id}/visits", uuid4().hex
    try:
        first = await manager.post(path, {"need": "cash"}, key=key)
        assert await manager.post(path, {"need": "cash"}, key=key) == first
        with pytest.raises(Refused, match="key_reused"):
            await manager.post(path, {"need": "loan"}, key=key)
    finally:
        await manager.close()
    assert [one["need"] for one in (await floor(stack, branch))["waiting"]] == ["cash"]


async def test_what_somebody_with_the_longest_name_does_under_the_longest_key_is_heard(
    stack: Stack, branch: Branch
):
    staff = f"{branch.id.lower()}.".ljust(64, "x")
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    known = {"staff": staff, "name": "王芳", "password": PASSWORD}
    await admin.post("/api/notify/staff", {**known, "roles": ["lobby_manager"], "branches": [branch.id]})
    await admin.close()
    manager = await Staff(stack.url(), staff, PASSWORD).sign_in()
    try:
        visits = f"/api/lobby/branches/{branch.id}/visits"
        visit = (await manager.post(visits, {"need": "cash"}, key="k" * 64))["visit"]

        async def is_in_the_log() -> Any:
            lines = (await manager.get(f"/api/lobby/branches/{branch.id}/log"))["lines"]
            return [line for line in lines if line["visit"] == visit]

        assert await until(is_in_the_log)
    finally:
        await manager.close()
