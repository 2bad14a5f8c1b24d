"""Messages to customers through real gateways on loopback: once or not at all, and nothing of them elsewhere
(W5)."""

import asyncio
import email
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import policy
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from deploy.local.clients import Refused, Staff
from deploy.local.stack import GATEWAYS, Stack
from tests.stage import PASSWORD, Branch

pytestmark = pytest.mark.own_stack  # the gateways are stand-ins on this machine

WORD = "四叶草理财讲座"
"""A word of a text that stands nowhere else."""
OPEN_ALL_DAY = {"begin": "00:00", "end": "24:00"}
RULES = {
    "hours": dict.fromkeys(("service", "answer", "marketing"), OPEN_ALL_DAY),
    "working_days_only": [],
}


def text(channel: str) -> dict[str, Any]:
    """A template that invites to something."""
    subject = {"subject": "邀请：{event}"} if channel == "email" else {}
    return {
        "purpose": "marketing",
        "channel": channel,
        "signature": "城南支行" if channel == "sms" else "",
        "zh": {"text": "诚邀您参加{event}。拒收请回复退订", **subject},
        "en": {"text": "You are invited: {event}. Reply STOP to unsubscribe.", **subject},
        "placeholders": [{"name": "event", "most": 40}],
        "useful_minutes": 60,
    }


@dataclass
class Desk:
    """An account manager with one customer, whose number nobody else has."""

    stack: Stack
    manager: Staff
    customer: str
    phone: str

    @property
    def at(self) -> str:
        return f"/api/customer/customers/{self.customer}"

    async def consent(self, channel: str = "sms", what: str = "", **more: Any) -> None:
        form = {"purpose": "marketing", "channel": channel, "source": "form", "evidence": "表单 7"}
        await self.manager.post(f"{self.at}/consents{what}", {**form, **more})

    async def may(self, channel: str = "sms") -> Any:
        return await self.manager.get(f"{self.at}/may-contact", purpose="marketing", channel=channel)

    async def send(self, channel: str = "sms", key: str = "") -> str:
        content = {"template": f"invitation_{channel}", "values": {"event": WORD}}
        answer = await self.manager.post(f"{self.at}/messages", content, key=key)
        return str(answer["message"])

    async def state(self, message: str) -> dict[str, Any]:
        found = await self.manager.get(f"{self.at}/messages")
        return next(one for one in found if one["message"] == message)

    async def until(self, message: str, *states: str, seconds: float = 30) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while (found := await self.state(message))["state"] not in states:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return found

    async def mode(self, mode: str, to: str = "") -> None:
        """Set how the stand-ins meet messages to this customer."""
        await self._ask("POST", "/mode", {"mode": mode, "to": to or self.phone})

    async def taken(self, to: str = "") -> list[dict[str, str]]:
        """The messages to this customer that have left."""
        return [one for one in await self._ask("GET", "/taken") if one["to"] == (to or self.phone)]

    async def gateway(self, what: str, content: Any, secret: str = "") -> int:
        """Tell `customer` something as the gateway does; the status of the answer."""
        token = secret or self.stack.secret("gateway_secret")
        address = f"{self.stack.url()}/api/customer/gateways/sms/{what}"
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"authorization": f"Bearer {token}"}
            return (await client.post(address, json=content, headers=headers)).status_code

    async def _ask(self, method: str, path: str, content: Any = None) -> Any:
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.request(method, f"{self.stack.url(GATEWAYS)}{path}", json=content)
            return answer.json()


@pytest.fixture
async def desk(stack: Stack, branch: Branch) -> AsyncIterator[Desk]:
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    manager = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    await ops.put(f"/api/customer/branches/{branch.id}/contact-rules", RULES)
    for channel in ("sms", "email"):
        template = f"/api/customer/message-templates/invitation_{channel}"
        await ops.put(template, text(channel))
        await ops.post(f"{template}/publish")
    phone = f"139{random.randrange(10**8):08}"
    file = {"branch": branch.id, "name": "王小明", "phone": phone}
    opened = await manager.post("/api/customer/customers", {**file, "account_manager": manager.staff})
    yield Desk(stack, manager, opened["customer"], phone)
    await ops.close()
    await manager.close()


async def test_a_message_leaves_with_a_consent_and_its_receipt_comes_back(desk: Desk) -> None:
    with pytest.raises(Refused, match="may_not_contact"):
        await desk.send()
    await desk.consent()
    message = await desk.send(key="the-answer-was-lost")
    assert await desk.send(key="the-answer-was-lost") == message
    await desk.until(message, "delivered")
    (taken,) = await desk.taken()
    assert taken == {
        "id": message, "way": "sms", "to": desk.phone, "text": f"【城南支行】诚邀您参加{WORD}。拒收请回复退订"
    }  # fmt: skip


async def test_a_mail_leaves_with_one_click_to_unsubscribe_and_the_click_counts(desk: Desk) -> None:
    address = f"wang.{desk.phone}@mail.example"
    await desk.consent("email")
    with_address = {"email": address, "channels": ["email"]}
    await desk.manager.put(f"{desk.at}/contact-preferences", with_address)
    message = await desk.send("email")
    await desk.until(message, "sent")
    (taken,) = await desk.taken(address)
    mail = email.message_from_string(taken["text"], policy=policy.default)
    assert mail["Subject"] == f"邀请：{WORD}"
    link = mail["List-Unsubscribe"].strip("<>")
    async with httpx.AsyncClient(trust_env=False) as client:
        page = await client.get(link)
        assert page.status_code == 200
        assert (await desk.may("email"))["allowed"], "a scanner that follows a link unsubscribes nobody"
        form = {"List-Unsubscribe": "One-Click"}
        for _ in range(2):
            assert (await client.post(link, data=form)).status_code == 200
        assert (await client.post(link[:-4] + "0000", data=form)).status_code == 404
    assert (await desk.may("email"))["reason"] == "withdrawn"
    history = (await desk.manager.get(f"{desk.at}/consents"))["history"]
    assert [one["source"] for one in history] == ["unsubscribe", "form"]


async def test_a_reply_that_stops_withdraws_the_consent_and_a_message_that_waits_is_withheld(
    desk: Desk,
) -> None:
    await desk.consent()
    await desk.mode("busy")
    message = await desk.send()
    waits = await desk.until(message, "queued")
    while (await desk.state(message))["attempts"] == 0:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    reply = {"phone": desk.phone, "text": " 退订。"}
    assert await desk.gateway("replies", reply, secret="a guess") == 401
    assert (await desk.may())["allowed"]
    assert await desk.gateway("replies", {"phone": desk.phone, "text": "谢谢"}) == 204
    assert (await desk.may())["allowed"]
    for _ in range(2):
        assert await desk.gateway("replies", [reply, {"phone": "no number", "text": "TD"}]) == 204
    assert (await desk.may())["reason"] == "withdrawn"
    history = (await desk.manager.get(f"{desk.at}/consents"))["history"]
    assert [one["source"] for one in history] == ["reply", "form"]
    await desk.mode("ok")
    withheld = await desk.until(message, "withheld", seconds=60)
    assert withheld["reason"] == "withdrawn"
    assert waits["message"] == message
    assert await desk.taken() == []


@pytest.mark.parametrize(
    ("mode", "end", "taken"), [("drop", "unknown", 1), ("error", "unknown", 1), ("reject", "failed", 0)]
)
async def test_an_end_that_is_not_known_is_told_as_unknown_until_a_receipt_tells(
    desk: Desk, mode: str, end: str, taken: int
) -> None:
    await desk.consent()
    await desk.mode(mode)
    message = await desk.send()
    assert (await desk.until(message, "unknown", "failed"))["state"] == end
    assert len(await desk.taken()) == taken
    if end == "unknown":
        receipt = {"message": message, "state": "delivered"}
        for _ in range(2):
            assert await desk.gateway("receipts", receipt) == 204
        assert (await desk.state(message))["state"] == "delivered"
    assert await desk.gateway("receipts", {"message": "unheard-of", "state": "delivered"}) == 204
    assert await desk.gateway("receipts", [{}] * 101) == 422


async def test_a_service_killed_between_intent_and_answer_leaves_unknown_and_never_a_second_message(
    desk: Desk,
) -> None:
    await desk.consent()
    await desk.mode("hang")
    message = await desk.send()
    async with asyncio.timeout(30):
        while not await desk.taken():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    desk.stack.kill("customer")
    await desk.mode("ok")
    desk.stack.start("customer")
    found = await desk.until(message, "unknown", seconds=100)
    assert (found["reason"], found["attempts"]) == ("interrupted", 1)
    assert len(await desk.taken()) == 1


async def test_number_and_text_are_in_no_log_event_dead_letter_or_error(desk: Desk) -> None:
    await desk.consent()
    address = f"wang.{desk.phone}@mail.example"
    await desk.manager.put(f"{desk.at}/contact-preferences", {"email": address})
    for mode in ("ok", "error"):
        await desk.mode(mode)
        await desk.until(await desk.send(), "delivered", "unknown")
    too_long = {"template": "invitation_sms", "values": {"event": WORD * 9}}
    with pytest.raises(Refused) as refusal:
        await desk.manager.post(f"{desk.at}/messages", too_long)
    assert WORD not in str(refusal.value)
    secrets = (desk.phone, WORD, address, "表单 7")
    found = [
        f"{path.name}: {secret}"
        for path in sorted((desk.stack.state / "logs").glob("*.log"))
        for secret in secrets
        if path.name.startswith(("customer", "notify", "lobby", "referral", "edge"))
        and (
            secret in path.read_text(errors="replace")
            or json.dumps(secret) in path.read_text(errors="replace")
        )
    ]
    assert found == []
    with MongoClient[dict[str, Any]](desk.stack.store.uri) as client:
        for name in client.list_database_names():
            if name.startswith("foyer_"):
                for collection in client[name].list_collection_names():
                    for raw in client[name][collection].find({}):
                        said = repr(raw) + "".join(
                            value.decode(errors="replace")
                            for value in raw.values()
                            if isinstance(value, bytes)
                        )
                        assert not any(secret in said for secret in secrets), f"{name}.{collection}"


async def test_nobody_but_who_keeps_the_customer_sees_or_sends_anything(
    desk: Desk, stack: Stack, branch: Branch
) -> None:
    await desk.consent()
    message = await desk.send()
    teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
    for path in (
        "/consents",
        "/messages",
        "/may-contact?purpose=service&channel=sms",
        f"/messages/{message}/text",
    ):
        with pytest.raises(Refused, match="not_allowed"):
            await teller.get(f"{desk.at}{path}")
    with pytest.raises(Refused, match="not_allowed"):
        await teller.post(f"{desk.at}/messages", {"template": "invitation_sms", "values": {"event": WORD}})
    form = {"purpose": "marketing", "channel": "sms", "source": "form", "evidence": "1"}
    with pytest.raises(Refused, match="not_allowed"):
        await teller.post(f"{desk.at}/consents", form)
    no = {"purpose": "marketing", "channel": "sms", "source": "in_person"}
    await teller.post(f"{desk.at}/consents/refuse", no)
    assert (await desk.may())["reason"] == "refused"
    with pytest.raises(Refused, match="contact_refused"):
        await desk.consent()
    await teller.close()
