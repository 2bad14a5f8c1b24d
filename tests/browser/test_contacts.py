"""Today's list of an account manager, the contacts and the needs in a customer's file (A1)."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter


def card_of(branch: Branch) -> str:
    """A card that nobody else of the session holds."""
    return f"6222{int(branch.id[1:], 16):012d}"


async def due_today(stack: Stack, branch: Branch) -> str:
    """A customer of the account manager's with a need, which puts them on the list of its day; and one with
    whom a contact was promised for today."""
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    customers = "/api/customer/customers"
    file: dict[str, Any] = {
        "customer": f"{branch.id}-C1",
        "name": "王小明",
        "phone": "13800000042",
        "segment": "vip",
        "branch": branch.id,
        "account_manager": branch.who("account_manager"),
    }
    await head.post(customers, file)
    await head.post(f"{customers}/{file['customer']}/credentials", {"kind": "card", "value": card_of(branch)})
    day = (await head.get("/api/customer/today", branch=branch.id))["day"]
    moved = {"way": "phone", "outcome": "moved", "until": day, "words": "他想看看年金产品"}
    await head.post(f"{customers}/{file['customer']}/contacts", moved)
    await head.close()
    return str(file["customer"])


async def room(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("width", [1280, 820])
async def test_a_call_is_recorded_from_the_list_by_the_keyboard(
    enter: Enter, stack: Stack, branch: Branch, width: int
) -> None:
    await due_today(stack, branch)
    page = await enter("account_manager", width=width)
    await room(page, "我的客户")
    line = page.locator(".today-line").filter(has_text="王小明")
    await expect(line).to_contain_text("约定联系")
    await expect(line).to_contain_text("他想看看年金产品")
    assert await serious(page) == []
    await line.get_by_role("button", name="已联系上").focus()
    await page.keyboard.press("Enter")
    await expect(line.get_by_label("方式")).to_have_value("phone")
    for _ in range(4):
        await page.keyboard.press("Tab")
    await expect(line.get_by_label("方式")).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.type("约好下周来网点")
    assert await serious(page) == []
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("今天没有待联系的客户。")).to_be_visible()
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_an_attempt_takes_one_tap_and_leaves_the_customer_on_the_list(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await due_today(stack, branch)
    page = await enter("account_manager")
    await room(page, "我的客户")
    line = page.locator(".today-line").filter(has_text="王小明")
    await line.get_by_role("button", name="未联系上").click()
    await expect(line).to_contain_text("1 次未联系上")


async def test_a_customer_who_is_due_and_takes_a_number_is_told_and_stands_first(
    enter: Enter, stack: Stack, branch: Branch, kiosk: Arrive
) -> None:
    await due_today(stack, branch)
    page = await enter("account_manager")
    await room(page, "我的客户")
    await expect(page.locator(".today-line")).to_have_count(1)
    ticket = (await kiosk(credential={"kind": "card", "value": card_of(branch)}))["ticket"]
    await expect(page.locator(".feed")).to_contain_text(f"{ticket} 正在厅堂等候")
    await expect(page.locator(".today-line").first).to_contain_text(f"{ticket} 正在厅堂等候")
    assert await serious(page) == []


async def test_the_file_shows_the_log_excuses_the_customer_and_takes_a_need_to_its_end(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await due_today(stack, branch)
    page = await enter("account_manager", width=820)
    await room(page, "我的客户")
    await page.get_by_role("button", name="打开档案 王小明").click()
    contacts = page.get_by_role("region", name="联系记录")
    await expect(contacts.locator(".contact-log li")).to_have_count(1)
    await expect(contacts).to_contain_text("他想看看年金产品")
    await contacts.get_by_role("button", name="暂免联系").click()
    await contacts.get_by_label("到哪一天为止").fill("2027-01-08")
    await contacts.get_by_role("button", name="保存").click()
    await expect(contacts).to_contain_text("暂免至 2027-01-08")
    await contacts.get_by_role("button", name="结束暂免").click()
    await expect(contacts).not_to_contain_text("暂免至")
    needs = page.get_by_role("region", name="客户需求")
    await needs.get_by_role("button", name="登记需求").click()
    await needs.get_by_role("combobox").select_option("pension")
    await needs.get_by_label("客户原话").fill("想为母亲配置一份")
    await needs.get_by_role("button", name="保存").click()
    await expect(needs).to_contain_text("想为母亲配置一份")
    assert await serious(page) == []
    await needs.get_by_role("button", name="核实").click()
    await expect(needs).to_contain_text("已核实")
    await needs.get_by_role("button", name="已满足").click()
    await expect(needs.locator(".need.closed")).to_contain_text("已满足")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_of_two_in_the_form_of_an_excuse_the_slower_is_told_and_keeps_what_they_typed(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await due_today(stack, branch)
    manager, head = await enter("account_manager"), await enter("branch_head")
    forms = []
    for page, reason, until in ((manager, "away", "2027-01-08"), (head, "ill", "2027-02-08")):
        await room(page, "我的客户")
        await page.get_by_role("button", name="查找客户", exact=True).click()
        words = page.get_by_label("姓名、拼音、首字母、电话、证件号或卡号")
        await words.fill("王小明")
        await words.press("Enter")
        await page.locator(".customer-line").click()
        contacts = page.get_by_role("region", name="联系记录")
        await contacts.get_by_role("button", name="暂免联系").click()
        await contacts.get_by_label("到哪一天为止").fill(until)
        await contacts.get_by_role("combobox").select_option(reason)
        forms.append(contacts)
    first, slower = forms
    await first.get_by_role("button", name="保存").click()
    await expect(first).to_contain_text("暂免至 2027-01-08")
    await slower.get_by_role("button", name="保存").click()
    await expect(slower.get_by_role("alert")).to_contain_text("他人已更改此内容")
    await expect(slower).to_contain_text("暂免至 2027-01-08")
    await expect(slower.get_by_label("到哪一天为止")).to_have_value("2027-02-08")
    await slower.get_by_role("button", name="保存").click()
    await expect(slower).to_contain_text("暂免至 2027-02-08")
    await first.get_by_role("button", name="结束暂免").click()  # of the one that the head has replaced
    await expect(manager.get_by_text("他人已更改此内容")).to_be_visible()
    await expect(first).to_contain_text("暂免至 2027-02-08")
