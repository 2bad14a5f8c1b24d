"""Handing customers over (W2): proposed by the head, accepted and returned one by one by the receiver."""

from playwright.async_api import expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter
from tests.browser.test_imports import tab


async def test_a_portfolio_is_proposed_and_its_customers_are_accepted_or_returned_one_by_one(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    giver, receiver = branch.who("account_manager"), branch.who("second_manager")
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    keeper = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    second = {"staff": receiver, "name": "周洁", "password": PASSWORD, "roles": ["account_manager"]}
    await admin.post("/api/notify/staff", {**second, "branches": [branch.id]})
    for number, name in enumerate(("王小明", "李强强")):
        form = {"branch": branch.id, "name": name, "phone": f"1370000{number:04}", "account_manager": giver}
        await keeper.post("/api/customer/customers", {**form, "customer": f"{branch.id}-{number}"})
    await admin.close()
    await keeper.close()
    head, other = await enter("branch_head", width=820, height=1180), await enter("second_manager")
    await tab(head, "我的客户", "客户交接")
    await head.get_by_label("交出人").select_option(giver)
    await head.get_by_label("接收人").select_option(receiver)
    assert await serious(head) == []
    await head.get_by_role("button", name="提交").focus()
    await head.keyboard.press("Enter")
    await expect(head.locator(".handover")).to_contain_text("待答复 2")
    await expect(other.locator(".feed")).to_contain_text("2位客户交接给您")
    await tab(other, "我的客户", "客户交接")
    assert await serious(other) == []
    await other.get_by_role("button", name="接收 王**").click()
    await expect(other.locator(".handover")).to_contain_text("已交接 1")
    await other.get_by_role("button", name="退回 李**").click()
    await other.get_by_label("退回原因").select_option("language")
    await other.locator(".handover-item form").get_by_role("button", name="退回").click()
    await expect(other.locator(".handover")).to_contain_text("退回 1")
    await expect(head.locator(".feed")).to_contain_text("语言不通")
    await expect(head.locator(".feed")).to_contain_text("交接已完成")
    await head.get_by_role("button", name="English").click()
    await expect(head.locator(".handover")).to_contain_text("1 handed over")


async def test_who_holds_customers_leaves_only_with_a_reason_and_the_head_has_the_list_at_once(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    giver = branch.who("account_manager")
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    keeper = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    form = {"branch": branch.id, "name": "王小明", "phone": "13700000009", "account_manager": giver}
    await keeper.post("/api/customer/customers", form)
    head = await enter("branch_head")
    await tab(head, "我的客户", "客户交接")
    gone = {"staff": giver, "name": "陈静", "roles": [], "leaves_because": "ill"}
    await admin.post("/api/notify/staff", gone)
    await admin.close()
    await keeper.close()
    await expect(head.locator(".unkept")).to_contain_text("王**")
    await expect(head.locator(".feed")).to_contain_text("1位客户无人管理")
    assert await serious(head) == []
