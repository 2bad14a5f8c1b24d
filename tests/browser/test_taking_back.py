"""Taking back a slip of the finger, and freeing a counter that somebody kept (D2, D6)."""

from playwright.async_api import Locator, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_floor import at_counter, row_of
from tests.stage import NAMES


def just_done(page: Page, ticket: str) -> Locator:
    return page.locator(".just-done li").filter(has_text=ticket)


async def test_by_keyboard_alone_a_teller_takes_back_a_completion(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await page.get_by_role("button", name="办理完成").click()
    await expect(page.locator("#my-counter")).to_contain_text("空闲")
    await expect(just_done(page, ticket)).to_contain_text("办理完成")
    await expect(just_done(page, ticket)).to_contain_text("还可撤销")
    assert await serious(page) == []
    await page.reload()  # it is the hall that remembers
    await page.get_by_role("button", name=f"撤销 {ticket}").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await expect(page.locator(".toast")).to_contain_text(f"已撤销 {ticket}")
    await expect(just_done(page, ticket)).to_have_count(0)
    await expect(page.locator("#my-counter")).to_be_focused()


async def test_in_english_a_no_show_is_taken_back(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").click()
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="No-show").click()
    await expect(page.locator(".just-done")).to_contain_text("Just done")
    await expect(just_done(page, ticket)).to_contain_text("did not come")  # and not the call before it
    await page.get_by_role("button", name=f"Undo {ticket}").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await expect(page.locator(".toast")).to_contain_text(f"Taken back for {ticket}")


async def test_a_mistaken_call_is_taken_back_in_the_tickets_own_dialog(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await page.get_by_role("button", name=f"更多 {ticket}").click()
    await page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    await expect(page.locator("#my-counter")).to_contain_text("空闲")
    await expect(row_of(page, ticket)).to_be_visible()


async def test_the_manager_takes_back_what_a_colleague_did_and_the_colleague_sees_it(
    enter: Enter, kiosk: Arrive
) -> None:
    ticket = (await kiosk())["ticket"]
    teller, manager = await at_counter(enter), await enter("lobby_manager")
    await teller.get_by_role("button", name="呼叫下一位").click()
    await teller.get_by_role("button", name="办理完成").click()
    await expect(just_done(manager, ticket)).to_contain_text("办理完成")  # and not the call before it
    await manager.get_by_role("button", name=f"撤销 {ticket}").click()
    await expect(teller.locator("#my-counter")).to_contain_text(ticket)
    await expect(manager.locator(".feed")).to_contain_text(f"撤销了{ticket}号的“办理完成”")


async def test_the_manager_frees_a_counter_and_who_was_served_there_is_next(
    enter: Enter, kiosk: Arrive, branch: Branch
) -> None:
    ticket = (await kiosk())["ticket"]
    teller, manager = await at_counter(enter), await enter("lobby_manager")
    await teller.get_by_role("button", name="呼叫下一位").click()
    await expect(teller.locator("#my-counter")).to_contain_text(ticket)
    await expect(row_of(manager, ticket)).to_have_count(0)  # the manager has heard of it
    await manager.get_by_role("button", name="释放柜台 1").click()
    dialog = manager.get_by_role("dialog")
    await expect(dialog).to_contain_text(NAMES["teller"])
    await expect(dialog).to_contain_text(f"{ticket} 号保留等候时间")
    assert await serious(manager) == []
    await dialog.get_by_role("button", name="取消").click()
    await expect(row_of(manager, ticket)).to_have_count(0)
    await manager.get_by_role("button", name="释放柜台 1").click()
    await dialog.get_by_role("button", name="释放柜台").click()
    await expect(row_of(manager, ticket)).to_be_visible()
    await expect(teller.get_by_text("请选择柜台")).to_be_visible()
    await expect(manager.locator(".feed")).to_contain_text(f"{ticket}号尚未办完")
    await expect(teller.get_by_role("button", name="释放柜台")).to_have_count(0)
