"""Rooms of the page: fetched when they are entered, and asked for again when the network was away."""

from playwright.async_api import Route, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.business import enrol_desk
from tests.browser.conftest import Branch, Enter


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


async def test_the_messages_are_within_reach_beside_all_rooms_of_a_tablet(enter: Enter) -> None:
    head = await enter("branch_head", width=820, height=1180)
    rooms = head.get_by_role("navigation").get_by_role("button")
    messages = rooms.filter(has_text="消息")
    await expect(messages).to_be_in_viewport(ratio=0.99)
    await rooms.filter(has_text="设置").click()
    await expect(head.get_by_role("heading", name="叫号规则")).to_be_visible()
    await expect(messages).to_be_in_viewport(ratio=0.99)


async def test_a_wide_table_scrolls_in_its_room_and_covers_no_messages(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    await (await enrol_desk(stack, branch)).close()
    page = await enter("product_desk", width=1280)
    times = {"p50": 59_000, "p80": 590_000, "n": 200}
    step = {"template": "loan", "step": "terms", "zh": "条款", "en": "Terms"}
    waits = {"steps": [{**step, "waits": times, "works": times}]}
    await page.route("**/deal-waits?*", lambda route: route.fulfill(json=waits))
    await page.reload()
    await page.get_by_role("button", name="English").click()
    table = page.locator("[aria-labelledby=deal-waits] .scroll")
    await expect(table.get_by_role("row")).to_have_count(2)
    shown, feed = await table.bounding_box(), await page.locator(".feed").bounding_box()
    assert shown is not None
    assert feed is not None
    assert shown["width"] > 400
    assert shown["x"] + shown["width"] <= feed["x"]
