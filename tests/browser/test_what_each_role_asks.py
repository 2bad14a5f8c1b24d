"""The page as each role of the demo meets it, on a branch with a day behind it: every room, every tab, and
what opens in them asks nothing that is refused, and no script complains."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Locator, Page, Request, Response

from deploy.local.clients import Refused, Staff
from deploy.local.day import business
from deploy.local.day.cast import Cast, assembled
from deploy.local.day.episodes import dispute, listening, prospect, stranger
from deploy.local.day.morning import morning
from deploy.local.day.portfolios import PORTFOLIO, portfolios
from deploy.local.seed import BRANCH, STAFF, Seeded, seed
from deploy.local.stack import Stack
from tests.browser.conftest import NewDevice

pytestmark = [pytest.mark.own_stack, pytest.mark.timeout(600)]
OTHERS = {"ops.walk": "ops", "auditor.walk": "auditor", "admin.walk": "administrator"}
"""Roles that the demo's staff have not: people of these names get them."""
WALKED = {**{one.staff: one.role for one in STAFF}, **OTHERS}
ONE_OF_EACH = {role: staff for staff, role in reversed(WALKED.items())}
OPENS = ":is(button[aria-expanded=false], details:not([open]) > summary):not([data-walked])"
OPEN_FILE = "id => ofPage('rooms/customers/opened.js').then(it => it.openFile(id))"
KEPT = next(one.id for one in PORTFOLIO if one.manager == ONE_OF_EACH["account_manager"])
DRAWN = """async () => {
    for (let round = 0; round < 3; round += 1) {
        await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    }
}"""
"""Effects begin after the frame that drew them: in three frames, those of those of those have begun."""
AT_MOST = 12
"""Things that are opened in a tab: lists repeat themselves."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(stack: Stack) -> AsyncIterator[Seeded]:
    """The demo's branch with something in every room."""
    seeded = await seed(stack)
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    for staff, role in OTHERS.items():
        known = {"staff": staff, "name": role, "password": seeded.password, "roles": [role]}
        await admin.post("/api/notify/staff", {**known, "branches": [BRANCH]})
    await admin.close()
    async with assembled(stack, seeded, print) as cast:
        await asyncio.gather(morning(cast), portfolios(cast), business.before_business(cast))
        scenes = (listening, prospect, dispute, stranger, *business.SCENES)
        await asyncio.gather(*(_played(scene, cast) for scene in scenes))
    yield seeded


async def _played(scene: Callable[[Cast], Awaitable[object]], cast: Cast) -> None:
    """Play a scene as far as it goes: what it leaves behind is all that counts here."""
    with suppress(Refused, TimeoutError):
        await scene(cast)


class Heard:
    """Faults between a page and the services, or in its scripts, by place; and what is still asked."""

    def __init__(self, page: Page) -> None:
        self.at = ""
        self.wrong: list[str] = []
        self.asked: set[Request] = set()
        self._page = page
        page.on("request", self._asks)
        page.on("requestfinished", self._ends)
        page.on("requestfailed", self._ends)
        page.on("response", self._answered)
        page.on("console", self._said)

    async def settled(self) -> None:
        """Wait until all that was asked is answered and drawn, and nothing more is asked of it."""
        async with asyncio.timeout(30):
            quiet = 0
            while quiet < 2:
                await self._page.evaluate(DRAWN)
                quiet = 0 if self.asked else quiet + 1

    def _ends(self, request: Request) -> None:
        self.asked.discard(request)

    def _asks(self, request: Request) -> None:
        if "/stream" not in request.url:
            self.asked.add(request)

    def _answered(self, response: Response) -> None:
        if 400 <= response.status < 500:
            asked = f"{response.request.method} {response.url.partition('/api/')[2] or response.url}"
            self.wrong.append(f"{self.at}: {response.status} {asked}")

    def _said(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.wrong.append(f"{self.at}: {said.text}")


@pytest.mark.parametrize("role", ONE_OF_EACH)
async def test_no_room_asks_what_its_reader_may_not(device: NewDevice, played: Seeded, role: str) -> None:
    page = await (await device()).new_page()
    await page.goto("/staff")
    await page.get_by_label("工号").fill(ONE_OF_EACH[role])
    await page.get_by_label("密码").fill(played.password)
    heard = Heard(page)
    await page.get_by_role("button", name="登录").click()
    await page.locator(".connection.live").wait_for()
    rooms = page.locator("nav.tabs button:not(.to-feed)")
    names = await rooms.all_text_contents()
    assert names
    for number, name in enumerate(names):
        heard.at = name
        if await rooms.nth(number).is_visible():  # a room that is the only one has no tab
            await rooms.nth(number).click()
        await heard.settled()
        await _walk(page, heard, name)
        if await page.locator("#customers").count():
            heard.at = f"{name} / {KEPT}"
            await page.evaluate(OPEN_FILE, KEPT)
            await heard.settled()
            await _open_all(page, heard)
    assert heard.wrong == []


async def _walk(page: Page, heard: Heard, room: str) -> None:
    """Go through the tabs of a room, and open what can be opened in each."""
    tabs = page.locator("main section.panel:not(#feed) > .chips").first.get_by_role("button")
    for number in range(max(1, await tabs.count())):
        if await tabs.count() > number:
            heard.at = f"{room} / {await tabs.nth(number).inner_text()}"
            await tabs.nth(number).click()
            await heard.settled()
        await _open_all(page, heard)
        if await _opened(page, page.locator(".deal-line:not([data-walked])")):
            await heard.settled()
            await _open_all(page, heard)


async def _open_all(page: Page, heard: Heard) -> None:
    """Open what can be opened where one is."""
    for _ in range(AT_MOST):
        if not await _opened(page, page.locator("main").locator(OPENS)):
            break
        await heard.settled()


async def _opened(page: Page, closed: Locator) -> bool:
    """Open the first of these; returns whether there was one."""
    if not await closed.count():
        return False
    place = await closed.first.element_handle()
    assert place is not None
    await place.evaluate("one => one.dataset.walked = true")
    await place.click()
    if await page.get_by_role("dialog").count():
        await page.keyboard.press("Escape")
    return True
