"""Many who come back at the same moment, or read slowly: streams of staff, and devices over MQTT, each a bare
connection of a few bytes, so that the storm costs the services and not the test."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from deploy.local.clients import Account, Kiosk
from tests.faults.hurt import Hurt

CONNACK, PUBACK = 0x20, 0x40
TRIES_AGAIN = 0.2
"""Seconds after which a connection that was refused tries again: a page waits for 1 s, a device longer."""


SMALL = 2048
"""Bytes that a slow reader has room for."""
AT_ONCE = 20


async def connected(
    host: str, port: int, *, slow: bool = False
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect; a `slow` one takes so little at a time that some 100 KB on the way hold up who sends."""
    if not slow:
        return await asyncio.open_connection(host, port)
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    small.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)  # or the kernel of the other side holds MB
    small.setblocking(False)
    await asyncio.get_running_loop().sock_connect(small, (host, port))
    return await asyncio.open_connection(sock=small, limit=2 * SMALL)


async def some_at_a_time(acts: Iterable[Awaitable[Any]]) -> list[Any]:
    """Do all of them, `AT_ONCE` at a time; what they give, in their order."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(act: Awaitable[Any]) -> Any:
        async with turns:
            return await act

    return await asyncio.gather(*map(one, acts))


@asynccontextmanager
async def served_meanwhile(hurt: Hurt, device: Account) -> AsyncIterator[list[float]]:
    """Ask for numbers at another branch, one after the other; the seconds that each took."""
    took: list[float] = []

    async def ask() -> None:
        async with Kiosk(device, hurt.url()) as kiosk:
            while True:
                began = time.monotonic()
                await kiosk.send("customer_arrived", need="cash")
                took.append(time.monotonic() - began)
                await asyncio.sleep(0.2)

    asking = asyncio.create_task(ask())
    yield took
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def until_done(act: Callable[[], Awaitable[None]]) -> None:
    """Try until it is done: what was killed refuses connections, or breaks them off, until it is there."""
    while True:
        try:
            return await act()
        except (OSError, EOFError):
            await asyncio.sleep(TRIES_AGAIN)


@dataclass
class Listener:
    """One stream of a person; `entries` are the numbers that came, `last` that after which it goes on."""

    host: str
    port: int
    token: str
    last: int | None = None
    entries: list[int] = field(default_factory=list)
    slow: bool = False
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        """Open the stream, until its first event. Raises EOFError for another answer than 200."""
        self.close()
        self._reader, self._writer = await connected(self.host, self.port, slow=self.slow)
        after = "" if self.last is None else f"last-event-id: {self.last}\r\n"
        self._writer.write(
            f"GET /api/notify/stream HTTP/1.1\r\nhost: {self.host}\r\nauthorization: bearer {self.token}\r\n"
            f"{after}\r\n".encode()
        )
        status = await self._reader.readline()
        if b" 200 " not in status:
            raise EOFError(status.decode())
        while (await self._event())[0] != "hello":
            pass

    async def listen(self, number: int) -> None:
        """Read until entry `number` has come."""
        while self.last is None or self.last < number:
            kind, said = await self._event()
            if kind == "entry":
                self.entries.append(said["n"])

    async def listen_on(self, number: int) -> None:
        """Read until entry `number` has come, and connect again as often as the stream ends before it."""
        while self.last is None or self.last < number:
            if self._reader is None:
                await until_done(self.connect)
            try:
                await self.listen(number)
            except (OSError, EOFError):
                self._reader = None

    async def _event(self) -> tuple[str, dict[str, int]]:
        """Read one event to the empty line at its end; one that was cut off has not come."""
        said: dict[str, str] = {}
        assert self._reader is not None
        while line := await self._reader.readline():
            if line.strip():
                word, _, said[word] = line.decode().strip().partition(": ")
            elif "data" in said:
                self.last = int(said.get("id", self.last or 0))
                return said.get("event", ""), json.loads(said["data"])
        raise EOFError("the stream ended")

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._writer is not None:
            self._writer.close()


@dataclass
class Machine:
    """A device over MQTT 3.1.1."""

    account: Account
    port: int
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        """Connect until the broker has taken it in. Raises EOFError when it is refused."""
        self.close()
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = b"\x00\x04MQTT\x04\xc2" + struct.pack(">H", 300)
        body += b"".join(map(_text, (self.account.user, self.account.user, self.account.secret)))
        self._writer.write(b"\x10" + _length(len(body)) + body)
        kind, answer = await self._packet()
        if kind != CONNACK or answer[1] != 0:
            raise EOFError(f"refused: {answer.hex()}")

    async def send(self, kind: str, body: bytes) -> None:
        """Publish an event, until the broker has confirmed it."""
        assert self._writer is not None
        topic = _text(f"foyer/devices/{self.account.branch}/{self.account.device}/{kind}")
        self._writer.write(b"\x32" + _length(len(topic) + 2 + len(body)) + topic + b"\x00\x01" + body)
        while (await self._packet())[0] != PUBACK:
            pass

    async def _packet(self) -> tuple[int, bytes]:
        assert self._reader is not None
        kind, length, shift = (await self._reader.readexactly(1))[0] & 0xF0, 0, 0
        while True:
            byte = (await self._reader.readexactly(1))[0]
            length |= (byte & 0x7F) << shift
            if byte < 0x80:
                return kind, await self._reader.readexactly(length)
            shift += 7

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._writer is not None:
            self._writer.close()


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


def _length(length: int) -> bytes:
    written = bytearray()
    while length > 0x7F:
        written.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*written, length])


async def all_at_once(connections: Sequence[Listener] | Sequence[Machine]) -> None:
    """Let all of them connect, each until it is in."""
    await asyncio.gather(*(until_done(one.connect) for one in connections))
