"""Latent needs on the page: a hint with its reasons, taken up or dismissed; what the head is told (A2)."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.day.cast import until
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter
from tests.browser.test_the_records import room, signed_in

ALL = 100
"""Customers of the branch: 50 hold a deposit and a fund, 6 a deposit alone, the others a card."""


@pytest_asyncio.fixture(loop_scope="session")
async def head(stack: Stack, branch: Branch) -> AsyncIterator[Staff]:
    one = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    yield one
    await one.close()


async def open_files(head: Staff, branch: Branch, kinds: list[tuple[str, ...]]) -> None:
    """Open a file for each, with what they hold."""

    async def open_one(number: int, products: tuple[str, ...]) -> None:
        file: dict[str, Any] = {
            "branch": branch.id,
            "name": "李明",
            "phone": f"138{zlib.crc32(branch.id.encode()) % 100_000:05}{number:03}",
            "account_manager": branch.who("account_manager"),
        }
        id = str((await head.post("/api/customer/customers", file))["customer"])
        holdings = [{"product": one, "amount": 100_00} for one in products]
        await head.put(f"/api/customer/customers/{id}/holdings", {"holdings": holdings})

    await asyncio.gather(*(open_one(number, products) for number, products in enumerate(kinds)))


def of(branch: Branch) -> str:
    return f"/api/customer/branches/{branch.id}/latent"


async def looked(stack: Stack, branch: Branch) -> None:
    """Wait until the branch was looked at."""
    head = await signed_in(stack, branch, "branch_head")

    async def is_over() -> bool:
        round = (await head.get(of(branch)))["round"]
        return round is not None and round["ended"] is not None

    await until(is_over, within=200)
    await head.close()


async def by_keyboard(page: Page, name: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.get_by_role("button", name=name, exact=True)
    await button.focus()
    await page.keyboard.press("Enter")


@pytest.mark.timeout(300)
async def test_a_hint_is_read_with_its_reasons_taken_up_and_dismissed(
    enter: Enter, stack: Stack, branch: Branch, head: Staff
) -> None:
    kinds: list[tuple[str, ...]] = [("deposit", "fund")] * 50 + [("deposit",)] * 6
    await open_files(head, branch, [*kinds, *[("card",)] * (ALL - len(kinds))])
    await head.post(f"{of(branch)}/run")
    await looked(stack, branch)
    page = await enter("account_manager", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "潜在需求")
    lines = page.locator(".latent .risks li")
    await expect(lines.first).to_contain_text("可能需要：基金")
    assert await serious(page) == []
    await lines.first.get_by_role("button").focus()
    await page.keyboard.press("Enter")
    section = page.get_by_role("region", name="潜在需求", exact=True)
    await expect(section).to_contain_text("已持有存款的客户：每100人中有89人持有（全部客户为50人）")
    await expect(section).to_contain_text("请勿主动联系")
    assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await page.get_by_role("button", name="English").click()
    section = page.get_by_role("region", name="Latent needs", exact=True)
    await expect(section).to_contain_text("Customers who hold deposit: 89 of 100 hold it")
    await section.get_by_role("button", name="Take up").press("Enter")
    await expect(section).to_contain_text("There is no hint at present.")
    await section.get_by_text("Hints before").click()
    await expect(section).to_contain_text("Taken up")


@pytest.mark.timeout(300)
async def test_a_hint_is_dismissed_for_a_reason_and_the_head_reads_that_history_is_too_little(
    enter: Enter, stack: Stack, branch: Branch, head: Staff
) -> None:
    kinds: list[tuple[str, ...]] = [("deposit", "fund")] * 50 + [("deposit",)] * 6
    await open_files(head, branch, [*kinds, *[("card",)] * (ALL - len(kinds))])
    page = await enter("branch_head", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "潜在需求")
    measure = page.get_by_role("region", name="提示是否有效")
    await expect(measure).to_contain_text("尚未统计")
    await by_keyboard(page, "立即重新计算")
    await expect(page.get_by_text("已开始")).to_be_visible()
    await looked(stack, branch)
    await expect(measure.get_by_role("table")).to_contain_text("银行卡4456能", timeout=30_000)
    await expect(measure).to_contain_text("历史数据太少")
    lines = page.locator(".latent .risks li")
    await expect(lines.first).to_contain_text("可能需要：基金", timeout=30_000)
    await expect(lines.first.locator(".number")).to_contain_text("每100人中")
    assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await lines.first.get_by_role("button").press("Enter")
    section = page.get_by_role("region", name="潜在需求", exact=True)
    await section.get_by_role("button", name="忽略").press("Enter")
    await section.get_by_label("忽略原因").select_option(label="他行已持有")
    await section.locator("form").get_by_role("button", name="忽略").press("Enter")
    await expect(section).to_contain_text("目前没有提示")


async def test_the_head_sets_the_rules_of_the_branch(enter: Enter) -> None:
    page = await enter("branch_head")
    await room(page, "我的客户")
    await by_keyboard(page, "潜在需求")
    rules = page.get_by_role("region", name="提示规则")
    await rules.get_by_label("类似客户每100人中至少多少人持有").fill("60")
    families = rules.get_by_label("产品归类")
    await families.fill("fund_gold")
    await rules.get_by_role("button", name="保存").press("Enter")
    await expect(rules.get_by_role("alert")).to_contain_text("归类有误")
    await families.fill("fund_gold = fund = wealth")
    await rules.get_by_role("button", name="保存").press("Enter")
    await expect(rules).to_contain_text("第1版")
