"""HTTP on a real socket: what a client offers to upgrade to is ignored, and its request answered whole."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[3]
SERVED = """
import sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from shared.server import serve

async def echo(request):
    return PlainTextResponse(await request.body() or request.method, headers={"connection": "close"})

methods = ["GET", "POST"]
serve(Starlette(routes=[Route("/", echo, methods=methods)]), fd=int(sys.argv[1]), access_log=False)
"""
HTTP2 = "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\\r\\nUpgrade: h2c\\r\\n".replace(
    "\\r\\n", "\r\n"
)
WEBSOCKET = (
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server on loopback; that it said nothing is seen at its end."""
    words = tmp_path_factory.mktemp("server") / "words"
    with socket.create_server(("127.0.0.1", 0)) as listening, words.open("w") as out:
        listening.listen()
        command = [sys.executable, "-c", SERVED, str(listening.fileno())]
        process = subprocess.Popen(
            command, cwd=TOP, pass_fds=[listening.fileno()], stdout=out, stderr=subprocess.STDOUT
        )
        yield listening.getsockname()[1]
        process.terminate()
        process.wait(10)
    assert "pgrade" not in words.read_text()


def ask(port: int, *pieces: str) -> tuple[str, str]:
    """The status and the body that come back for what is sent in these pieces."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            line.sendall(piece.encode())
        told = b"".join(iter(lambda: line.recv(65_536), b""))
    head, _, body = told.decode().partition("\r\n\r\n")
    return head.split()[1], body


@pytest.mark.parametrize("upgrade", [HTTP2, WEBSOCKET, "Upgrade: TLS/1.0\r\n", "Upgrade: h2c, websocket\r\n"])
@pytest.mark.parametrize("named", ["Upgrade, HTTP2-Settings", "Upgrade", "keep-alive, Upgrade"])
def test_an_offer_to_upgrade_is_ignored(port: int, upgrade: str, named: str):
    head = f"POST / HTTP/1.1\r\nConnection: {named}\r\nContent-Length: 11\r\nHost: x\r\n{upgrade}\r\n"
    assert ask(port, head + "hello there") == ("200", "hello there")
    assert ask(port, head, "hello", " there") == ("200", "hello there")
    assert ask(port, f"GET / HTTP/1.1\r\nConnection: {named}\r\nHost: x\r\n{upgrade}\r\n") == ("200", "GET")


def test_a_body_in_chunks_comes_whole(port: int):
    head = f"POST / HTTP/1.1\r\nConnection: Upgrade\r\nTransfer-Encoding: chunked\r\nHost: x\r\n{HTTP2}\r\n"
    assert ask(port, head, "5\r\nhello\r\n", "6\r\n there\r\n", "0\r\n\r\n") == ("200", "hello there")


def test_every_process_serves_in_this_way():
    served = [
        path
        for room in ("shared", "services", "deploy")
        for path in (TOP / room).rglob("*.py")
        if "uvicorn.run" in path.read_text() or "uvicorn.Config" in path.read_text()
    ]
    assert [path.relative_to(TOP).as_posix() for path in served] == ["shared/server.py"]
