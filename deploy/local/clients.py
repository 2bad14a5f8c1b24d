"""Clients of Foyer from outside: staff with an app, and kiosks over HTTP, AMQP or MQTT.

Kiosk makers may copy from `Kiosk`: an event has an id of its own, is sent until it is confirmed, and may be
sent again without harm.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import aio_pika
import aiomqtt
import httpx
from aiomqtt import ProtocolVersion as Version

from shared import bus_names as names
from shared.contracts.devices import correlation_of

PATIENCE = 10.0


class Refused(Exception):
    """Foyer said no; the message is its problem+json, `code` the code in it, `zh` and `en` what it says."""

    def __init__(self, message: str, code: str = "", zh: str = "", en: str = "") -> None:
        super().__init__(message)
        self.code, self.zh, self.en = code, zh or message, en or message


def _once(key: str) -> dict[str, str]:
    return {"idempotency-key": key} if key else {}


def _answer(response: httpx.Response) -> Any:
    if response.status_code >= 400:
        said = f"{response.request.method} {response.request.url.path}: {response.text[:400]}"
        known = response.headers.get("content-type") == "application/problem+json"
        problem = response.json() if known else {}
        raise Refused(said, *(problem.get(name, "") for name in ("code", "title_zh", "title")))
    return response.json() if response.content else None


@dataclass
class Staff:
    """A member of staff with an app: signs in once, asks and listens with a bearer token, and renews it."""

    url: str
    staff: str
    password: str
    token: str = ""
    session: str = ""
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
    )

    async def sign_in(self, new_password: str | None = None) -> Self:
        """Sign in; with a first, one-time secret by giving the password that takes its place."""
        content = {"staff": self.staff, "password": self.password, "app": True}
        if new_password is not None:
            content, self.password = {**content, "new_password": new_password}, new_password
        return self._signed_in(await self.client.post(f"{self.url}/api/notify/session", json=content))

    async def renew(self) -> Self:
        """Renew the token, as an app does before it has run out, or when it is refused."""
        content = {"session": self.session}
        return self._signed_in(await self.client.post(f"{self.url}/api/notify/session/refresh", json=content))

    def _signed_in(self, response: httpx.Response) -> Self:
        answer = _answer(response)
        self.token, self.session = answer["token"], answer["session"]
        self.client.headers["authorization"] = f"bearer {self.token}"
        return self

    async def get(self, path: str, **query: Any) -> Any:
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, content: Any = None, *, key: str = "") -> Any:
        return await self._ask("POST", path, json=content or {}, headers=_once(key))

    async def put(self, path: str, content: Any, *, key: str = "") -> Any:
        return await self._ask("PUT", path, json=content, headers=_once(key))

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask, and once more with a new token should this one have run out."""
        answer = await self.client.request(method, f"{self.url}{path}", **more)
        if answer.status_code == 401 and self.session:
            with suppress(Refused):  # the session is over, too: the answer says so
                await self.renew()
                answer = await self.client.request(method, f"{self.url}{path}", **more)
        return _answer(answer)

    async def stream(self, after: int | None = None) -> AsyncIterator[tuple[str, Any]]:
        """Yield what comes over the stream, as (event, data), until it ends. Raises `Refused`."""
        query = {} if after is None else {"after": after}
        address = f"{self.url}/api/notify/stream"
        async with self.client.stream(
            "GET", address, params=query, timeout=httpx.Timeout(30, read=40)
        ) as answer:
            if answer.status_code >= 400:
                raise Refused(f"stream: {answer.status_code}")
            kind, data = "message", ""
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("data:"):
                    data += line[5:].strip()
                elif not line:
                    if data:
                        yield kind, json.loads(data)
                    kind, data = "message", ""

    async def close(self) -> None:
        await self.client.aclose()


@dataclass(frozen=True)
class Account:
    """The account of a device: user ``<branch>.<device>`` and its secret."""

    branch: str
    device: str
    secret: str

    @property
    def user(self) -> str:
        return f"{self.branch}.{self.device}"


@dataclass(frozen=True)
class Sent:
    """One event that a device sent, as the device's own ledger knows it."""

    id: str
    correlation_id: str
    device: str
    kind: str
    at: float
    answer: dict[str, Any] = field(default_factory=dict)


def event(account: Account, kind: str, data: dict[str, Any], id: str) -> bytes:
    """A device's event on the wire, such as ``customer_arrived``."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": id,
            "type": f"foyer.device.{kind}.v1",
            "source": f"/device/{account.branch}/{account.device}",
            "time": datetime.now(UTC).isoformat(),
            "data": {"branch": account.branch, **data},
        }
    ).encode()


class Kiosk:
    """A device over HTTP: asks, and has its ticket in the answer; one at a time, so that what it sends is
    handled in its order."""

    def __init__(self, account: Account, url: str) -> None:
        self.account, self._url = account, url
        auth = httpx.BasicAuth(account.user, account.secret)
        self._client = httpx.AsyncClient(auth=auth, timeout=PATIENCE, trust_env=False)
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def send(self, kind: str, id: str = "", **data: Any) -> Sent:
        """Send once; raises when it was not confirmed, and may then be called again with the same id."""
        id = id or str(uuid4())
        at = time.perf_counter()
        answer = await self._deliver(kind, event(self.account, kind, data, id))
        correlation_id = correlation_of(self.account.branch, self.account.device, id)
        return Sent(id, correlation_id, self.account.device, kind, at, answer)

    async def _deliver(self, kind: str, body: bytes) -> dict[str, Any]:
        async with self._turn:
            response = await self._client.post(f"{self._url}/api/lobby/device-events", content=body)
        answer: dict[str, Any] = _answer(response)
        return answer


def amqp_of(account: Account, url: str) -> dict[str, Any]:
    """The arguments with which aio-pika connects to ``amqp://host:port``, or ``amqps``, as a device."""
    address = httpx.URL(url)
    given = {"host": address.host, "port": address.port, "login": account.user, "password": account.secret}
    return (
        {**given, "ssl": True, "ssl_context": httpx.create_ssl_context(trust_env=False)}
        if address.scheme == "amqps"
        else given
    )


class MqttClient(aiomqtt.Client):
    """A client that may be left while its connection is lost. aiomqtt tells of a lost connection by a future,
    which only who reads messages looks at; who publishes notices by the next call, and leaves it behind."""

    def _on_disconnect(self, *given: Any, **named: Any) -> None:
        super()._on_disconnect(*given, **named)
        if self._disconnected.done() and not self._disconnected.cancelled():
            self._disconnected.exception()  # looked at: asyncio does not log it when it is thrown away


def mqtt_of(account: Account, url: str, suffix: str = "", **options: Any) -> aiomqtt.Client:
    """A client of ``mqtt://host:port``, or ``mqtts``, as a device; `suffix` tells its connections apart."""
    address = httpx.URL(url)
    return MqttClient(
        address.host,
        address.port or 1883,
        username=account.user,
        password=account.secret,
        identifier=account.user + suffix,
        tls_context=httpx.create_ssl_context(trust_env=False) if address.scheme == "mqtts" else None,
        **options,
    )


class AmqpKiosk(Kiosk):
    """A device over AMQP 0-9-1, with publisher confirms."""

    def __init__(self, account: Account, url: str) -> None:
        super().__init__(account, url)
        self._amqp = url

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect_robust(**amqp_of(self.account, self._amqp))
        channel = await self._connection.channel()
        self._exchange = await channel.get_exchange(names.DEVICES, ensure=False)
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._connection.close()
        await super().__aexit__(*error)

    async def _deliver(self, kind: str, body: bytes) -> dict[str, Any]:
        message = aio_pika.Message(body, delivery_mode=2)
        await self._exchange.publish(message, f"foyer.devices.{self.account.user}.{kind}", timeout=PATIENCE)
        return {}


class MqttKiosk(Kiosk):
    """A device over MQTT, quality of service 1: 3.1.1, or 5 where the broker is RabbitMQ 4."""

    def __init__(self, account: Account, url: str, version: Version = Version.V311) -> None:
        super().__init__(account, url)
        self._version = version

    async def __aenter__(self) -> Self:
        self._mqtt = mqtt_of(self.account, self._url, protocol=self._version)
        await self._mqtt.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._mqtt.__aexit__(*error)
        await super().__aexit__(*error)

    async def _deliver(self, kind: str, body: bytes) -> dict[str, Any]:
        topic = f"foyer/devices/{self.account.branch}/{self.account.device}/{kind}"
        await self._mqtt.publish(topic, body, qos=1, timeout=PATIENCE)
        return {}
