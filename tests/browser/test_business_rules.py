"""The rules of business on the page: templates of deals, suitability, the days of the need desk (A3, A4)."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import enrol, enrol_desk, tab
from tests.browser.conftest import Branch, Enter
from tests.browser.test_analysis import by_keyboard

TABLET = {"width": 820, "height": 1180}


async def rules(page: Page) -> Locator:
    await tab(page, "业务规则")
    return page.locator("#business")


async def only_room(page: Page, name: str) -> None:
    """Open a tab for somebody who has no other room."""
    await page.locator("#business").get_by_role("button", name=name, exact=True).click()


async def test_a_head_publishes_a_template_by_which_deals_begin(enter: Enter) -> None:
    page = await enter("branch_head", **TABLET)
    room = await rules(page)
    loan = room.get_by_role("article", name="贷款")
    await expect(loan.get_by_role("row", name=re.compile("^授信审查"))).to_contain_text("收集材料")
    assert await serious(page) == []
    await by_keyboard(page, "发布新版 贷款")
    second = loan.get_by_role("group", name="环节 2", exact=True)
    await second.get_by_label("时限（工作日）").fill("７")
    await loan.get_by_role("button", name="添加环节").click()
    fifth = loan.get_by_role("group", name="环节 5", exact=True)
    await fifth.get_by_label("中文名称").fill("回访")
    await fifth.get_by_label("办理部门").select_option("branch")
    await fifth.get_by_label("放款").check()
    publish = loan.get_by_role("button", name="发布", exact=True)
    await publish.click()
    await expect(loan.get_by_role("alert")).to_contain_text("尚未保存")
    await fifth.get_by_label("英文名称").fill("Call back")
    await publish.click()
    row = loan.get_by_role("row").filter(has_text="回访")
    await expect(row).to_contain_text("放款")
    await expect(loan).to_contain_text("第1版")
    await expect(loan.get_by_role("row", name=re.compile("^授信审查"))).to_contain_text("7")
    await page.get_by_role("button", name="English").click()
    english = page.get_by_role("article", name="Loan")
    await expect(english.get_by_role("row").filter(has_text="Call back")).to_contain_text("Pay-out")
    assert await serious(page) == []


async def test_a_template_that_turns_in_a_circle_is_refused_and_stays_typed(enter: Enter) -> None:
    page = await enter("branch_head")
    room = await rules(page)
    await by_keyboard(page, "新模板")
    await room.get_by_label("模板代码").fill("own")
    names = room.locator("form")
    await names.get_by_label("中文名称").first.fill("自定")
    await names.get_by_label("英文名称").first.fill("Own")
    await room.get_by_role("button", name="添加环节").click()
    for number, other in (("1", "乙"), ("2", "甲")):
        step = room.get_by_role("group", name=f"环节 {number}", exact=True)
        await step.get_by_label("中文名称").fill({"1": "甲", "2": "乙"}[number])
        await step.get_by_label("英文名称").fill(number)
        if number == "2":
            await step.get_by_label(other).check()
    await room.get_by_role("group", name="环节 1", exact=True).get_by_label("乙").check()
    await room.get_by_role("button", name="发布", exact=True).click()
    await expect(room.get_by_role("alert").filter(has_text="循环")).to_be_visible()
    await room.get_by_role("group", name="环节 1", exact=True).get_by_label("乙").uncheck()
    await room.get_by_role("button", name="发布", exact=True).click()
    own = room.get_by_role("article", name="自定")
    await expect(own.get_by_role("row").filter(has_text="乙")).to_contain_text("甲")


async def test_the_risk_department_publishes_rules_of_suitability(
    stack: Stack, branch: Branch, enter: Enter
) -> None:
    await enrol(stack, branch, "risk_office")
    page = await enter("risk_office", **TABLET)
    await rules(page)
    part = page.get_by_role("region", name="适当性规则", exact=True)
    await expect(part.get_by_role("row").filter(has_text="C1").first).to_contain_text("R1")
    await by_keyboard(page, "更改规则")
    assert await serious(page) == []
    await part.get_by_label("C5 进取型").select_option("R4")
    await part.get_by_label("C4 成长型").select_option("R5")
    await part.get_by_role("button", name="发布新规则").click()
    await expect(part.get_by_role("alert")).to_contain_text("不得低于")
    await part.get_by_label("C5 进取型").select_option("R5")
    await part.get_by_label("C4 成长型").select_option("R4")
    source = f"本行制度 {branch.id}"
    await part.get_by_label("其他服务 出处").fill(source)
    await part.get_by_role("button", name="发布新规则").click()
    await expect(part.get_by_role("row").filter(has_text=source)).to_contain_text("不限")
    await expect(part.get_by_role("button", name="更改规则")).to_have_attribute("aria-expanded", "false")
    assert await serious(page) == []


@pytest.mark.parametrize("role", ["branch_head", "account_manager"])
async def test_others_read_the_rules_of_suitability_and_change_nothing(enter: Enter, role: str) -> None:
    page = await enter(role)
    await rules(page)
    part = page.get_by_role("region", name="适当性规则", exact=True)
    await expect(part.get_by_role("row").filter(has_text="理财产品").first).to_be_visible()
    await expect(part.get_by_role("button", name="更改规则")).to_have_count(0)


async def test_the_product_department_sets_the_days_of_the_desk_which_the_region_reads(
    stack: Stack, branch: Branch, enter: Enter
) -> None:
    product = await enrol(stack, branch, "product_desk")
    page = await enter("product_desk")
    await only_room(page, "业务规则")
    part = page.get_by_role("region", name="产品需求的答复时限")
    known = await product.get("/api/referral/desk/settings")
    days = {name: known[name] for name in ("acknowledge_days", "answer_days")}
    try:
        await part.get_by_label("几个工作日内确认").fill("0")
        await part.get_by_role("button", name="保存").click()
        await expect(part.get_by_role("alert")).to_contain_text("尚未保存")
        await part.get_by_label("几个工作日内确认").fill("1")
        await part.get_by_role("button", name="保存").click()
        await expect(part.get_by_role("list")).to_contain_text("1 个工作日内确认")
        assert await serious(page) == []
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_text("acknowledged within 1 working day", exact=True)).to_be_visible()
        await enrol(stack, branch, "region_head")
        region = await enter("region_head")
        await rules(region)
        read = region.get_by_role("region", name="产品需求的答复时限")
        await expect(read.get_by_role("list")).to_contain_text("1 个工作日内确认")
        await expect(read.get_by_role("button")).to_have_count(0)
    finally:
        await product.put("/api/referral/desk/settings", days)
        await product.close()


async def test_a_region_head_sees_how_many_notes_of_the_market_there_are_and_not_their_words(
    stack: Stack, branch: Branch, enter: Enter
) -> None:
    desk, region = await enrol_desk(stack, branch), await enrol(stack, branch, "region_head")
    lobby = await enter("lobby_manager")
    words = f"对面支行上调利率 {branch.id}"
    await tab(lobby, "产品需求")
    await lobby.get_by_role("button", name="市场信息").click()
    await lobby.get_by_label("内容").fill(words)
    await lobby.locator("#business form").get_by_role("button", name="提交").click()
    reader = await enter("product_desk")
    await only_room(reader, "产品需求")
    await expect(reader.locator("#business")).to_contain_text(words)
    page = await enter("region_head")
    await tab(page, "产品需求")
    notes = page.get_by_role("region", name="本月市场信息")
    await expect(notes.get_by_role("listitem").first).to_contain_text(re.compile(r"同业动态 [1-9]"))
    await expect(page.locator("#business")).not_to_contain_text(words)
    assert await serious(page) == []
    await desk.close()
    await region.close()
