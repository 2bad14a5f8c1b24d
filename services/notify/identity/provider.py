"""The bank's identity provider, as we ask it: its discovery document, its keys, a code against tokens.

It is asked in bounded time, by few at once, and no answer is read beyond 256 KiB. Nothing that it sends, nor
what it is sent, is logged: only words of ours.
"""

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import httpx
import jwt
from pydantic import BaseModel, ValidationError, field_validator

from services.notify.identity import tokens
from services.notify.identity.domain import IdentityNotSetUp, IdentityRefused, ProviderAway
from services.notify.identity.settings import ProviderSettings, identity_provider
from services.notify.identity.tokens import Asked, Claims, Header, TokenWrong
from shared import clock
from shared.errors import Unavailable
from shared.outside import is_loopback, is_sealed
from shared.runtime import ServiceRuntime
from shared.telemetry import log

STEP_WITHIN, ALL_WITHIN = 4.0, 8.0
"""Seconds for one answer, and for all that one sign-in asks: a page waits for 13."""
LARGEST_ANSWER = 256 * 1024
AT_ONCE = 16
"""Sign-ins that ask the provider at once; others are told to try again."""
DISCOVERED_FOR = 3600.0
KEYS_FOR = 600.0
"""Seconds after which keys are read again: one that the provider has withdrawn counts no longer."""
KEYS_AGAIN_AFTER = 30.0
"""Seconds between two readings because of a key that is not known: whoever invents keys asks no oftener."""
FAILED_FOR = 3.0
"""Seconds for which a provider that did not answer is not asked again for what it publishes."""


class Discovery(BaseModel):
    """The part of a discovery document (OpenID Connect Discovery, 3) that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @field_validator("authorization_endpoint", "token_endpoint", "jwks_uri")
    @classmethod
    def _is_sealed(cls, value: str) -> str:
        if not is_sealed(value):
            raise ValueError("not https")
        return value

    @field_validator("userinfo_endpoint", "end_session_endpoint")
    @classmethod
    def _is_sealed_or_none(cls, value: str) -> str:
        return value if is_sealed(value) else ""


@dataclass(frozen=True)
class Kept:
    """Something that the provider publishes, read at a time (seconds of the loop)."""

    at: float
    content: Any


class Provider:
    """One process's view of the provider; `proxy` is the way out for all that is not on this machine."""

    def __init__(
        self,
        settings: ProviderSettings,
        proxy: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        elapsed: Callable[[], float] = clock.elapsed,
    ) -> None:
        self.settings = settings
        self._proxy, self._transport, self._elapsed = proxy, transport, elapsed
        self._tls = ssl.create_default_context(cadata=settings.ca) if settings.ca else True
        self._discovery: Kept | None = None
        self._keys: Kept | None = None
        self._sought_at: float | None = None
        self._failed_at: float | None = None
        self._reading = asyncio.Lock()
        self._inside = 0

    async def discovery(self) -> Discovery:
        """Return the discovery document, an hour old at most. Raises `ProviderAway`."""
        async with self._reading:
            return await self._discovered()

    async def redeem(self, code: str, verifier: str, asked: Asked) -> Claims:
        """Exchange a code, and return the claims of its ID token, with the person's information where that is
        asked for. Raises `IdentityRefused`, `ProviderAway`, `Unavailable`."""
        async with self._turn():
            found = await self.discovery()
            granted = await self._granted(found, code, verifier)
            id_token = granted.get("id_token")
            if not isinstance(id_token, str):
                raise IdentityRefused("no id token")
            try:
                header = tokens.header_of(id_token, self.settings)
                claims = tokens.id_claims(id_token, await self._key(header), self.settings, asked)
            except TokenWrong as wrong:
                raise IdentityRefused(f"id token: {wrong}") from None
            if self.settings.userinfo:
                claims = {**await self._information(found, granted, claims["sub"]), **claims}
            return claims

    async def logged_out(self, logout_token: str, now: float) -> Claims:
        """Return the claims of a logout token. Raises `TokenWrong`, `ProviderAway`, `Unavailable`."""
        header = tokens.header_of(logout_token, self.settings)
        async with self._turn():
            return tokens.logout_claims(logout_token, await self._key(header), self.settings, now)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._inside >= AT_ONCE:
            raise Unavailable
        self._inside += 1
        try:
            async with asyncio.timeout(ALL_WITHIN):
                yield
        except TimeoutError:
            raise ProviderAway from None
        finally:
            self._inside -= 1

    async def _discovered(self) -> Discovery:
        if self._discovery is None or self._elapsed() - self._discovery.at > DISCOVERED_FOR:
            address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            document = await self._published(address)
            try:
                found = Discovery.model_validate(document)
            except ValidationError:
                raise self._away("discovery document") from None
            if found.issuer != self.settings.issuer:
                raise self._away("issuer")
            self._discovery = Kept(self._elapsed(), found)
        content: Discovery = self._discovery.content
        return content

    async def _key(self, header: Header) -> jwt.PyJWK:
        """Return the key that a header names; one that is not known is looked for once more, in case the
        provider has a new one. Raises `TokenWrong`."""
        async with self._reading:
            now = self._elapsed()
            if self._keys is None or now - self._keys.at > KEYS_FOR:
                await self._read_keys()
            key = tokens.key_of(self._known_keys(), header)
            if key is None and (self._sought_at is None or now - self._sought_at > KEYS_AGAIN_AFTER):
                self._sought_at = now
                await self._read_keys()
                key = tokens.key_of(self._known_keys(), header)
        if key is None:
            raise TokenWrong("key")
        return key

    def _known_keys(self) -> list[Any]:
        return self._keys.content if self._keys else []

    async def _read_keys(self) -> None:
        found = await self._published((await self._discovered()).jwks_uri)
        keys = found.get("keys")
        self._keys = Kept(self._elapsed(), keys if isinstance(keys, list) else [])

    async def _published(self, address: str) -> dict[str, Any]:
        """Read what the provider publishes; while it does not answer, once in a few seconds."""
        if self._failed_at is not None and self._elapsed() - self._failed_at < FAILED_FOR:
            raise ProviderAway
        try:
            status, body = await self._ask("GET", address)
            if status != 200:
                raise self._away("status of what it publishes")
            found = self._json(body)
        except ProviderAway:
            self._failed_at = self._elapsed()
            raise
        self._failed_at = None
        return found

    async def _granted(self, found: Discovery, code: str, verifier: str) -> dict[str, Any]:
        """Exchange a code at the token endpoint (RFC 6749, 4.1.3; RFC 7636, 4.5)."""
        client, secret = self.settings.client_id, self.settings.client_secret.get_secret_value()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.settings.way_back,
            "code_verifier": verifier,
        }
        headers = {}
        if secret and "client_secret_basic" in found.token_endpoint_auth_methods_supported:
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": client, **({"client_secret": secret} if secret else {})}
        status, body = await self._ask("POST", found.token_endpoint, data=form, headers=headers)
        if status == 401:
            log.warning("identity_client_refused")  # our own id or secret is wrong
            raise IdentityRefused("client")
        if 400 <= status < 500:
            raise IdentityRefused("code")
        if status != 200:
            raise self._away("status of the token endpoint")
        return self._json(body)

    async def _information(self, found: Discovery, granted: dict[str, Any], subject: str) -> Claims:
        """Ask for the claims about the person whom the ID token names (OpenID Connect Core, 5.3)."""
        token = granted.get("access_token")
        if not found.userinfo_endpoint or not isinstance(token, str) or not token.isascii():
            raise IdentityRefused("no information")
        headers = {"authorization": f"Bearer {token}"}
        status, body = await self._ask("GET", found.userinfo_endpoint, headers=headers)
        if status != 200:
            raise self._away("status of the information")
        claims = self._json(body)
        if claims.get("sub") != subject:
            raise IdentityRefused("subject of the information")
        return claims

    async def _ask(
        self, method: str, address: str, headers: dict[str, str] | None = None, **given: Any
    ) -> tuple[int, bytes]:
        """Ask once; no redirect is followed. Raises `ProviderAway`."""
        through = None if is_loopback(httpx.URL(address).host) else self._proxy or None
        asking = httpx.AsyncClient(
            timeout=STEP_WITHIN,
            follow_redirects=False,
            trust_env=False,
            verify=self._tls,
            proxy=through,
            transport=self._transport,
        )
        sent = {"accept": "application/json", "accept-encoding": "identity", **(headers or {})}
        try:
            async with (
                asyncio.timeout(STEP_WITHIN),
                asking as client,
                client.stream(method, address, headers=sent, **given) as answer,
            ):
                body = bytearray()
                async for piece in answer.aiter_raw():
                    body += piece
                    if len(body) > LARGEST_ANSWER:
                        raise self._away("large answer")
                return answer.status_code, bytes(body)
        except (httpx.HTTPError, TimeoutError, OSError, ValueError) as error:
            raise self._away(type(error).__name__) from None

    def _json(self, body: bytes) -> dict[str, Any]:
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self._away("not JSON")
        return found

    def _away(self, reason: str) -> ProviderAway:
        log.warning("identity_provider_away", reason=reason)
        return ProviderAway()


_providers: "WeakKeyDictionary[ServiceRuntime, Provider | None]" = WeakKeyDictionary()


def set_up_provider(runtime: ServiceRuntime, transport: httpx.AsyncBaseTransport | None = None) -> None:
    """Read the settings of the provider, at the start of the service. Raises `SettingsWrong`."""
    settings = identity_provider(runtime.settings.identity_provider)
    provider = Provider(settings, runtime.settings.egress_proxy, transport) if settings else None
    _providers[runtime] = provider


def provider_of(runtime: ServiceRuntime) -> Provider:
    """Return the provider of a running service. Raises `IdentityNotSetUp`; `Unavailable` before its settings
    are read."""
    if runtime not in _providers:
        raise Unavailable
    if (provider := _providers[runtime]) is None:
        raise IdentityNotSetUp
    return provider
