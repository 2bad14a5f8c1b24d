"""Floor tasks, and who covers the floor, on the page (D3, D6, D10)."""

import asyncio
import re
import time

from playwright.async_api import Locator, Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_floor import at_counter
from tests.stage import PASSWORD


async def in_tasks(page: Page) -> Page:
    await page.get_by_role("button", name="任务", exact=True).click()
    await expect(page.get_by_role("heading", name="待办任务")).to_be_visible()
    return page


def task(page: Page, text: str) -> Locator:
    return page.locator(".task").filter(has_text=text)


async def test_who_needs_a_hand_is_a_task_that_is_taken_and_done_by_keyboard(
    enter: Enter, kiosk: Arrive
) -> None:
    page = await in_tasks(await enter("lobby_manager", width=768, height=1024))
    await expect(page.get_by_text("目前没有待办任务。")).to_be_visible()
    ticket = (await kiosk(care=["elderly"]))["ticket"]
    help_them = task(page, ticket)
    await expect(help_them).to_contain_text("协助填单")
    await expect(help_them).to_contain_text(re.compile(r"剩 [0-4]:\d\d"))
    assert await serious(page) == []
    await help_them.get_by_role("button", name="接单").focus()
    await page.keyboard.press("Enter")
    await expect(help_them).to_contain_text("处理中")
    await help_them.get_by_role("button", name="完成").focus()
    await page.keyboard.press("Enter")
    await expect(help_them).to_have_count(0)
    await expect(page.locator("#open-tasks")).to_be_focused()
    await expect(page.locator(".ended")).to_contain_text(ticket)
    await expect(page.get_by_text("完成 1 · 错过 0")).to_be_visible()


async def test_a_task_by_hand_goes_to_a_role_and_who_asked_hears_that_it_is_done(enter: Enter) -> None:
    head = await in_tasks(await enter("branch_head"))
    teller = await in_tasks(await enter("teller", width=768, height=1024))
    await head.get_by_role("button", name="新任务").click()
    form = head.get_by_role("dialog")
    await form.get_by_label("岗位").select_option("teller")
    await form.get_by_label("几分钟内").fill("10")
    await form.get_by_label("说明").fill("补充一号柜台的存款单")
    assert await serious(head) == []
    await form.get_by_role("button", name="交办").click()
    await expect(head.get_by_role("dialog")).to_have_count(0)
    asked = task(teller, "补充一号柜台的存款单")
    await expect(asked).to_contain_text("其他任务")
    await expect(task(head, "补充一号柜台的存款单")).to_have_count(0)  # not for the head's own role
    await head.get_by_role("button", name=re.compile("^全部")).click()
    await expect(task(head, "补充一号柜台的存款单")).to_be_visible()
    await asked.get_by_role("button", name="其他结果").click()
    await teller.get_by_role("dialog").get_by_role("button", name="已转他人").click()
    await expect(asked).to_have_count(0)
    await expect(head.locator(".feed")).to_contain_text("已完成您交办的任务")
    await expect(head.locator(".feed")).not_to_contain_text("存款单")


async def test_who_covers_the_floor_has_its_tasks_until_the_lobby_manager_is_back(
    enter: Enter, kiosk: Arrive
) -> None:
    teller = await in_tasks(await enter("teller"))
    manager = await in_tasks(await enter("lobby_manager", width=768, height=1024))
    ticket = (await kiosk(care=["mobility"]))["ticket"]
    await expect(teller.get_by_text("目前没有待办任务。")).to_be_visible()
    await manager.get_by_role("button", name="离岗").click()
    dialog = manager.get_by_role("dialog")
    await dialog.get_by_role("radio", name=re.compile("teller")).check()
    assert await serious(manager) == []
    await dialog.get_by_role("button", name="离岗").click()
    await expect(manager.locator(".away")).to_contain_text("代管")

    await expect(teller.locator(".away")).to_contain_text("您正在为")
    asked = teller.locator(".entry.open").filter(has_text="由您代管大堂")
    await asked.get_by_role("button", name="知道了").click()
    theirs = task(teller, ticket)
    await theirs.get_by_role("button", name="接单").click()
    await expect(theirs).to_contain_text("处理中")
    assert await serious(teller) == []

    await manager.get_by_role("button", name="返岗").click()
    await expect(manager.locator(".away")).to_have_count(0)
    await expect(teller.locator(".away")).to_have_count(0)
    await expect(teller.locator(".feed")).to_contain_text("您的大堂代管已结束")
    second = (await kiosk(care=["elderly"]))["ticket"]
    await expect(task(manager, second)).to_be_visible()
    await teller.get_by_role("button", name=re.compile("^全部")).click()
    await expect(task(teller, second).get_by_role("button")).to_have_count(0)


async def card_of_a_vip(stack: Stack, branch: Branch) -> str:
    """The number of a card whose holder, 陈志远, is a VIP of the branch."""
    card = f"6222{time.time_ns()}"
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    phone = f"138{time.time_ns() % 10**8:08d}"
    file = {"branch": branch.id, "name": "陈志远", "phone": phone, "segment": "vip"}
    customer = (await head.post("/api/customer/customers", file))["customer"]
    await head.post(f"/api/customer/customers/{customer}/credentials", {"kind": "card", "value": card})
    await head.close()
    return card


async def test_a_vip_is_welcomed_and_at_the_farewell_asked_what_else_they_want(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    card = await card_of_a_vip(stack, branch)
    manager = await in_tasks(await enter("lobby_manager", width=768, height=1024))
    ticket = ""
    async with asyncio.timeout(20):
        while not ticket.startswith("V"):  # lobby has not heard yet whose card it is
            ticket = (await kiosk(credential={"kind": "card", "value": card}))["ticket"]
    await expect(task(manager, "接待贵宾")).to_contain_text("陈**")
    await expect(task(manager, "贵宾室奉茶")).to_contain_text(ticket)
    await task(manager, "接待贵宾").get_by_role("button", name="接单").click()
    teller = await at_counter(enter)
    await teller.get_by_role("button", name=f"呼叫 {ticket}").click()
    await expect(task(manager, "贵宾室奉茶")).to_have_count(0)  # nobody had taken it
    await task(manager, "接待贵宾").get_by_role("button", name="完成").click()
    await teller.get_by_role("button", name="办理完成").click()
    await task(manager, "送别贵宾").get_by_role("button", name="完成").click()
    dialog = manager.get_by_role("dialog")
    await dialog.get_by_role("button", name="理财").click()
    assert await serious(manager) == []
    await dialog.get_by_role("button", name="办妥").click()
    await expect(manager.locator(".ended li").first).to_contain_text("理财")


async def test_the_head_sets_the_minutes_and_what_is_overdue_is_theirs(enter: Enter, kiosk: Arrive) -> None:
    head = await enter("branch_head", width=768, height=1024)
    await head.get_by_role("button", name="设置").click()
    await head.get_by_label("协助填单 完成时限").fill("0.02")
    await head.get_by_label("协助填单 宽限").fill("0.02")
    assert await serious(head) == []
    await head.locator(".settings").get_by_role("button", name="保存").nth(1).click()
    await expect(head.get_by_text("已保存，即时生效。")).to_be_visible()
    await in_tasks(head)
    ticket = (await kiosk(care=["elderly"]))["ticket"]
    late = task(head, ticket)
    await expect(late).to_contain_text("已升级")
    await expect(late).to_contain_text("已超时")
    await late.get_by_role("button", name="接单").click()
    await expect(late).to_contain_text("处理中")
    await head.get_by_role("button", name=re.compile("消息")).click()
    await expect(head.locator(".feed")).to_contain_text("任务逾期未完成")
