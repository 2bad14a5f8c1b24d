"""Two people at the same thing: nothing typed is lost, and nothing is done to what has changed meanwhile."""

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_floor import row_of
from tests.browser.test_the_records import room, signed_in
from tests.stage import NAMES

INKED = """button => {
    const range = document.createRange();
    range.selectNodeContents(button);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return [left, top, right, bottom];
}"""
"""The place of a button's words."""


async def opens_enquiry(page: Page) -> None:
    await room(page, "待答复")
    await page.get_by_role("button", name="查看 意见 · 环境").click()


async def test_words_stay_when_a_colleague_was_faster(enter: Enter, stack: Stack, branch: Branch) -> None:
    """An answer to an enquiry that somebody else answers, and words to a report that is read."""
    manager, head = await enter("lobby_manager"), await signed_in(stack, branch, "branch_head")
    at = f"/api/lobby/branches/{branch.id}"
    enquiry = (await head.post(f"{at}/opinions", {"topic": "environment", "source": "book"}))["record"]
    await opens_enquiry(manager)
    await manager.get_by_label("答复内容").fill("我们已经调高温度")
    await head.post(f"/api/customer/enquiries/{enquiry}/answer", {"answer": "已处理。"})
    await expect(manager.locator(".enquiry")).to_contain_text("已处理。")
    await expect(manager.get_by_label("答复内容")).to_have_value("我们已经调高温度")
    await manager.get_by_role("button", name="提交答复").click()
    await expect(manager.locator(".enquiry").get_by_role("alert")).not_to_be_empty()
    await manager.locator(".enquiry").get_by_role("button", name="清除").click()
    await expect(manager.get_by_label("答复内容")).to_have_count(0)

    await room(manager, "日报")
    await manager.get_by_label("服务小结").fill("第一版")
    await manager.get_by_role("button", name="提交日报").click()
    await expect(manager.get_by_role("heading", name="重新提交日报")).to_be_visible()
    await manager.get_by_label("服务小结").fill("第二版，写到一半")
    day = (await head.get(f"{at}/log"))["today"]
    await head.post(f"{at}/reports/{day}/read")
    await expect(manager.locator(".report-state")).to_contain_text("已阅")
    await expect(manager.get_by_label("服务小结")).to_have_value("第二版，写到一半")
    await manager.get_by_role("button", name="重新提交日报").click()
    await expect(manager.locator(".report form").get_by_role("alert")).to_contain_text("工作日志")
    await manager.locator(".report form").get_by_role("button", name="清除").click()
    await expect(manager.locator(".said")).to_contain_text("第一版")
    await head.close()


async def test_a_log_entry_stays_in_reach_when_the_absent_one_is_back(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    manager = await signed_in(stack, branch, "lobby_manager")
    page = await enter("teller")
    cover = {"present": False, "cover": branch.who("teller"), "branch": branch.id}
    await manager.post("/api/notify/presence", cover)
    await room(page, "工作日志")
    await page.get_by_label("内容").fill("对面银行今日停业")
    await manager.post("/api/notify/presence", {"present": True})
    await expect(page.locator(".away")).to_have_count(0)
    await expect(page.get_by_label("内容")).to_have_value("对面银行今日停业")
    await manager.close()


async def test_who_can_be_called_is_called_and_a_counter_in_use_is_not_offered(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    counters = {"1": ["V", "G", "A"], "2": ["A"], "3": ["A"]}
    names = {"name_zh": "测试支行", "name_en": "Test Branch"}
    await ops.put(f"/api/lobby/branches/{branch.id}", {**names, "counters": counters})
    await ops.close()
    manager = await signed_in(stack, branch, "lobby_manager")
    at = f"/api/lobby/branches/{branch.id}/counters/2"
    await manager.post(f"{at}/open")
    await manager.post(f"{at}/pause", {"reason": "cash_handling"})
    page = await enter("teller")
    choices = page.locator(".console .choice")
    await expect(choices).to_have_count(2)
    await choices.last.click()
    ticket = (await kiosk(care=["mobility"]))["ticket"]
    await expect(page.get_by_role("button", name="呼叫下一位")).to_be_disabled()
    await row_of(page, ticket).get_by_role("button", name=f"呼叫 {ticket}").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await manager.close()


async def test_an_old_ticket_dialog_does_not_take_a_seated_customer_away(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    ticket = (await kiosk())["ticket"]
    teller = await signed_in(stack, branch, "teller")
    at = f"/api/lobby/branches/{branch.id}/counters/1"
    await teller.post(f"{at}/open")
    page = await enter("lobby_manager")
    await page.get_by_role("button", name=f"更多 {ticket}").click()
    await page.get_by_role("button", name="转号").click()
    to = page.get_by_label("转到柜台")
    await to.select_option("1")
    await teller.post(f"{at}/close")
    await expect(to.locator("option[value='1']")).to_contain_text("未开放")
    await expect(to).to_have_value("1")
    await teller.post(f"{at}/open")
    await teller.post(f"{at}/call-next")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".toast.error")).to_contain_text(f"{ticket} 号刚被叫到或已离开")
    await teller.close()


async def test_the_stock_that_is_kept_is_the_one_of_now(enter: Enter, stack: Stack, branch: Branch) -> None:
    manager = await signed_in(stack, branch, "lobby_manager")
    at = f"/api/lobby/branches/{branch.id}/leaflets"
    leaflet = {"stock": 50, "minimum": 5, "zh": "理财手册", "en": "Wealth", "product": "wealth"}
    await manager.post(at, leaflet)
    (one,) = await manager.get(at)
    page = await enter("lobby_manager")
    await room(page, "清单")
    await page.get_by_role("button", name="盘点: 理财手册").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("至少份数").fill("8")
    await manager.post(f"{at}/{one['leaflet']}/hand")
    await expect(dialog.get_by_label("现有份数")).to_have_value("49")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog).to_have_count(0)
    (kept,) = await manager.get(at)
    assert (kept["stock"], kept["minimum"]) == (49, 8)
    await manager.close()


async def test_two_edit_a_checklist_and_neither_loses_the_work(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    head = await signed_in(stack, branch, "branch_head")
    path = f"/api/lobby/branches/{branch.id}/checklist-templates/opening"
    page = await enter("branch_head")
    await room(page, "清单")
    await page.get_by_role("button", name="编辑检查表").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("中文名称").fill("旗帜整齐")
    await dialog.get_by_label("英文名称").fill("Flags in order")
    await dialog.get_by_role("button", name="添加").click()
    before = await head.get(path)
    roof = {"id": "roof", "duty": "P6", "zh": "屋顶完好", "en": "Roof is whole", "place": "front"}
    await head.put(path, {"items": [*before["items"], roof], "edition": before["edition"]})
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("他人已修改此检查表")
    await expect(dialog).to_contain_text("现行版本还有、而您的内容没有：屋顶完好")
    await expect(dialog.locator(".card").last).to_contain_text("旗帜整齐")
    kept = await head.get(path)
    assert (kept["edition"], kept["items"][-1]["id"]) == (1, "roof")
    await dialog.get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts")).to_contain_text("已保存为第 2 版")
    await head.close()


async def test_in_english_the_buttons_of_a_counter_stand_clear_of_each_other(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    await kiosk()
    teller = await signed_in(stack, branch, "teller")
    at = f"/api/lobby/branches/{branch.id}/counters/1"
    await teller.post(f"{at}/open")
    await teller.post(f"{at}/call-next")
    page = await enter("lobby_manager", width=1280)
    await page.get_by_role("button", name="English").click()
    card = page.locator(".counter").filter(has=page.locator(".records"))
    buttons = card.locator(".records button")
    await expect(buttons).to_have_count(3)
    right = await card.evaluate("card => card.getBoundingClientRect().right")
    boxes = [await buttons.nth(n).evaluate(INKED) for n in range(3)]
    for n, (left, _, end, bottom) in enumerate(boxes):
        assert end <= right + 1
        for other in boxes[n + 1 :]:
            clear = end <= other[0] + 1 or other[2] <= left + 1 or bottom <= other[1] + 1
            assert clear, (boxes[n], other)
    await teller.close()


async def test_a_enquiry_recorded_by_one_tap_gets_its_words_afterwards(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    page = await enter("lobby_manager")
    dialog, enquiry = page.get_by_role("dialog"), page.locator(".enquiry")
    await page.get_by_role("button", name=f"记录 {ticket}").click()
    await dialog.get_by_role("region", name="意见").get_by_role("button", name="环境").click()
    await dialog.get_by_role("button", name="不填").click()
    await opens_enquiry(page)
    await enquiry.get_by_role("button", name="补记原话和联系方式").click()
    await dialog.get_by_label("客户原话").fill("大厅空调太冷")
    await dialog.get_by_label("电话").fill("13800000009")
    await dialog.get_by_role("button", name="保存").click()
    await expect(enquiry).to_contain_text("大厅空调太冷")
    await expect(enquiry).to_contain_text("13800000009")


async def test_colleagues_appear_by_name_and_nobody_by_the_staff_id(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    ticket = (await kiosk())["ticket"]
    teller, manager = [await signed_in(stack, branch, role) for role in ("teller", "lobby_manager")]
    at = f"/api/lobby/branches/{branch.id}"
    await manager.post(f"{at}/day/open", {"override": {"reason": "other", "words": "演练"}})
    await manager.post(f"{at}/log", {"kind": "remark", "words": "一切正常"})
    await teller.post(f"{at}/counters/1/open")
    await teller.post(f"{at}/counters/1/call-next")
    head = await enter("branch_head")
    await expect(head.locator(".feed")).to_contain_text(f"{NAMES['lobby_manager']}在检查未完成时开门")
    await expect(head.locator(".counter").filter(has_text=ticket)).to_contain_text(NAMES["teller"])
    await room(head, "清单")
    await expect(head.locator(".day")).to_contain_text(NAMES["lobby_manager"])
    await room(head, "工作日志")
    await expect(head.locator(".log .by-hand")).to_contain_text(NAMES["lobby_manager"])
    for name in ("大堂", "任务", "清单", "设备", "事件", "待答复", "工作日志", "日报"):
        await room(head, name)
        for role in NAMES:
            await expect(head.locator("body")).not_to_contain_text(branch.who(role))
    await teller.close()
    await manager.close()


async def test_a_colleague_of_the_same_name_is_told_apart(enter: Enter, stack: Stack, branch: Branch) -> None:
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    other = {"staff": branch.who("second"), "name": NAMES["teller"], "password": "a good long password"}
    await admin.post("/api/notify/staff", {**other, "roles": ["teller"], "branches": [branch.id]})
    await admin.close()
    teller = await signed_in(stack, branch, "teller")
    await teller.post(f"/api/lobby/branches/{branch.id}/counters/1/open")
    page = await enter("branch_head")
    await expect(page.locator(".counter").first).to_contain_text(f"王芳 ({branch.who('teller')})")
    await teller.close()
