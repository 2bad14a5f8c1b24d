"""Rooms of the page: fetched when they are entered, and asked for again when the network was away."""

from playwright.async_api import Route, expect

from tests.browser.axe import serious
from tests.browser.conftest import Enter


async def test_a_room_that_could_not_be_fetched_says_so_and_opens_at_a_second_try(enter: Enter) -> None:
    page = await enter("lobby_manager")
    fetched: list[str] = []

    async def away(route: Route) -> None:
        fetched.append(route.request.url)
        await route.abort()

    await page.route("**/rooms/logbook.js", away)
    assert fetched == []
    await page.get_by_role("navigation").get_by_role("button", name="工作日志", exact=True).click()
    missing = page.get_by_role("alert").filter(has_text="网络中断，此处暂时无法打开。")
    await expect(missing).to_be_visible()
    assert len(fetched) == 1
    assert await serious(page) == []
    await page.unroute("**/rooms/logbook.js")
    await missing.get_by_role("button", name="重试").click()
    await expect(page.get_by_role("region", name="工作日志")).to_be_visible()
    await expect(missing).to_have_count(0)
