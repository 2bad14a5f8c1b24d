"""Visits to customers on the page: planned, briefed, recorded, and read by a calendar (W1, Q2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from playwright.async_api import Locator, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter
from tests.browser.test_timeline import open_files

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def fill_in(plan: Locator, customer: str, at: datetime) -> None:
    """Fill in the plan of a visit by the clock of the branch, and send it by keyboard."""
    wall = at.astimezone(SHANGHAI)
    await plan.get_by_role("button", name="新的拜访").press("Enter")
    await plan.get_by_label("客户编号").fill(customer)
    await plan.get_by_label("日期").fill(wall.strftime("%Y-%m-%d"))
    await plan.get_by_label("时间（网点当地）").fill(wall.strftime("%H:%M"))
    await plan.get_by_label("拜访目标").fill("谈养老规划")
    await plan.get_by_role("button", name="计划拜访").press("Enter")


async def test_a_visit_is_planned_briefed_and_recorded_with_a_promise(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, _, _ = await open_files(stack, branch)
    manager = await enter("account_manager", width=820)
    await manager.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await manager.get_by_role("button", name="拜访", exact=True).click()
    visits = manager.locator("#visits")
    await expect(visits.get_by_text("没有待办的拜访。")).to_be_visible()
    now = datetime.now(UTC)
    await fill_in(visits, customer, now)
    visit = visits.locator(".visit")
    await expect(visit).to_contain_text("王**")
    assert await serious(manager) == []

    await visit.get_by_role("button", name="访前简报").press("Enter")
    dialog = manager.get_by_role("dialog")
    await expect(dialog).to_contain_text("谈养老规划")
    await expect(dialog).to_contain_text("客户档案更新")
    assert await serious(manager) == []
    await manager.keyboard.press("Escape")

    await visit.get_by_role("button", name="到达").click()
    await visit.get_by_label("所在区").fill("世纪大道100号")
    await visit.locator("form").get_by_role("button", name="到达").click()
    await expect(visit.locator(".form-error")).not_to_be_empty()
    await visit.get_by_label("所在区").fill("浦东新区")
    await visit.locator("form").get_by_role("button", name="到达").click()
    await expect(visit).to_contain_text("进行中")

    await visit.get_by_role("button", name="登记记录").click()
    await visit.get_by_label("拜访情况").fill("客户考虑明年退休。")
    await visit.get_by_label("后续事项").select_option("next:contact")
    await visit.locator("form").get_by_role("button", name="登记记录").click()
    await expect(visit.locator(".form-error")).to_contain_text("请填写后续日期")
    await visit.get_by_label("后续日期").fill((now + timedelta(days=9)).strftime("%Y-%m-%d"))
    await visit.get_by_role("button", name="添加承诺").click()
    await visit.get_by_label("承诺内容").fill("送养老金测算")
    await visit.get_by_label("最迟日期").fill((now + timedelta(days=5)).strftime("%Y-%m-%d"))
    assert await serious(manager) == []
    await visit.locator("form").get_by_role("button", name="登记记录").press("Enter")

    promise = visits.locator(".visit")
    await expect(promise.get_by_role("button", name="已兑现")).to_be_visible()
    await promise.get_by_role("button", name="查看内容").click()
    await expect(promise).to_contain_text("送养老金测算")
    await promise.get_by_role("button", name="已兑现").press("Enter")
    await expect(visits.get_by_text("没有待办的拜访。")).to_be_visible()


async def test_two_visits_at_one_time_are_asked_about(enter: Enter, stack: Stack, branch: Branch) -> None:
    customer, other, _ = await open_files(stack, branch)
    manager = await enter("account_manager")
    await manager.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await manager.get_by_role("button", name="拜访", exact=True).click()
    visits = manager.locator("#visits")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await fill_in(visits, customer, tomorrow)
    await expect(visits.locator(".visit")).to_have_count(1)
    await fill_in(visits, other, tomorrow + timedelta(minutes=30))
    await expect(visits.locator(".form-error").first).to_contain_text("该时段已有其他拜访")
    await visits.get_by_label("该时段已有其他拜访").select_option("yes")
    await visits.get_by_role("button", name="计划拜访").press("Enter")
    await expect(visits.locator(".visit")).to_have_count(2)


async def test_a_calendar_reads_an_address_that_is_shown_once(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    manager = await enter("account_manager")
    await manager.get_by_role("button", name="English").click()
    await manager.get_by_role("navigation").get_by_role("button", name="My customers", exact=True).click()
    await manager.get_by_role("button", name="Visits", exact=True).click()
    await manager.get_by_text("My calendar").click()
    await manager.get_by_role("button", name="Issue an address").press("Enter")
    address = manager.get_by_label("Address (shown this once)")
    url = (await address.inner_text()).strip()
    assert await serious(manager) == []
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.get(url)
        assert (answer.status_code, answer.text[:15]) == (200, "BEGIN:VCALENDAR")
        await manager.get_by_role("button", name="Revoke the address").press("Enter")
        await expect(address).to_have_count(0)
        assert (await client.get(url)).status_code == 404
