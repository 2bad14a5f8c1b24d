"""Stand-ins for an SMS gateway and a mail server on loopback, for demo and tests: real HTTP, real SMTP.

    POST /sms      takes {"to", "text", "id"} with the token of the gateway
    GET  /taken    what both have taken: [{"id", "way", "to", "text"}, …]
    POST /mode     {"mode": "slow"}, for the next messages; for those to one number with "to"
    GET  /ready

Modes: ``ok``; ``slow`` takes three seconds; ``error`` takes the message and answers 500; ``hang`` takes it
and never answers; ``drop`` takes it and breaks off; ``reject`` refuses it; ``busy`` takes nothing now. In
``ok`` and ``slow`` a receipt follows. What was taken stays in memory alone.
"""

import asyncio
import json
import os
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local import secrets

MODES = ("ok", "slow", "error", "hang", "drop", "reject", "busy")
LARGEST = 256 * 1024
SLOW, RECEIPT_AFTER = 3.0, 0.5
MOST = 5000
ANSWERS = {"error": 500, "reject": 400, "busy": 429}


def environment(url: str, way_in: str, state: Path) -> dict[str, str]:
    """The environment of `customer`, and of the stand-ins: where each is, and with which secret they talk."""
    secret = secrets.read(state, "gateway_secret")
    host, _, port = url.removeprefix("http://").partition(":")
    sms = {
        "url": f"{url}/sms",
        "headers": {"authorization": f"Bearer {secret}"},
        "body": {"to": "{phone}", "text": "{text}", "id": "{message}"},
        "timeout": 5,
        "answer": {"field": "code", "values": ["OK"], "reference": "reference"},
    }
    mail = {
        "host": host,
        "port": int(port) + 1,
        "tls": "none",
        "sender": "service@bank.example",
        "name": "城南支行",
        "unsubscribe": way_in,
        "timeout": 5,
    }
    return {
        "FOYER_SMS_GATEWAY": json.dumps(sms),
        "FOYER_MAIL_GATEWAY": json.dumps(mail),
        "FOYER_GATEWAY_SECRET": secret,
        "FOYER_RECEIPTS_URL": f"{way_in}/api/customer/gateways/sms/receipts",
    }


class Gateways:
    """Both stand-ins: how they behave, and what they have taken."""

    def __init__(self, secret: str, receipts: str = "") -> None:
        self.taken: deque[dict[str, str]] = deque(maxlen=MOST)
        self.mode = "ok"
        self.modes: dict[str, str] = {}
        self._secret, self._receipts = secret, receipts
        self._tasks: set[asyncio.Task[None]] = set()

    def mode_of(self, to: str) -> str:
        """Return the mode for a message to this number or address."""
        return self.modes.get(to, self.mode)

    # --- HTTP -----------------------------------------------------------------------------------------------

    async def serve_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the one request of a connection."""
        with suppress(OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:]}
            length = int(headers.get("content-length", "0"))
            body = await reader.readexactly(min(length, LARGEST))
            method, path, _ = head[0].split(" ")
            found = await self._answer(f"{method} {path}", headers, json.loads(body) if body else {})
            if found is not None:
                status, content = found
                said = json.dumps(content).encode()
                writer.write(
                    f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(said)}\r\nconnection: close\r\n\r\n".encode()
                    + said
                )
                await writer.drain()
        writer.close()

    async def _answer(self, asked: str, headers: dict[str, str], body: Any) -> tuple[int, Any] | None:
        match asked:
            case "GET /ready":
                return 200, {"ready": True}
            case "GET /taken":
                return 200, list(self.taken)
            case "POST /mode" if body.get("mode") in MODES:
                if "to" in body:
                    self.modes[body["to"]] = body["mode"]
                else:
                    self.mode = body["mode"]
                return 200, {}
            case "POST /sms":
                if headers.get("authorization") != f"Bearer {self._secret}":
                    return 401, {"code": "WHO"}
                return await self._take(str(body["id"]), str(body["to"]), str(body["text"]))
        return 404, {}

    async def _take(self, id: str, to: str, text: str) -> tuple[int, Any] | None:
        mode = self.mode_of(to)
        if mode not in ("reject", "busy"):
            self.taken.append({"id": id, "way": "sms", "to": to, "text": text})
        match mode:
            case "drop":
                return None
            case "hang":
                await asyncio.Event().wait()
            case "slow":
                await asyncio.sleep(SLOW)
        if mode in ANSWERS:
            return ANSWERS[mode], {"code": mode}
        self._later(id)
        return 200, {"code": "OK", "reference": f"g-{len(self.taken)}-{id[-12:]}"}

    def _later(self, id: str) -> None:
        """Send the receipt a little later, if there is somebody to take it."""
        if self._receipts:
            task = asyncio.create_task(self._receipt(id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _receipt(self, id: str) -> None:
        headers = {"authorization": f"Bearer {self._secret}"}
        async with httpx.AsyncClient(trust_env=False, headers=headers) as client:
            for wait in (RECEIPT_AFTER, 2, 10):
                await asyncio.sleep(wait)
                with suppress(httpx.HTTPError):
                    content = {"message": id, "state": "delivered"}
                    if (await client.post(self._receipts, json=content)).status_code < 300:
                        return

    # --- SMTP -----------------------------------------------------------------------------------------------

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a receiver, or refuse them."""
        if self.mode_of(address) == "reject":
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        to = envelope.rcpt_tos[0]
        mode = self.mode_of(to)
        if mode == "busy":
            return "451 try again later"
        content = envelope.content or b""
        text = content if isinstance(content, str) else content.decode(errors="replace")
        id = text.partition("Message-ID: <")[2].partition("@")[0]
        self.taken.append({"id": id, "way": "mail", "to": to, "text": text})
        if mode == "drop" and server.transport is not None:
            server.transport.close()
        if mode in ("hang", "drop"):
            await asyncio.Event().wait()
        if mode == "slow":
            await asyncio.sleep(SLOW)
        return "554 failed" if mode == "error" else "250 OK"

    def smtp(self) -> SMTP:
        """A protocol for one connection."""
        return SMTP(self, hostname="standin", enable_SMTPUTF8=False)


async def serve(gateways: Gateways, port: int) -> tuple[asyncio.Server, asyncio.Server]:
    """Serve HTTP on `port` of loopback and SMTP on the next; with 0, on two that are free."""
    http = await asyncio.start_server(gateways.serve_http, "127.0.0.1", port, limit=LARGEST)
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(gateways.smtp, "127.0.0.1", port + 1 if port else 0)
    return http, smtp


async def _main() -> None:
    secret, receipts = os.environ["FOYER_GATEWAY_SECRET"], os.environ["FOYER_RECEIPTS_URL"]
    http, smtp = await serve(Gateways(secret, receipts), int(os.environ["FOYER_PORT"]))
    async with http, smtp:
        await asyncio.gather(http.serve_forever(), smtp.serve_forever())


if __name__ == "__main__":
    asyncio.run(_main())
