"""Receiving, parking, transferring, sending another way; pausing; changing the rules (D1, D2, D8)."""

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_floor import at_counter, row_of

CASH = {
    "zh": "取款",
    "en": "Withdrawal",
    "self_service_up_to": 20000,
    "forms": [{"zh": "凭条", "en": "Slip"}],
}
TRANSACTIONS = {"cash": CASH, "loan": {"zh": "贷款", "en": "Loan", "counters": ["2"]}}


async def set_up(stack: Stack, branch: Branch, **rules: int) -> None:
    """The branch lists two transactions, and diverts by these rules."""
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    at = f"/api/lobby/branches/{branch.id}"
    await ops.put(f"{at}/transactions", TRANSACTIONS)
    await ops.put(f"{at}/rules", rules)
    await ops.close()


async def open_ticket(page: Page, ticket: str) -> None:
    await page.get_by_role("button", name=f"更多 {ticket}").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_a_customer_is_received_with_advice_and_may_have_a_counter_all_the_same(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await set_up(stack, branch, divert_from=0)
    page = await enter("lobby_manager")
    await page.get_by_role("button", name="接待客户").click()
    await page.get_by_label("办理业务").select_option("cash")
    await page.get_by_label("金额").fill("500")
    await expect(page.locator(".advice")).to_contain_text("自助设备")
    assert await serious(page) == []
    await page.get_by_role("button", name="引导分流").click()
    await expect(page.locator(".one").filter(has_text="M001")).to_contain_text("自助设备")
    await page.get_by_role("button", name="接待客户").click()
    await page.get_by_label("办理业务").select_option("cash")
    await page.get_by_role("button", name="仍到柜台").click()
    await expect(row_of(page, "A001")).to_be_visible()


async def test_who_comes_back_from_the_machine_waits_on(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    await set_up(stack, branch, divert_from=0)
    slip = await kiosk(need="cash", amount=500)
    assert (slip["ticket"], slip["channel"], slip["reason"]["zh"][:2]) == ("M001", "self_service", "自助")
    page = await enter("lobby_manager")
    await open_ticket(page, "M001")
    await page.get_by_role("button", name="未办成，回柜台等候").click()
    await expect(page.get_by_role("list", name="等候").get_by_text("M001")).to_be_visible()
    await expect(page.locator(".feed")).to_contain_text("M001号从自助设备返回")


async def test_by_keyboard_alone_a_ticket_is_parked_and_comes_back(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk(need="loan"))["ticket"]
    page = await enter("lobby_manager")
    await page.get_by_role("button", name=f"更多 {ticket}").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="暂存（客户暂离）").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="暂离")).to_be_visible()
    assert await serious(page) == []
    await page.get_by_role("button", name=f"更多 {ticket}").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="客户已回，继续等候").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="等候").get_by_text(ticket)).to_be_visible()


async def test_a_ticket_is_transferred_to_a_counter_and_another_service(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    await set_up(stack, branch)
    ticket = (await kiosk(need="cash", wants_counter=True))["ticket"]
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await open_ticket(page, ticket)
    await page.get_by_role("button", name="转号").click()
    await page.get_by_label("转办业务").select_option("loan")
    await page.get_by_role("dialog").get_by_role("button", name="转号").click()
    await expect(page.locator("#my-counter")).to_contain_text("空闲")
    await expect(row_of(page, ticket)).to_contain_text("贷款")


async def test_the_manager_gives_a_reason_for_the_green_channel(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk(need="loan"))["ticket"]
    page = await enter("lobby_manager")
    await open_ticket(page, ticket)
    await page.get_by_role("button", name="改派渠道").click()
    await page.get_by_label("改派到").select_option("counter")
    await page.get_by_label("绿色通道原因").select_option("mobility")
    await page.get_by_role("button", name="改派渠道").click()
    await expect(row_of(page, ticket)).to_contain_text("绿色通道")
    await expect(row_of(page, ticket)).to_contain_text("行动不便")


async def test_a_counter_pauses_for_a_reason_that_all_see(enter: Enter, kiosk: Arrive) -> None:
    await kiosk()
    page = await at_counter(enter)
    manager = await enter("lobby_manager")
    await page.get_by_role("button", name="暂停柜台").click()
    await page.get_by_role("button", name="清点现金").click()
    await expect(page.locator("#my-counter")).to_contain_text("清点现金")
    await expect(manager.locator(".counter").filter(has_text="清点现金")).to_be_visible()
    await page.get_by_role("button", name="恢复叫号").click()
    await expect(page.get_by_role("button", name="呼叫下一位")).to_be_visible()


async def test_the_branch_head_changes_the_rules_while_the_day_runs(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await set_up(stack, branch)
    manager = await enter("lobby_manager")
    page = await enter("branch_head")
    await page.get_by_role("button", name="设置").click()
    await page.get_by_label("普通 等候时限（分钟）").fill("30")
    await page.get_by_role("button", name="保存").first.click()
    await expect(manager.locator(".feed")).to_contain_text("叫号规则")
    await page.get_by_role("button", name="取款").click()
    await page.get_by_label("自助限额").fill("30000")
    assert await serious(page) == []
    await page.get_by_role("dialog").get_by_role("button", name="保存").click()
    await expect(page.locator(".settings")).to_contain_text("30000 元")


async def test_the_manager_sees_at_once_who_waits_where_nobody_can_call(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    await set_up(stack, branch)
    manager = await enter("lobby_manager")
    page = await at_counter(enter)
    ticket = (await kiosk(need="loan"))["ticket"]
    banner = manager.locator(".stranded")
    await expect(banner).to_contain_text(
        f"1位普通客户在等候（贷款），开放的窗口均不能办理：请安排。 {ticket}"
    )
    await expect(manager.locator(".feed")).to_contain_text(
        f"{ticket}号等1位客户，开放的窗口均不能为其办理贷款"
    )
    await expect(page.get_by_role("button", name="呼叫下一位")).to_be_disabled()
    assert await serious(manager) == []
    await open_ticket(manager, ticket)
    await manager.get_by_role("button", name="转号").click()
    await expect(manager.get_by_label("转到柜台").get_by_role("option")).to_have_count(
        2
    )  # any, and the open one
    await manager.get_by_label("转到柜台").select_option("1")
    await manager.get_by_role("dialog").get_by_role("button", name="转号").click()
    await expect(banner).to_have_count(0)
    await page.get_by_role("button", name="呼叫下一位").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
