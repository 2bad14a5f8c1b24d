"""Complaints with their clocks on the page: taken over, put off, settled, by the law of the branch (D9)."""

import pytest
from playwright.async_api import Page, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter
from tests.browser.test_the_records import room, signed_in


async def complain(stack: Stack, branch: Branch) -> str:
    """A complaint that the lobby manager raised."""
    manager = await signed_in(stack, branch, "lobby_manager")
    said = {"topic": "fees", "words": "多收了十元", "branch": branch.id}
    case = str((await manager.post("/api/customer/complaints", said))["case"])
    await manager.close()
    return case


async def press(page: Page, name: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.locator(".cases").get_by_role("button", name=name)
    await button.focus()
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 820])
async def test_a_complaint_is_put_off_with_approval_and_settled_by_the_keyboard(
    enter: Enter, stack: Stack, branch: Branch, width: int
) -> None:
    await complain(stack, branch)
    page = await enter("lobby_manager", width=width)
    await room(page, "待答复")
    case = page.locator(".case")
    await expect(case).to_contain_text("剩15天")
    await press(page, "接手")
    await expect(case).to_contain_text("处理中")
    await press(page, "查看")
    await expect(case).to_contain_text("多收了十元")
    await press(page, "申请延期")
    await case.get_by_label("原因").fill("待分行核实")
    assert await serious(page) == []
    await case.get_by_role("button", name="申请延期", exact=True).last.click()
    await expect(case).to_contain_text("待审批")
    head = await enter("branch_head", width=width)
    await room(head, "待答复")
    await press(head, "查看")
    await press(head, "批准延期")
    await expect(case).to_contain_text("剩30天")
    await expect(case).to_contain_text("告知延期")
    await press(page, "办结投诉")
    await case.get_by_label("根本原因").fill("系统重复扣费")
    await case.get_by_label("处理结果").fill("已退还")
    assert await serious(page) == []
    await case.get_by_role("button", name="办结投诉", exact=True).last.click()
    await expect(case).to_contain_text("已办结")
    await expect(case).to_contain_text("溯源整改")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_the_head_chooses_the_law_of_the_branch_and_an_open_case_keeps_its_own(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await complain(stack, branch)
    head = await enter("branch_head", width=820, locale="en-US")
    await head.get_by_role("navigation").get_by_role("button", name="My customers", exact=True).click()
    await head.get_by_role("button", name="Complaints", exact=True).click()
    await expect(head.locator(".case")).to_contain_text("Rule set cn:1")
    law = head.locator(".complaint-law")
    await law.get_by_label("The law of this branch").select_option("eu")
    await law.get_by_role("button", name="Choose").click()
    await expect(law).to_contain_text("15 working days")
    assert await serious(head) == []
    await complain(stack, branch)
    await expect(head.locator(".case")).to_have_count(2)
    await expect(head.locator(".case").filter(has_text="Rule set cn:1")).to_have_count(1)
    await expect(head.locator(".case").filter(has_text="Rule set eu:1")).to_have_count(1)


async def test_a_head_who_is_complained_about_is_told_to_stay_out(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await complain(stack, branch)
    page = await enter("lobby_manager")
    await room(page, "待答复")
    await press(page, "查看")
    await press(page, "登记被投诉人")
    case = page.locator(".case")
    await case.get_by_label("被投诉人工号").fill(branch.who("branch_head"))
    await case.get_by_role("button", name="登记被投诉人", exact=True).last.click()
    await expect(case).to_contain_text("回避")
    head = await enter("branch_head")
    await room(head, "待答复")
    await expect(head.locator(".case")).to_contain_text("该投诉涉及您")
    await expect(head.locator(".case").get_by_role("button", name="接手")).to_have_count(0)
