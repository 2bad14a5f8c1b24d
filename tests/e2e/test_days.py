"""The branch's day over HTTP: rights to open and close it, and to read why (P, E, Q1)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from deploy.local.clients import Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch

Someone = Callable[[str], Awaitable[Staff]]


@pytest.fixture
async def someone(stack: Stack, branch: Branch) -> AsyncIterator[Someone]:
    """`await someone("teller")`: that person, signed in."""
    known: list[Staff] = []

    async def sign_in(role: str) -> Staff:
        known.append(await Staff(stack.url(), branch.who(role), PASSWORD).sign_in())
        return known[-1]

    yield sign_in
    for one in known:
        await one.close()


async def refused(asked: Awaitable[Any]) -> str:
    with pytest.raises(Refused) as refusal:
        await asked
    return str(refusal.value)


async def test_a_teller_ticks_and_does_not_open(someone: Someone, branch: Branch) -> None:
    path = f"/api/lobby/branches/{branch.id}"
    teller, manager = await someone("teller"), await someone("account_manager")
    await teller.post(f"{path}/checklists/opening/ticks", {"items": ["pens:1"]})
    day = await manager.get(f"{path}/day")
    (item,) = [one for one in day["lists"]["opening"]["items"] if one["id"] == "pens:1"]
    assert (item["state"], item["by"]) == ("ok", branch.who("teller"))
    assert "not_allowed" in await refused(teller.post(f"{path}/day/open", {}))
    assert "not_allowed" in await refused(
        manager.post(f"{path}/checklists/opening/ticks", {"items": ["pens:1"]})
    )
    assert "not_allowed" in await refused(
        teller.put(f"{path}/checklist-templates/opening", {"items": [{"id": "pens"}]})
    )


async def test_another_branch_is_out_of_reach(someone: Someone, branch: Branch) -> None:
    manager = await someone("lobby_manager")
    assert "not_allowed" in await refused(manager.get("/api/lobby/branches/B001/day"))
    assert "not_allowed" in await refused(manager.post("/api/lobby/branches/B001/day/open", {}))


async def test_the_words_of_a_reason_are_read_by_those_who_answer_for_the_day(
    someone: Someone, branch: Branch
) -> None:
    path = f"/api/lobby/branches/{branch.id}/day"
    manager, head, teller = [await someone(one) for one in ("lobby_manager", "branch_head", "teller")]
    assert "items_open" in await refused(manager.post(f"{path}/open", {}))
    assert "malformed" in await refused(manager.post(f"{path}/open", {"override": {"reason": "other"}}))
    why = {"override": {"reason": "other", "words": "the keys were late"}}
    for _ in range(2):
        await manager.post(f"{path}/open", why, key="one-opening-1")
    opened = [(await one.get(path))["steps"][-1] for one in (head, teller)]
    assert [one["what"] for one in opened] == ["opened", "opened"]
    assert [one["words"] for one in opened] == ["the keys were late", None]
    assert all(one["reason"] == "other" for one in opened)


async def test_a_notice_and_a_leaflet_sent_twice_are_one(someone: Someone, branch: Branch) -> None:
    path = f"/api/lobby/branches/{branch.id}"
    manager = await someone("lobby_manager")
    notice = {"title": "利率调整", "until": "2099-12-31"}
    leaflet = {"product": "wealth", "zh": "理财", "en": "Wealth", "stock": 3, "minimum": 2}
    for _ in range(2):
        await manager.post(f"{path}/notices", notice, key="one-notice-1")
        kept = await manager.post(f"{path}/leaflets", leaflet, key="one-leaflet-1")
        await manager.post(f"{path}/leaflets/{kept['leaflet']}/hand", {}, key="one-hand-over-1")
    assert [one["title"] for one in await manager.get(f"{path}/notices")] == ["利率调整"]
    assert [one["stock"] for one in await manager.get(f"{path}/leaflets")] == [2]
