"""Tablets that are used again by one test after the other, with what they have fetched and nothing else: to
fetch the page anew took a third of the time of all tests."""

from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage

FORGOTTEN = "cookies,local_storage,indexeddb,service_workers,cache_storage"
OF_PAGE = "window.ofPage = path => import(new URL(path, document.querySelector('script[type=module]').src))"
"""``ofPage('live/floor.js')`` is that module of the page that is shown."""


class Tablets:
    """Browser contexts of one Chromium. `faults` are the errors that their pages met."""

    def __init__(self, browser: Browser, address: str, patience: float) -> None:
        self._browser, self._address, self._patience = browser, address, patience
        self._free: dict[tuple[int, int], list[BrowserContext]] = {}
        self._taken: list[tuple[BrowserContext, tuple[int, int] | None]] = []
        self.faults: list[str] = []

    async def take(self, size: tuple[int, int], own: bool, options: dict[str, Any]) -> BrowserContext:
        """Return a context without pages; one with options, or its `own`, is used once."""
        kept = None if own or options else size
        free = self._free.setdefault(size, [])
        context = free.pop() if kept and free else await self._new(size, options)
        self._taken.append((context, kept))
        return context

    async def put_back(self) -> None:
        """Close all pages, and forget all that was kept but what was fetched."""
        while self._taken:
            context, size = self._taken.pop()
            if size is not None and await self._is_forgotten(context):
                self._free[size].append(context)
            else:
                await context.close()

    async def _new(self, size: tuple[int, int], options: dict[str, Any]) -> BrowserContext:
        viewport = {"width": size[0], "height": size[1]}
        own = self._address.startswith("https:")  # a certificate of its own, which `route.fetch` refuses
        context = await self._browser.new_context(
            viewport=viewport, base_url=self._address, ignore_https_errors=own, **options
        )
        context.set_default_timeout(self._patience)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._hear)
        await context.add_init_script(OF_PAGE)
        return context

    def _hear(self, said: ConsoleMessage) -> None:
        if "Content Security" in said.text:
            self.faults.append(said.text)

    async def _is_forgotten(self, context: BrowserContext) -> bool:
        """Tell whether nothing is left: a context without a page cannot be told to forget."""
        if not context.pages:
            return False
        await context.set_offline(False)
        last, *others = context.pages
        for page in others:
            await page.close()
        await last.unroute_all(behavior="ignoreErrors")
        await last.goto("about:blank")
        session = await context.new_cdp_session(last)
        origin = {"origin": self._address, "storageTypes": FORGOTTEN}
        await session.send("Storage.clearDataForOrigin", origin)
        await last.close()
        await context.clear_cookies()
        return True
