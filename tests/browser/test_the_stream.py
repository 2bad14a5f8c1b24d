"""The stream fails: floor and feed are read again within a minute, and the page says how old they are."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, Request, Route, expect

from deploy.local.stack import Stack
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter, NewDevice
from tests.browser.test_the_records import room, signed_in
from tests.browser.test_timeline import open_files

HELD = """
const asked = window.fetch;
window.fetch = (path, options) => {
    if (!String(path).includes('/api/notify/stream')) return asked(path, options);
    const cut = new Promise((_, no) => options.signal.addEventListener('abort', () => no(new Error('cut'))));
    const body = new ReadableStream({ pull: () => cut });
    return HEAD ? Promise.resolve(new Response(body)) : cut;
};
"""
"""A proxy that holds the stream back, or, with its head let through, all that follows."""
SILENT = """
const told = BroadcastChannel.prototype.postMessage;
BroadcastChannel.prototype.postMessage = function (message) { if (!window.hangs) told.call(this, message); };
"""


FORBIDDEN = """
Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
"""


async def sign_in(page: Page, branch: Branch, role: str = "lobby_manager") -> None:
    await page.goto("/staff")
    await page.get_by_label("工号").fill(branch.who(role))
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("heading", name="测试支行")).to_be_visible()


async def has(stack: Stack, branch: Branch, path: str, ticket: str) -> None:
    """Wait until what the manager reads at `path` has this ticket."""
    person = await signed_in(stack, branch, "lobby_manager")
    for _ in range(100):
        if ticket in str(await person.get(path)):
            break
        await asyncio.sleep(0.1)
    await person.close()


async def refuse(route: Route) -> None:
    await route.abort()


@pytest.mark.parametrize("head_comes", [False, True])
async def test_floor_feed_and_room_are_read_again_where_a_proxy_holds_the_stream_back(
    device: NewDevice, kiosk: Arrive, stack: Stack, branch: Branch, head_comes: bool
) -> None:
    page = await (await device(own=True)).new_page()
    await page.add_init_script(HELD.replace("HEAD", str(head_comes).lower()))
    await page.clock.install()
    await sign_in(page, branch)
    state = page.locator(".connection")
    await expect(state).to_have_text("连接中")
    await page.clock.run_for(2_000)
    ticket = (await kiosk())["ticket"]
    await has(stack, branch, "/api/notify/feed", ticket)
    await page.clock.run_for(58_000)
    await expect(page.locator(".waiting .one")).to_contain_text(ticket)
    await expect(page.locator(".feed .entry").filter(has_text=ticket)).to_have_count(1)
    await expect(state).to_have_text("每半分钟更新")
    await room(page, "工作日志")
    line = page.locator(".log li").filter(has_text="取号")
    await expect(line.filter(has_text=ticket)).to_have_count(1)
    other = (await kiosk())["ticket"]
    await has(stack, branch, f"/api/lobby/branches/{branch.id}/log", other)
    await page.clock.run_for(58_000)
    await expect(line.filter(has_text=other)).to_have_count(1)


async def test_the_page_says_how_old_it_is_when_nothing_can_be_read(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager", own=True)  # as it has a clock of its own
    before = await page.locator(".read-at").text_content()
    await page.route("**/floor", refuse)
    await page.route("**/feed*", refuse)
    await page.clock.install()
    await page.clock.run_for(90_000)
    await expect(page.locator(".connection")).to_have_text("已断开")
    await expect(page.get_by_role("alert").filter(has_text="以下是")).to_be_visible()
    assert before


async def test_a_tab_whose_leader_hangs_takes_over_and_the_leader_listens_when_it_wakes(
    device: NewDevice, kiosk: Arrive, branch: Branch
) -> None:
    context = await device(own=True)
    leader = await context.new_page()
    await leader.add_init_script(SILENT)
    await sign_in(leader, branch)
    await leader.locator(".connection.live").wait_for()
    page = await context.new_page()
    read: list[Request] = []
    page.on("request", lambda request: read.append(request) if "/notify/stream" in request.url else None)
    await page.clock.install()
    await page.goto("/staff")
    await page.locator(".connection.live").wait_for()
    assert read == []  # it hears through the other tab
    await leader.evaluate("window.hangs = true")
    await page.clock.run_for(55_000)
    await page.locator(".connection.live").wait_for()
    assert len(read) == 1
    await leader.evaluate("window.hangs = false")
    ticket = (await kiosk())["ticket"]
    for one in (page, leader):
        await expect(one.locator(".feed .entry").filter(has_text=ticket)).to_have_count(1)
        await expect(one.locator(".connection")).to_have_text("实时")


async def test_a_browser_that_drops_the_cookie_is_told_so(device: NewDevice, branch: Branch) -> None:
    page = await (await device()).new_page()

    async def drop(route: Route) -> None:
        answer = await route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        await page.context.clear_cookies()
        await route.fulfill(status=answer.status, headers=headers, body=await answer.body())

    await page.route("**/api/notify/session", drop)
    await page.goto("/staff")
    await page.get_by_label("工号").fill(branch.who("teller"))
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("alert")).to_contain_text("没有保存登录信息（Cookie）")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("alert")).to_contain_text("did not keep the cookie")


async def test_a_browser_that_keeps_nothing_still_shows_the_page(device: NewDevice) -> None:
    page = await (await device()).new_page()
    await page.add_init_script(FORBIDDEN)
    await page.goto("/staff")
    await expect(page.get_by_label("工号")).to_be_visible()


async def test_a_list_that_minds_few_events_shows_what_was_missed_when_the_network_is_back(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    customer, _, _ = await open_files(stack, branch)
    page = await enter("account_manager")
    await page.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await page.get_by_role("button", name="拜访", exact=True).click()
    visits = page.locator("#visits")
    await expect(visits.get_by_text("没有待办的拜访。")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.locator(".connection")).to_have_text("已断开")
    manager = await signed_in(stack, branch, "account_manager")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    visit = {"start": f"{tomorrow:%Y-%m-%d}T14:00", "minutes": 60, "purpose": "care", "place": "office"}
    await manager.post(f"/api/customer/customers/{customer}/visits", visit)
    await manager.close()
    await expect(visits.locator(".visit")).to_have_count(0)
    await page.context.set_offline(False)
    await expect(page.locator(".connection")).to_have_text("实时")
    await expect(visits.locator(".visit")).to_have_count(1)
