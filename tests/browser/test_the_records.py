"""The log, what waits for an answer, and the day report (D4, D5, D11, E3, E4)."""

import io
import zipfile

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter


async def room(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()


async def signed_in(stack: Stack, branch: Branch, role: str) -> Staff:
    return await Staff(stack.url(), branch.who(role), PASSWORD).sign_in()


async def test_one_tap_records_an_opinion_whose_answer_is_approved_and_sent(
    enter: Enter, kiosk: Arrive
) -> None:
    ticket = (await kiosk())["ticket"]
    manager, head = await enter("lobby_manager"), await enter("branch_head")
    await manager.get_by_role("button", name=f"记录 {ticket}").click()
    dialog = manager.get_by_role("dialog")
    assert await serious(manager) == []
    await dialog.get_by_role("region", name="意见").get_by_role("button", name="环境").click()
    await expect(manager.get_by_text("已登记意见：环境")).to_be_visible()
    await dialog.get_by_label("客户原话").fill("大厅空调太冷")
    await dialog.get_by_label("电话").fill("13800000009")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog).to_have_count(0)
    await room(manager, "待答复")
    await manager.get_by_role("button", name="查看 意见 · 环境").click()
    enquiry = manager.locator(".enquiry")
    await expect(enquiry).to_contain_text("大厅空调太冷")
    await expect(enquiry).to_contain_text("13800000009")
    await enquiry.get_by_label("答复内容").fill("已调高温度，谢谢您的意见。")
    await enquiry.get_by_role("button", name="提交答复").click()
    await expect(enquiry).to_contain_text("待负责人审批")
    await expect(enquiry.get_by_role("button", name="批准")).to_have_count(0)
    await expect(head.locator(".feed")).to_contain_text("请审批")
    await room(head, "待答复")
    await head.get_by_role("button", name="查看 意见 · 环境").click()
    assert await serious(head) == []
    await head.get_by_role("button", name="批准", exact=True).click()
    await expect(enquiry).to_contain_text("已批准")
    await enquiry.get_by_label("答复方式").select_option("phone")
    await enquiry.get_by_role("button", name="已答复客户").click()
    await expect(manager.get_by_text("没有待答复的事项。")).to_be_visible()
    await manager.get_by_role("button", name="已答复", exact=True).click()
    await expect(manager.locator(".enquiry")).to_contain_text("电话")
    await expect(head.locator(".feed")).to_contain_text("答复客户：电话")


async def test_the_head_s_own_answer_is_approved_by_the_region_head_on_the_page(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    region = {"staff": branch.who("region_head"), "name": "孙强", "password": PASSWORD}
    await admin.post("/api/notify/staff", {**region, "roles": ["region_head"], "branches": [branch.id]})
    await admin.close()
    ticket = (await kiosk())["ticket"]
    manager, head, above = (
        await enter("lobby_manager"),
        await enter("branch_head"),
        await enter("region_head"),
    )
    await manager.get_by_role("button", name=f"记录 {ticket}").click()
    opinions = manager.get_by_role("dialog").get_by_role("region", name="意见")
    await opinions.get_by_role("button", name="环境").click()
    await room(head, "待答复")
    await head.get_by_role("button", name="查看 意见 · 环境").click()
    await head.locator(".enquiry").get_by_label("答复内容").fill("已调高温度。")
    await head.locator(".enquiry").get_by_role("button", name="提交答复").click()
    await expect(above.locator(".feed")).to_contain_text("请审批")
    await expect(head.locator(".feed")).not_to_contain_text("请审批")
    await room(above, "待答复")
    await above.get_by_role("button", name="查看 意见 · 环境").click()
    await above.get_by_role("button", name="批准", exact=True).click()
    await expect(head.locator(".enquiry")).to_contain_text("已批准")


async def test_a_prospect_who_leaves_a_phone_number_is_followed_up_at_once(
    enter: Enter, kiosk: Arrive
) -> None:
    answer = await kiosk()
    manager, follower = await enter("lobby_manager"), await enter("account_manager")
    await manager.get_by_role("button", name=f"潜客 {answer['ticket']}").click()
    dialog = manager.get_by_role("dialog")
    await dialog.get_by_label("留下联系方式").check()
    await dialog.get_by_role("button", name="理财").click()
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog.get_by_text("请至少填写一项")).to_be_visible()
    await dialog.get_by_label("电话").fill("139 0000 0001")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog).to_have_count(0)
    await expect(follower.locator(".feed")).to_contain_text("留下联系方式")
    await (
        follower.locator(".entry")
        .filter(has_text="留下联系方式")
        .get_by_role("button", name="查看联系方式")
        .click()
    )
    await expect(follower.get_by_role("dialog")).to_contain_text("13900000001")
    assert await serious(follower) == []
    await expect(manager.get_by_role("button", name="查看联系方式")).to_have_count(0)


async def test_the_log_writes_itself_and_takes_an_entry_by_the_keyboard(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager", width=768, height=1024)
    await room(page, "工作日志")
    ticket = (await kiosk(need="loan"))["ticket"]
    line = page.locator(".log li").filter(has_text=ticket).filter(has_text="取号")
    await expect(line).to_have_count(1)
    await expect(line).to_contain_text("贷款")
    await page.get_by_label("市场信息").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.type("对面银行推出三年期大额存单")
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".log .by-hand")).to_contain_text("大额存单")
    await page.get_by_role("button", name="手记", exact=True).click()
    await expect(page.locator(".log li")).to_have_count(1)
    await page.get_by_role("button", name="全部", exact=True).click()
    await expect(line).to_have_count(1)
    assert await serious(page) == []
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_the_report_is_filed_with_what_the_log_holds_and_read_by_the_head(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    path = f"/api/lobby/branches/{branch.id}"
    person, teller = (
        await signed_in(stack, branch, "lobby_manager"),
        await signed_in(stack, branch, "teller"),
    )
    await teller.post(f"{path}/counters/1/open")
    await kiosk(care=["elderly"])
    await teller.post(f"{path}/counters/1/call-next")
    await person.post(f"{path}/log", {"kind": "market_news", "words": "利率下调"})
    manager, head = await enter("lobby_manager"), await enter("branch_head", width=768, height=1024)
    await room(manager, "日报")
    await expect(manager.get_by_label("市场信息")).to_have_value("利率下调")
    await expect(manager.locator(".boxes div").filter(has_text="到店")).to_contain_text("1")
    assert await serious(manager) == []
    await manager.get_by_label("服务小结").fill("=1+1 平稳的一天")
    await manager.get_by_role("button", name="提交日报").click()
    await expect(manager.locator(".report-state")).to_contain_text("已提交")
    told = manager.get_by_role("region", name="等候预报").get_by_role("row")
    await expect(told.filter(has_text="绿色通道 · 有空闲柜台")).to_contain_text("100 %")
    assert await serious(manager) == []
    await expect(head.locator(".feed")).to_contain_text("已提交")
    await room(head, "日报")
    await expect(head.locator(".report")).to_contain_text("平稳的一天")
    assert await serious(head) == []
    await head.get_by_role("button", name="已阅", exact=True).click()
    await expect(manager.locator(".report-state")).to_contain_text("已阅")
    async with manager.expect_popup() as popup:
        await manager.get_by_role("link", name="打印页").click()
    printed = await popup.value
    await expect(printed.get_by_role("heading", name="测试支行")).to_be_visible()
    await expect(printed.locator("main")).to_contain_text("绿色通道：老年人")
    await expect(printed.get_by_role("row").filter(has_text="绿色通道 · 有空闲柜台")).to_contain_text(
        "100.0%"
    )
    await expect(printed.locator("header")).to_have_css("border-bottom-width", "2px")  # its own style
    assert await serious(printed) == []
    async with manager.expect_download() as download:
        await manager.get_by_role("link", name="CSV").click()
    table = (await (await download.value).path()).read_text("utf-8-sig")
    assert "'=1+1" in table
    async with manager.expect_download() as download:
        await manager.get_by_role("link", name="Excel").click()
    book = zipfile.ZipFile(io.BytesIO((await (await download.value).path()).read_bytes()))
    assert {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} <= set(book.namelist())
    await person.close()
    await teller.close()
