"""The catalogue of products (A3): kept by the product department, read by the branch."""

from playwright.async_api import expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import enrol_desk, tab
from tests.browser.conftest import Branch, Enter


async def test_the_product_department_publishes_a_product_and_rates_it_anew(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await (await enrol_desk(stack, branch)).close()
    desk = await enter("product_desk", width=820, height=1180)
    await tab(desk, "产品")
    code = f"p_{branch.id.lower()}"
    await desk.get_by_role("button", name="新建产品").click()
    form = desk.locator(".product-new form")
    await form.get_by_label("产品代码").fill("9-")
    await form.get_by_label("中文名称").fill("稳健 90 天")
    await form.get_by_label("英文名称").fill("Prudent 90 days")
    await form.get_by_label("开始销售").fill("2026-01-01")
    await form.get_by_label("发行人评级").select_option("R2")
    await form.get_by_role("checkbox", name="理财").check()
    await form.get_by_role("button", name="保存草稿").click()
    await expect(form).to_contain_text("代码以小写字母开头")
    assert await serious(desk) == []
    await form.get_by_label("产品代码").fill(code)
    await form.get_by_role("button", name="保存草稿").focus()
    await desk.keyboard.press("Enter")
    row = desk.locator(".product").filter(has_text=code)
    await expect(row).to_contain_text("草稿")
    await row.get_by_role("button", name="发布 稳健 90 天").click()
    await expect(row).to_contain_text("第 1 版")
    await row.get_by_role("button", name="调整风险等级 稳健 90 天").click()
    await row.get_by_label("销售机构评级").select_option("R4")
    await row.locator("form").get_by_role("button", name="调整风险等级").click()
    await expect(row).to_contain_text("第 2 版")
    await expect(row).to_contain_text("R4 中高风险")
    assert await serious(desk) == []
    manager = await enter("account_manager", width=820, height=1180)
    await tab(manager, "产品")
    seen = manager.locator(".product").filter(has_text=code)
    await expect(seen).to_contain_text("R4 中高风险")
    await expect(seen.get_by_role("button")).to_have_count(0)
    await manager.locator("#business").get_by_role("button", name="理财产品", exact=True).click()
    await expect(seen).to_be_visible()
    await manager.get_by_role("button", name="English").click()
    await expect(seen).to_contain_text("R4, rather high risk")
    assert await serious(manager) == []
