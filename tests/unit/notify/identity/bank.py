"""Notify with an identity provider, and a browser that signs in by it."""

import json
from typing import Any

import httpx
from pydantic import SecretStr

from services.notify.floors.domain import Floor
from services.notify.identity.domain import Identity
from services.notify.identity.provider import set_up_provider
from services.notify.security.queries import security_records
from shared.contracts.notify import SecurityKind
from tests.unit.notify.identity.provider import SETTINGS, FakeProvider
from tests.unit.notify.sessions.door import HERE, Browser, Door

COOKIE = "__Host-foyer-identity"


class Bank(Door):
    """The way in of notify where the bank has an identity provider; B1 and B2 have opened."""

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.provider = FakeProvider()
        self.settings.identity_provider = SecretStr(json.dumps({**SETTINGS, **settings}))
        set_up_provider(self.running, self.provider.transport)
        self.store.put(*(Floor(id=one, version=1, timezone="Asia/Shanghai") for one in ("B1", "B2")))

    def browser(self, network: str = HERE) -> "ByAccount":
        """Return a browser that nobody has used."""
        return ByAccount(self, network)

    async def known(self, staff: str) -> bool:
        """Return whether a person is known by an account."""
        return await self.find(Identity, staff) is not None

    async def recorded(self) -> list[tuple[SecurityKind, str, str]]:
        """Return kind, person and author of what is on record, the oldest first."""
        found = await security_records(self.store, None, None, 200)
        return [(one.kind, one.staff, one.by) for one in reversed(found)]


class ByAccount(Browser):
    """A browser that goes to the provider and comes back."""

    door: Bank

    async def begin(self, **more: Any) -> str:
        """Begin to sign in; returns the address at the provider."""
        answer = await self.ask("POST", "/identity/begin", more)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["address"])

    async def come_back(self, **given: Any) -> httpx.Response:
        return await self.ask("POST", "/identity/session", given)

    async def by_account(self, **more: Any) -> httpx.Response:
        """Sign in by the provider, from the button to the answer."""
        return await self.come_back(**self.door.provider.arrive(await self.begin(**more)))
