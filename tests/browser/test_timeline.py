"""The file of a customer on the page: the timeline with its causes, and who belongs to whom (W3)."""

import uuid

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter


async def open_files(stack: Stack, branch: Branch) -> tuple[str, str, str]:
    """Two customers of the account manager: their ids, and the card of the first."""
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    card = f"6222{uuid.uuid4().int % 10**12:012d}"
    ids = []
    for name in ("王小明", "李小红"):
        phone = f"139{uuid.uuid4().int % 10**8:08d}"
        file = {"branch": branch.id, "name": name, "phone": phone, "segment": "vip"}
        manager = {"account_manager": branch.who("account_manager")}
        ids.append((await head.post("/api/customer/customers", {**file, **manager}))["customer"])
    await head.post(f"/api/customer/customers/{ids[0]}/credentials", {"kind": "card", "value": card})
    await head.close()
    return ids[0], ids[1], card


async def open_room(page: Page, customer: str, name: str = "我的客户") -> None:
    await page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()
    opened = "ofPage('rooms/customers/opened.js').then((one) => one.openFile(id))"
    await page.evaluate(f"(id) => {opened}", customer)


async def test_a_visit_to_the_hall_is_a_line_whose_cause_opens(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    customer, _, card = await open_files(stack, branch)
    await kiosk(need="wealth", credential={"kind": "card", "value": card})
    manager = await enter("account_manager", width=820)
    await open_room(manager, customer)
    timeline = manager.locator(".timeline")
    await expect(timeline.locator(".log li").filter(has_text="认出客户")).to_contain_text("厅堂来访")
    assert await serious(manager) == []
    await timeline.get_by_role("button", name="来由：认出客户").press("Enter")
    dialog = manager.get_by_role("dialog")
    await expect(dialog.locator(".chain li").first).to_contain_text("客户到店")
    assert await serious(manager) == []
    await manager.keyboard.press("Escape")
    await timeline.get_by_role("button", name="投诉", exact=True).click()
    await expect(timeline.get_by_text("暂无记录。")).to_be_visible()


async def test_who_belongs_to_whom_is_recorded_by_keyboard_and_ended(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, spouse, _ = await open_files(stack, branch)
    manager = await enter("account_manager", width=820)
    await open_room(manager, customer)
    relations = manager.locator(".relations")
    await expect(relations.get_by_text("暂无登记的关系。")).to_be_visible()
    await relations.locator("summary").press("Enter")
    await relations.get_by_label("对方客户编号").fill(spouse)
    await relations.get_by_label("对方是该客户的").select_option("spouse")
    await relations.get_by_role("button", name="登记关系", exact=True).press("Enter")
    line = relations.locator(".relation-list li")
    await expect(line).to_contain_text("配偶")
    await expect(line).to_contain_text("李**")
    assert await serious(manager) == []
    await line.get_by_role("button", name="打开档案").click()
    await expect(relations.locator(".relation-list li")).to_contain_text("王**")
    await expect(manager.locator(".timeline")).to_contain_text("登记关系")
    await relations.get_by_role("button", name="解除", exact=True).click()
    await relations.get_by_label("解除日期").fill("2026-01-05")
    await relations.get_by_role("button", name="解除", exact=True).click()
    await expect(relations.locator(".relation-list li")).to_contain_text("已解除：2026-01-05")


async def test_the_page_says_it_in_english_too(enter: Enter, stack: Stack, branch: Branch) -> None:
    customer, _, _ = await open_files(stack, branch)
    manager = await enter("account_manager")
    await manager.get_by_role("button", name="English").click()
    await open_room(manager, customer, "My customers")
    await expect(manager.locator(".timeline")).to_contain_text("A customer file was opened or changed")
    await expect(manager.locator(".relations")).to_contain_text("No relation is on record.")
