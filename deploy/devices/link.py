"""The connection to the hall: events over HTTPS, as a machine that is known by its secret."""

import json
import ssl
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from deploy.devices.memory import Written
from deploy.devices.times import CLOSE

LARGEST = 64 * 1024
LATER = frozenset({408, 425, 429})
"""Refusals that say no more than: not now."""


class Unreachable(Exception):
    """The hall confirmed nothing: the machine is cut off, or the hall is busy or does not know it. Send
    again."""


class ShutOut(Unreachable):
    """The hall answers, and does not know this machine: its secret is wrong, or it was revoked."""


class Busy(Unreachable):
    """There was an answer, but none that settles it. Is it the hall that fails, or this request?"""


class Rejected(Exception):
    """The hall will not take this request, however often it is sent; the message is its code."""


class Unsendable(Exception):
    """An event that cannot be put on the wire: its `id`, and a code."""

    def __init__(self, id: str, code: str) -> None:
        super().__init__(code)
        self.id = id


class Link:
    """The HTTP connection over which a machine sends its events. `url` may be changed at any time; `cut`
    pulls the plug.

    `authority` is a file of PEM certificates to trust, where the hall's is signed by the bank's own.
    """

    def __init__(
        self,
        url: str,
        branch: str,
        device: str,
        secret: str,
        timeout: float = 15.0,
        authority: str | None = None,
    ) -> None:
        self.url, self.cut = url, False
        self.hall_time: datetime | None = None
        """The hall's time at the last answer, if that came at once; else None."""
        self._source = f"/device/{branch}/{device}"
        auth = httpx.BasicAuth(f"{branch}.{device}", secret)
        trusted = ssl.create_default_context(cafile=authority) if authority else True
        self._client = httpx.Client(auth=auth, timeout=timeout, trust_env=False, verify=trusted)

    def send(self, events: Sequence[Written]) -> list[dict[str, Any]]:
        """The answers to these events, in their order; a refused one has a ``code``.

        Raises `Unreachable`, `ShutOut`, `Busy`, `Rejected`, `Unsendable`."""
        if self.cut:
            raise Unreachable("cut off")
        body = b"[" + b",".join(self._encoded(one) for one in events) + b"]"
        self.hall_time, begun = None, time.monotonic()
        try:
            answer = self._client.post(
                f"{self.url}/api/lobby/device-events",
                content=body,
                headers={"content-type": "application/json"},
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error
        answers = _read(answer)
        if not isinstance(answers, list) or [_id(one) for one in answers] != [one.id for one in events]:
            raise Busy(f"answer {answer.status_code}")  # or a stranger between us and the hall
        if time.monotonic() - begun <= CLOSE.total_seconds():
            self.hall_time = _date(answer)
        return answers

    def close(self) -> None:
        self._client.close()

    def _encoded(self, event: Written) -> bytes:
        form = {
            "specversion": "1.0",
            "id": event.id,
            "type": f"foyer.device.{event.kind}.v1",
            "source": self._source,
            "time": event.time,
            "data": event.data,
        }
        try:
            body = json.dumps(form, allow_nan=False, ensure_ascii=False).encode()
        except (TypeError, ValueError, RecursionError):
            raise Unsendable(event.id, "unencodable") from None
        if len(body) > LARGEST - 2:  # with the brackets around it
            raise Unsendable(event.id, "too_large")
        return body


def trouble_of(error: Exception) -> str:
    """Describe why a request failed, without what SQLite or a parser says: that may show what a customer
    did."""
    reason = str(error) if isinstance(error, Unreachable | Rejected) else ""
    return reason or type(error).__name__


def _read(answer: httpx.Response) -> Any:
    """Return the content of an answer, or None for a page of a stranger. Raises `ShutOut`, `Unreachable`,
    `Rejected`."""
    if answer.status_code == 401:
        raise ShutOut("device_refused")
    if answer.status_code in LATER:
        raise Unreachable(f"answer {answer.status_code}")
    try:
        content = answer.json()
    except ValueError:
        return None
    if answer.status_code == 200:
        return content
    code = content.get("code") if isinstance(content, dict) else None
    if isinstance(code, str) and 400 <= answer.status_code < 500:
        raise Rejected(code)
    return None


def _id(answer: Any) -> Any:
    return answer.get("id") if isinstance(answer, dict) else None


def _date(answer: httpx.Response) -> datetime | None:
    """The time of an answer; its header is in whole seconds."""
    try:
        stated = parsedate_to_datetime(answer.headers["date"]) + timedelta(seconds=0.5)
    except (KeyError, ValueError, TypeError):
        return None
    return stated if stated.tzinfo else None
