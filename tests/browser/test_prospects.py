"""The board of prospects (A2, D5): moved by keyboard and by mouse, with what each stage demands."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.day.cast import known
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter

BOARD = "/api/referral/prospects"


async def signed(stack: Stack, staff: str, password: str = PASSWORD) -> Staff:
    return await Staff(stack.url(), staff, password).sign_in()


async def with_customers(stack: Stack, branch: Branch, *names: str) -> None:
    """Open files for people whom the account manager keeps; `referral` knows them at the end."""
    head = await signed(stack, branch.who("branch_head"))
    for number, name in enumerate(names):
        form = {"branch": branch.id, "name": name, "phone": f"1360000{number:04}"}
        manager = {"customer": f"{branch.id}-{number}", "account_manager": branch.who("account_manager")}
        await head.post("/api/customer/customers", {**form, **manager})
    await head.close()
    keeper = await signed(stack, branch.who("account_manager"))
    for number in range(len(names)):
        await known(keeper, f"{branch.id}-{number}")
    await keeper.close()


def day(ahead: int) -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) + timedelta(days=ahead):%Y-%m-%d}"


async def with_prospects(stack: Stack, branch: Branch, *needs: str) -> None:
    """Open prospects of the first customer."""
    manager = await signed(stack, branch.who("account_manager"))
    for need in needs:
        form: dict[str, Any] = {"branch": branch.id, "need": need, "customer": f"{branch.id}-0"}
        await manager.post(BOARD, {**form, "next_step": "call", "next_on": day(1)})
    await manager.close()


async def tab(page: Page, name: str) -> None:
    """Open a tab of the room of business."""
    await page.get_by_role("navigation").get_by_role("button", name="业务", exact=True).click()
    await page.locator("#business").get_by_role("button", name=name, exact=True).click()


def column(page: Page, stage: str) -> Any:
    return page.locator(f".stage[data-stage={stage}]")


async def test_a_prospect_is_opened_moved_by_keyboard_and_lost_with_a_reason(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await with_customers(stack, branch, "王小明")
    page = await enter("account_manager", width=820, height=1180)
    await tab(page, "潜客看板")
    await page.get_by_role("button", name="新建潜客").click()
    await page.get_by_label("姓名").fill("王小明")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="王小明").click()
    await page.get_by_label("意向").select_option("wealth")
    assert await serious(page) == []
    await page.locator(".prospect-open form").get_by_role("button", name="新建潜客").click()
    card = column(page, "new").locator(".prospect")
    await expect(card).to_contain_text("王**")
    await expect(card).to_contain_text("下一步")
    await expect(column(page, "new").locator("h3")).to_contain_text("1")
    await card.get_by_role("combobox", name="移至").focus()
    await card.get_by_role("combobox", name="移至").select_option("met")
    form = card.locator("form")
    await form.get_by_label("下一步").select_option("propose")
    await form.get_by_label("日期").fill(day(3))
    assert await serious(page) == []
    await form.get_by_role("button", name="移至已面谈").focus()
    await page.keyboard.press("Enter")
    moved = column(page, "met").locator(".prospect")
    await expect(moved).to_contain_text("提交方案")
    await expect(column(page, "new").locator("h3")).to_contain_text("0")
    await moved.get_by_role("button", name="经过").click()
    await expect(moved.locator(".prospect-log")).to_contain_text("新建")
    await moved.get_by_role("combobox", name="移至").select_option("lost")
    await moved.get_by_label("流失原因").select_option("price")
    await moved.locator("form").get_by_role("button").last.click()
    await expect(column(page, "lost").locator(".prospect")).to_contain_text("价格或利率")
    await page.get_by_role("button", name="English").click()
    await expect(column(page, "lost")).to_contain_text("The price")
    assert await serious(page) == []


async def test_a_card_that_is_dropped_asks_for_what_its_new_stage_demands(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await with_customers(stack, branch, "李强")
    await with_prospects(stack, branch, "loan")
    page = await enter("account_manager", width=1600)
    await tab(page, "潜客看板")
    card = column(page, "new").locator(".prospect")
    await card.drag_to(column(page, "parked"))
    await card.get_by_label("搁置至").fill(day(5))
    await card.locator("form").get_by_role("button").last.click()
    await expect(column(page, "parked").locator(".prospect")).to_contain_text(day(5))


async def test_the_finder_and_the_head_see_who_said_no_and_how_it_ended(
    enter: Enter, stack: Stack, branch: Branch, kiosk: Arrive
) -> None:
    visit = (await kiosk(need="loan"))["visit"]
    finder = await signed(stack, branch.who("lobby_manager"))
    await finder.post(f"/api/lobby/visits/{visit}/prospect", {"need": "loan", "accepts": "now"})
    await finder.close()
    manager = await enter("account_manager")
    await manager.get_by_role("button", name="婉拒").first.click()
    await manager.get_by_role("dialog").get_by_role("button").nth(1).click()
    lobby, head = await enter("lobby_manager"), await enter("branch_head")
    await tab(lobby, "我发现的潜客")
    await expect(lobby.locator(".found-one")).to_contain_text("婉拒")
    await expect(lobby.locator(".found-prospects")).to_contain_text("历史太少")
    assert await serious(lobby) == []
    await tab(head, "转介")
    await expect(head.locator(".found-one")).to_contain_text("待指派")
    assert await serious(head) == []
    await head.locator(".found-one form").get_by_role("button", name="指派").click()
    await expect(head.locator(".found-one")).to_contain_text("已接受")
    await expect(lobby.locator(".found-one")).to_contain_text("新建")
    await tab(head, "潜客看板")
    await expect(column(head, "new").locator(".prospect")).to_contain_text("尚未建档")
