"""The staff page in Chromium, against the whole stack; every test has a branch and a staff of its own."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    async_playwright,
    expect,
)

from deploy.local.clients import Kiosk
from deploy.local.doctor import find_browser
from deploy.local.stack import Stack
from tests.browser.tablets import Tablets
from tests.compose.installation import certificate_pin, composed
from tests.stage import PASSWORD, Branch

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000  # on a busy machine; what a page shows in time is measured elsewhere
expect.set_options(timeout=PATIENCE_MS)

Arrive = Callable[..., Awaitable[dict[str, Any]]]
Enter = Callable[..., Awaitable[Page]]
NewDevice = Callable[..., Awaitable[BrowserContext]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of them, so that they share one Chromium: to start it takes longer than most."""
    for item in items:
        if pytest_asyncio.is_async_test(item) and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def kiosk(stack: Stack, branch: Branch) -> AsyncIterator[Arrive]:
    """`await kiosk(need="loan")`: somebody comes in; the answer has their ticket."""
    async with Kiosk(branch.kiosk, stack.url()) as device:

        async def arrive(**fields: Any) -> dict[str, Any]:
            return (await device.send("customer_arrived", **fields)).answer

        yield arrive


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium: ``FOYER_CHROMIUM``, the system's, or Playwright's own."""
    path = os.environ.get("FOYER_CHROMIUM") or find_browser()
    trusted = [f"--ignore-certificate-errors-spki-list={certificate_pin()}"] if composed() else []
    async with async_playwright() as playwright:
        try:
            started = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *trusted])
        except Error as error:
            missing = "no Chromium: apt-get install chromium-headless-shell, or set FOYER_CHROMIUM"
            pytest.fail(f"{missing} ({error.message[:120]})", pytrace=False)
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tablets(browser: Browser, stack: Stack) -> Tablets:
    """The tablets of this session."""
    return Tablets(browser, stack.url(), PATIENCE_MS)


@pytest_asyncio.fixture(loop_scope="session")
async def device(tablets: Tablets) -> AsyncIterator[NewDevice]:
    """`await device()`: another person's tablet. At the end, no page may have met an error of its own."""

    async def another(
        width: int = 1280, height: int = 900, *, own: bool = False, **options: Any
    ) -> BrowserContext:
        return await tablets.take((width, height), own, options)

    yield another
    await tablets.put_back()
    faults = [*tablets.faults]
    tablets.faults.clear()
    assert faults == []


@pytest.fixture
def enter(device: NewDevice, branch: Branch) -> Enter:
    """`await enter("teller")`: that person's page, signed in and live, on a device of their own."""

    async def sign_in(role: str, context: BrowserContext | None = None, **options: Any) -> Page:
        page = await (context or await device(**options)).new_page()
        await page.goto("/staff")
        await page.get_by_label("工号").fill(branch.who(role))
        await page.get_by_label("密码").fill(PASSWORD)
        await page.get_by_role("button", name="登录").click()
        await page.locator(".connection.live").wait_for()
        return page

    return sign_in
