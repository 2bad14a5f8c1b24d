"""Deals and the desks of the departments (A4): taken, returned, done; the manager sees who holds the ball."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import open_customer, tab
from tests.browser.conftest import PASSWORD, Branch, Enter

DEALS = "/api/referral/deals"
LOAN = {
    "family": "loan",
    "name_zh": "个人住房贷款",
    "name_en": "Home loan",
    "issuer_risk": "R1",
    "seller_risk": "R1",
    "on_sale_from": "2026-01-01",
}
DEPARTMENTS = {"risk": "risk_office", "risk2": "risk_office", "desk": "product_desk", "office": "back_office"}


async def departments(stack: Stack, branch: Branch) -> None:
    """Enrol people of the departments; the account manager has a customer."""
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    for name, role in DEPARTMENTS.items():
        known = {"staff": branch.who(name), "name": f"同事{name}", "password": PASSWORD, "roles": [role]}
        await admin.post("/api/notify/staff", {**known, "branches": [branch.id]})
    await admin.close()
    desk = await Staff(stack.url(), branch.who("desk"), PASSWORD).sign_in()
    listed = await desk.get("/api/referral/products", branch=branch.id)
    if not any(one["product"] == "home_loan" for one in listed):
        await desk.put("/api/referral/products/home_loan", LOAN)
        await desk.post("/api/referral/products/home_loan/publish")
    await desk.close()
    await open_customer(stack, branch)


async def enrol_manager(stack: Stack, branch: Branch) -> str:
    """Enrol another account manager of the branch, and return their staff id."""
    staff = branch.who("manager2")
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    known = {"staff": staff, "name": "何琳", "password": PASSWORD, "roles": ["account_manager"]}
    await admin.post("/api/notify/staff", {**known, "branches": [branch.id]})
    await admin.close()
    return staff


async def manager_of(stack: Stack, branch: Branch) -> Staff:
    return await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()


async def open_deal(manager: Staff, branch: Branch, **changes: Any) -> str:
    """Open a deal whose papers are collected: it waits at the departments of risk and of products."""
    form = {
        "product": "home_loan",
        "amount": 80_000_000,
        "customer": f"{branch.id}-1",
        "template": "loan",
        **changes,
    }
    deal = (await manager.post(f"{DEALS}?branch={branch.id}", form))["deal"]
    for what in ("take", "finish"):
        await manager.post(f"{DEALS}/{deal}/tasks/papers/{what}", {})
    return str(deal)


async def deals_of(page: Page) -> None:
    """Open the list of deals in the room of business."""
    await page.get_by_role("navigation").get_by_role("button", name="业务", exact=True).click()
    await page.locator("#business").get_by_role("button", name="业务办理", exact=True).click()


def at_desk(page: Page, step: str) -> Any:
    return page.locator(".deal-task").filter(has_text=step)


async def test_a_manager_opens_a_deal_and_sees_who_holds_the_ball(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    await open_customer(stack, branch)
    manager = await enter("account_manager", width=820, height=1180)
    await deals_of(manager)
    await expect(manager.locator(".deals")).to_contain_text("没有业务")
    await manager.get_by_role("button", name="新开业务").click()
    await manager.get_by_label("姓名").fill("王小明")
    await manager.keyboard.press("Enter")
    await manager.get_by_role("button", name="王小明").click()
    await manager.locator("select[name=product]").select_option("home_loan")
    await manager.get_by_label("金额（元）").fill("80万")
    await manager.get_by_label("业务模板").select_option("loan")
    await expect(manager.locator(".deal-plan li")).to_have_count(4)
    assert await serious(manager) == []
    await manager.get_by_role("button", name="开立", exact=True).click()
    await expect(manager.locator("#deal-title")).to_contain_text("800,000 CNY")
    await expect(manager.locator(".deal-strip")).to_contain_text("客户：王**")
    await expect(manager.locator(".deal-holders")).to_contain_text("网点 · 陈静：收集材料")
    await expect(manager.locator(".deal-promise")).to_contain_text("模板时限")
    await manager.get_by_role("button", name="受理 收集材料").focus()
    await manager.keyboard.press("Enter")
    await manager.get_by_role("button", name="完成 收集材料").focus()
    await manager.keyboard.press("Enter")
    await expect(manager.locator(".deal-holders")).to_contain_text("风险管理：授信审查")
    await expect(manager.locator(".deal-holders")).to_contain_text("产品部门：方案定价")
    assert await serious(manager) == []
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert await manager.evaluate(width)
    await manager.get_by_role("button", name="English").click()
    await expect(manager.locator(".deal-holders")).to_contain_text("Risk management: Credit review")


async def test_a_prospect_becomes_a_deal_from_its_card_and_the_head_gives_it_to_another(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    customer = await open_customer(stack, branch)
    api = await manager_of(stack, branch)
    on = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    about = {"branch": branch.id, "need": "loan", "customer": customer, "next_step": "call", "next_on": on}
    prospect = (await api.post("/api/referral/prospects", about))["prospect"]
    manager = await enter("account_manager", width=820, height=1180)
    await tab(manager, "潜客看板")
    card = manager.locator(".prospect")
    await card.get_by_role("button", name="开立业务").press("Enter")
    await card.locator("select[name=product]").select_option("home_loan")
    await card.get_by_label("金额（元）").fill("80万")
    await card.get_by_label("业务模板").select_option("loan")
    wide = (
        "card => card.getBoundingClientRect().right <= card.closest('.stage').getBoundingClientRect().right"
    )
    assert await card.evaluate(wide), "a card is no wider than its column"
    assert await serious(manager) == []
    await card.get_by_role("button", name="开立", exact=True).press("Enter")
    await expect(manager.locator(".toasts")).to_contain_text("业务已开立。")
    (deal,) = (await api.get(DEALS, branch=branch.id))["deals"]
    await expect(card.get_by_role("button", name="开立业务")).to_have_count(0)
    await card.get_by_role("button", name="查看业务").press("Enter")
    await expect(manager.locator("#deal-title")).to_contain_text("个人住房贷款 · 800,000 CNY")
    strip = await api.get(f"{DEALS}/{deal['deal']}")
    assert (strip["prospect"], strip["customer"]) == (prospect, customer)
    other = await enrol_manager(stack, branch)
    head = await enter("branch_head", width=820, height=1180)
    await deals_of(head)
    await head.locator(".deal-line").click()
    await head.get_by_role("button", name="移交业务").press("Enter")
    await head.locator(".deal-strip").get_by_label("客户经理").select_option(other)
    assert await serious(head) == []
    await head.locator(".deal-strip form").get_by_role("button", name="移交业务").press("Enter")
    await expect(head.locator(".deal-strip")).to_contain_text("客户经理：何琳")
    await api.close()


async def test_a_department_sees_its_desk_alone_takes_a_task_and_returns_it_with_a_reason(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    manager = await manager_of(stack, branch)
    risk, watching = await enter("risk", width=820, height=1180), await enter("account_manager")
    refused: list[str] = []
    risk.on("response", lambda it: refused.append(it.url) if it.status in (401, 403) else None)
    await expect(risk.locator("nav.tabs button")).to_have_count(2)  # business, and the messages
    await expect(risk.locator(".deal-desk")).to_contain_text("目前没有任务")
    await open_deal(manager, branch)
    await expect(at_desk(risk, "授信审查")).to_contain_text("待受理")
    await expect(risk.locator(".feed")).to_contain_text("业务环节待受理：授信审查（个人住房贷款）")
    await expect(at_desk(risk, "授信审查")).to_contain_text("个人住房贷款 · 800,000 CNY")
    await expect(at_desk(risk, "授信审查")).not_to_contain_text("客户：")
    await expect(risk.locator("main")).not_to_contain_text("home_loan")
    assert await serious(risk) == []
    await risk.get_by_role("button", name="受理 授信审查").click()
    await expect(at_desk(risk, "授信审查")).to_contain_text("办理中")
    await deals_of(watching)
    await expect(watching.locator(".deal-line")).to_contain_text("风险管理 · 同事risk：授信审查")
    await expect(watching.locator(".deal-line")).to_contain_text("个人住房贷款 王** 800,000 CNY")
    await risk.get_by_role("button", name="退回 授信审查").click()
    await risk.get_by_label("原因").select_option("incomplete")
    await risk.locator(".deal-task form").get_by_role("button", name="退回").click()
    await expect(risk.locator(".deal-desk")).to_contain_text("目前没有任务")
    await expect(watching.locator(".feed")).to_contain_text("退回业务环节")
    await watching.locator(".deal-line").click()
    await expect(watching.locator(".deal-step", has_text="授信审查")).to_contain_text("材料不全")
    await watching.get_by_role("button", name="重新提交 授信审查").click()
    await expect(at_desk(risk, "授信审查")).to_contain_text("待受理")
    await risk.get_by_role("button", name="English").click()
    await expect(at_desk(risk, "Credit review")).to_contain_text("Papers are incomplete")
    assert await serious(risk) == []
    assert refused == []
    await manager.close()


async def test_a_department_names_the_customer_to_those_who_may_know_and_tells_waits_in_minutes(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    api = await manager_of(stack, branch)
    await open_deal(api, branch)
    form = {"product": "home_loan", "amount": 80_000_000, "customer": f"{branch.id}-1", "template": "loan"}
    await api.post(f"{DEALS}?branch={branch.id}", form)
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "本部门任务")
    await expect(at_desk(head, "收集材料")).to_contain_text("客户：王**")
    waits = head.locator("section", has=head.locator("#deal-waits")).get_by_role("table")
    await expect(waits).to_contain_text("不到 1 分钟")
    await expect(waits).to_have_class("table numbers")
    assert await serious(head) == []
    await api.close()


async def test_of_two_who_take_the_same_task_one_has_it_and_the_other_is_told(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    manager = await manager_of(stack, branch)
    await open_deal(manager, branch)
    first, second = await enter("risk"), await enter("risk2")
    await expect(at_desk(second, "授信审查")).to_be_visible()
    await second.route("**/api/referral/deal-tasks*", lambda route: route.abort())  # it learns of nothing
    await first.get_by_role("button", name="受理 授信审查").click()
    await expect(at_desk(first, "授信审查")).to_contain_text("办理中")
    await second.get_by_role("button", name="受理 授信审查").click()
    await expect(second.locator(".toasts")).to_contain_text("该环节已由同事受理")
    await second.unroute("**/api/referral/deal-tasks*")
    await expect(at_desk(second, "授信审查")).to_contain_text("同事risk 办理")
    await expect(second.get_by_role("button", name="完成 授信审查")).to_have_count(0)
    await manager.close()


async def test_a_blocked_step_is_on_the_strip_at_once_and_the_team_grows(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await departments(stack, branch)
    manager = await manager_of(stack, branch)
    await open_deal(manager, branch)
    risk, watching = await enter("risk"), await enter("account_manager", width=820, height=1180)
    await deals_of(watching)
    await watching.locator(".deal-line").click()
    await risk.get_by_role("button", name="受理 授信审查").click()
    await risk.get_by_role("button", name="受阻 授信审查").click()
    await risk.get_by_label("原因").select_option("third_party")
    await risk.locator(".deal-task form").get_by_role("button", name="受阻").click()
    await expect(watching.locator(".deal-step", has_text="授信审查")).to_contain_text("等待外部机构")
    await risk.get_by_role("button", name="恢复办理 授信审查").click()
    await expect(watching.locator(".deal-step", has_text="授信审查")).to_contain_text("办理中")
    await watching.get_by_role("button", name="添加成员").click()
    await watching.get_by_label("同事").select_option(branch.who("risk"))
    await watching.locator(".deal-team form").get_by_role("button", name="添加成员").click()
    await expect(watching.locator(".deal-team")).to_contain_text("同事risk · 专业支持")
    assert await serious(watching) == []
    await expect(risk.locator(".feed")).to_contain_text("您加入业务小组")
    await manager.close()
