"""A slip of the finger is taken back, and a counter that somebody kept is freed, on the whole stack."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from deploy.local.clients import Kiosk, Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch, open_branch

Enter = Callable[[str], Awaitable[Staff]]


@pytest.fixture
async def enter(stack: Stack, branch: Branch) -> AsyncIterator[Enter]:
    """`await enter("teller")`: that person of the branch, signed in."""
    async with AsyncExitStack() as open_ones:

        async def sign_in(role: str) -> Staff:
            staff = await Staff(stack.url(), branch.who(role), PASSWORD).sign_in()
            open_ones.push_async_callback(staff.close)
            return staff

        yield sign_in


@pytest.fixture
async def at(stack: Stack, branch: Branch, enter: Enter) -> str:
    """The path of the branch, where one waits."""
    async with Kiosk(branch.kiosk, stack.url()) as kiosk:
        await kiosk.send("customer_arrived", need="loan")
    return f"/api/lobby/branches/{branch.id}"


async def until(condition: Callable[[], Awaitable[Any]]) -> Any:
    async with asyncio.timeout(20):
        while not (found := await condition()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return found


async def serve(teller: Staff, at: str) -> dict[str, Any]:
    await teller.post(f"{at}/counters/1/open")
    called: dict[str, Any] = await teller.post(f"{at}/counters/1/call-next")
    return called


async def test_a_completion_is_taken_back_by_who_did_it_and_the_manager_hears_of_it(
    enter: Enter, at: str
) -> None:
    teller, manager = await enter("teller"), await enter("lobby_manager")
    called = await serve(teller, at)
    visit = f"/api/lobby/visits/{called['visit']}"
    assert (await teller.post(f"{visit}/complete"))["state"] == "served"
    (change, *_) = (await manager.get(f"{at}/floor"))["undoable"]
    assert (change["ticket"], change["what"], change["counter"]) == ("A001", "service_completed", "1")
    answers = await asyncio.gather(
        *(one.post(f"{visit}/undo", {"change": change["change"]}) for one in (teller, manager))
    )
    assert [(one["state"], one["counter"]) for one in answers] == [("called", "1")] * 2
    floor = await manager.get(f"{at}/floor")
    assert [one["ticket"] for one in floor["serving"]] == ["A001"]
    assert floor["undoable"] == []

    async def told() -> Any:
        entries = (await manager.get("/api/notify/feed"))["entries"]
        return [one for one in entries if one["kind"] == "change_undone"]

    (entry,) = await until(told)
    assert "办理完成" in entry["text"]["zh"]
    assert "the completion" in entry["text"]["en"]


async def test_what_another_did_or_nobody_did_is_refused_by_name(enter: Enter, at: str) -> None:
    teller, manager = await enter("teller"), await enter("lobby_manager")
    waiting = (await manager.get(f"{at}/floor"))["waiting"][0]["visit"]
    with pytest.raises(Refused, match="nothing_to_undo"):
        await manager.post(f"/api/lobby/visits/{waiting}/undo")
    await manager.post(f"/api/lobby/visits/{waiting}/park")
    with pytest.raises(Refused, match="not_yours_to_undo"):
        await teller.post(f"/api/lobby/visits/{waiting}/undo")
    head = await enter("branch_head")
    with pytest.raises(Refused, match="not_allowed"):
        await head.post(f"/api/lobby/visits/{waiting}/undo")


@pytest.mark.parametrize("how", ["moved", "signed out", "freed"])
async def test_a_counter_that_somebody_kept_is_free_and_the_customer_there_is_next(
    stack: Stack, branch: Branch, enter: Enter, at: str, how: str
) -> None:
    teller, manager = await enter("teller"), await enter("lobby_manager")
    await serve(teller, at)
    with pytest.raises(Refused, match="not_allowed"):
        await teller.post(f"{at}/counters/1/free")
    if how == "moved":
        admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
        moved = {
            "staff": branch.who("teller"),
            "name": "王芳",
            "roles": ["teller"],
            "branches": [(await open_branch(stack)).id],
        }
        await admin.post("/api/notify/staff", moved)
        await admin.close()
    elif how == "signed out":
        answer = await teller.client.delete(f"{stack.url()}/api/notify/session")
        assert answer.status_code == 204
    else:
        await manager.post(f"{at}/counters/1/free", {"staff": branch.who("teller")})

    async def left() -> Any:
        floor = await manager.get(f"{at}/floor")
        return floor if floor["counters"][0]["staff"] is None else None

    floor = await until(left)
    assert [one["ticket"] for one in floor["waiting"]] == ["A001"]
    await manager.post(f"{at}/counters/1/open")
    assert (await manager.post(f"{at}/counters/1/call-next"))["ticket"] == "A001"

    async def told() -> Any:
        kinds = {one["kind"] for one in (await manager.get("/api/notify/feed"))["entries"]}
        return {"ticket_handed_over", "counter_freed"} <= kinds

    await until(told)
