"""Typed text stays: no event, language, reload or lost session takes it away or changes it."""

from playwright.async_api import Page, Route, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter
from tests.browser.test_the_records import room, signed_in

WORDS = "上午客流平稳，午后贵宾较多。"

A_DAY_LATER = """() => {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith('foyer.draft.'))) {
        const kept = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 24 * 3600 * 1000 - 1 }));
    }
}"""
"""Makes what is kept older by a day."""


async def sign_in_again(page: Page, staff: str) -> None:
    await page.get_by_label("工号").fill(staff)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.locator(".connection.live").wait_for()


async def lose_the_session(page: Page) -> None:
    """Cookies gone, as after a night; the next thing asked shows the sign-in form."""
    await page.context.clear_cookies()
    await page.evaluate("ofPage('live/floor.js').then(it => it.readFloor())")
    await page.get_by_label("工号").wait_for()


async def shown_in(page: Page, ticket: str) -> None:
    """The page has heard of this ticket: `redraw` is over."""
    await page.wait_for_function(
        "ticket => ofPage('live/floor.js')"
        ".then(it => it.shownFloor.value.floor.waiting.some(one => one.ticket === ticket))",
        arg=ticket,
    )


async def test_the_day_report_is_typed_while_customers_come_and_counters_open(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    teller = await signed_in(stack, branch, "teller")
    await room(page, "日报")
    summary = page.get_by_label("服务小结")
    await summary.click()
    for number, letter in enumerate(WORDS):
        await page.keyboard.type(letter)
        if number == 3:
            await shown_in(page, (await kiosk())["ticket"])
        if number == 6:
            await teller.post(f"/api/lobby/branches/{branch.id}/counters/1/open")
        if number == 9:
            await page.keyboard.press("ArrowLeft")
            await page.keyboard.press("ArrowRight")
            await page.evaluate("ofPage('words/language.js').then(it => it.switchLanguage())")
            await page.evaluate("ofPage('words/language.js').then(it => it.switchLanguage())")
    await expect(summary).to_have_value(WORDS)
    await expect(summary).to_be_focused()
    await page.get_by_label("建议").fill("增开一个柜台")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_label("The day's service")).to_have_value(WORDS)
    await expect(page.get_by_label("Suggestions")).to_have_value("增开一个柜台")
    await page.get_by_role("button", name="File the report").click()
    await expect(page.locator(".report-state")).to_contain_text("Filed")
    filed = await teller_reads(stack, branch)
    assert filed["service_summary"] == WORDS
    assert filed["suggestions"] == "增开一个柜台"
    await teller.close()


async def teller_reads(stack: Stack, branch: Branch) -> dict[str, str]:
    """The words of today's report as the branch head reads them."""
    head = await signed_in(stack, branch, "branch_head")
    day = (await head.get(f"/api/lobby/branches/{branch.id}/log"))["today"]
    words: dict[str, str] = (await head.get(f"/api/lobby/branches/{branch.id}/reports/{day}"))["words"]
    await head.close()
    return words


async def test_an_edited_report_files_what_was_edited(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    await room(page, "日报")
    await page.get_by_label("服务小结").fill("第一版")
    await page.get_by_role("button", name="提交日报").click()
    await expect(page.get_by_role("heading", name="重新提交日报")).to_be_visible()
    await page.get_by_label("服务小结").fill("第二版")
    await shown_in(page, (await kiosk())["ticket"])
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_label("The day's service")).to_have_value("第二版")
    await page.get_by_role("button", name="File it again").click()
    await expect(page.locator(".toasts")).to_contain_text("The report is filed")
    assert (await teller_reads(stack, branch))["service_summary"] == "第二版"
    await expect(page.get_by_label("The day's service")).to_have_value("第二版")


async def test_what_is_typed_outlives_a_reload_and_is_filed_once(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    await page.get_by_label("市场信息").check()
    await page.get_by_label("内容").press_sequentially("对面银行今日停业")
    await page.reload()
    await room(page, "工作日志")
    await expect(page.get_by_label("内容")).to_have_value("对面银行今日停业")
    await expect(page.get_by_label("市场信息")).to_be_checked()
    await expect(page.locator(".found")).to_contain_text("尚未提交")
    assert await serious(page) == []
    await page.locator(".logbook form").get_by_role("button", name="写入日志").click()
    await expect(page.locator(".log .by-hand")).to_have_count(1)
    await expect(page.locator(".log .by-hand")).to_contain_text("市场信息")
    await expect(page.get_by_label("内容")).to_have_value("")
    await page.reload()
    await room(page, "工作日志")
    await expect(page.get_by_label("内容")).to_have_value("")
    await expect(page.locator(".found")).to_have_count(0)


async def test_two_tabs_of_one_person_write_one_text(enter: Enter) -> None:
    one = await enter("lobby_manager")
    other = await one.context.new_page()
    await other.goto("/staff")
    for page in (one, other):
        await room(page, "工作日志")
    await one.get_by_label("内容").fill("对面银行今日停业")
    await expect(other.get_by_label("内容")).to_have_value("对面银行今日停业")
    await other.get_by_label("内容").press("End")
    await other.get_by_label("内容").press_sequentially("，明日恢复")
    await expect(one.get_by_label("内容")).to_have_value("对面银行今日停业，明日恢复")
    await one.reload()
    await room(one, "工作日志")
    await expect(one.get_by_label("内容")).to_have_value("对面银行今日停业，明日恢复")
    await one.locator(".logbook form").get_by_role("button", name="写入日志").click()
    await expect(one.locator(".log .by-hand")).to_have_count(1)
    await expect(other.get_by_label("内容")).to_have_value("")


async def test_a_lost_session_loses_no_words_and_shows_them_to_nobody_else(
    enter: Enter, kiosk: Arrive, branch: Branch
) -> None:
    ticket = (await kiosk())["ticket"]
    page = await enter("lobby_manager")
    await page.get_by_role("button", name=f"投诉 {ticket}").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("等候时间").check()
    await dialog.get_by_label("客户原话").fill("等了一个小时，无人理会")
    await lose_the_session(page)
    await sign_in_again(page, branch.who("branch_head"))
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="登记投诉").click()
    await expect(dialog.get_by_label("客户原话")).to_have_value("")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="退出").click()
    await page.get_by_label("工号").wait_for()
    await sign_in_again(page, branch.who("lobby_manager"))
    await expect(dialog.get_by_label("客户原话")).to_have_value("等了一个小时，无人理会")
    await expect(dialog.get_by_label("等候时间")).to_be_checked()
    await dialog.get_by_role("button", name="登记投诉").click()
    await expect(page.locator(".toasts")).to_contain_text("投诉已登记")
    await page.reload()
    await page.locator(".connection.live").wait_for()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_no_word_lies_open_on_the_device_and_none_stays_longer_than_a_day(enter: Enter) -> None:
    page = await enter("lobby_manager")
    await room(page, "事件")
    await page.get_by_role("button", name="可疑人员").click()
    await page.locator(".incident-list button").first.click()
    await page.get_by_role("dialog").get_by_label("补充记录").fill("secret words of an incident")
    left = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    await page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('foyer.draft.'))")
    kept = await page.evaluate(left)
    assert "secret" not in kept
    assert "foyer.draft." in kept
    await page.evaluate(A_DAY_LATER)
    await page.reload()
    await page.locator(".connection.live").wait_for()
    assert "foyer.draft." not in await page.evaluate(left)


async def test_chinese_that_is_still_being_composed_is_not_cut_off_by_an_event(
    enter: Enter, kiosk: Arrive
) -> None:
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    words = page.get_by_label("内容")
    await words.fill("今日")
    keyboard = await page.context.new_cdp_session(page)
    typed = {"selectionStart": 3, "selectionEnd": 3}
    await keyboard.send("Input.imeSetComposition", {"text": "keh", **typed})
    await shown_in(page, (await kiosk())["ticket"])
    await page.evaluate("ofPage('words/language.js').then(it => it.switchLanguage())")
    await page.locator("html[lang=en]").wait_for()
    await keyboard.send("Input.imeSetComposition", {"text": "kehu", "selectionStart": 4, "selectionEnd": 4})
    await keyboard.send("Input.insertText", {"text": "客户"})
    await expect(page.get_by_label("Text", exact=True)).to_have_value("今日客户")


async def test_a_dialog_that_is_shut_by_mistake_keeps_its_words_and_cancelling_drops_them(
    enter: Enter,
) -> None:
    page = await enter("lobby_manager")
    opener, dialog = page.get_by_role("button", name="登记投诉"), page.get_by_role("dialog")
    await opener.click()
    await dialog.get_by_label("客户原话").fill("排队太久")
    await page.keyboard.press("Escape")
    await opener.click()
    await expect(dialog.get_by_label("客户原话")).to_have_value("排队太久")
    await dialog.get_by_role("button", name="清除").click()
    await expect(dialog.get_by_label("客户原话")).to_have_value("")
    await dialog.get_by_label("客户原话").fill("排队")
    await dialog.get_by_role("button", name="取消").click()
    await opener.click()
    await expect(dialog.get_by_label("客户原话")).to_have_value("")


async def test_words_that_are_too_long_are_said_and_not_cut(enter: Enter) -> None:
    page = await enter("lobby_manager")
    await room(page, "清单")
    await page.get_by_role("button", name="张贴公告").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("标题").fill("利" * 121)
    await dialog.get_by_label("最后一天").fill("2099-12-31")
    await dialog.get_by_role("button", name="张贴公告").click()
    await expect(dialog.locator(".field-error")).to_have_text("最多 120 字，现有 121 字。")
    await expect(dialog.get_by_label("标题")).to_have_value("利" * 121)


async def test_midnight_does_not_turn_the_page_under_who_writes_the_report(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    await room(page, "日报")
    await page.get_by_label("服务小结").fill(WORDS)
    today = await page.get_by_label("日期").input_value()

    async def tomorrow(route: Route) -> None:
        answer = await (await route.fetch()).json()
        await route.fulfill(json={**answer, "today": "2199-01-01", "day": "2199-01-01"})

    await page.route("**/log?group=hand&limit=1", tomorrow)
    async with page.expect_response("**/log?group=hand&limit=1"):
        floor = "ofPage('live/floor.js')"
        await page.evaluate(f"{floor}.then(it => it.lastChange.set({{ event: 'live' }}))")
    await expect(page.get_by_label("服务小结")).to_have_value(WORDS)
    await page.get_by_role("button", name="提交日报").click()
    await expect(page.locator(".toasts")).to_contain_text("日报已提交")
    head = await signed_in(stack, branch, "branch_head")
    words = (await head.get(f"/api/lobby/branches/{branch.id}/reports/{today}"))["words"]
    assert words["service_summary"] == WORDS
    await head.close()
