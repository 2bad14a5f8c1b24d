"""The analysis of customers on the page: by risk, of one customer, and what can be made of it (W4)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter
from tests.browser.test_the_records import room

Known = Callable[[str, str], Awaitable[str]]


@pytest_asyncio.fixture(loop_scope="session")
async def known(stack: Stack, branch: Branch, kiosk: Arrive) -> Known:
    """`await known("王小明", "…card…")`: a customer of the branch's account manager, who is here today."""

    async def customer(name: str, card: str) -> str:
        head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
        file: dict[str, Any] = {
            "branch": branch.id,
            "name": name,
            "phone": f"139{card[-8:]}",
            "segment": "vip",
            "account_manager": branch.who("account_manager"),
        }
        id = str((await head.post("/api/customer/customers", file))["customer"])
        address = f"/api/customer/customers/{id}/credentials"
        await head.post(address, {"kind": "card", "value": card})
        await head.close()
        await kiosk(credential={"kind": "card", "value": card})
        return id

    return customer


async def by_keyboard(page: Page, name: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.get_by_role("button", name=name)
    await button.focus()
    await page.keyboard.press("Enter")


async def test_an_account_manager_reads_by_the_keyboard_who_may_leave_and_why(
    enter: Enter, known: Known
) -> None:
    id = await known("欧阳娜娜", "6222020011112222")
    page = await enter("account_manager", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "客户分析")
    line = page.locator(".risks li")
    await expect(line).to_contain_text("今天来过", timeout=30_000)
    await expect(line).to_contain_text("稳定")
    await expect(line.locator(".number")).to_contain_text("流失可能 每100人中")
    assert await serious(page) == []
    await by_keyboard(page, f"查看档案 欧*** {id}")
    section = page.get_by_role("region", name="客户分析")
    await expect(section).to_contain_text("今天来过。")
    await expect(section).to_contain_text("以往往来")
    await expect(section).to_contain_text("方法版本")
    assert await serious(page) == []
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("region", name="Analysis")).to_contain_text("Was here today.")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_the_head_sees_the_branch_and_what_was_said_against_what_came(
    enter: Enter, known: Known
) -> None:
    await known("王小明", "6222020011113333")
    page = await enter("branch_head")
    await room(page, "我的客户")
    await by_keyboard(page, "客户分析")
    await expect(page.locator(".risks li")).to_contain_text("陈静", timeout=30_000)
    await expect(page.get_by_role("region", name="预测与实际")).to_contain_text("90天")
    assert await serious(page) == []
