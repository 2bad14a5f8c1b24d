"""The way out: a connection through the proxy that lets through to the gateways and nowhere else (CONNECT,
RFC 9110, 9.3.6)."""

import asyncio
import socket
from urllib.parse import urlsplit

LONGEST_HEAD = 4096


class WayOutClosed(Exception):
    """The proxy does not let through, or is not there."""


async def through(proxy: str, host: str, port: int, timeout: float) -> socket.socket:
    """Open a connection to `host` through `proxy` (``http://egress:3128``). Raises `WayOutClosed`."""
    address = urlsplit(proxy)
    loop = asyncio.get_running_loop()
    way: socket.socket | None = None
    try:
        async with asyncio.timeout(timeout):
            found = await loop.getaddrinfo(address.hostname, address.port, type=socket.SOCK_STREAM)
            family, kind, protocol, _, there = found[0]
            way = socket.socket(family, kind, protocol)
            way.setblocking(False)
            await loop.sock_connect(way, there)
            target = f"{host}:{port}"
            await loop.sock_sendall(way, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            status = await _head(loop, way)
    except (OSError, TimeoutError, UnicodeError) as error:
        _close(way)
        raise WayOutClosed from error
    except BaseException:
        _close(way)
        raise
    if status.split(b" ")[1:2] != [b"200"]:
        _close(way)
        raise WayOutClosed
    return way


async def _head(loop: asyncio.AbstractEventLoop, way: socket.socket) -> bytes:
    """Read the head of the answer, and not a byte of what comes behind it."""
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < LONGEST_HEAD:
        piece = await loop.sock_recv(way, 1)
        if not piece:
            return b""
        head += piece
    return head


def _close(way: socket.socket | None) -> None:
    if way is not None:
        way.close()
