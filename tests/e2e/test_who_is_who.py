"""Identities: a customer is corrected and forgotten; a member of staff is one until a second after they are
not."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from deploy.local.clients import Kiosk, Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch

SERVICES = ("lobby", "customer", "referral", "notify")
EVERYWHERE = {
    "lobby": "/api/lobby/branches/{branch}/floor",
    "customer": "/api/customer/complaints?branch={branch}",
    "referral": "/api/referral/referrals?branch={branch}",
    "notify": "/api/notify/me",
}
WITHIN = 5.0
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


async def until(condition: Callable[[], Awaitable[Any]], seconds: float = 20.0) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return found


def phone() -> str:
    return f"138{time.time_ns() % 10**8:08d}"


async def test_a_file_is_corrected_by_who_sees_all_of_it_and_the_past_is_kept(
    enter: Enter, branch: Branch
) -> None:
    head, teller = await enter(branch.who("branch_head")), await enter(branch.who("teller"))
    number = phone()
    typed = f"(+86) {number[:3]}\u00a0{number[3:7]}－{number[7:]}\u200b"
    file = {"branch": branch.id, "name": "欧阳 娜 娜", "phone": typed, "identity": "110105 19491231 002x"}
    address = f"/api/customer/customers/{(await head.post('/api/customer/customers', file))['customer']}"
    assert (await head.get(address))["phone"] == number
    assert (await head.get(address))["masked_name"] == "欧***"

    right = {"edition": 0, "reason": "mistyped", "name": "欧阳娜拉", "identity": None}
    assert await head.post(f"{address}/corrections", right) == {"edition": 1}
    with pytest.raises(Refused, match="file_changed"):
        await head.post(f"{address}/corrections", {**right, "name": "欧阳娜"})
    with pytest.raises(Refused, match=r"not_allowed|not_found"):
        await teller.post(f"{address}/corrections", {**right, "edition": 1})
    with pytest.raises(Refused, match="bad_phone"):
        await head.post(f"{address}/corrections", {"edition": 1, "reason": "other", "phone": "----"})
    with pytest.raises(Refused, match="malformed"):
        await head.post(f"{address}/corrections", {"edition": 1, "reason": "other", "phone": None})

    now = await head.get(address)
    assert (now["name"], now["phone"], now["identity"], now["edition"]) == ("欧阳娜拉", number, None, 1)
    (was,) = await head.get(f"{address}/corrections")
    assert (was["name"], was["phone"], was["identity"]) == ("欧阳 娜 娜", None, "11010519491231002X")
    assert (was["by"], was["fields"]) == (branch.who("branch_head"), ["name", "identity"])
    assert (await teller.get(address))["name"] is None


async def test_a_family_has_one_phone_and_two_files(enter: Enter, branch: Branch) -> None:
    head = await enter(branch.who("branch_head"))
    number = phone()
    for name in ("王明", "李娜"):
        await head.post("/api/customer/customers", {"branch": branch.id, "name": name, "phone": number})


async def test_what_is_no_phone_card_or_identity_number_is_refused_by_name(
    enter: Enter, branch: Branch
) -> None:
    head = await enter(branch.who("branch_head"))
    file = {"branch": branch.id, "name": "王明", "phone": phone()}
    for wrong, code in (
        ({"phone": "1380000"}, "bad_phone"),
        ({"identity": "110105194912310021"}, "bad_identity"),
    ):
        with pytest.raises(Refused, match=code):
            await head.post("/api/customer/customers", {**file, **wrong})
    customer = (await head.post("/api/customer/customers", file))["customer"]
    for kind, value, code in (("card", "----", "bad_card"), ("qr", "    ", "bad_code")):
        with pytest.raises(Refused, match=code):
            await head.post(f"/api/customer/customers/{customer}/credentials", {"kind": kind, "value": value})
    kiosk = Kiosk(branch.kiosk, head.url)
    async with kiosk:
        with pytest.raises(Refused, match="bad_card"):
            await kiosk.send("customer_arrived", credential={"kind": "card", "value": "----"})


async def test_gone_means_gone(stack: Stack, enter: Enter, branch: Branch) -> None:
    head, manager = await enter(branch.who("branch_head")), await enter(branch.who("lobby_manager"))
    surname = "\u9f98"  # so rare that nobody else in this store has it
    card = f"6222{time.time_ns()}"
    file = {"branch": branch.id, "name": f"{surname}志远", "phone": phone(), "segment": "vip"}
    customer = (await head.post("/api/customer/customers", file))["customer"]
    address = f"/api/customer/customers/{customer}"
    await head.post(f"{address}/credentials", {"kind": "card", "value": card})
    async with Kiosk(branch.kiosk, stack.url()) as kiosk:
        shown = {"kind": "card", "value": card}

        async def vip() -> Any:
            answer = (await kiosk.send("customer_arrived", need="cash", credential=shown)).answer
            return answer if answer["ticket"].startswith("V") else None

        visit = (await until(vip))["visit"]
    await manager.post(f"/api/lobby/visits/{visit}/prospect", {"need": "wealth"})
    await leave_contact(manager, visit, {"name": f"{surname}志远", "phone": phone()})

    async def all_know() -> bool:
        return {"lobby.visits", "lobby.log", "lobby.tasks", "notify.entries"} <= set(named(stack, surname))

    await until(all_know)
    answer = await head.client.request(
        "DELETE", f"{stack.url()}{address}", headers={"content-type": "application/json"}
    )
    assert answer.status_code == 204

    async def nobody_knows() -> bool:
        return not named(stack, surname)

    try:
        await until(nobody_knows)
    except TimeoutError:
        pytest.fail(f"still named in {named(stack, surname)}")
    waiting = (await manager.get(f"/api/lobby/branches/{branch.id}/floor"))["waiting"]
    assert [one["masked_name"] for one in waiting if one["visit"] == visit] == [None]


async def leave_contact(staff: Staff, visit: str, contact: dict[str, str]) -> None:
    """Write down how the prospect of a visit can be reached; `customer` hears of the prospect in a moment."""

    async def kept() -> bool:
        try:
            await staff.post(f"/api/customer/leads/{visit}", contact)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return False
        return True

    await until(kept)


def named(stack: Stack, surname: str) -> list[str]:
    """The collections in which a name stands, over all services, whatever it is packed into."""
    with MongoClient[dict[str, Any]](stack.store.uri) as client:
        return [
            f"{database.rpartition('_')[2]}.{name}"
            for database in client.list_database_names()
            if database.startswith("foyer")
            for name in client[database].list_collection_names()
            if any(surname in text(one) for one in client[database][name].find())
        ]


def text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(map(text, value.values()))
    if isinstance(value, list):
        return " ".join(map(text, value))
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


async def refused_everywhere(stack: Stack, staff: Staff, branch: Branch) -> bool:
    answers = [
        (await staff.client.get(f"{stack.url()}{path.format(branch=branch.id)}")).status_code
        for path in EVERYWHERE.values()
    ]
    return answers == [401] * len(SERVICES)


async def test_a_session_that_ends_takes_its_token_and_stream_along_and_no_other(
    stack: Stack, enter: Enter, branch: Branch
) -> None:
    tablet, desk = await enter(branch.who("lobby_manager")), await enter(branch.who("lobby_manager"))
    begun = asyncio.Event()
    listening = asyncio.create_task(read_to_the_end(tablet, begun))
    await asyncio.wait_for(begun.wait(), WITHIN)
    answer = await tablet.client.request(
        "DELETE", f"{stack.url()}/api/notify/session", headers={"content-type": "application/json"}
    )
    assert answer.status_code == 204
    await until(lambda: refused_everywhere(stack, tablet, branch), WITHIN)
    await asyncio.wait_for(listening, WITHIN)
    me = await desk.get("/api/notify/me")
    assert me["present"]
    await desk.get(f"/api/lobby/branches/{branch.id}/floor")


async def read_to_the_end(staff: Staff, begun: asyncio.Event) -> None:
    async for _ in staff.stream():
        begun.set()


async def test_a_role_that_is_taken_away_is_gone_everywhere_within_seconds(
    stack: Stack, enter: Enter, branch: Branch
) -> None:
    admin, teller = await enter("admin"), await enter(branch.who("teller"))
    known = {"staff": branch.who("teller"), "name": "王芳", "branches": [branch.id]}
    await admin.post("/api/notify/staff", {**known, "roles": ["account_manager"]})
    await until(lambda: refused_everywhere(stack, teller, branch), WITHIN)
    again = await enter(branch.who("teller"))
    assert (await again.get("/api/notify/me"))["roles"] == ["account_manager"]
    await admin.get("/api/notify/me")


@pytest.mark.own_stack
async def test_strangers_who_guess_shut_nobody_out(stack: Stack, enter: Enter, branch: Branch) -> None:
    async with httpx.AsyncClient(trust_env=False) as stranger:

        async def guess(staff: str, address: str) -> httpx.Response:
            return await stranger.post(
                f"{stack.url('notify')}/api/notify/session",
                json={"staff": staff, "password": "wrong horse"},
                headers={"x-forwarded-for": address},
            )

        for staff in (branch.who("teller"), f"nobody.{branch.id}".lower()):
            answers = [await guess(staff, "203.0.113.9") for _ in range(6)]
            assert [one.status_code for one in answers] == [401] * 5 + [429]
            assert answers[5].json()["code"] == "too_many_attempts"
            assert int(answers[5].headers["retry-after"]) <= 2
    await enter(branch.who("teller"))


async def test_a_notice_for_ever_and_a_branch_that_is_none_are_refused_by_name(
    enter: Enter, branch: Branch
) -> None:
    manager, admin = await enter(branch.who("lobby_manager")), await enter("admin")
    for until_ in ("9999-12-31", "9999-12-30"):
        with pytest.raises(Refused, match="too_far_ahead"):
            await manager.post(f"/api/lobby/branches/{branch.id}/notices", {"title": "利率", "until": until_})
    nobody = {
        "staff": f"nobody.{branch.id}".lower(),
        "name": "王芳",
        "password": PASSWORD,
        "roles": ["teller"],
    }
    with pytest.raises(Refused, match="branch_unknown"):
        await admin.post("/api/notify/staff", {**nobody, "branches": [branch.id, f"{branch.id}x"]})


@pytest.mark.own_stack
async def test_a_browser_that_one_has_used_gets_in_while_strangers_guess_beside_it(
    stack: Stack, branch: Branch
) -> None:
    async with httpx.AsyncClient(trust_env=False) as browser:

        async def sign_in(staff: str, password: str, cookies: str = "") -> httpx.Response:
            answer = await browser.post(
                f"{stack.url('notify')}/api/notify/session",
                json={"staff": staff, "password": password},
                headers={"x-forwarded-for": "203.0.113.77", "cookie": cookies},
            )
            browser.cookies.clear()
            return answer

        teller, manager = branch.who("teller"), branch.who("lobby_manager")
        first = await sign_in(f" {teller.upper()} ", "ａ good\u00a0long password")
        assert first.status_code == 200
        held = "; ".join(one.partition(";")[0] for one in first.headers.get_list("set-cookie"))
        for _ in range(5):
            assert (await sign_in(teller, "wrong horse")).status_code == 401
        assert (await sign_in(teller, PASSWORD)).status_code == 429
        again = await sign_in(teller, PASSWORD, held)
        assert again.status_code == 200

        held = "; ".join(one.partition(";")[0] for one in again.headers.get_list("set-cookie"))
        other = await sign_in(manager, PASSWORD, held)  # a colleague takes over this screen
        assert other.json()["token"] is None  # it is in a cookie, which no script can read
        held = "; ".join(one.partition(";")[0] for one in other.headers.get_list("set-cookie"))
        answer = await browser.get(
            f"{stack.url('notify')}/api/notify/staff", params={"branch": branch.id}, headers={"cookie": held}
        )
        assert {one["staff"]: one["present"] for one in answer.json()} | {teller: False, manager: True} == {
            one["staff"]: one["present"] for one in answer.json()
        }
