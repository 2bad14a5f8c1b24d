"""The findings of axe on a page (https://github.com/dequelabs/axe-core, in the package
axe-playwright-python)."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def serious(page: Page) -> list[str]:
    """The violations of impact serious or critical, each with where it is."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
