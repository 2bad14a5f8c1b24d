"""Messages to customers through real gateways on loopback: once or not at all, and nothing of them elsewhere
(W5)."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from deploy.local.clients import Refused, Staff
from deploy.local.stack import GATEWAYS, Stack
from tests.stage import PASSWORD, Branch

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
