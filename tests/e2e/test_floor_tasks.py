"""Floor tasks and covers against the whole stack: asked for once, done by whom they are for, nowhere else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from deploy.local.clients import Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch, open_branch

Enter = Callable[[str], Awaitable[Staff]]


@pytest.fixture
async def enter(stack: Stack) -> AsyncIterator[Enter]:
    """`await enter("teller.t1")`: that person's app, signed in."""
    apps: list[Staff] = []

    async def sign_in(staff: str) -> Staff:
        apps.append(await Staff(stack.url(), staff, PASSWORD).sign_in())
        return apps[-1]

    yield sign_in
    for app in apps:
        await app.close()


async def until(condition: Callable[[], Awaitable[Any]]) -> Any:
    async with asyncio.timeout(20):
        while not (found := await condition()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return found


async def test_a_task_asked_for_twice_is_one_and_only_its_role_does_it(enter: Enter, branch: Branch) -> None:
    path = f"/api/lobby/branches/{branch.id}/tasks"
    manager, teller = await enter(branch.who("lobby_manager")), await enter(branch.who("teller"))
    asked = {"role": "teller", "words": "补充存款单", "minutes": 20}
    first, again = [await manager.post(path, asked, key="one-and-the-same") for _ in range(2)]
    assert first == again
    assert first["words"] == "补充存款单"
    assert [one["task"] for one in (await teller.get(path))["open"]] == [first["task"]]
    with pytest.raises(Refused, match="not_allowed"):
        await manager.post(f"/api/lobby/tasks/{first['task']}/take")
    with pytest.raises(Refused, match="not_allowed"):
        await teller.post(path, asked)
    await teller.post(f"/api/lobby/tasks/{first['task']}/done", {"outcome": "done"})
    after = await manager.get(path)
    assert (after["open"], after["figures"]) == ([], {"done": 1})
    assert after["ended"][0]["ended_by"] == branch.who("teller")


async def test_the_minutes_are_the_heads_to_set(enter: Enter, branch: Branch) -> None:
    path = f"/api/lobby/branches/{branch.id}/task-rules"
    head, manager = await enter(branch.who("branch_head")), await enter(branch.who("lobby_manager"))
    rules = await manager.get(path)
    assert (rules["care_after"], rules["limits"]["host"]["within"]) == (15, 3)
    with pytest.raises(Refused, match="not_allowed"):
        await manager.put(path, rules)
    with pytest.raises(Refused, match="malformed"):
        await head.put(path, {**rules, "care_after": 0})
    await head.put(path, {**rules, "care_after": 5})
    assert (await manager.get(path))["care_after"] == 5


async def test_a_cover_acts_at_the_branch_that_they_cover_and_at_no_other(
    stack: Stack, enter: Enter, branch: Branch
) -> None:
    other = await open_branch(stack)
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    teller = {"staff": branch.who("teller"), "name": "王芳", "roles": ["teller"]}
    await admin.post("/api/notify/staff", {**teller, "branches": [branch.id, other.id]})
    await admin.close()
    manager = await enter(branch.who("lobby_manager"))
    asks = {at.id: f"/api/lobby/branches/{at.id}/tasks" for at in (branch, other)}

    before = await enter(branch.who("teller"))
    away = {"present": False, "cover": branch.who("teller"), "branch": branch.id}
    await manager.post("/api/notify/presence", away)
    with pytest.raises(Refused, match="not_allowed"):
        await before.post(asks[branch.id], {})  # the token is from before

    cover = await enter(branch.who("teller"))
    assert [one["absent"] for one in (await cover.get("/api/notify/me"))["covers"]] == [manager.staff]
    assert (await cover.post(asks[branch.id], {}))["role"] == "lobby_manager"
    with pytest.raises(Refused, match="not_allowed"):
        await cover.post(asks[other.id], {})
    waiting = await (await enter(other.who("lobby_manager"))).post(
        f"/api/lobby/branches/{other.id}/visits", {}
    )
    decided = {"channel": "vip_window", "reason": "other"}
    with pytest.raises(Refused, match="not_found"):
        await cover.post(f"/api/lobby/visits/{waiting['visit']}/override", decided)

    async def is_asked() -> Any:
        feed = (await cover.get("/api/notify/feed"))["entries"]
        return [one for one in feed if one["kind"] == "floor_covered" and one["needs_ack"]]

    await until(is_asked)
    await manager.post("/api/notify/presence", {"present": True})
    back = await enter(branch.who("teller"))
    with pytest.raises(Refused, match="not_allowed"):
        await back.post(asks[branch.id], {})


async def test_nobody_names_a_cover_who_is_not_there(enter: Enter, branch: Branch) -> None:
    manager = await enter(branch.who("lobby_manager"))
    away = {"present": False, "branch": branch.id, "cover": branch.who("teller")}
    with pytest.raises(Refused, match="cannot_cover"):
        await manager.post("/api/notify/presence", away)
    assert (await manager.get("/api/notify/me"))["present"]
