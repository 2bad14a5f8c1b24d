"""The answers that every service gives to what it does not take, and what an Idempotency-Key covers."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel
from starlette.staticfiles import StaticFiles

from services.lobby.devices.domain.devices import DeviceRefused
from shared import web
from shared.errors import NotAllowed, NotSignedIn, Unavailable
from shared.fingerprint import Fingerprint

KEY = b"k" * 32


class Word(BaseModel):
    word: str
    counts: dict[str, int] = {}


def made() -> FastAPI:
    app, router = FastAPI(), APIRouter()
    web.set_up(app)
    app.state.said = []

    async def keep(request: Request, content: Word) -> None:
        app.state.said.append(web.fingerprint(request, KEY))

    router.put("/words/{name}")(keep)
    router.post("/words/{name}")(keep)

    @router.get("/words/{name}")
    async def show(name: str) -> str:
        refusals: dict[str, Exception] = {
            "staff": NotSignedIn(),
            "device": DeviceRefused(),
            "right": NotAllowed(),
            "store": Unavailable(),
        }
        raise refusals[name]

    app.include_router(router)
    app.mount("/files", StaticFiles(directory=Path(__file__).parent))
    return app


@pytest.fixture
async def app() -> FastAPI:
    return made()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://foyer") as client:
        yield client


async def told(answer: httpx.Response) -> dict[str, Any]:
    """The problem that an answer is."""
    assert answer.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = answer.json()
    assert content["status"] == answer.status_code
    assert content["type"] == f"urn:foyer:{content['code']}"
    assert content["title"]
    assert content["title_zh"]
    return content


@pytest.mark.parametrize(("word", "scheme"), [("staff", "Bearer"), ("device", "Basic")])
async def test_who_is_not_known_is_told_how_to_sign_in(client: httpx.AsyncClient, word: str, scheme: str):
    answer = await client.get(f"/words/{word}")
    assert (await told(answer))["status"] == 401
    assert answer.headers["www-authenticate"].split()[0] == scheme


async def test_who_may_not_is_not_asked_to_sign_in(client: httpx.AsyncClient):
    answer = await client.get("/words/right")
    assert (await told(answer))["code"] == "not_allowed"
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_a_method_that_is_not_taken_is_answered_with_those_that_are(
    client: httpx.AsyncClient, method: str
):
    answer = await client.request(method, "/words/x")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST, PUT"
    if method != "HEAD":
        assert (await told(answer))["code"] == "method_not_allowed"


async def test_a_file_may_only_be_read(client: httpx.AsyncClient):
    answer = await client.post("/files/test_web.py")
    assert (await told(answer))["status"] == 405
    assert answer.headers["allow"] == "GET, HEAD"


async def test_an_address_that_is_none_is_not_found(client: httpx.AsyncClient):
    assert (await told(await client.get("/nowhere")))["code"] == "not_found"


async def test_a_store_that_is_away_says_when_to_come_again(client: httpx.AsyncClient):
    answer = await client.get("/words/store")
    assert (await told(answer))["status"] == 503
    assert answer.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"word": "' + b"x" * 70_000 + b'"}', "too_large"),
        (b"[" * 20_000, "malformed"),
        (b"{", "malformed"),
        (b"\xff", "malformed"),
        (b"{}", "malformed"),
    ],
)
async def test_a_body_that_cannot_be_read_is_the_fault_of_the_sender(
    client: httpx.AsyncClient, body: bytes, code: str
):
    answer = await client.put("/words/x", content=body, headers={"content-type": "application/json"})
    assert (await told(answer))["code"] == code


@pytest.mark.parametrize("name", ["\\ud800", "6222020000000001", "龙小明"])
async def test_a_refusal_repeats_no_name_that_somebody_typed(client: httpx.AsyncClient, name: str):
    body = f'{{"word": "a", "counts": {{"{name}": "x"}}}}'
    answer = await client.put("/words/x", content=body, headers={"content-type": "application/json"})
    assert (await told(answer))["detail"].startswith("body.counts.")
    assert name not in answer.text


async def said(
    client: httpx.AsyncClient, app: FastAPI, method: str, path: str, body: str
) -> Fingerprint | None:
    headers = {"idempotency-key": "12345678", "content-type": "application/json"}
    answer = await client.request(method, path, content=body, headers=headers)
    assert answer.status_code == 200
    found: Fingerprint | None = app.state.said[-1]
    return found


async def test_a_key_covers_the_target_and_the_content(client: httpx.AsyncClient, app: FastAPI):
    first = await said(client, app, "PUT", "/words/x", '{"word": "a"}')
    assert await said(client, app, "PUT", "/words/x", '{"word":"a"}') == first
    for method, path, body in (
        ("PUT", "/words/x", '{"word": "b"}'),
        ("PUT", "/words/y", '{"word": "a"}'),
        ("POST", "/words/x", '{"word": "a"}'),
        ("PUT", "/words/x?by=hand", '{"word": "a"}'),
    ):
        assert await said(client, app, method, path, body) != first


async def test_without_a_key_nothing_is_kept_of_what_was_said(client: httpx.AsyncClient, app: FastAPI):
    assert (await client.put("/words/x", json={"word": "a"})).status_code == 200
    assert app.state.said == [None]


async def test_every_answer_of_data_is_kept_by_nobody_and_files_of_the_page_may_be(app: FastAPI):
    @app.get("/api/files")
    async def show() -> str:
        return "王**"

    @app.get("/api/fails")
    async def fail() -> str:
        raise KeyError("王小明")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://foyer") as client:
        for path, status in (("/api/files", 200), ("/api/nothing", 404), ("/api/fails", 503)):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
            assert "object-src 'none'" in answer.headers["content-security-policy"]
        file = await client.get("/files/test_web.py")
        assert "cache-control" not in file.headers
