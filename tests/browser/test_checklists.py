"""Opening and closing on the page: the day, its checklists, notices and leaflets (P1 to P7, D3, E1, E2)."""

from playwright.async_api import Locator, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Arrive, Enter


async def room(page: Page) -> Locator:
    """Opening and closing, as it stands."""
    await page.get_by_role("button", name="清单").click()
    found = page.locator("#checklists")
    await found.locator(".day").wait_for()
    return found


async def nothing_serious(page: Page) -> None:
    assert await serious(page) == []


async def tick_all(page: Page) -> None:
    """Everything of the list that is shown is in order."""
    for duty in await page.locator(".duty").all():
        group = duty.get_by_role("button", name="全部正常")
        if await group.count():
            await group.click()
            await expect(group).to_have_count(0)
        for item in await duty.locator(".item.open .tick").all():
            await item.click()
        await expect(duty.locator(".item.open")).to_have_count(0)


async def test_a_day_is_opened_and_closed_by_its_checklists(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager")
    shown = await room(page)
    await expect(shown.locator(".state")).to_have_text("营业前准备")
    await shown.get_by_role("button", name="P1 全部正常").click()
    await expect(shown.locator(".duty").first.locator("header")).to_contain_text("6/6")
    await shown.get_by_role("button", name="异常: 消防设施完好").click()
    await page.get_by_role("dialog").get_by_role("button", name="缺失").click()
    await expect(shown.locator(".item.faulty")).to_contain_text("缺失")
    await expect(page.locator(".feed")).to_contain_text("消防设施完好（缺失）")
    await shown.locator(".item.faulty .tick").click()
    await expect(shown.locator(".item.faulty")).to_have_count(0)
    await tick_all(page)
    await nothing_serious(page)
    await shown.get_by_role("button", name="开门").click()
    await expect(shown.locator(".state")).to_have_text("营业中")

    await kiosk()
    await shown.get_by_role("button", name="准备关门").click()
    await expect(shown.locator(".state")).to_have_text("准备关门")
    await tick_all(page)
    await shown.get_by_role("button", name="关门", exact=True).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("仍有 1 位客户等候")
    await dialog.get_by_role("button", name="关门", exact=True).click()
    await expect(shown.locator(".state")).to_have_text("已关门")
    await page.get_by_role("button", name="大堂").click()
    await expect(page.get_by_text("目前没有客户等候。")).to_be_visible()


async def test_a_branch_opens_all_the_same_by_keyboard_alone_and_its_head_is_told(enter: Enter) -> None:
    head = await enter("branch_head")
    page = await enter("lobby_manager", width=768, height=1024)
    shown = await room(page)
    await shown.get_by_role("button", name="开门").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("P4 消防设施完好")
    await nothing_serious(page)
    submit = dialog.get_by_role("button", name="仍然开门")
    await submit.focus()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("请选择原因")
    await dialog.get_by_label("正在维修").focus()
    await page.keyboard.press("ArrowRight")
    await expect(dialog.get_by_label("物资未到")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.type("nobody else reads this")
    await page.keyboard.press("Enter")  # a new line of the words, not the end of the form
    await submit.focus()
    await page.keyboard.press("Enter")
    await expect(shown.locator(".state")).to_have_text("营业中")
    await expect(shown.locator(".day")).to_contain_text("物资未到：nobody else reads this")
    told = head.locator(".feed .entry").filter(has_text="在检查未完成时开门")
    await expect(told).to_contain_text("物资未到")
    await expect(told).not_to_contain_text("nobody else")


async def test_an_item_is_ticked_and_taken_back_by_keyboard_and_others_see_it(enter: Enter) -> None:
    page, other = await enter("lobby_manager"), await enter("teller")
    for one in (page, other):
        await room(one)
    tick = page.locator(".item .tick").filter(has_text="门前清洁")
    seen = other.locator(".item").filter(has_text="门前清洁")
    for state, key in (("ok", "Enter"), ("open", " ")):
        await tick.focus()
        await page.keyboard.press(key)
        await expect(seen).to_have_class(f"item {state}")
        await expect(page.locator(f".item.{state}").filter(has_text="门前清洁")).to_be_visible()
        await expect(tick).to_be_focused()


async def test_a_customer_before_the_opening_is_served_and_the_manager_is_told(
    enter: Enter, kiosk: Arrive
) -> None:
    page = await enter("lobby_manager")
    ticket = (await kiosk())["ticket"]
    await expect(page.locator(".feed")).to_contain_text("网点尚未办理开门")
    await expect(page.locator(".waiting .one")).to_contain_text(ticket)


async def test_a_notice_is_hung_and_a_leaflet_handed_to_who_waits(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    page = await enter("lobby_manager", width=768, height=1024, has_touch=True)
    shown = await room(page)
    dialog = page.get_by_role("dialog")
    await shown.get_by_role("button", name="张贴公告").click()
    await dialog.get_by_label("标题").fill("利率调整")
    await dialog.get_by_label("最后一天").fill("2099-12-31")
    await dialog.get_by_role("button", name="张贴公告").click()
    await expect(shown.locator(".card").filter(has_text="利率调整")).to_contain_text("2099-12-31")
    await expect(shown.locator(".item").filter(has_text="公告栏无过期内容")).to_contain_text("系统报告正常")

    await shown.get_by_role("button", name="新增材料").click()
    await dialog.get_by_label("现有份数").fill("20")
    await dialog.get_by_label("中文名称").fill("理财手册")
    await dialog.get_by_label("英文名称").fill("Wealth")
    await nothing_serious(page)
    await dialog.get_by_role("button", name="保存").click()
    await shown.get_by_role("button", name="递送: 理财手册").click()
    await dialog.get_by_label("客户想进一步了解").check()
    await dialog.get_by_role("button", name=ticket).click()
    leaflet = shown.locator(".card").filter(has_text="理财手册")
    await expect(leaflet).to_contain_text("剩 19 份")
    await expect(leaflet).to_contain_text("不足")
    await page.get_by_role("button", name="消息").click()
    await expect(page.locator(".feed")).to_contain_text("宣传材料不足")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_a_list_is_changed_and_what_runs_keeps_its_items(enter: Enter) -> None:
    page = await enter("branch_head")
    shown = await room(page)
    await shown.locator(".tick").filter(has_text="门前清洁").click()
    await expect(shown.locator(".item.ok")).to_contain_text("门前清洁")
    await shown.get_by_role("button", name="编辑检查表").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("中文名称").fill("旗帜整齐")
    await dialog.get_by_label("英文名称").fill("Flags in order")
    await dialog.get_by_role("button", name="添加").click()
    await expect(dialog.locator(".card").last).to_contain_text("旗帜整齐")
    await nothing_serious(page)
    await dialog.get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts")).to_contain_text("已保存为第 1 版")
    await expect(dialog).to_have_count(0)
    await expect(shown.locator(".item").filter(has_text="旗帜整齐")).to_have_count(0)
    await shown.get_by_role("button", name="编辑检查表").click()
    await expect(dialog.locator(".card").last).to_contain_text("旗帜整齐")
