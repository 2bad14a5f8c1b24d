"""Ways to reach a customer, and messages to them, on the page (W5)."""

import random

import pytest
from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter

HOURS = {"begin": "00:00", "end": "24:00"}
TEMPLATE = {
    "purpose": "service",
    "channel": "sms",
    "signature": "城南支行",
    "zh": {"text": "您的{product}将于{day}到期。"},
    "en": {"text": "Your {product} ends on {day}."},
    "placeholders": [{"name": "product", "most": 20}, {"name": "day", "most": 20}],
}


async def opened(stack: Stack, branch: Branch) -> tuple[str, str]:
    """A customer of the branch's account manager, with a template; their id and number."""
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    await ops.put("/api/customer/message-templates/due_date", TEMPLATE)
    await ops.post("/api/customer/message-templates/due_date/publish")
    rules = {"hours": dict.fromkeys(("service", "answer", "marketing"), HOURS), "working_days_only": []}
    await ops.put(f"/api/customer/branches/{branch.id}/contact-rules", rules)
    await ops.close()
    manager = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    phone = f"137{random.randrange(10**8):08}"
    file = {"branch": branch.id, "name": "王小明", "phone": phone, "account_manager": manager.staff}
    customer = (await manager.post("/api/customer/customers", file))["customer"]
    await manager.close()
    return customer, phone


async def open_file(page: Page, customer: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name="我的客户").click()
    await page.evaluate("id => ofPage('rooms/customers/opened.js').then((it) => it.openFile(id))", customer)
    await page.get_by_role("region", name="沟通", exact=True).wait_for()


async def record(page: Page, kind: str, evidence: str = "", purpose: str = "", channel: str = "sms") -> None:
    form = page.locator(".communication form").filter(has=page.get_by_label("来源"))
    if not await form.is_visible():
        await page.locator("summary").filter(has_text="登记客户意愿").click()
    await form.get_by_label(kind, exact=True).check()
    await form.get_by_label("目的").select_option(purpose or "service")
    await form.get_by_label("渠道").select_option(channel)
    await form.get_by_label("凭证").fill(evidence)
    await form.get_by_role("button", name="登记客户意愿").click()


@pytest.mark.own_stack  # the gateways are stand-ins on this machine
async def test_a_consent_is_recorded_a_message_is_seen_before_it_is_sent_and_a_refusal_stands(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, _ = await opened(stack, branch)
    page = await enter("account_manager", width=820, height=1180)
    await open_file(page, customer)
    asked = page.get_by_role("region", name="现在可以联系吗？")
    await asked.get_by_role("button", name="短信").click()
    await expect(asked).to_contain_text("不可以： 客户未同意")
    assert await serious(page) == []
    await record(page, "同意")
    await expect(page.get_by_text("请填写同意的凭证")).to_be_visible()
    await record(page, "同意", "表单 17")
    await expect(asked).to_contain_text("可以。")
    await expect(page.locator(".consent.given")).to_contain_text("服务通知 · 短信")
    await page.locator("summary").filter(has_text="发送消息").click()
    sending = page.locator(".communication form").filter(has=page.get_by_label("模板"))
    await sending.get_by_label("填写：product").fill("大额存单")
    await sending.get_by_label("填写：day").fill("12月1日")
    await sending.get_by_role("button", name="预览").click()
    await expect(sending.locator(".preview")).to_contain_text("【城南支行】您的大额存单将于12月1日到期。")
    await expect(sending.locator(".preview")).to_contain_text("可以。")
    assert await serious(page) == []
    await sending.get_by_role("button", name="发送消息").click()
    sent = page.locator(".message")
    await expect(sent).to_contain_text("已送达")
    await sent.get_by_role("button", name="查看内容").click()
    await expect(sent.locator("blockquote")).to_contain_text("大额存单")
    await record(page, "明确拒绝")
    await expect(page.locator(".consent.refused")).to_contain_text("永久拒绝")
    await expect(asked).to_contain_text("客户已明确拒绝")
    await record(page, "同意", "表单 17")
    await expect(page.locator(".form-error").filter(has_text="客户已明确拒绝")).to_be_visible()
    await page.locator("summary").filter(has_text="历史记录（2）").click()
    await page.get_by_role("button", name="查看凭证").click()
    await expect(page.locator(".consent-history")).to_contain_text("表单 17")
    assert await serious(page) == []
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    await page.get_by_role("button", name="English").first.click()
    await expect(page.locator(".consent.refused")).to_contain_text("Refused for good")
    await expect(page.get_by_role("region", name="May I contact them now?")).to_contain_text("No:")
    assert await serious(page) == []


async def test_a_colleague_who_does_not_keep_the_customer_sees_nothing_of_it(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, _ = await opened(stack, branch)
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    await head.put(f"/api/customer/customers/{customer}/account-manager", {"account_manager": None})
    await head.close()
    page = await enter("account_manager")
    await open_file(page, customer)
    await expect(page.locator(".communication")).to_contain_text("无权")


async def test_wishes_are_kept_by_the_keyboard_alone(enter: Enter, stack: Stack, branch: Branch) -> None:
    customer, _ = await opened(stack, branch)
    page = await enter("account_manager")
    await open_file(page, customer)
    await page.locator("summary").filter(has_text="联系偏好").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("希望从几点").focus()
    await page.keyboard.type("09:30")
    await page.keyboard.press("Tab")
    await page.keyboard.type("11:00")
    await page.get_by_label("邮箱地址").focus()
    await page.keyboard.type("wang@mail.example")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("已登记邮箱")).to_be_visible()
    await expect(page.get_by_label("希望从几点")).to_have_value("09:30")
    assert await serious(page) == []
