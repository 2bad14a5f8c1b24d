"""A bank's settings on the page: rhythms with a dry run, hours, templates, laws and reviews (A1, W5, D9)."""

import uuid

import pytest
from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter, NewDevice
from tests.browser.test_analysis import by_keyboard
from tests.browser.test_the_records import room
from tests.stage import PASSWORD


@pytest.fixture
async def operations(stack: Stack, branch: Branch) -> str:
    """A person of operations who works at the branch."""
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    name = f"ops.{branch.id}".lower()
    content = {"staff": name, "name": "运维", "password": PASSWORD, "roles": ["ops"], "branches": [branch.id]}
    await admin.post("/api/notify/staff", content)
    await admin.close()
    return name


async def page_of(device: NewDevice, staff: str) -> Page:
    page = await (await device(width=820, height=1180)).new_page()
    await page.goto("/staff")
    await page.get_by_label("工号").fill(staff)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await room(page, "我的客户")
    await by_keyboard(page, "规则设置")
    return page


async def test_a_head_tries_a_rhythm_sets_it_and_goes_back_to_the_bank_s(enter: Enter) -> None:
    page = await enter("branch_head", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "规则设置")
    part = page.get_by_role("region", name="联系节奏").first
    every = part.get_by_label("贵宾客户 间隔（天）")
    await every.fill("１０")
    await part.get_by_role("button", name="试算").click()
    await expect(part.get_by_role("status")).to_be_visible()
    assert await serious(page) == []
    await part.get_by_role("button", name="保存").click()
    await expect(part).to_contain_text("第1版")
    await expect(every).to_have_value("10")
    await every.fill("十天")
    await part.get_by_role("button", name="保存").click()
    await expect(part.get_by_role("alert")).to_contain_text("尚未保存")
    await every.fill("10")
    await part.get_by_role("button", name="恢复全行设置").click()
    await expect(part.get_by_role("button", name="恢复全行设置")).to_have_count(0)
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("region", name="Rhythm of contacts").first).to_be_visible()
    assert await serious(page) == []


async def test_a_head_sets_the_hours_of_the_branch(enter: Enter) -> None:
    page = await enter("branch_head", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "规则设置")
    part = page.get_by_role("region", name="联系时段")
    sales = part.get_by_role("group").nth(2)
    await sales.get_by_label("开始").fill("１０：００")
    await sales.get_by_label("结束").fill("09:30")
    await part.get_by_role("button", name="保存").click()
    await expect(part.get_by_role("alert")).to_contain_text("结束时间须晚于开始时间")
    await sales.get_by_label("结束").fill("19:30")
    await part.get_by_label("不联系的日期").fill("2027-02-30")
    await part.get_by_role("button", name="保存").click()
    await expect(part).to_contain_text("无此日期：2027-02-30")
    await part.get_by_label("不联系的日期").fill("2027-02-06\u200b、2027－02－07")
    await part.get_by_role("button", name="保存").click()
    await expect(part).to_contain_text("第1版")
    await expect(part.get_by_label("不联系的日期")).to_have_value("2027-02-06\n2027-02-07")
    assert await serious(page) == []


async def test_operations_draft_and_publish_a_template(device: NewDevice, operations: str) -> None:
    page = await page_of(device, operations)
    part = page.get_by_role("region", name="消息模板")
    name = f"t_{uuid.uuid4().hex[:8]}"
    await part.get_by_role("button", name="新模板").click()
    await part.get_by_label("名称").fill(name)
    await part.get_by_label("中文正文").fill("您好，{day}到期。")
    await part.get_by_label("英文正文").fill("It is due.")
    await part.get_by_label("短信签名").fill("某银行")
    await part.get_by_role("button", name="保存草稿").click()
    await expect(part.get_by_role("alert")).to_contain_text("placeholders are not those")
    await part.get_by_label("英文正文").fill("It is due on {day}.")
    await part.get_by_label("占位 day").fill("12")
    await part.get_by_role("button", name="保存草稿").click()
    publish = part.get_by_role("button", name=f"发布草稿 {name}")
    await expect(publish).to_be_visible()
    assert await serious(page) == []
    await publish.click()
    await expect(part.get_by_role("listitem").filter(has_text=name)).to_contain_text("已发布第1版")


async def test_operations_set_the_bank_s_rules_and_the_intervals_of_reviews(
    device: NewDevice, operations: str
) -> None:
    page = await page_of(device, operations)
    part = page.get_by_role("region", name="风险复核间隔")
    high = part.get_by_label("高风险")
    await high.fill("4000")
    await part.get_by_role("button", name="保存").click()
    await expect(part.get_by_role("alert")).to_contain_text("尚未保存")
    await high.fill("400")
    await part.get_by_role("button", name="保存").click()
    await expect(part.get_by_role("alert")).to_contain_text("风险等级越高")
    await high.fill("182")
    await part.get_by_role("button", name="保存").click()
    await expect(part.get_by_role("alert")).to_be_empty()
    scope = page.get_by_label("联系节奏: 适用范围")
    await scope.select_option("bank")
    await expect(page.get_by_role("region", name="联系节奏").first).to_contain_text("现行")
    assert await serious(page) == []


async def test_operations_add_a_dated_set_of_a_law_that_contradicts_nothing(
    device: NewDevice, operations: str
) -> None:
    page = await page_of(device, operations)
    part = page.get_by_role("region", name="投诉时限法规")
    await part.get_by_role("combobox", name="法规", exact=True).select_option("us")
    day = part.get_by_label("新规则自哪天起适用")
    await day.fill("2020-01-01")
    await part.get_by_role("button", name="设定新规则").click()
    await expect(part.get_by_role("alert")).not_to_be_empty()
    await day.fill("2199-01-01")
    await part.get_by_role("button", name="设定新规则").click()
    await expect(part).to_contain_text("2199-01-01")
    assert await serious(page) == []
