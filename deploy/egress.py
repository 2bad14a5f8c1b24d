"""The way out for `customer` and `notify`: a proxy that connects to the gateways and the identity provider,
and nowhere else.

``python -m deploy.egress`` knows CONNECT alone (RFC 9110, 9.3.6), so that what goes through is sealed end to
end, and lets through to the servers in ``FOYER_EGRESS_ALLOWED``, such as
``sms.bank.example:443,mail.bank.example:465``. All else is refused.
"""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress

PORT = 3128
LONGEST_HEAD = 4096
HEAD_WITHIN, CONNECT_WITHIN, SILENT_FOR = 10.0, 10.0, 120.0
MOST = 64
"""Connections at once; others are refused with 503."""
PIECE = 64 * 1024


class Egress:
    """The proxy; `allowed` are the servers, as ``host:port`` in small letters."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed, self._open = allowed, 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        self._open += 1
        try:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._serve(reader, writer)
        finally:
            self._open -= 1
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_WITHIN):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, *_ = [*head.partition("\r\n")[0].split(" "), "", ""]
        if (method, target) == ("GET", "/ready"):
            return await _say(writer, "200 OK")
        if method != "CONNECT" or target.lower() not in self._allowed:
            log("egress_refused", method=_plain(method), server=_plain(target))
            return await _say(writer, "403 Forbidden")
        if self._open > MOST:
            log("egress_full", server=target)
            return await _say(writer, "503 Service Unavailable")
        host, _, port = target.rpartition(":")
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                far_reader, far_writer = await asyncio.open_connection(host.strip("[]"), int(port))
        except (OSError, TimeoutError, ValueError) as error:
            log("egress_failed", server=target, error=type(error).__name__)
            return await _say(writer, "502 Bad Gateway")
        try:
            await _say(writer, "200 Connection established", closes=False)
            await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))
        finally:
            far_writer.close()


def allowed_servers(text: str) -> frozenset[str]:
    """Read a list of servers. Raises ValueError for one without a port."""
    servers = [one.strip().lower() for one in text.split(",") if one.strip()]
    for one in servers:
        host, _, port = one.rpartition(":")
        if not host or not port.isdecimal():
            raise ValueError("FOYER_EGRESS_ALLOWED: host:port, with commas between")
    return frozenset(servers)


def log(event: str, **fields: str) -> None:
    """Write one line of JSON to standard output."""
    print(json.dumps({"event": event, "service": "egress", **fields}), flush=True)


async def _say(writer: asyncio.StreamWriter, status: str, *, closes: bool = True) -> None:
    more = "content-length: 0\r\nconnection: close\r\n" if closes else ""
    writer.write(f"HTTP/1.1 {status}\r\n{more}\r\n".encode())
    await writer.drain()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until its end, or until nothing has come for long."""
    try:
        while True:
            async with asyncio.timeout(SILENT_FOR):
                piece = await reader.read(PIECE)
                if not piece:
                    break
                writer.write(piece)
                await writer.drain()
    finally:
        with suppress(OSError):
            if writer.can_write_eof():
                writer.write_eof()


def _plain(text: str) -> str:
    """Show a text of a stranger: short, and in plain characters."""
    return text[:80].encode("ascii", "backslashreplace").decode()


async def main(host: str, port: int, allowed: str) -> None:
    """Serve until SIGTERM."""
    egress = Egress(allowed_servers(allowed))
    server = await asyncio.start_server(egress.serve, host, port, limit=LONGEST_HEAD)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    allowed = os.environ.get("FOYER_EGRESS_ALLOWED", "")
    sys.exit(asyncio.run(main(os.environ.get("FOYER_HOST", "127.0.0.1"), PORT, allowed)))
