"""The line to the hall: events over HTTPS, as a machine that is known by its secret."""

import ssl
from collections.abc import Sequence
from typing import Any

import httpx

from deploy.devices.memory import Written


class Unreachable(Exception):
    """Nobody confirmed it: the line is down, the hall is busy, or it does not know us. Send it again."""


class ShutOut(Unreachable):
    """The hall answers, and does not know this machine: its secret is wrong, or it was revoked."""


class Link:
    """Where a machine sends what it wrote down. `url` may be changed at any time; `cut` pulls the plug.

    `authority` is a file of PEM certificates to trust, where the hall's is signed by the bank's own."""

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
        self._source = f"/device/{branch}/{device}"
        auth = httpx.BasicAuth(f"{branch}.{device}", secret)
        trusted = ssl.create_default_context(cafile=authority) if authority else True
        self._client = httpx.Client(auth=auth, timeout=timeout, trust_env=False, verify=trusted)

    def send(self, events: Sequence[Written]) -> list[dict[str, Any]]:
        """The answers to these events, in their order; a refused one has a ``code``.

        Raises `Unreachable`, `ShutOut`."""
        if self.cut:
            raise Unreachable("cut off")
        try:
            answer = self._client.post(
                f"{self.url}/api/lobby/device-events", json=[self._form(e) for e in events]
            )
            answers = answer.json() if answer.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Unreachable(type(error).__name__) from error
        if answer.status_code == 401:
            raise ShutOut("device_refused")
        if not isinstance(answers, list) or [one.get("id") for one in answers] != [one.id for one in events]:
            raise Unreachable(f"answer {answer.status_code}")  # or a stranger between us and the hall
        return answers

    def close(self) -> None:
        self._client.close()

    def _form(self, event: Written) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": event.id,
            "type": f"foyer.device.{event.kind}.v1",
            "source": self._source,
            "time": event.time,
            "data": event.data,
        }
