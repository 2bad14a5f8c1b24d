"""The files of the page: a browser gets what it needs, and nothing else of the folder."""

import httpx
import pytest

from services.notify.page.api import SERVED, WEB
from tests.apps import app_of

PATHS = sorted(str(path.relative_to(WEB)) for path in WEB.rglob("*") if path.is_file())
FOR_BROWSERS = [path for path in PATHS if path.endswith(tuple(SERVED))]


async def status_of(address: str) -> int:
    transport = httpx.ASGITransport(app_of("notify"))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        return (await client.get(address)).status_code


async def test_a_browser_gets_every_script_style_and_picture() -> None:
    assert {"index.html", "app.js", "icon.svg", "styles/layers.css", "vendor/preact-htm.js"} <= {
        *FOR_BROWSERS
    }
    assert {await status_of(f"/static/{path}") for path in FOR_BROWSERS} == {200}
    assert await status_of("/staff") == 200


@pytest.mark.parametrize("path", sorted({*PATHS} - {*FOR_BROWSERS}))
async def test_what_is_for_those_who_work_on_the_page_is_not_served(path: str) -> None:
    assert await status_of(f"/static/{path}") == 404


def test_there_is_something_that_is_not_served() -> None:
    assert {"README.md", "package.json", "types.d.ts"} <= {*PATHS} - {*FOR_BROWSERS}


async def test_all_style_sheets_come_in_one_answer_which_is_sent_once() -> None:
    """Imports would be fetched one after the other, and axe would write them inline, against the policy."""
    transport = httpx.ASGITransport(app_of("notify"))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        sheet = await client.get("/static/styles/page.css")
        again = await client.get("/static/styles/page.css", headers={"if-none-match": sheet.headers["etag"]})
    assert (sheet.headers["content-type"], sheet.headers["cache-control"]) == (
        "text/css; charset=utf-8",
        "no-cache",
    )
    assert "@import" not in sheet.text
    for path in (WEB / "styles").rglob("*.css"):
        assert path.name == "page.css" or path.read_text() in sheet.text, path
    assert (again.status_code, again.content) == (304, b"")
