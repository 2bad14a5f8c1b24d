"""Recommendations (A3): from what suits to a sale; what does not suit says why; a re-rating."""

from playwright.async_api import expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import enrol_desk, open_customer, publish, tab
from tests.browser.conftest import Branch, Enter


async def test_what_suits_is_recommended_and_a_rerating_brings_a_task_for_its_holder(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    desk = await enrol_desk(stack, branch)
    good, bad = f"good_{branch.id.lower()}", f"bad_{branch.id.lower()}"
    await publish(desk, good, name_zh=f"稳健{branch.id}", name_en=f"Prudent {branch.id}")
    await publish(desk, bad, name_zh=f"进取{branch.id}", name_en=f"Bold {branch.id}", issuer_risk="R5")
    customer = await open_customer(stack, branch)
    page = await enter("account_manager", width=820, height=1180)
    await tab(page, "推荐")
    await page.get_by_label("为客户推荐").select_option(customer)
    suits = page.locator(".suits")
    await expect(suits).to_contain_text("尚未登记风险测评结果")
    await suits.get_by_role("button", name="登记测评结果").click()
    await suits.get_by_label("产品类别").select_option("wealth")
    await suits.get_by_label("风险承受能力").select_option("C2")
    await suits.get_by_label("问卷版本").fill("2026-1")
    assert await serious(page) == []
    await suits.get_by_role("button", name="保存").click()
    await expect(suits).to_contain_text("C2 稳健型")
    await suits.get_by_text("不适合的产品").click()
    other = suits.locator(".suit-list li").filter(has_text=f"进取{branch.id}")
    await expect(other).to_contain_text("产品风险等级高于客户风险承受能力")
    await expect(other).to_contain_text("suitability rules version")
    await suits.get_by_role("button", name=f"拟推荐 稳健{branch.id}").click()
    form = suits.locator("form")
    await form.get_by_role("button", name="拟推荐").click()
    await expect(form).to_contain_text("请至少选择一个理由")
    await form.get_by_role("checkbox", name="资金到期").check()
    await form.get_by_role("button", name="拟推荐").click()
    row = page.locator("[aria-labelledby='recommendations-open'] .recommendation").filter(
        has_text=f"稳健{branch.id}"
    )
    await expect(row).to_contain_text("已拟推荐")
    await row.get_by_role("button", name="已介绍").click()
    await row.locator("form").get_by_role("button", name="已介绍").click()
    await expect(row).to_contain_text("已向客户介绍")
    await row.get_by_role("button", name="已购买").focus()
    await page.keyboard.press("Enter")
    await row.get_by_label("金额（元）").fill("1万")
    assert await serious(page) == []
    await row.locator("form").get_by_role("button", name="已购买").click()
    await expect(row).to_have_count(0)
    await expect(suits.locator(".recommendation")).to_contain_text("10,000 CNY")
    await desk.post(f"/api/referral/products/{good}/rerate", {"issuer_risk": "R4", "seller_risk": "R4"})
    await desk.close()
    tasks = page.locator(".holder-tasks")
    await expect(tasks).to_contain_text("R4 中高风险")
    await expect(page.locator(".feed")).to_contain_text("的风险等级由")
    await page.get_by_role("button", name="English").click()
    await tasks.get_by_role("button", name="They were told").click()
    await expect(tasks).to_have_count(0)
    assert await serious(page) == []
