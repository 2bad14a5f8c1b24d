"""Devices and staff at the door of the whole stack: who gets in, what is refused, and what they are told."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import aio_pika
import aiomqtt
import httpx
import pytest

from deploy.local.clients import Account, AmqpKiosk, Kiosk, MqttKiosk, Refused, Staff, amqp_of, event, mqtt_of
from deploy.local.stack import Stack
from shared import bus_names as names
from tests.stage import PASSWORD, Branch


async def until(condition: Callable[[], Awaitable[Any]], seconds: float = 20.0) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return found


def ways(stack: Stack, account: Account) -> dict[str, Kiosk]:
    return {
        "http": Kiosk(account, stack.url()),
        "amqp": AmqpKiosk(account, stack.amqp),
        "mqtt": MqttKiosk(account, stack.mqtt),
    }


async def floor(stack: Stack, branch: Branch) -> dict[str, Any]:
    manager = await Staff(stack.url(), branch.who("lobby_manager"), PASSWORD).sign_in()
    try:
        found: dict[str, Any] = await manager.get(f"/api/lobby/branches/{branch.id}/floor")
        return found
    finally:
        await manager.close()


async def parked(stack: Stack, branch: Branch, service: str = "lobby") -> list[str]:
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    try:
        answer = await ops.client.get(f"{stack.url(service)}/dead-letters")
        return [one["code"] for one in answer.json() if one["branch"] == branch.id]
    finally:
        await ops.close()


@pytest.mark.parametrize("way", ["http", "amqp", "mqtt"])
async def test_an_arrival_sent_twice_is_one_ticket_whichever_way_it_comes(
    stack: Stack, branch: Branch, way: str
):
    id = str(uuid4())
    async with ways(stack, branch.kiosk)[way] as kiosk:
        for _ in range(2):
            await kiosk.send("customer_arrived", id=id, need="cash")
        await kiosk.send("customer_arrived", need="loan", care=["elderly"])

    async def both() -> Any:
        waiting = (await floor(stack, branch))["waiting"]
        return waiting if len(waiting) >= 2 else None

    assert [(one["ticket"], one["need"]) for one in await until(both)] == [("A001", "cash"), ("G001", "loan")]


async def test_a_machine_on_mqtt_hears_the_ticket_it_asked_for(stack: Stack, branch: Branch):
    account = branch.kiosk
    topic = f"foyer/answers/{branch.id}/{account.device}"
    async with mqtt_of(account, stack.mqtt, ".ears") as ears:
        await ears.subscribe(topic, qos=1)
        async with ways(stack, account)["mqtt"] as kiosk:
            sent = await kiosk.send("customer_arrived", need="cash")
        async with asyncio.timeout(20):
            message = await anext(aiter(ears.messages))
    answer = json.loads(bytes(message.payload))
    assert (answer["data"]["visit"], answer["data"]["ticket"]) == (sent.correlation_id, "A001")


@pytest.mark.parametrize("way", ["http", "amqp", "mqtt"])
async def test_the_same_card_twice_is_one_guest_and_the_machine_hears_so(
    stack: Stack, branch: Branch, way: str
):
    account = branch.kiosk
    card = {"kind": "card", "value": f"6222{time.time_ns()}"}
    async with mqtt_of(account, stack.mqtt, ".ears") as ears:
        await ears.subscribe(f"foyer/answers/{branch.id}/{account.device}", qos=1)
        async with ways(stack, account)[way] as kiosk:
            first = await kiosk.send("customer_arrived", credential=card)
            for _ in range(2):  # the second time as a repeat of the same event
                sent = await kiosk.send("customer_arrived", id="the-second-time", credential=card)
                if way == "http":
                    found = {name: sent.answer[name] for name in ("visit", "ticket", "already_had")}
                    assert found == {"visit": first.correlation_id, "ticket": "A001", "already_had": True}
                    assert (sent.answer["state"], sent.answer["counter"]) == ("waiting", None)
                    assert sent.answer["place"] == 1
        async with asyncio.timeout(20):
            heard = [json.loads(bytes((await anext(aiter(ears.messages))).payload)) for _ in range(2)]
    kinds = [(one["type"], one["data"]["visit"], one["data"]["ticket"]) for one in heard]
    assert kinds == [
        ("foyer.lobby.ticket_issued.v1", first.correlation_id, "A001"),
        ("foyer.lobby.ticket_given_again.v1", first.correlation_id, "A001"),
    ]
    assert [one["ticket"] for one in (await floor(stack, branch))["waiting"]] == ["A001"]


CASES = [
    ("malformed", lambda account: b"{not json"),
    ("malformed", lambda account: b'{"id": "\xff\xfe"}'),
    ("malformed", lambda account: _but(account, data={"need": "NOT A WORD"})),
    ("malformed", lambda account: _but(account, data={"credential": {"kind": "card", "value": "62" * 200}})),
    ("missing_id", lambda account: _but(account, id=None)),
    ("unknown_type", lambda account: _but(account, type="foyer.device.danced.v1")),
    ("unknown_type", lambda account: _but(account, type="foyer.device.customer_arrived.v2")),
    ("unknown_type", lambda account: _but(account, type="foyer.lobby.ticket_called.v1")),
    ("speaks_for_another", lambda account: _but(account, source=f"/device/{account.branch}/K9")),
    ("speaks_for_another", lambda account: _but(account, source="/device/B999/K1")),
    ("too_large", lambda account: b"x" * (64 * 1024 + 1)),
]


def _but(account: Account, **changes: Any) -> bytes:
    content = json.loads(event(account, "customer_arrived", {"need": "cash"}, str(uuid4())))
    content |= changes
    return json.dumps({name: value for name, value in content.items() if value is not None}).encode()


async def test_bad_input_over_http_gets_a_problem_with_a_stable_code(stack: Stack, branch: Branch):
    account = branch.kiosk
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        for code, make in CASES:
            answer = await client.post(f"{stack.url()}/api/lobby/device-events", content=make(account))
            assert answer.headers["content-type"] == "application/problem+json", code
            content = answer.json()
            assert content["code"] == code
            assert content["status"] == answer.status_code >= 400
            assert content["title"]
            assert content["title_zh"]
            assert "Traceback" not in answer.text
            assert "62" * 8 not in answer.text
    assert (await floor(stack, branch))["waiting"] == []


@pytest.mark.parametrize("way", ["amqp", "mqtt"])
async def test_bad_input_over_the_broker_is_parked_with_its_reason_and_blocks_nobody(
    stack: Stack, branch: Branch, way: str
):
    async with ways(stack, branch.kiosk)[way] as kiosk:
        for _, make in CASES:
            await kiosk._deliver("customer_arrived", make(branch.kiosk))
        await kiosk.send("customer_arrived", need="cash")

    async def one_waits() -> Any:
        return (await floor(stack, branch))["waiting"]

    assert len(await until(one_waits)) == 1
    assert sorted(await parked(stack, branch)) == sorted(code for code, _ in CASES)


async def test_a_batch_is_answered_one_by_one(stack: Stack, branch: Branch):
    account = branch.kiosk
    good = [json.loads(_but(account)) for _ in range(2)]
    async with httpx.AsyncClient(auth=(account.user, account.secret), trust_env=False) as client:
        answer = await client.post(
            f"{stack.url()}/api/lobby/device-events", json=[good[0], {"id": "no"}, good[1], good[0]]
        )
    answers = answer.json()
    assert [one.get("ticket") or one["code"] for one in answers] == ["A001", "malformed", "A002", "A001"]


async def test_an_enrolment_code_works_once(stack: Stack, branch: Branch):
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    code = (await ops.post(f"/api/lobby/branches/{branch.id}/devices", {"device": "K7"}))["code"]
    content = {"branch": branch.id, "device": "K7", "code": code}
    assert (await ops.post("/api/lobby/devices/enrol", content))["user"] == f"{branch.id}.K7"
    with pytest.raises(Refused, match="code_refused"):
        await ops.post("/api/lobby/devices/enrol", content)
    with pytest.raises(Refused, match="code_refused"):
        await ops.post("/api/lobby/devices/enrol", {**content, "device": "K8"})
    await ops.close()


async def test_a_revoked_device_is_out_at_once_on_every_way(stack: Stack, branch: Branch):
    account = branch.kiosk
    async with ways(stack, account)["amqp"] as connected:
        await connected.send("customer_arrived", need="cash")
        await until(lambda: _waiting(stack, branch, 1))
        ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
        address = f"{stack.url()}/api/lobby/branches/{branch.id}/devices/{account.device}"
        assert (await ops.client.delete(address)).status_code == 204
        await ops.close()
        with pytest.raises(Refused, match="device_refused"):
            async with ways(stack, account)["http"] as kiosk:
                await kiosk.send("customer_arrived", need="cash")
        try:  # the broker may have shut it out by now, or lets it speak to deaf ears
            await connected.send("customer_arrived", need="cash")
        except (aio_pika.exceptions.AMQPError, TimeoutError):
            assert await parked(stack, branch) == []
        else:

            async def is_parked() -> Any:
                return await parked(stack, branch)

            assert await until(is_parked) == ["device_refused"]
    assert len((await floor(stack, branch))["waiting"]) == 1


async def _waiting(stack: Stack, branch: Branch, many: int) -> bool:
    return len((await floor(stack, branch))["waiting"]) == many


@pytest.mark.parametrize(
    "key",
    ["foyer.devices.{branch}.K9.customer_arrived", "foyer.devices.B999.K1.customer_arrived", "0.lobby.x"],
)
async def test_the_broker_lets_a_device_write_under_its_own_key_alone(stack: Stack, branch: Branch, key: str):
    account = branch.kiosk
    connection = await aio_pika.connect(**amqp_of(account, stack.amqp))
    async with connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(names.DEVICES, ensure=False)
        with pytest.raises(aio_pika.exceptions.ChannelClosed):
            await exchange.publish(aio_pika.Message(b"{}"), key.format(branch=branch.id))
        channel = await connection.channel()
        events = await channel.get_exchange(names.EVENTS, ensure=False)
        with pytest.raises(aio_pika.exceptions.ChannelClosed):
            await events.publish(aio_pika.Message(b"{}"), "0.lobby.ticket_issued")


async def test_a_wrong_secret_gets_nowhere(stack: Stack, branch: Branch):
    stranger = Account(branch.id, branch.kiosk.device, "not the secret")
    with pytest.raises(Refused, match="device_refused"):
        async with ways(stack, stranger)["http"] as kiosk:
            await kiosk.send("customer_arrived")
    with pytest.raises(aio_pika.exceptions.AMQPError):
        await aio_pika.connect(**amqp_of(stranger, stack.amqp))
    with pytest.raises(aiomqtt.MqttError):
        async with ways(stack, stranger)["mqtt"]:
            pass


async def test_nobody_acts_for_another_branch_or_beyond_their_role(stack: Stack, branch: Branch):
    async with ways(stack, branch.kiosk)["http"] as kiosk:
        visit = (await kiosk.send("customer_arrived", need="cash")).answer["visit"]
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
    for person, path in (
        (head, f"/api/lobby/branches/{branch.id}/counters/1/open"),
        (head, f"/api/lobby/visits/{visit}/prospect"),
        (teller, "/api/lobby/branches/B999/counters/1/open"),
        (teller, f"/api/lobby/branches/{branch.id}/visits"),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            await person.post(path, {"need": "loan"})
    for person in (head, teller):
        with pytest.raises(Refused, match="not_allowed"):
            await person.put(f"/api/lobby/branches/{branch.id}", {"name_zh": "x", "name_en": "x"})
        await person.close()


@pytest.mark.own_stack
async def test_what_is_for_operations_is_not_to_be_had_at_the_door(stack: Stack):
    async with httpx.AsyncClient(trust_env=False) as stranger:
        inner = ("/metrics", "/ready", "/dead-letters", "/trace/x", "/broker/user", "/docs", "/openapi.json")
        for path in inner:
            answer = await stranger.post(f"{stack.url()}{path}")
            assert answer.status_code in (404, 405), path
        for service in ("lobby", "customer", "referral", "notify"):
            assert (await stranger.get(f"{stack.url(service)}/docs")).status_code == 200
            assert "foyer_handled_total" in (await stranger.get(f"{stack.url(service)}/metrics")).text
            assert (await stranger.get(f"{stack.url(service)}/dead-letters")).status_code == 401


@pytest.mark.takes_down
async def test_a_vip_is_a_vip_while_customer_is_down(stack: Stack, branch: Branch):
    card = f"6222{time.time_ns()}"
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    file = {
        "branch": branch.id,
        "name": "陈志远",
        "phone": f"138{time.time_ns() % 10**8:08d}",
        "segment": "vip",
    }
    manager = branch.who("account_manager")
    customer = (await head.post("/api/customer/customers", {**file, "account_manager": manager}))["customer"]
    await head.post(f"/api/customer/customers/{customer}/credentials", {"kind": "card", "value": card})
    await head.post(f"/api/customer/customers/{customer}/needs", {"need": "wealth"})
    await head.close()

    async with ways(stack, branch.kiosk)["http"] as kiosk:

        async def vip() -> Any:
            shown = {"kind": "card", "value": card}
            answer = (await kiosk.send("customer_arrived", need="cash", credential=shown)).answer
            return answer if answer["ticket"].startswith("V") else None

        first = await until(vip)
        stack.stop("customer")
        try:
            again = await vip()  # who waits already has that ticket, and no other
            assert (again["visit"], again["ticket"], again["already_had"]) == (first["visit"], "V001", True)
        finally:
            await asyncio.to_thread(stack.start, "customer")
    told = await Staff(stack.url(), manager, PASSWORD).sign_in()

    async def recognised() -> Any:
        entries = (await told.get("/api/notify/feed"))["entries"]
        kinds = {one["kind"]: one for one in entries if one["correlation_id"] == first["visit"]}
        return kinds if {"vip_arrived", "vip_recognised"} <= kinds.keys() else None

    kinds = await until(recognised)
    await told.close()
    assert kinds["vip_arrived"]["facts"]["masked_name"] == "陈**"
    assert kinds["vip_recognised"]["facts"]["needs"] == ["wealth"]
    assert "陈志远" not in json.dumps(kinds, ensure_ascii=False)
