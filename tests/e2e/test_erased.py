"""Erased: no database, queue, log, export or screen holds a name or a hash of that customer (Q1)."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import aio_pika
import httpx
import pytest
from pymongo import MongoClient

from deploy.local.clients import Kiosk, Refused, Staff
from deploy.local.day.cast import known
from deploy.local.stack import Stack
from shared.bus_names import queue_of
from shared.clock import new_id
from shared.privacy import blind_index
from tests.compose.installation import Installation
from tests.e2e.test_who_is_who import leave_contact, named, phone, until
from tests.stage import PASSWORD, Branch, open_branch

pytestmark = [pytest.mark.timeout(300), pytest.mark.own_stack]  # it looks into the broker itself
NAME, MASKED = "\u9f49志远", "\u9f49**"  # a surname so rare that nobody else in this store has it
IDENTITY = "110105194912310011"
WORDS = "\u9f49某说利率太低"
FRIEND = "\u9f49小友"
Enter = Callable[[str], Awaitable[Staff]]


@pytest.fixture
async def enter(stack: Stack) -> AsyncIterator[Enter]:
    """Sign somebody in; closed at the end."""
    inside: list[Staff] = []

    async def one(name: str) -> Staff:
        password = stack.secret(f"{name}_password") if name in ("admin", "ops") else PASSWORD
        inside.append(await Staff(stack.url(), name, password).sign_in())
        return inside[-1]

    yield one
    for staff in inside:
        await staff.close()


@pytest.mark.parametrize("term", [0, 1826], ids=["at once", "locked first"])
async def test_erased_means_that_nothing_holds_a_name_or_a_hash(
    stack: Stack, enter: Enter, term: int
) -> None:
    branch = await open_branch(stack)
    head, teller = await enter(branch.who("branch_head")), await enter(branch.who("teller"))
    admin, risk = await enter("admin"), branch.who("risk_office")
    office = {"staff": risk, "name": "马琳", "password": PASSWORD, "roles": ["risk_office"]}
    await admin.post("/api/notify/staff", {**office, "branches": [branch.id]})
    await (await enter(risk)).put(f"/api/customer/retention?branch={branch.id}", {"days": {"files": term}})
    number, card = phone(), f"6222{time.time_ns()}"
    customer, visit = await a_day_with(stack, head, teller, enter, branch, number, card)
    key = base64.b64decode(stack.secret("blind_key"))
    hashes = [
        blind_index(key, kind, value)
        for kind, value in (("phone", number), ("identity", IDENTITY), ("card", card))
    ]
    mail = f"mail.{number}@example.com"
    written = [WORDS, FRIEND, mail]
    hashed = [one.partition(":")[2] for one in hashes]
    traces = [NAME, MASKED, number, IDENTITY, card, *written, *hashed]

    async def all_know() -> bool:
        return {"lobby.visits", "lobby.log", "lobby.card_holders", "notify.entries"} <= {
            place for trace in (MASKED, traces[-1]) for place in named(stack, trace)
        }

    await until(all_know)
    address = f"/api/customer/customers/{customer}"
    answer = await head.client.request(
        "DELETE", f"{stack.url()}{address}", headers={"content-type": "application/json"}
    )
    assert answer.status_code == 204

    async def nobody_knows() -> bool:
        return not any(named(stack, trace) for trace in traces)

    try:
        await until(nobody_knows, 60)
    except TimeoutError:
        pytest.fail(f"still kept: { {trace: found for trace in traces if (found := named(stack, trace))} }")
    logged = {trace for trace in traces for line in logs(stack) if trace in line}
    assert not logged
    assert await queued(stack) == 0
    await nothing_is_shown(head, branch, customer, visit)


async def a_day_with(
    stack: Stack, head: Staff, teller: Staff, enter: Enter, branch: Branch, number: str, card: str
) -> tuple[str, str]:
    """Let a customer leave traces wherever they can; returns their id and their visit."""
    manager, lobby = await enter(branch.who("account_manager")), await enter(branch.who("lobby_manager"))
    file = {
        "branch": branch.id,
        "name": NAME,
        "phone": number,
        "identity": IDENTITY,
        "segment": "vip",
        "account_manager": branch.who("account_manager"),
    }
    customer = (await head.post("/api/customer/customers", file))["customer"]
    address = f"/api/customer/customers/{customer}"
    await head.post(f"{address}/credentials", {"kind": "card", "value": card})
    async with Kiosk(branch.kiosk, stack.url()) as kiosk:
        shown = {"kind": "card", "value": card}

        async def vip() -> Any:
            answer = (await kiosk.send("customer_arrived", need="cash", credential=shown)).answer
            return answer if answer["ticket"].startswith("V") else None

        visit = (await until(vip))["visit"]
    await lobby.post(f"/api/lobby/visits/{visit}/prospect", {"need": "loan", "accepts": "left_contact"})
    await leave_contact(lobby, visit, {"name": f"{NAME}早", "phone": number})
    await leave_contact(lobby, visit, {"name": NAME})
    opinion = {"topic": "service", "source": "spoken", "visit": visit}
    record = (await lobby.post(f"/api/lobby/branches/{branch.id}/opinions", opinion))["record"]
    said = {"branch": branch.id, "words": WORDS, "name": NAME, "phone": number}
    await lobby.post(f"/api/customer/enquiries/{record}/statement", said)
    complaint = {"branch": branch.id, "topic": "waiting", "words": WORDS, "visit": visit}
    await lobby.post("/api/customer/complaints", complaint)
    await teller.post(f"{address}/break-glass", {"reason": f"{NAME} 晕倒"})
    for person in (manager, teller, head):
        assert (await person.get(address))["name"] == NAME
    export = await head.client.get(f"{stack.url()}/api/customer/exports/portfolio?branch={branch.id}")
    assert NAME in export.text
    right = {"edition": 0, "reason": "other", "name": f"{NAME}远"}
    await head.post(f"{address}/corrections", right)
    await a_relationship_with(stack, enter, head, manager, branch, customer, number)
    await business_with(enter, head, manager, branch, customer)
    await a_dead_letter_about(stack, f"{NAME} {MASKED} {number} {card}")
    await teller.post(f"/api/lobby/branches/{branch.id}/counters/1/open")
    await teller.post(f"/api/lobby/branches/{branch.id}/counters/1/call-next")
    return str(customer), str(visit)


async def a_relationship_with(
    stack: Stack | Installation,
    enter: Enter,
    head: Staff,
    manager: Staff,
    branch: Branch,
    customer: str,
    number: str,
) -> None:
    """Let an account manager leave words in every place that there is, and the customer in lists."""
    ops, at = await enter("ops"), f"/api/customer/customers/{customer}"
    edition = (await manager.get(at))["edition"]
    dates = [{"kind": "wedding", "day": "2001-05-06", "words": WORDS}]
    await manager.put(f"{at}/profile", {"edition": edition, "preferred_name": FRIEND, "dates": dates})
    await manager.put(f"{at}/contact-preferences", {"email": f"mail.{number}@example.com"})
    await manager.post(f"{at}/contacts", {"way": "phone", "outcome": "reached", "words": WORDS})
    needs = await manager.post(f"{at}/needs", {"need": "wealth", "words": WORDS})
    await manager.post(f"{at}/needs/{needs[-1]['id']}/offer", {"words": WORDS})
    await a_visit_to(manager, at)
    await manager.put(f"{at}/holdings", {"holdings": [{"product": "deposit", "amount": 900_000_00}]})
    consent = {"purpose": "service", "channel": "sms", "source": "form", "evidence": f"表单 {NAME}"}
    await manager.post(f"{at}/consents", consent)
    if not isinstance(stack, Installation):  # by compose, no gateway is set up
        await a_message_to(at, manager, ops)
    like = {"branch": branch.id, "name": f"{NAME}远", "phone": number, "account_manager": manager.staff}
    with pytest.raises(Refused, match="possible_duplicate"):
        await manager.post("/api/customer/customers", like)
    other = {"branch": branch.id, "name": "王大年", "phone": phone(), "account_manager": manager.staff}
    child = (await manager.post("/api/customer/customers", other))["customer"]
    await manager.put(f"{at}/household", {"other": child, "role": "parent"})
    await manager.post(f"{at}/relations", {"other": child, "kind": "child", "source": "customer"})
    await head.put(f"{at}/segment", {"segment": "private", "reason": "care"})
    await head.post(f"/api/customer/analysis/run?branch={branch.id}")
    await an_import_of(head, branch, number)


async def a_message_to(at: str, manager: Staff, ops: Staff) -> None:
    template = {
        "purpose": "service",
        "channel": "sms",
        "signature": "支行",
        "zh": {"text": "请看{what}。"},
        "en": {"text": "See {what}."},
        "placeholders": [{"name": "what", "most": 40}],
    }
    await ops.put("/api/customer/message-templates/erased_words", template)
    await ops.post("/api/customer/message-templates/erased_words/publish")
    await manager.post(f"{at}/messages", {"template": "erased_words", "values": {"what": WORDS}})


async def business_with(enter: Enter, head: Staff, manager: Staff, branch: Branch, customer: str) -> None:
    """Let the customer be a prospect, have a deal, and be handed over, one way done and the other open."""
    admin, other = await enter("admin"), f"second.{branch.id}".lower()
    colleague_of: dict[str, Any] = {
        "staff": other,
        "name": "周七",
        "password": PASSWORD,
        "branches": [branch.id],
    }
    await admin.post("/api/notify/staff", {**colleague_of, "roles": ["account_manager"]})
    desk = {**colleague_of, "staff": f"desk.{branch.id}".lower(), "roles": ["product_desk"]}
    await admin.post("/api/notify/staff", desk)
    await a_product(await until(partial(let_in, enter, desk["staff"])), branch)
    tomorrow = f"{datetime.now(ZoneInfo('Asia/Shanghai')) + timedelta(days=1):%Y-%m-%d}"
    step = {"next_step": "call", "next_on": tomorrow}
    await known(manager, customer)
    prospect = {"branch": branch.id, "need": "wealth", "customer": customer, **step}
    await manager.post("/api/referral/prospects", prospect)
    deal = {"product": "home_loan", "amount": 100_00, "customer": customer, "template": "loan"}
    await manager.post(f"/api/referral/deals?branch={branch.id}", deal)
    colleague = await until(partial(let_in, enter, other))
    offer = {"branch": branch.id, "receiver": other, "customers": [customer]}
    given = await manager.post("/api/customer/handovers", offer)
    await colleague.post(f"/api/customer/handovers/{given['handover']}/accept")

    async def hers() -> bool:
        file = await head.get(f"/api/customer/customers/{customer}")
        return bool(file["account_manager"] == other)

    await until(hers)
    await colleague.post("/api/customer/handovers", {**offer, "receiver": manager.staff})
    repeated = {"Idempotency-Key": f"erased-{customer}"[:64], "content-type": "application/json"}
    for _ in range(2):  # of a repeat nothing but a keyed hash of the whole request is kept
        answer = await colleague.client.post(
            f"{colleague.url}/api/customer/customers/{customer}/contacts",
            json={"way": "phone", "outcome": "reached", "words": f"{WORDS} {NAME}"},
            headers=repeated,
        )
        assert answer.status_code == 201, answer.text


async def a_product(desk: Staff, branch: Branch) -> None:
    listed = await desk.get("/api/referral/products", branch=branch.id)
    if not any(one["product"] == "home_loan" for one in listed):
        loan = {"family": "loan", "name_zh": "住房贷款", "name_en": "Home loan", "on_sale_from": "2026-01-01"}
        await desk.put("/api/referral/products/home_loan", {**loan, "issuer_risk": "R1", "seller_risk": "R1"})
        await desk.post("/api/referral/products/home_loan/publish")


async def let_in(enter: Enter, name: str) -> Staff | None:
    try:
        return await enter(name)
    except Refused:
        return None


async def a_dead_letter_about(stack: Stack, words: str) -> None:
    """Send a message to `customer` that it cannot read, with words about somebody."""
    connection = await aio_pika.connect(stack.broker.amqp_url())
    async with connection:
        channel = await connection.channel()
        message = aio_pika.Message(words.encode(), message_id=new_id(), type="foyer.lobby.ticket_issued.v1")
        await channel.default_exchange.publish(message, queue_of("customer", 0))

    async def set_aside() -> bool:
        with MongoClient[dict[str, Any]](stack.store.uri) as client:
            return any(
                client[name]["dead_letters"].count_documents({}) > 0
                for name in client.list_database_names()
                if name.startswith("foyer") and name.endswith("_customer")
            )

    await until(set_aside)


async def a_visit_to(manager: Staff, at: str) -> None:
    start = datetime.now(ZoneInfo("Asia/Shanghai"))
    plan = {"start": f"{start:%Y-%m-%dT%H:%M}", "minutes": 15, "purpose": "care", "place": "branch"}
    plan |= {"goal": WORDS, "attendees": NAME, "address": WORDS}
    visit = f"/api/customer/visits/{(await manager.post(f'{at}/visits', plan))['visit']}"
    await manager.post(f"{visit}/held")
    promise = {"what": WORDS, "owner": manager.staff, "due": f"{start + timedelta(days=7):%Y-%m-%d}"}
    record = {"observations": WORDS, "promises": [promise], "none_because": "all_done"}
    await manager.post(f"{visit}/record", record)
    await manager.get(f"{visit}/brief")


async def an_import_of(head: Staff, branch: Branch, number: str) -> None:
    """Send a list that has the customer in it, and apply it: they are there already."""
    sheet = f"姓名,手机号\n{NAME}远,{number}\n".encode()  # as the file has it now
    new = {"branch": branch.id, "kind": "csv", "size": len(sheet)}
    at = f"/api/customer/imports/{(await head.post('/api/customer/imports', new))['import']}"
    await head.put(f"{at}/parts/0", {"content": base64.b64encode(sheet).decode()})
    await head.post(f"{at}/check")

    async def in_state(*states: str) -> bool:
        return (await head.get(at))["state"] in states

    await until(partial(in_state, "checked"))
    await head.post(f"{at}/apply")
    await until(partial(in_state, "applied"))


async def nothing_is_shown(head: Staff, branch: Branch, customer: str, visit: str) -> None:
    """No screen of the branch head shows the customer by anything but the id."""
    for path in (
        f"/api/lobby/branches/{branch.id}/floor",
        f"/api/lobby/branches/{branch.id}/log",
        "/api/customer/audit",
        "/api/customer/break-glass",
        f"/api/lobby/visits/{visit}",
        "/api/notify/feed",
        "/api/customer/portfolio",
        "/api/customer/visits",
        "/api/customer/needs",
        "/api/customer/handovers",
        "/api/customer/analysis",
        "/api/customer/complaints",
        "/api/customer/enquiries",
        "/api/customer/imports",
        "/api/customer/schedule",
        "/api/referral/referrals",
        "/api/referral/deals",
        "/api/referral/prospects",
    ):
        more = {"stage": "new"} if path.endswith("/prospects") else {}
        shown = str(await head.get(path, branch=branch.id, **more))
        assert not [one for one in ("\u9f49", FRIEND, WORDS) if one in shown], path
    found = await head.post("/api/customer/customers/search", {"branch": branch.id, "words": NAME})
    assert found["customers"] == []
    export = await head.client.get(f"{head.url}/api/customer/exports/portfolio?branch={branch.id}")
    assert customer not in export.text
    assert (await head.client.get(f"{head.url}/api/customer/customers/{customer}")).status_code == 410


def logs(stack: Stack | Installation) -> Iterator[str]:
    """The lines that all processes, or containers, have logged."""
    if isinstance(stack, Installation):
        yield from stack.compose("logs", "--no-color").splitlines()
        return
    for process in stack.processes.values():
        if process.log.exists():
            with process.log.open(errors="replace") as lines:
                yield from lines


async def queued(stack: Stack | Installation) -> int:
    """The messages that wait in the broker's queues."""
    if isinstance(stack, Installation):
        asked = ("rabbitmqctl", "-q", "--no-table-headers", "list_queues", "messages")

        async def all_taken() -> bool:
            found = await asyncio.to_thread(stack.compose, "exec", "-T", "rabbitmq", *asked)
            return not any(map(int, found.split()))

        await until(all_taken)
        return 0
    management = httpx.URL(stack.broker.management_url)
    async with httpx.AsyncClient(trust_env=False) as client:

        async def none() -> bool:
            url = httpx.URL(stack.broker.amqp_url())
            found = await client.get(management.join("/api/queues"), auth=(url.username, url.password))
            return sum(one.get("messages", 0) for one in found.json()) == 0

        await until(none)
    return 0
