"""A branch to look at: people, customers and machines, made through the same ways in as real ones."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.local.catalogue import TRANSACTIONS
from deploy.local.clients import Account, Refused, Staff
from deploy.local.stack import Stack
from shared.contracts.words import Role

BRANCH = "B001"
KEPT = "demo.json"
"""The file of a state folder, beside its secrets, that a played branch leaves."""
BRANCH_SETTINGS: dict[str, Any] = {
    "name_zh": "城南支行",
    "name_en": "Chengnan Branch",
    "timezone": "Asia/Shanghai",
    "counters": {"1": ["V", "G", "A"], "2": ["G", "A"], "3": ["A", "G"]},
    "transactions": TRANSACTIONS,
}


@dataclass(frozen=True)
class Colleague:
    """A member of the demo's staff."""

    staff: str
    name: str
    role: str

    @property
    def zh(self) -> str:
        """Role and name, such as 客户经理陈洁."""
        return f"{Role(self.role).zh}{self.name}"

    @property
    def en(self) -> str:
        """Role and name, such as ``account manager Chen Jie``: the staff id is the name."""
        return f"{Role(self.role).en.lower()} {self.staff.replace('.', ' ').title()}"


STAFF = (
    Colleague("wang.fang", "王芳", "lobby_manager"),
    Colleague("li.na", "李娜", "teller"),
    Colleague("zhao.lei", "赵磊", "teller"),
    Colleague("chen.jie", "陈洁", "account_manager"),
    Colleague("sun.yue", "孙悦", "account_manager"),
    Colleague("liu.wei", "刘伟", "branch_head"),
    Colleague("zhou.min", "周敏", "region_head"),
    Colleague("he.jun", "何军", "back_office"),
    Colleague("ma.lin", "马琳", "risk_office"),
    Colleague("tang.yi", "唐毅", "product_desk"),
)
COLLEAGUES = {one.staff: one for one in STAFF}
HEAD = "liu.wei"
CUSTOMERS = (
    ("C1001", "陈志远", "13800000001", "vip", "chen.jie", "6222020000000001", "wealth"),
    ("C1002", "林晓雨", "13800000002", "private", "sun.yue", "6222020000000002", "insurance"),
    ("C1003", "何建国", "13800000003", "affluent", "chen.jie", "6222020000000003", None),
    ("C1004", "郭美玲", "13800000004", "mass", None, "6222020000000004", None),
)
TEMPLATES: dict[str, dict[str, Any]] = {
    "maturity": {
        "purpose": "service",
        "channel": "sms",
        "signature": "城南支行",
        "zh": {"text": "您的{product}将于{day}到期，欢迎联系您的客户经理。"},
        "en": {"text": "Your {product} ends on {day}. Your account manager is glad to help."},
        "placeholders": [{"name": "product", "most": 20}, {"name": "day", "most": 20}],
    },
    "invitation": {
        "purpose": "marketing",
        "channel": "email",
        "zh": {"subject": "邀请：{event}", "text": "诚邀您参加{event}。"},
        "en": {"subject": "Invitation: {event}", "text": "You are invited: {event}."},
        "placeholders": [{"name": "event", "most": 40}],
    },
}
CONTACT_RULES = {"hours": {purpose: {"begin": "00:00", "end": "24:00"} for purpose in ("service", "answer")}}
"""The demo is played at whatever hour it is; marketing keeps its quiet hours."""
DEVICES: dict[str, dict[str, Any]] = {
    "K1": {"kind": "queue_machine"},
    "K2": {"kind": "queue_machine"},
    "K3": {"kind": "kiosk"},
    "K4": {"kind": "queue_machine"},
    "S1": {"kind": "self_service", "transactions": ["cash", "deposit", "transfer", "bill_payment"]},
    "C1": {"kind": "camera"},
}


@dataclass(frozen=True)
class Seeded:
    """The credentials for playing: the password of all demo staff, and the accounts of the devices."""

    password: str
    devices: dict[str, Account]


def last_played(state: Path) -> datetime | None:
    """Return when the branch of this state folder was played last; None if it never was."""
    kept = state / "secrets" / KEPT
    return datetime.fromtimestamp(kept.stat().st_mtime, UTC) if kept.exists() else None


async def seed(stack: Stack) -> Seeded:
    """Make the demo's branch where it is missing; safe to repeat."""
    kept = stack.state / "secrets" / KEPT
    known = json.loads(kept.read_text()) if kept.exists() else {}
    password = known.get("password") or secrets.token_urlsafe(9)
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    try:
        await ops.put(f"/api/lobby/branches/{BRANCH}", BRANCH_SETTINGS)
        for one in STAFF:
            await _enrol(admin, one, password)
        await _templates(ops)
        await _files(await Staff(stack.url(), HEAD, password).sign_in())
        devices = {name: await _device(ops, name, known.get("devices", {}).get(name)) for name in DEVICES}
    finally:
        await ops.close()
        await admin.close()
    content = {"password": password, "devices": {name: one.secret for name, one in devices.items()}}
    kept.write_text(json.dumps(content))
    kept.chmod(0o600)
    return Seeded(password, devices)


async def _enrol(admin: Staff, one: Colleague, password: str) -> None:
    """Enrol a colleague; who is known keeps the password that they have."""
    content = {"staff": one.staff, "name": one.name, "roles": [one.role], "branches": [BRANCH]}
    try:
        await admin.post("/api/notify/staff", content)
    except Refused as refused:
        if refused.code != "password_missing":
            raise
        await admin.post("/api/notify/staff", {**content, "password": password})


async def _files(head: Staff) -> None:
    """Open the customers' files, and record their needs."""
    for customer, name, phone, segment, manager, card, need in CUSTOMERS:
        file = {"customer": customer, "name": name, "phone": phone, "segment": segment, "branch": BRANCH}
        address = f"/api/customer/customers/{customer}"
        await head.post("/api/customer/customers", {**file, "account_manager": manager})
        await head.post(
            f"{address}/credentials", {"kind": "card", "value": card}, key=f"seed-card-{customer}"
        )
        if need:
            await head.post(f"{address}/needs", {"need": need}, key=f"seed-need-{customer}")
    await head.close()


async def _templates(ops: Staff) -> None:
    """Publish the templates of messages, once."""
    await ops.put(f"/api/customer/branches/{BRANCH}/contact-rules", CONTACT_RULES)
    known = {one["template"] for one in await ops.get("/api/customer/message-templates") if one["number"]}
    for name, content in TEMPLATES.items():
        if name not in known:
            await ops.put(f"/api/customer/message-templates/{name}", content)
            await ops.post(f"/api/customer/message-templates/{name}/publish")


async def _device(ops: Staff, name: str, secret: str | None) -> Account:
    if secret is not None:
        return Account(BRANCH, name, secret)
    invitation = {"device": name, **DEVICES[name]}
    code = (await ops.post(f"/api/lobby/branches/{BRANCH}/devices", invitation))["code"]
    answer = await ops.post("/api/lobby/devices/enrol", {"branch": BRANCH, "device": name, "code": code})
    return Account(BRANCH, name, answer["secret"])
