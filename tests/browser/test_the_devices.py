"""The devices of the hall, and incidents that are raised quietly (D7, D12)."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from deploy.local.clients import Kiosk, Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Arrive, Enter
from tests.stage import NAMES, Branch


@pytest_asyncio.fixture(loop_scope="session")
async def cash_machine(stack: Stack, branch: Branch) -> AsyncIterator[Kiosk]:
    """The branch's machine does withdrawals, and there is a water dispenser that cannot speak."""
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    address = f"/api/lobby/branches/{branch.id}/equipment"
    await ops.put(f"{address}/K1", {"kind": "self_service", "transactions": ["cash_withdrawal"]})
    await ops.put(f"{address}/W1", {"kind": "water_dispenser"})
    await ops.close()
    async with Kiosk(branch.kiosk, stack.url()) as device:
        yield device


def machine(page: Page, name: str) -> Locator:
    return page.locator(".machine").filter(has_text=name)


async def in_room(page: Page, name: str) -> Page:
    await page.get_by_role("button", name=name, exact=True).click()
    return page


async def test_a_fault_is_seen_at_once_with_what_it_stops_and_so_is_its_end(
    enter: Enter, cash_machine: Kiosk
) -> None:
    page = await in_room(await enter("lobby_manager", width=768, height=1024), "设备")
    teller = await enter("teller")
    await expect(machine(page, "K1")).to_contain_text("正常")
    await cash_machine.send("device_status", status=4, checks={"cash": False})
    await expect(machine(page, "K1")).to_contain_text("硬件故障")
    await expect(machine(page, "K1")).to_contain_text("现金 ×")
    await expect(page.locator(".lacking")).to_contain_text("现金取款")
    await expect(teller.locator(".feed")).to_contain_text("现金取款暂停自助办理")
    assert await serious(page) == []
    await cash_machine.send("device_status", status=0, checks={"cash": True})
    await expect(machine(page, "K1").locator(".badge")).to_have_text("正常")
    await expect(page.locator(".lacking")).to_have_count(0)


async def test_a_fault_is_reported_and_cleared_by_hand_with_the_keyboard(
    enter: Enter, cash_machine: Kiosk
) -> None:
    page = await in_room(await enter("lobby_manager"), "设备")
    await expect(machine(page, "W1")).to_contain_text("不自行上报")
    await page.get_by_role("button", name="报修: W1").focus()
    await page.keyboard.press("Enter")
    await expect(machine(page, "W1").locator(".badge")).to_have_text("已报修")
    await expect(page.locator("#all-devices")).to_be_focused()
    await page.get_by_role("button", name="已修复: W1").focus()
    await page.keyboard.press("Enter")
    await expect(machine(page, "W1").locator(".badge")).to_have_text("正常")


async def test_an_incident_is_raised_by_one_tap_and_nobody_else_notices(enter: Enter, kiosk: Arrive) -> None:
    manager, head, other = (
        await enter("lobby_manager"),
        await enter("branch_head"),
        await enter("account_manager"),
    )
    teller = await in_room(await enter("teller", width=768, height=1024), "事件")
    await teller.get_by_label("门口").check()
    await teller.get_by_role("button", name="可疑人员", exact=True).click()
    await expect(teller.locator(".raised")).to_contain_text("可疑人员 · 门口")
    for page in (manager, head):
        entry = page.locator(".entry.hushed").filter(has_text="可疑人员")
        await expect(entry).to_be_visible()
        await expect(page.locator(".alarm-strip")).to_have_count(0)
        assert "可疑" not in "".join(await page.locator(".unseen").all_inner_texts())
    ticket = (await kiosk())["ticket"]  # what came after it is there, so what was before would be too
    await expect(manager.locator(".feed")).to_contain_text(ticket)
    await expect(other.locator(".feed")).not_to_contain_text("可疑")
    await expect(other.get_by_role("button", name="事件", exact=True)).to_have_count(0)
    assert await serious(teller) == []


async def test_an_incident_shows_who_was_told_and_is_attended_noted_and_closed_by_keyboard(
    enter: Enter, branch: Branch
) -> None:
    head = await enter("branch_head")
    page = await in_room(await enter("lobby_manager"), "事件")
    await page.get_by_role("button", name="意外事故", exact=True).click()
    row = page.locator("li.incident").filter(has_text="意外事故")
    await row.get_by_role("button").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".recipients")).to_contain_text(NAMES["branch_head"])
    await head.locator(".entry.hushed.open").get_by_role("button", name="知道了").click()
    await expect(dialog.locator(".recipients")).to_contain_text("已确认")
    await dialog.get_by_role("button", name="前往处理").focus()
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("处理中")
    await dialog.get_by_label("补充记录").fill("客户滑倒，已扶起")
    await dialog.get_by_role("button", name="保存记录").click()
    await expect(dialog).to_contain_text("客户滑倒，已扶起")
    assert await serious(page) == []
    await dialog.get_by_role("button", name="结束").click()
    await expect(row.locator(".badge")).to_have_text("已结束")
    await expect(head.locator(".feed")).to_contain_text("处理完毕")


async def test_who_stays_without_business_is_noticed_and_what_came_of_it_is_recorded(
    enter: Enter, cash_machine: Kiosk
) -> None:
    page = await in_room(await enter("lobby_manager"), "事件")
    await cash_machine.send("loiterer_seen", place="entrance", minutes=45)
    seen = page.locator("li.incident").filter(has_text="门口，已 45 分钟")
    await expect(seen).to_be_visible()
    await seen.get_by_role("button", name="上报事件").click()
    await expect(page.locator("li.incident").filter(has_text="可疑人员 · 门口")).to_be_visible()
    await expect(seen).to_have_count(0)
