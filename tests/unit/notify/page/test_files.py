"""The files of the page: a browser gets what it needs and keeps it, and nothing else of the folder."""

import os
import re
from pathlib import Path

import httpx
import pytest

from services.notify.page.api import FOR_EVER, SERVED, SHEET, WEB, PageFiles
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


def asked(files: PageFiles) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(files), base_url="http://page")


async def test_the_style_sheets_are_read_once_and_again_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path.name) or read_bytes(path))
    (tmp_path / SHEET).parent.mkdir()
    (tmp_path / SHEET).write_text('@import "base.css";\n@import "room.css";\n')
    base, room = tmp_path / "styles/base.css", tmp_path / "styles/room.css"
    base.write_text("a {}\n")
    room.write_text("b {}\n")
    async with asked(PageFiles(tmp_path)) as client:
        first = await client.get(f"/{SHEET}")
        await client.get(f"/{SHEET}")
        assert (first.text, read) == ("a {}\nb {}\n", ["page.css", "base.css", "room.css"])
        room.write_text("c {}\n")
        os.utime(room, ns=(0, 0))
        changed = await client.get(f"/{SHEET}", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.text) == (200, "a {}\nc {}\n")


async def test_what_the_page_loads_is_kept_and_the_page_is_asked_for_anew() -> None:
    transport = httpx.ASGITransport(app_of("notify"))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        page = await client.get("/staff")
        again = await client.get("/staff", headers={"if-none-match": page.headers["etag"]})
        named = re.findall(r'"(/static/[^"]+)"', page.text)
        kept = {path: (await client.get(path)).headers["cache-control"] for path in named}
        unnamed = await client.get("/static/app.js")
    assert (page.headers["cache-control"], again.status_code) == ("no-cache", 304)
    assert len(named) == 4
    assert kept == dict.fromkeys(named, FOR_EVER)
    assert unnamed.headers["cache-control"] == "no-cache"


async def test_a_page_of_before_an_upgrade_gets_the_files_of_now_and_keeps_none(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text("one()")
    async with asked(PageFiles(tmp_path)) as client:
        other = await client.get(f"/{'0' * 16}/app.js")
    assert (other.text, other.headers["cache-control"]) == ("one()", "no-cache")


def test_the_version_is_of_the_content_and_of_the_names(tmp_path: Path) -> None:
    files = PageFiles(tmp_path)
    script, twin = tmp_path / "app.js", tmp_path / "again.js"
    versions = [files.look()]
    script.write_text("one()")
    versions.append(files.look())
    script.write_text("two()")
    os.utime(script, ns=(0, 0))
    versions.append(files.look())
    twin.write_text("two()")
    versions.append(files.look())
    assert len({*versions}) == 4
    twin.unlink()
    assert files.look() == versions[2] == PageFiles(tmp_path).look()
