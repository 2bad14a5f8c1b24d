"""Two people set the same thing: the slower is told, keeps what was typed, and sets it over what is shown."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from playwright.async_api import Locator, Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.business import TERMS, enrol, enrol_desk, open_customer, publish, tab
from tests.browser.conftest import Branch, Enter
from tests.stage import PASSWORD

SHANGHAI = timezone(timedelta(hours=8))


async def colleague(stack: Stack, branch: Branch, role: str = "branch_head") -> Staff:
    """A colleague who does over HTTP what another does on the page."""
    return await Staff(stack.url(), branch.who(role), PASSWORD).sign_in()


async def part(page: Page, title: str) -> Locator:
    """A part of the plan, with its form open."""
    found = page.locator("section.sheet", has=page.locator(f"#plan-{title}"))
    await found.locator("summary").press("Enter")
    return found


async def test_a_budget_and_a_goal_that_somebody_sets_while_one_types_are_not_overwritten(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "计划")
    budget, goals = await part(head, "budget"), await part(head, "goals")
    await budget.get_by_label("金额（元）").press_sequentially("5万", delay=30)
    await goals.get_by_label("目标").fill("7")
    other = await colleague(stack, branch)
    month = f"{datetime.now(UTC).astimezone(SHANGHAI):%Y-%m}"
    line = await budget.locator("select[name=line]").input_value()
    metric = await goals.locator("select[name=metric]").input_value()
    at = f"/api/referral/branches/{branch.id}"
    form: dict[str, Any] = {"line": line, "period": month, "amount": 20_00, "currency": "CNY"}
    await other.put(f"{at}/budgets", form)
    await other.put(f"{at}/goals", {"metric": metric, "period": month, "target": 3})
    await expect(budget).to_contain_text("余额 20 CNY")
    await budget.locator("form").get_by_role("button", name="设定").press("Enter")
    await expect(budget.get_by_role("alert")).to_contain_text("该预算刚被他人修改")
    await expect(budget.get_by_label("金额（元）")).to_have_value("5万")
    await budget.locator("form").get_by_role("button", name="设定").press("Enter")
    await expect(budget).to_contain_text("余额 50,000 CNY")
    await goals.locator("form").get_by_role("button", name="设定").press("Enter")
    await expect(goals.get_by_role("alert")).to_contain_text("该目标刚被他人修改")
    await head.get_by_role("button", name="English").click()
    await expect(goals.get_by_role("alert")).to_contain_text("look at it first")
    await goals.locator("form").get_by_role("button", name="Set").press("Enter")
    await expect(goals.get_by_role("row").last).to_contain_text("7")
    found = await other.get(f"{at}/goals", period=month)
    assert [one["target"] for one in found] == [7]
    await other.close()


async def test_a_direction_that_was_begun_before_another_was_set_is_compared_first_also_after_a_reload(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    head = await enter("branch_head")
    await tab(head, "计划")
    direction = await part(head, "direction")
    await direction.get_by_role("checkbox", name="理财").check()
    other = await colleague(stack, branch)
    month = f"{datetime.now(UTC).astimezone(SHANGHAI):%Y-%m}"
    at = f"/api/referral/branches/{branch.id}/direction"
    await other.put(at, {"period": month, "needs": ["loan"], "segments": []})
    await head.reload()
    await tab(head, "计划")
    await direction.locator("summary").press("Enter")
    await expect(direction.get_by_role("checkbox", name="理财")).to_be_checked()
    await direction.get_by_role("button", name="设定", exact=True).press("Enter")
    await expect(direction.get_by_role("alert")).to_contain_text("请对照后再提交")
    assert (await other.get(at, period=month))["needs"] == ["loan"]
    await direction.get_by_role("button", name="设定", exact=True).press("Enter")
    await expect(direction.locator("p").first).to_contain_text("理财")
    assert (await other.get(at, period=month))["number"] == 2
    await other.close()


async def test_of_two_who_draft_a_product_the_slower_sees_the_other_draft_first(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    desk = await enrol_desk(stack, branch)
    code = f"p_{branch.id.lower()}"
    await publish(desk, code)
    page = await enter("product_desk", width=820, height=1180)
    await tab(page, "产品")
    row = page.locator(".product").filter(has_text=code)
    await row.get_by_role("button", name="起草新版本").click()
    await row.get_by_label("中文名称").fill("稳健 91 天")
    await desk.put(f"/api/referral/products/{code}", {**TERMS, "name_zh": "稳健 92 天"})
    save = row.get_by_role("button", name="保存草稿")
    await save.click()
    await expect(row.get_by_role("alert")).to_contain_text("同事已更改该产品或其草稿")
    await expect(row.get_by_label("中文名称")).to_have_value("稳健 91 天")
    await save.click()
    await expect(save).to_have_count(0)
    (found,) = [
        one for one in await desk.get("/api/referral/products", branch=branch.id) if one["product"] == code
    ]
    assert found["draft"]["name_zh"] == "稳健 91 天"
    await desk.put(f"/api/referral/products/{code}", {**TERMS, "name_zh": "稳健 93 天"})
    await row.get_by_role("button", name="发布").first.click()
    await expect(page.locator(".toasts")).to_contain_text("请核对后再操作")
    await expect(row).to_contain_text("第 1 版")
    await row.get_by_role("button", name="发布").first.click()
    await expect(row.get_by_role("heading")).to_contain_text("稳健 93 天")
    await desk.close()


async def test_rules_of_suitability_that_somebody_published_meanwhile_are_not_overwritten(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    risk = await enrol(stack, branch, "risk_office")
    page = await enter("risk_office", width=820, height=1180)
    await tab(page, "业务规则")
    rules = page.get_by_role("region", name="适当性规则", exact=True)
    await rules.get_by_role("button", name="更改规则").click()
    await rules.get_by_label("其他服务 出处").fill(f"甲 {branch.id}")
    known = await risk.get("/api/referral/suitability")
    families = known["families"]
    families["card"]["source"] = f"乙 {branch.id}"
    await risk.put("/api/referral/suitability", {"matrix": known["matrix"], "families": families})
    publish_rules = rules.get_by_role("button", name="发布新规则")
    await publish_rules.click()
    await expect(rules.get_by_role("alert")).to_contain_text("他人已更改此规则")
    await expect(rules.get_by_role("row").filter(has_text=f"乙 {branch.id}")).to_be_visible()
    await expect(rules.get_by_label("其他服务 出处")).to_have_value(f"甲 {branch.id}")
    await publish_rules.click()
    await expect(rules.get_by_role("row").filter(has_text=f"甲 {branch.id}")).to_be_visible()
    await expect(rules.get_by_role("row").filter(has_text=f"乙 {branch.id}")).to_be_visible()
    await risk.close()


async def test_a_second_deal_of_a_prospect_is_refused_and_the_first_is_a_step_away(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    desk = await enrol_desk(stack, branch)
    product = f"loan_{branch.id.lower()}"
    await publish(desk, product, family="loan", name_zh=f"贷款{branch.id}", name_en=f"Loan {branch.id}")
    await desk.close()
    customer = await open_customer(stack, branch)
    manager = await colleague(stack, branch, "account_manager")
    on = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    about = {"branch": branch.id, "need": "loan", "customer": customer, "next_step": "call", "next_on": on}
    prospect = (await manager.post("/api/referral/prospects", about))["prospect"]
    page = await enter("account_manager", width=820, height=1180)
    await tab(page, "潜客看板")
    card = page.locator(".prospect")
    await card.get_by_role("button", name="开立业务").press("Enter")
    await card.locator("select[name=product]").select_option(product)
    await card.get_by_label("金额（元）").fill("５万")
    await page.route("**/deals?*prospect=*", lambda route: route.abort())  # the board hears of no deal
    form = {"product": product, "amount": 10_000_00, "currency": "CNY", "customer": customer}
    await manager.post(
        f"/api/referral/deals?branch={branch.id}", {**form, "template": "loan", "prospect": prospect}
    )
    await card.get_by_role("button", name="开立", exact=True).press("Enter")
    await expect(card.get_by_role("alert")).to_contain_text("该潜客已有业务")
    await expect(card.get_by_label("金额（元）")).to_have_value("５万")
    await card.get_by_role("button", name="查看业务").press("Enter")
    await expect(page.locator("#deal-title")).to_contain_text("10,000 CNY")
    await manager.close()


async def test_who_assessed_a_customer_is_picked_among_the_colleagues(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer = await open_customer(stack, branch)
    page = await enter("account_manager", width=820, height=1180)
    await tab(page, "推荐")
    await page.get_by_label("为客户推荐").select_option(customer)
    suits = page.locator(".suits")
    await suits.get_by_role("button", name="登记测评结果").press("Enter")
    assessor = suits.get_by_label("测评人员")
    await expect(assessor).to_have_value("")
    await assessor.select_option(label="王芳 · 柜员")
    await suits.get_by_label("产品类别").select_option("wealth")
    await suits.get_by_label("问卷版本").fill("2026-1")
    await suits.get_by_role("button", name="保存").press("Enter")
    await expect(suits.locator(".profiles li")).to_have_count(1)
    manager = await colleague(stack, branch, "account_manager")
    (profile,) = await manager.get(f"/api/referral/customers/{customer}/profiles")
    assert profile["assessed_by"] == branch.who("teller")
    await manager.close()


async def test_what_was_begun_before_a_colleague_changed_it_is_compared_first_also_after_a_reload(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer = await open_customer(stack, branch)
    manager = await colleague(stack, branch, "account_manager")
    tomorrow = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(days=1)
    form = {"minutes": 30, "purpose": "care", "place": "branch", "confidentiality": "normal"}
    at = f"/api/customer/customers/{customer}/visits"
    planned = await manager.post(at, {**form, "start": f"{tomorrow:%Y-%m-%d}T10:00"})
    page = await enter("account_manager", width=820, height=1180)
    await page.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await page.get_by_role("button", name="拜访", exact=True).click()
    visit = page.locator("#visits .visit")
    await visit.get_by_role("button", name="改期").press("Enter")
    await visit.get_by_label("时间（网点当地）").fill("11:30")
    (known,) = (await manager.get("/api/customer/visits", branch=branch.id))["visits"]
    moved = {"start": f"{tomorrow:%Y-%m-%d}T14:00", "minutes": 30, "seen": known["mark"]}
    await manager.post(f"/api/customer/visits/{planned['visit']}/move", moved)
    await page.reload()
    await page.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await page.get_by_role("button", name="拜访", exact=True).click()
    await expect(visit).to_contain_text("14:00")
    await visit.locator("form").get_by_role("button", name="改期").press("Enter")
    await expect(visit.get_by_role("alert")).not_to_be_empty()
    await expect(visit.get_by_label("时间（网点当地）")).to_have_value("11:30")
    await expect(visit.locator("time")).to_contain_text("14:00")
    await visit.locator("form").get_by_role("button", name="改期").press("Enter")
    await expect(visit.locator("time")).to_contain_text("11:30")
    await manager.close()
