"""The whole of Foyer for a test session, and a branch with its people for one test."""

import asyncio
import os
import time
import uuid
from dataclasses import dataclass

from deploy.local.clients import Account, Staff
from deploy.local.stack import Stack

NAMES = {"teller": "王芳", "lobby_manager": "李明", "account_manager": "陈静", "branch_head": "赵磊"}
ROLES = tuple(NAMES)
PASSWORD = "a good long password"
FRESH = 300.0
"""Seconds for which they stay signed in: who enrols somebody has signed in within 15 minutes."""
_tokens: dict[tuple[str, str], tuple[str, float]] = {}


@dataclass(frozen=True)
class Branch:
    """A branch with one member of staff for each of `ROLES`, and one kiosk."""

    id: str
    kiosk: Account

    def who(self, role: str) -> str:
        """The staff id of the one with this role."""
        return f"{role}.{self.id}".lower()


def own_base() -> int:
    """A first port of this session's own: several run at the same moment, and two could find the same one
    free. The next twenty are its own too."""
    return 10_000 + os.getpid() % 1000 * 20


async def signed_in_as(stack: Stack, name: str) -> Staff:
    """``ops`` or ``admin`` of a stack, who signed in a moment ago, for this test or for one before."""
    staff = Staff(stack.url(), name, stack.secret(f"{name}_password"))
    token, at = _tokens.get((staff.url, name), ("", 0.0))
    if not token or time.monotonic() - at > FRESH:
        _tokens[staff.url, name] = (await staff.sign_in()).token, time.monotonic()
        return staff
    staff.token = token
    staff.client.headers["authorization"] = f"bearer {token}"
    return staff


async def open_branch(stack: Stack) -> Branch:
    """A branch that nobody else knows."""
    id = f"T{uuid.uuid4().hex[:6]}"
    ops, admin = await signed_in_as(stack, "ops"), await signed_in_as(stack, "admin")

    async def enrol(role: str, name: str) -> None:
        known = {"staff": f"{role}.{id}".lower(), "name": name, "password": PASSWORD}
        await admin.post("/api/notify/staff", {**known, "roles": [role], "branches": [id]})

    async def enrol_kiosk() -> str:
        code = (await ops.post(f"/api/lobby/branches/{id}/devices", {"device": "K1"}))["code"]
        enrolment = {"branch": id, "device": "K1", "code": code}
        secret: str = (await ops.post("/api/lobby/devices/enrol", enrolment))["secret"]
        return secret

    try:
        counters = {"1": ["V", "G", "A"], "2": ["G", "A"]}
        settings = {"name_zh": "测试支行", "name_en": "Test Branch", "counters": counters}
        await ops.put(f"/api/lobby/branches/{id}", settings)
        secret, *_ = await asyncio.gather(enrol_kiosk(), *(enrol(*one) for one in NAMES.items()))
    finally:
        await ops.close()
        await admin.close()
    return Branch(id, Account(id, "K1", secret))
