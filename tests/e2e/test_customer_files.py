"""The customer file with real services: found, read as of a day, reported by the core system, merged; and
closed to who may not see it (W2, Q1)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aio_pika
import pytest

from deploy.local.clients import Refused, Staff
from deploy.local.stack import Stack
from shared import bus_names
from shared.clock import new_id, partition_of
from shared.contracts.base import CONTENT_TYPE, Envelope, encode
from shared.contracts.core import HoldingsReported, ReportedHolding
from tests.stage import PASSWORD, Branch

Enter = Callable[[str], Awaitable[Staff]]
FILES = "/api/customer/customers"


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


async def another_manager(enter: Enter, branch: Branch) -> Staff:
    """A second account manager of the branch."""
    admin = await enter("admin")
    name = f"am2.{branch.id}".lower()
    person = {"staff": name, "name": "钱进", "password": PASSWORD}
    await admin.post("/api/notify/staff", {**person, "roles": ["account_manager"], "branches": [branch.id]})
    return await enter(name)


async def opened(manager: Staff, branch: Branch, name: str, phone: str, **more: Any) -> str:
    own = branch.who("account_manager")
    form = {"branch": branch.id, "name": name, "phone": phone, "account_manager": own, **more}
    return str((await manager.post(FILES, form))["customer"])


async def test_a_customer_is_found_in_every_way_and_only_the_own_manager_sees_the_name(
    enter: Enter, branch: Branch
) -> None:
    own, other = await enter(branch.who("account_manager")), await another_manager(enter, branch)
    id = await opened(own, branch, "曾国 藩", "13700000001", identity="110101 19850307 4516")

    async def found(who: Staff, words: str) -> list[tuple[str, str | None, str]]:
        answer = await who.post(f"{FILES}/search", {"branch": branch.id, "words": words})
        return [(one["customer"], one["name"], one["masked_name"]) for one in answer["customers"]]

    for words in ("曾国藩", "zengguofan", "cgf", "zgf", "曾", "１３７-0000-0001", "110101198503074516"):
        assert await found(own, words) == [(id, "曾国 藩", "曾**")]
        assert await found(other, words) == [(id, None, "曾**")]
    assert await found(own, "曾国华") == []
    with pytest.raises(Refused, match="nothing_to_find"):
        await found(own, "😀")
    with pytest.raises(Refused, match="not_allowed"):
        await own.post(f"{FILES}/search", {"branch": "B-other", "words": "曾"})
    page = await own.get("/api/customer/portfolio", branch=branch.id)
    assert ([one["name"] for one in page["customers"]], page["next"]) == (["曾国 藩"], None)
    assert (await other.get("/api/customer/portfolio", branch=branch.id))["customers"] == []
    stolen = await other.get("/api/customer/portfolio", branch=branch.id, account_manager=own_name(branch))
    assert stolen["customers"] == []


def own_name(branch: Branch) -> str:
    return branch.who("account_manager")


async def test_what_is_not_one_s_own_is_neither_read_nor_changed(enter: Enter, branch: Branch) -> None:
    own, other = await enter(branch.who("account_manager")), await another_manager(enter, branch)
    teller = await enter(branch.who("teller"))
    first = await opened(own, branch, "王小明", "13700000002")
    address = f"{FILES}/{first}"
    double = await opened(own, branch, "王晓明", "13700000002", despite=[first])
    profile = {"edition": 0, "tags": ["茶"], "preferred_name": "小明", "risk": "high"}
    assert await own.put(f"{address}/profile", profile) == {"edition": 1}
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    for query in ({}, {"as_of": today}):
        masked = await other.get(address, **query)
        shown = {name for name, value in masked.items() if value and name != "as_of"}
        keeper = {"account_manager", "keeper_mark"}
        assert shown == {"customer", "branch", "kind", "masked_name", "segment", *keeper} | (
            {"edition"} & shown
        )
    merge = {"merged": double, "choices": {}, "dry_run": True}
    for who in (other, teller):
        for refused in (
            who.put(f"{address}/profile", {"edition": 1, "tags": []}),
            who.put(f"{address}/holdings", {"holdings": []}),
            who.put(f"{address}/household", {"other": double, "role": "child"}),
            who.get(f"{address}/household"),
            who.get(f"{address}/history", field="name"),
            who.get(f"{address}/duplicates"),
            who.get(f"{address}/merges"),
            who.post(f"{address}/merges", merge),
            who.post(f"{address}/duplicates/{double}/reject"),
            who.put("/api/customer/tags", {"words": []}),
        ):
            with pytest.raises(Refused, match="not_allowed"):
                await refused


@pytest.mark.own_stack  # it publishes as no integrator may from outside: as the broker's owner
async def test_the_core_system_reports_holdings_which_the_file_shows_as_of_their_day(
    enter: Enter, branch: Branch, stack: Stack
) -> None:
    own = await enter(branch.who("account_manager"))
    id = await opened(own, branch, "陆游", "13700000003")
    held = ReportedHolding(product="deposit", amount=1_234_500, matures_on="2027-03-31")
    report = HoldingsReported(branch=branch.id, customer=id, as_of=datetime.now(UTC), holdings=(held,))
    envelope = Envelope[HoldingsReported](
        id=new_id(),
        source=f"/core/{branch.id}",
        type=report.type_name(),
        time=datetime.now(UTC),
        branch=branch.id,
        actor="core",
        data=report,
    )
    message = aio_pika.Message(
        encode(envelope),  # type: ignore[arg-type]
        message_id=envelope.id,
        type=envelope.type,
        content_type=CONTENT_TYPE,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
    async with await aio_pika.connect(stack.broker.amqp_url()) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(bus_names.EVENTS)
        partition = partition_of(branch.id, stack.partitions)
        for _ in range(2):
            await exchange.publish(message, f"{partition}.{report.key()}")

    async def shown() -> Any:
        return (await own.get(f"{FILES}/{id}"))["holdings"]

    (found,) = await until(shown)
    assert (found["product"], found["amount"], found["matures_on"]) == ("deposit", 1_234_500, "2027-03-31")
    (fact,) = await own.get(f"{FILES}/{id}/history", field="holdings")
    assert (fact["source"], fact["by"], fact["value"]) == (envelope.id, "core", "deposit 12345.00 CNY")
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    then = await own.get(f"{FILES}/{id}", as_of=day.isoformat())
    assert then["facts"]["holdings"]["source"] == envelope.id
    with pytest.raises(Refused, match="file_not_opened_yet"):
        await own.get(f"{FILES}/{id}", as_of=(day - timedelta(days=1)).isoformat())


async def test_two_files_are_merged_by_a_dry_run_first_and_parted_again(enter: Enter, branch: Branch) -> None:
    own, head = await enter(branch.who("account_manager")), await enter(branch.who("branch_head"))
    entry = {"branch": branch.id, "name": "柳如是", "phone": "13700000004"}
    first = await opened(own, branch, "柳如是", "13700000004")
    (likely,) = await own.post("/api/customer/duplicates/check", entry)
    assert likely == {
        "customer": first,
        "masked_name": "柳**",
        "account_manager": own_name(branch),
        "signs": ["same_phone", "same_name"],
    }
    doubled = {"identity": "E12345678", "despite": []}
    with pytest.raises(Refused, match="possible_duplicate") as refused:
        await opened(own, branch, "柳茹是", "13700000004", **doubled)
    assert "柳**" in str(refused.value)
    assert "柳如是" not in str(refused.value)
    second = await opened(own, branch, "柳茹是", "13700000004", **{**doubled, "despite": [first]})
    await own.put(f"{FILES}/{second}/profile", {"edition": 0, "tags": ["诗"]})
    address = f"{FILES}/{first}"
    plan = await own.post(f"{address}/merges", {"merged": second, "dry_run": True})
    assert {one["field"] for one in plan["attributes"]} == {"name", "identity", "tags"}
    choices = {"identity": "merged", "tags": "both"}
    sent = {"merged": second, "choices": choices, "editions": plan["editions"], "dry_run": False}
    made = await own.post(f"{address}/merges", sent)
    assert (await own.post(f"{address}/merges", sent))["merge"] == made["merge"]
    for id in (first, second):
        now = await head.get(f"{FILES}/{id}")
        assert (now["customer"], now["name"], now["identity"]) == (first, "柳如是", "E12345678")
        assert (now["tags"], now["absorbed"]) == (["诗"], [second])
    assert await own.get(f"{address}/duplicates") == []
    await own.post(f"/api/customer/merges/{made['merge']}/undo")
    back = await own.get(f"{FILES}/{second}")
    assert (back["customer"], back["name"], back["tags"]) == (second, "柳茹是", ["诗"])
    again = await own.get(address)
    assert (again["identity"], again["tags"], again["absorbed"]) == (None, [], [])
    with pytest.raises(Refused, match="undo_over"):
        await own.post(f"/api/customer/merges/{made['merge']}/undo")
    await own.post(f"{address}/duplicates/{second}/reject")
    assert await own.get(f"{address}/duplicates") == []


async def test_a_name_of_pictures_and_a_company_without_its_code_are_refused(
    enter: Enter, branch: Branch
) -> None:
    own = await enter(branch.who("account_manager"))
    with pytest.raises(Refused, match="bad_name"):
        await opened(own, branch, "😀😀", "13700000005")
    with pytest.raises(Refused, match="bad_uscc"):
        await opened(own, branch, "食品有限公司", "13700000005", kind="company", identity="E12345678")
    code = "9111 0000 6000 3734 1l"
    id = await opened(own, branch, "食品有限公司", "13700000005", kind="company", identity=code)
    assert (await own.get(f"{FILES}/{id}"))["identity"] == "91110000600037341L"
