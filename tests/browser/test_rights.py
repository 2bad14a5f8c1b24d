"""The page shows what the services' tables let a person ask, from the first moment on."""

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import PASSWORD, Branch, Enter, NewDevice

SEEN = """
    window.seen = [];
    new MutationObserver(() => {
        const tabs = [...document.querySelectorAll('nav.tabs button')].map((one) => one.textContent.trim());
        if (tabs.length && window.seen.at(-1) !== tabs.join()) window.seen.push(tabs.join());
    }).observe(document, { childList: true, subtree: true, characterData: true });
"""
"""Keeps every list of tabs that was ever shown."""


async def sign_in(page: Page, staff: str) -> None:
    await page.goto("/staff")
    await page.get_by_label("工号").fill(staff)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.locator(".connection.live").wait_for()


async def test_no_room_comes_or_goes_while_the_page_opens(device: NewDevice, branch: Branch) -> None:
    page = await (await device()).new_page()
    await page.add_init_script(SEEN)
    await sign_in(page, branch.who("teller"))
    await page.reload()
    await page.locator(".connection.live").wait_for()
    (shown,) = await page.evaluate("window.seen")
    assert shown.split(",")[:3] == ["大堂", "任务", "清单"]


async def test_a_room_is_there_until_its_service_says_that_it_is_for_others(
    device: NewDevice, branch: Branch
) -> None:
    page = await (await device()).new_page()

    async def away(route: Route) -> None:
        await route.fulfill(status=503, json={})

    await page.route("**/api/lobby/rights", away)
    await sign_in(page, branch.who("teller"))
    tabs = page.locator("nav.tabs")
    await expect(tabs.get_by_role("button", name="大堂")).to_be_visible()
    await expect(tabs.get_by_role("button", name="设置")).to_be_visible()
    await expect(page.get_by_role("button", name="登记投诉")).to_be_visible()  # customer has answered
    await expect(page.get_by_role("button", name="接待客户")).to_have_count(0)
    await page.unroute("**/api/lobby/rights")
    await expect(tabs.get_by_role("button", name="设置")).to_have_count(0)
    await expect(tabs.get_by_role("button", name="大堂")).to_be_visible()


async def test_who_oversees_the_branch_sees_the_floor_and_does_nothing_there(enter: Enter) -> None:
    page = await enter("branch_head")
    await expect(page.get_by_role("heading", name="等候", exact=True)).to_be_visible()
    await expect(page.locator(".console")).to_have_count(0)
    await expect(page.get_by_role("button", name="登记投诉")).to_be_visible()
