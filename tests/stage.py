"""The whole of Foyer for a test session, and a branch with its people for one test."""

import os
import uuid
from dataclasses import dataclass

from deploy.local.clients import Account, Staff
from deploy.local.stack import Stack

NAMES = {"teller": "王芳", "lobby_manager": "李明", "account_manager": "陈静", "branch_head": "赵磊"}
ROLES = tuple(NAMES)
PASSWORD = "a good long password"


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


async def open_branch(stack: Stack) -> Branch:
    """A branch that nobody else knows."""
    id = f"T{uuid.uuid4().hex[:6]}"
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    try:
        counters = {"1": ["V", "G", "A"], "2": ["G", "A"]}
        settings = {"name_zh": "测试支行", "name_en": "Test Branch", "counters": counters}
        await ops.put(f"/api/lobby/branches/{id}", settings)
        for role, name in NAMES.items():
            known = {"staff": f"{role}.{id}".lower(), "name": name, "password": PASSWORD}
            await admin.post("/api/notify/staff", {**known, "roles": [role], "branches": [id]})
        code = (await ops.post(f"/api/lobby/branches/{id}/devices", {"device": "K1"}))["code"]
        enrolment = {"branch": id, "device": "K1", "code": code}
        secret = (await ops.post("/api/lobby/devices/enrol", enrolment))["secret"]
    finally:
        await ops.close()
        await admin.close()
    return Branch(id, Account(id, "K1", secret))
