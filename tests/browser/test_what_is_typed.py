"""What a person types stays theirs: no event, language, reload or lost session takes it away or changes it."""

from playwright.async_api import Page, expect

from deploy.local.stack import Stack
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter
from tests.browser.test_the_records import room, signed_in

WORDS = "上午客流平稳，午后贵宾较多。"


async def sign_in_again(page: Page, staff: str) -> None:
    await page.get_by_label("工号").fill(staff)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.locator(".line-state.live").wait_for()


async def lose_the_session(page: Page) -> None:
    """Cookies gone, as after a night; the next thing asked shows the sign-in form."""
    await page.context.clear_cookies()
    await page.evaluate("import('/static/hall.js').then(it => it.look())")
    await page.get_by_label("工号").wait_for()


async def shown_in(page: Page, ticket: str) -> None:
    """The page has heard of this ticket: `redraw` is over."""
    await page.wait_for_function(
        "ticket => import('/static/hall.js')"
        ".then(it => it.hall.value.floor.waiting.some(one => one.ticket === ticket))",
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
            await page.evaluate("import('/static/words.js').then(it => it.switchLanguage())")
            await page.evaluate("import('/static/words.js').then(it => it.switchLanguage())")
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
    await expect(page.locator(".notes")).to_contain_text("The report is filed")
    assert (await teller_reads(stack, branch))["service_summary"] == "第二版"
    await expect(page.get_by_label("The day's service")).to_have_value("第二版")
