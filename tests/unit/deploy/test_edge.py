"""The answers of the way in: for the files of the page, and while a service is away."""

import httpx
import pytest

from deploy.local.edge import make_app
from deploy.local.processes import free_port
from tests.apps import app_of


def asked(app: httpx.ASGITransport) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=app, base_url="http://edge")


def way_in() -> httpx.ASGITransport:
    """The way in to services that are all away."""
    away = f"http://127.0.0.1:{free_port()}"
    return httpx.ASGITransport(make_app({"lobby": away, "notify": away}))


async def test_who_asks_a_service_that_is_away_is_told_when_to_come_again() -> None:
    async with asked(way_in()) as client:
        answer = await client.post("/api/lobby/device-events", content=b"{}")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["code"] == "unavailable"


@pytest.mark.parametrize("path", ["app.js", "styles/page.css", "icon.svg", "styles/../app.js"])
async def test_the_files_of_the_page_are_at_hand_as_notify_answers_them(path: str) -> None:
    answers = []
    for app in (way_in(), httpx.ASGITransport(app_of("notify"))):
        async with asked(app) as client:
            first = await client.get(f"/static/{path}")
            again = await client.get(f"/static/{path}", headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        answers.append((first.content, sorted(first.headers.items()), sorted(again.headers.items())))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["README.md", "nothing.js", "types.d.ts", "styles"])
async def test_what_is_no_file_of_the_page_is_left_to_notify(path: str) -> None:
    async with asked(way_in()) as client:
        assert (await client.get(f"/static/{path}")).status_code == 503
        assert (await client.post("/static/app.js")).status_code == 503
