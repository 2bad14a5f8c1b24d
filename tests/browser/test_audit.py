"""The audit trail, break-glass, and accesses to a file, on the page (Q1)."""

import re
import time

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter
from tests.stage import PASSWORD


async def file_of(stack: Stack, branch: Branch, name: str, manager: str | None) -> str:
    """Open a customer file as the branch head."""
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    new = {"branch": branch.id, "name": name, "phone": f"138{time.time_ns() % 10**8:08d}"}
    file = await head.post("/api/customer/customers", {**new, "account_manager": manager})
    await head.get(f"/api/customer/customers/{file['customer']}")
    await head.close()
    return str(file["customer"])


async def opened(page: Page, customer: str) -> Page:
    """Open a file in the room of customers, as its parts do."""
    await page.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    module = "ofPage('rooms/customers/opened.js')"
    await page.evaluate(f"id => {module}.then((it) => it.openFile(id))", customer)
    return page


async def test_who_breaks_the_glass_by_keyboard_reads_on_and_the_head_sees_why(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer = await file_of(stack, branch, "王小明", None)
    head = await enter("branch_head", width=820, height=1100)
    manager = await opened(await enter("account_manager", width=820, height=1100), customer)
    await manager.get_by_role("button", name="紧急查看").focus()
    await manager.keyboard.press("Enter")
    dialog = manager.get_by_role("dialog")
    assert await serious(manager) == []
    await dialog.get_by_role("button", name="查看三十分钟").click()
    await expect(dialog).to_contain_text("请填写理由")
    await dialog.get_by_label("理由").fill("客户在柜台晕倒，需联系家属")
    await manager.keyboard.press("Tab")
    await dialog.get_by_role("button", name="查看三十分钟").press("Enter")
    await expect(manager.get_by_text("已通知网点负责人")).to_be_visible()
    await expect(manager.get_by_role("button", name="紧急查看")).to_have_count(0)
    await expect(head.locator(".feed")).to_contain_text("紧急查看客户王**的档案")

    await head.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await head.get_by_role("button", name="审计", exact=True).click()
    await head.get_by_role("button", name="紧急查看", exact=True).click()
    glass = head.locator(".glasses li")
    await expect(glass).to_contain_text("客户在柜台晕倒，需联系家属")
    await expect(glass).to_contain_text("有效至")
    assert await serious(head) == []


async def test_the_head_sees_readings_without_a_cause_and_all_accesses_to_a_file(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer = await file_of(stack, branch, "李四方", branch.who("account_manager"))
    owner = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    await owner.get(f"/api/customer/customers/{customer}")
    await owner.close()
    head = await enter("branch_head", width=820, height=1100)
    await head.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await head.get_by_role("button", name="审计", exact=True).click()
    record = head.locator(".audit-records li")
    await expect(record.first).to_contain_text("赵磊")
    await expect(record.first).to_contain_text("无业务原由")
    assert await serious(head) == []
    await head.get_by_role("button", name="全部记录").click()
    await expect(record.filter(has_text="陈静")).to_contain_text("原由：本人客户")
    await head.get_by_role("button", name="仅看陈静的记录").click()
    await expect(record).to_have_count(1)
    await record.get_by_role("button", name=re.compile("打开客户李")).click()
    await head.get_by_role("button", name="谁看过此档案").click()
    await expect(head.locator(".who-saw .audit-records")).to_contain_text("陈静")
    assert await serious(head) == []
    await head.get_by_role("button", name="English").click()
    await expect(head.get_by_role("button", name="Accesses to this file")).to_be_visible()
    await expect(head.locator(".who-saw .audit-records")).to_contain_text("own portfolio")
