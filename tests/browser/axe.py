"""The findings of axe on a page (https://github.com/dequelabs/axe-core, in the package
axe-playwright-python)."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

RUN = """axe.run({resultTypes: ['violations']}).then(({violations}) => violations
    .filter(({impact}) => ['serious', 'critical'].includes(impact))
    .flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`)))"""


async def serious(page: Page) -> list[str]:
    """The violations of impact serious or critical, each with where it is; axe is brought into a document
    once."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    found: list[str] = await page.evaluate(RUN)
    return found
