"""Rules of segments on the page: a version, its dry run, its day; and a head's decision (W2)."""

from playwright.async_api import expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter
from tests.browser.test_analysis import by_keyboard
from tests.browser.test_the_records import room


async def open_file(stack: Stack, branch: Branch, name: str, amount: int) -> str:
    """A customer of the branch's account manager, who holds so much."""
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    file = {
        "branch": branch.id,
        "name": name,
        "phone": f"138{abs(hash((branch.id, name))) % 10**8:08}",
        "account_manager": branch.who("account_manager"),
    }
    id = str((await head.post("/api/customer/customers", file))["customer"])
    holdings = [{"product": "deposit", "amount": amount * 100}]
    await head.put(f"/api/customer/customers/{id}/holdings", {"holdings": holdings})
    await head.close()
    return id


async def test_a_head_makes_rules_tries_them_and_lets_them_apply(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    id = await open_file(stack, branch, "欧阳娜娜", 700_000)
    page = await enter("branch_head", width=820, height=1180)
    await room(page, "我的客户")
    await by_keyboard(page, "客户分层")
    await expect(page.get_by_text("尚无生效的规则")).to_be_visible()
    assert await serious(page) == []
    form = page.get_by_role("region", name="新版规则")
    await form.get_by_label("富裕客户起点").fill("5万")
    await form.get_by_label("贵宾客户起点").fill("50万")
    await form.get_by_label("私行客户起点").fill("600万")
    await by_keyboard(page, "保存新版本")
    version = page.get_by_role("region", name=f"{branch.id} 第1版")
    await expect(version).to_contain_text("资产总额 50,000至500,000以下")
    await by_keyboard(page, f"试算 {branch.id} 第1版")
    await expect(version).to_contain_text("已试算1位客户：1位升级，0位降级", timeout=60_000)
    await expect(version).to_contain_text("大众客户 → 贵宾客户")
    assert await serious(page) == []
    await by_keyboard(page, "设定生效日")
    await expect(page.get_by_role("region", name="现行规则")).to_contain_text("第1版")
    await version.get_by_role("button", name=id).click()
    section = page.get_by_role("region", name="客户层级")
    await expect(section).to_contain_text("资产总额")
    await section.get_by_label("原因").select_option("care")
    await section.get_by_label("客户层级").select_option("private")
    await by_keyboard(page, "人工定级")
    await expect(section).to_contain_text("客户层级: 私行客户")
    await expect(section).to_contain_text("挽留客户")
    assert await serious(page) == []
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("region", name="Segment: Private banking")).to_contain_text("no rule moves")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_rules_with_an_overlap_are_refused_in_words(enter: Enter) -> None:
    page = await enter("branch_head")
    await room(page, "我的客户")
    await by_keyboard(page, "客户分层")
    form = page.get_by_role("region", name="新版规则")
    await form.get_by_label("富裕客户起点").fill("500000")
    await form.get_by_label("贵宾客户起点").fill("50000")
    await by_keyboard(page, "保存新版本")
    await expect(page.get_by_text("规则无人可符合").or_(page.get_by_text("部分客户")).first).to_be_visible()


async def test_an_account_manager_reads_why_and_decides_nothing(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    id = await open_file(stack, branch, "王小明", 10)
    manager = await Staff(stack.url(), branch.who("account_manager"), "a good long password").sign_in()
    found = await manager.get(f"/api/customer/customers/{id}/segment")
    assert (found["segment"], found["now"]["total_balance"]) == ("mass", 10)
    await manager.close()
    page = await enter("account_manager")
    await room(page, "我的客户")
    await by_keyboard(page, "客户分层")
    await expect(page.get_by_text("尚无生效的规则")).to_be_visible()
    await expect(page.get_by_role("region", name="新版规则")).to_have_count(0)
