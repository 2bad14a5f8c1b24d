"""The need desk (A3, E4): raised at a branch, answered by the product department, read by who asked."""

from playwright.async_api import expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import enrol_desk, tab
from tests.browser.conftest import Branch, Enter


async def test_a_need_that_no_product_serves_comes_back_with_its_answer(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await (await enrol_desk(stack, branch)).close()
    manager = await enter("account_manager", width=820, height=1180)
    lobby, desk = await enter("lobby_manager"), await enter("product_desk", width=820, height=1180)
    words = f"要按月领取的产品 {branch.id}"
    await tab(manager, "产品需求")
    await manager.get_by_role("button", name="提交无对应产品的需求").click()
    await manager.locator("select[name=need]").select_option("pension")
    await manager.get_by_label("缺少什么").select_option("feature")
    await manager.locator("textarea[name=words]").fill(words)
    assert await serious(manager) == []
    await manager.get_by_role("button", name="提交", exact=True).focus()
    await manager.keyboard.press("Enter")
    mine = manager.locator("[aria-labelledby='desk-mine'] li").filter(has_text=words)
    await expect(mine).to_contain_text("待确认")
    await tab(lobby, "产品需求")
    await lobby.get_by_role("button", name="市场信息").click()
    await lobby.locator("select[name=topic]").select_option("competitor")
    await lobby.locator("textarea[name=words]").fill(f"对面支行上调利率 {branch.id}")
    await lobby.get_by_role("button", name="提交", exact=True).click()
    await expect(lobby.locator(".need-desk form")).to_have_count(0)
    assert await serious(lobby) == []
    await tab(desk, "产品需求")
    need = desk.locator("[aria-labelledby='desk-list'] > li").filter(has_text="养老金 产品功能")
    await need.get_by_role("button", name="查看提交").click()
    await expect(need).to_contain_text(words)
    await need.get_by_role("button", name="答复 养老金").click()
    await need.locator("select[name=answer]").select_option("planned")
    await need.locator("textarea[name=words]").fill(f"下季度推出 {branch.id}")
    assert await serious(desk) == []
    await need.locator("form").get_by_role("button", name="答复").click()
    await expect(mine).to_contain_text(f"下季度推出 {branch.id}")
    await expect(manager.locator(".feed")).to_contain_text("产品部门已答复")
    await expect(desk.locator("ul[aria-labelledby='market-notes']")).to_contain_text(
        f"对面支行上调利率 {branch.id}"
    )
    await desk.get_by_role("button", name="English").click()
    await desk.get_by_role("button", name="Answered", exact=True).click()
    await expect(desk.locator("ul[aria-labelledby='desk-list']")).to_contain_text("It is planned")
    assert await serious(desk) == []
