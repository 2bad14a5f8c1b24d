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
    ConsoleMessage,
    Error,
    Page,
    async_playwright,
    expect,
)

from deploy.local.clients import Kiosk
from deploy.local.doctor import find_browser
from deploy.local.stack import Stack
from tests.compose.installation import composed
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

REMEMBER = """staff => {
    localStorage.setItem("foyer.renewed", String(Date.now()));
    localStorage.setItem("foyer.staff", staff);
}"""
"""What the form leaves in the browser for the other tabs."""

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
    async with async_playwright() as playwright:
        try:
            started = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            missing = "no Chromium: apt-get install chromium-headless-shell, or set FOYER_CHROMIUM"
            pytest.fail(f"{missing} ({error.message[:120]})", pytrace=False)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def device(browser: Browser, stack: Stack) -> AsyncIterator[NewDevice]:
    """`await device()`: another person's tablet. At the end, no page may have met an error of its own."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def hear(said: ConsoleMessage) -> None:
        if "Content Security" in said.text:
            faults.append(said.text)

    async def another(width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
        size = {"width": width, "height": height}
        given = {"base_url": stack.url(), "ignore_https_errors": composed() is not None, **options}
        context = await browser.new_context(viewport=size, **given)
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", hear)
        contexts.append(context)
        return context

    yield another
    for context in contexts:
        await context.close()
    assert faults == []


@pytest.fixture
def enter(device: NewDevice, branch: Branch) -> Enter:
    """`await enter("teller")`: that person's page, signed in and live, on a device of their own. The device
    gets its cookies as from the form, which `test_signing_in` fills in, and opens the page once."""

    async def sign_in(role: str, context: BrowserContext | None = None, **options: Any) -> Page:
        context = context or await device(**options)
        known = {"staff": branch.who(role), "password": PASSWORD}
        answer = await context.request.post("/api/notify/session", data=known)
        assert answer.ok, await answer.text()
        page = await context.new_page()
        await page.goto("/staff", wait_until="commit")
        await page.evaluate(REMEMBER, known["staff"])
        await page.locator(".connection.live").wait_for()
        return page

    return sign_in
