"""Plans on the page: a goal down to its events, budget, work, direction, and the week (Q2, A3)."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, Route, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter
from tests.browser.test_imports import tab as customers_tab
from tests.browser.test_timeline import open_files

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def tab(page: Page, name: str) -> None:
    """Open a tab of the room of business."""
    await page.get_by_role("navigation").get_by_role("button", name="业务", exact=True).click()
    await page.locator("#business").get_by_role("button", name=name, exact=True).click()


async def reached(stack: Stack, branch: Branch, customer: str) -> None:
    """The account manager reaches a customer, and it is counted."""
    manager = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    await manager.post(
        f"/api/customer/customers/{customer}/contacts", {"way": "phone", "outcome": "reached", "words": "好"}
    )
    month = f"{datetime.now(SHANGHAI):%Y-%m}"
    path = f"/api/referral/branches/{branch.id}/achievements"
    async with asyncio.timeout(20):
        while True:
            found: Any = await manager.get(path, metric="contacts_held", period=month)
            if found["total"]:
                break
            await asyncio.sleep(0.2)
    await manager.close()


async def set_goal(head: Page, owner: str, target: str) -> None:
    goals = head.get_by_role("region", name="目标与达成").first
    form = goals.locator("form")
    await form.get_by_label("负责人").select_option(owner)
    await form.get_by_label("指标").select_option("contacts_held")
    await form.get_by_label("目标（金额以元计）").fill(target)
    await form.get_by_role("button", name="设定").press("Enter")
    await expect(head.get_by_text("目标已设定。").last).to_be_visible()


async def test_a_goal_is_set_and_its_figure_opens_the_events_behind_it(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, _, _ = await open_files(stack, branch)
    await reached(stack, branch, customer)
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "计划")
    await head.locator("summary", has_text="设定目标").press("Enter")
    await set_goal(head, branch.who("account_manager"), "1")
    await set_goal(head, "", "3")
    table = head.locator(".plan table").first
    await expect(table).to_contain_text("1 项，合计不足 2")
    await expect(table).to_contain_text("已达成")
    assert await serious(head) == []
    await table.get_by_role("button", name="查看明细").first.press("Enter")
    dialog = head.get_by_role("dialog")
    await expect(dialog).to_contain_text("合计 1")
    await expect(dialog.locator("tbody tr")).to_have_text(
        re.compile(r"^\d{4}-\d\d-\d\d\s*陈静\s*联系客户\s*1$")
    )
    seen = "table => table.scrollWidth <= table.parentElement.clientWidth"
    assert await dialog.locator("table").evaluate(seen), "the amounts are in view"
    assert await serious(head) == []
    await head.keyboard.press("Escape")
    await head.get_by_role("button", name="English").click()
    await expect(table).to_contain_text("1 part, together 2 below")


async def test_the_lines_of_a_figure_stand_by_their_days_and_go_on_behind_a_page(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    days = ["2026-11-11", "2026-11-02", "2026-11-05"]
    line = {"staff": branch.who("account_manager"), "amount": 1, "currency": "", "metric": "contacts_held"}
    line |= {"kind": "customer_contacted", "subject": "c", "event": "e", "undoes": False}
    lines = [{**line, "day": day, "number": number} for number, day in enumerate(days, start=1)]

    async def paged(route: Route) -> None:
        second = "after=" in route.request.url
        page = [{**lines[0], "day": "2026-11-30"}] if second else lines
        await route.fulfill(json={"total": 4, "lines": page, "next": None if second else "2026-11/3"})

    head = await enter("branch_head", width=820, height=1180)
    await head.route("**/achievements?*", paged)
    await tab(head, "计划")
    await head.locator("summary", has_text="设定目标").press("Enter")
    await set_goal(head, "", "3")
    await head.locator(".plan table").first.get_by_role("button", name="查看明细").first.press("Enter")
    dialog = head.get_by_role("dialog")
    await expect(dialog.locator("td:first-child")).to_have_text(sorted(days))
    await dialog.get_by_role("button", name="下一页").press("Enter")
    await expect(dialog.locator("td:first-child")).to_have_text(["2026-11-30"])


async def test_past_and_coming_periods_are_planned_too(enter: Enter, branch: Branch) -> None:
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "计划")
    now = datetime.now(UTC).astimezone(SHANGHAI)
    title = head.locator(".plan h2")
    await expect(title).to_contain_text(f"{now:%Y-%m}")
    await head.get_by_role("button", name="年", exact=True).press("Enter")
    await expect(title).to_contain_text(f"{now:%Y} ")
    await head.get_by_role("button", name="下一期").press("Enter")
    await expect(title).to_contain_text(str(now.year + 1))
    await head.locator("summary", has_text="设定目标").press("Enter")
    await set_goal(head, "", "7")
    await expect(head.locator(".plan table").first).to_contain_text("7")
    await head.get_by_role("button", name="本期").press("Enter")
    await expect(title).to_contain_text(f"{now:%Y} ")
    await expect(head.locator(".plan")).to_contain_text("该期间尚未设定目标")
    await head.get_by_role("button", name="上一期").press("Enter")
    await expect(title).to_contain_text(str(now.year - 1))
    assert await serious(head) == []


async def test_a_week_stands_in_its_days_and_says_why_something_has_no_place(
    enter: Enter, branch: Branch
) -> None:
    async def full(route: Route) -> None:
        answer = await route.fetch()
        week = await answer.json()
        work = {"kind": "prospect", "subject": "P1", "late": False, "word": "call", "zh": "", "en": ""}
        work |= {"customer": None, "masked_name": None, "at": None, "due": week["days"][5]["day"]}
        week["unplaced_work"] = [work]
        contact = {
            "customer": "C1",
            "masked_name": "王**",
            "segment": "mass",
            "step": "contact",
            "late": False,
        }
        week["days"][2]["contacts"] = [{**contact, "due": week["days"][2]["day"], "at": "10:00"}]
        await route.fulfill(response=answer, json=week)

    for width in (820, 1280):
        manager = await enter("account_manager", width=width, height=1180)
        await manager.route("**/api/customer/schedule?*", full)
        await customers_tab(manager, "我的客户", "日程")
        await expect(manager.locator(".unplaced li")).to_contain_text("非工作日")
        await expect(manager.locator(".unplaced li")).to_contain_text("周六")
        slot = manager.locator(".weekday .slot")
        await expect(slot).to_contain_text("10:00")
        wide = "slot => slot.getBoundingClientRect().width / slot.closest('.weekday').clientWidth"
        assert await slot.evaluate(wide) > 0.8, "an entry is as wide as its day"
        below = """day => day.querySelector('ul').getBoundingClientRect().top
            >= day.querySelector('h3').getBoundingClientRect().bottom"""
        assert await manager.locator(".weekday").nth(2).evaluate(below)
        assert await serious(manager) == []


async def test_a_budget_is_committed_and_never_exceeded_in_silence(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    head = await enter("branch_head")
    await tab(head, "计划")
    await head.locator("summary", has_text="设定预算").press("Enter")
    budget = head.locator("section.sheet", has=head.locator("#plan-budget"))
    await budget.get_by_label("金额（元）").fill("100")
    await budget.locator("form").get_by_role("button", name="设定").press("Enter")
    await expect(budget).to_contain_text("余额 100 CNY")
    manager = await enter("account_manager", width=820, height=1180)
    await tab(manager, "计划")
    mine = manager.locator("section.sheet", has=manager.locator("#plan-budget"))
    await mine.get_by_role("button", name="占用").first.press("Enter")
    await mine.get_by_label("金额（元）").fill("101")
    await mine.locator("form").get_by_role("button", name="占用").press("Enter")
    await expect(mine.locator(".form-error")).to_contain_text("预算余额不足")
    await mine.get_by_label("金额（元）").fill("60")
    await mine.locator("form").get_by_role("button", name="占用").press("Enter")
    await expect(mine).to_contain_text("余额 40 CNY")
    assert await serious(manager) == []
    await budget.get_by_role("button", name="占用").first.press("Enter")
    await budget.get_by_label("金额（元）").first.fill("50")
    form = budget.locator("form", has=head.get_by_role("button", name="取消"))
    await form.get_by_role("button", name="占用", exact=True).press("Enter")
    await expect(budget.locator(".form-error").first).to_contain_text("预算余额不足")
    await form.get_by_role("button", name="占用（可批准超支）").press("Enter")
    await expect(budget).to_contain_text("超支 10 CNY")


async def test_a_piece_of_work_is_planned_stands_in_the_week_and_is_done(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    manager = await enter("account_manager", width=820, height=1180)
    await tab(manager, "计划")
    items = manager.locator("section.sheet", has=manager.locator("#plan-items"))
    await items.locator("summary").press("Enter")
    await items.get_by_label("事项").select_option("meeting")
    await items.get_by_label("最迟日期").fill(f"{datetime.now(UTC).astimezone(SHANGHAI):%Y-%m-%d}")
    await items.get_by_label("备注").fill("月度例会")
    await items.locator("form").get_by_role("button", name="添加事项").press("Enter")
    await expect(items.locator("li")).to_contain_text("月度例会")
    assert await serious(manager) == []
    await customers_tab(manager, "我的客户", "日程")
    week = manager.locator("#schedule")
    await expect(week).to_contain_text("工作会议")
    assert await serious(manager) == []
    await manager.get_by_role("button", name="English").click()
    await expect(week).to_contain_text("Meeting")
    await manager.get_by_role("button", name="中文").click()
    await tab(manager, "计划")
    await items.get_by_role("button", name="完成").press("Enter")
    await expect(items).to_contain_text("没有待办的计划事项。")
