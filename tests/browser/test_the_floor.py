"""The live floor, and what a teller does at a counter (D1, D2)."""

import asyncio
import time

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Arrive, Enter


def row_of(page: Page, ticket: str) -> Locator:
    """The row of one who waits."""
    return page.locator(".waiting .one").filter(has_text=ticket)


async def at_counter(enter: Enter, number: int = 1) -> Page:
    page = await enter("teller")
    await page.get_by_role("button", name=f"{number} 号柜台").click()
    await expect(page.get_by_role("button", name="呼叫下一位")).to_be_visible()
    return page


async def test_an_arrival_appears_within_a_second_and_without_a_reload(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager")
    await expect(page.get_by_text("目前没有客户等候。")).to_be_visible()
    began = time.monotonic()
    ticket = (await kiosk(need="loan", care=["elderly"]))["ticket"]
    row = row_of(page, ticket)
    await row.wait_for()
    assert time.monotonic() - began < 2
    await expect(row).to_contain_text("绿色通道")
    await expect(row).to_contain_text("贷款")
    await expect(row).to_contain_text("老年人")
    await expect(page.locator(".feed")).to_contain_text(ticket)


async def test_a_call_is_seen_by_everybody_on_the_floor(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    manager = await enter("lobby_manager")
    teller = await at_counter(enter)
    await teller.get_by_role("button", name="呼叫下一位").click()
    await expect(teller.locator("#my-counter")).to_contain_text(ticket)
    await expect(manager.locator(".counter").filter(has_text=ticket)).to_be_visible()
    await expect(row_of(manager, ticket)).to_have_count(0)


async def test_a_ticket_is_recalled_and_then_marked_as_no_show(enter: Enter, kiosk: Arrive) -> None:
    await kiosk()
    second = (await kiosk())["ticket"]
    page = await at_counter(enter)
    await page.get_by_role("button", name=f"呼叫 {second}").click()
    await expect(page.locator("#my-counter")).to_contain_text(second)
    await page.get_by_role("button", name="重呼").click()
    await expect(page.locator(".console")).to_contain_text("已重呼 1 次")
    await page.get_by_role("button", name="未到").click()
    await expect(page.locator("#my-counter")).to_contain_text("空闲")
    await page.get_by_role("button", name="关闭柜台").click()
    await expect(page.get_by_text("请选择柜台")).to_be_visible()


async def test_pressing_twice_calls_once(enter: Enter, kiosk: Arrive) -> None:
    first, second = [(await kiosk())["ticket"] for _ in range(2)]
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").dblclick()
    await expect(page.locator("#my-counter")).to_contain_text(first)
    await asyncio.sleep(1)
    await expect(page.locator("#my-counter")).to_contain_text(first)
    await expect(row_of(page, second)).to_be_visible()


async def test_a_command_that_met_a_cut_line_is_sent_again_under_the_same_key(
    enter: Enter, kiosk: Arrive
) -> None:
    ticket = (await kiosk())["ticket"]
    page = await at_counter(enter)
    keys: list[str | None] = []

    async def answer_is_lost_once(route: Route) -> None:
        keys.append(await route.request.header_value("idempotency-key"))
        if len(keys) == 1:
            await route.fetch()  # it is done, and nobody hears of it
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/call-next", answer_is_lost_once)
    await page.get_by_role("button", name="呼叫下一位").click()
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await expect(page.locator(".toast.error")).to_have_count(0)
    await expect(page.get_by_role("button", name="办理完成")).to_be_enabled()
    assert len(keys) == 2
    assert keys[0]
    assert keys[0] == keys[1]


async def test_a_refusal_is_told_in_the_chosen_language(enter: Enter, kiosk: Arrive) -> None:
    await kiosk()
    page = await at_counter(enter)
    await page.get_by_role("button", name="呼叫下一位").click()
    for times in range(1, 4):
        await page.get_by_role("button", name="重呼").click()
        await expect(page.locator(".console")).to_contain_text(f"已重呼 {times} 次")
    await page.get_by_role("button", name="重呼").click()
    await expect(page.locator(".toast.error")).to_contain_text("重呼次数已达上限")


async def test_only_the_chosen_class_is_listed(enter: Enter, kiosk: Arrive) -> None:
    ordinary = (await kiosk())["ticket"]
    cared_for = (await kiosk(care=["mobility"]))["ticket"]
    page = await enter("lobby_manager")
    await page.get_by_role("button", name="绿色通道 1").click()
    await expect(row_of(page, cared_for)).to_be_visible()
    await expect(row_of(page, ordinary)).to_have_count(0)
    await page.get_by_role("button", name="全部 2").click()
    await expect(row_of(page, ordinary)).to_be_visible()


async def test_every_control_has_a_name_and_is_large_enough_to_touch(enter: Enter, kiosk: Arrive) -> None:
    await kiosk(care=["pregnant"])
    page = await enter("teller", width=768, height=1024, has_touch=True)
    await page.get_by_role("button", name="1 号柜台").click()
    await expect(page.get_by_role("button", name="呼叫下一位")).to_be_visible()
    too_small = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a:not(.skip)")]
            .filter((control) => control.checkVisibility())
            .filter((control) => {
              const { width, height } = control.getBoundingClientRect();
              const named = control.innerText?.trim() || control.ariaLabel || control.labels?.length;
              return width < 44 || height < 44 || !named;
            })
            .map((control) => control.outerHTML)"""
    )
    assert too_small == []
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


async def test_on_a_narrow_screen_the_words_of_the_figures_stand_in_one_line(enter: Enter) -> None:
    page = await enter("lobby_manager", width=390, height=844)
    words = page.locator(".figures dt")
    await expect(words).to_have_count(4)
    heights = await words.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert len(set(heights)) == 1
    assert heights[0] < 30  # a second line would make it 36
