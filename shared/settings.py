"""Settings of a process: the environment (``FOYER_*``) and, for secrets, files."""

import base64
import os
import socket
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.privacy import Keys

SECRETS = Path(os.environ.get("FOYER_SECRETS_DIR", "/run/secrets"))


def _is_a_ring(value: SecretStr) -> SecretStr:
    if any(len(base64.b64decode(one, validate=True)) != 32 for one in value.get_secret_value().split()):
        raise ValueError("must be 32 bytes in base64, or several of them, one a line")
    return value


def _is_a_key(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().split()) > 1:
        raise ValueError("must be one key alone")
    return _is_a_ring(value)


Key = Annotated[SecretStr, AfterValidator(_is_a_key)]
Ring = Annotated[SecretStr, AfterValidator(_is_a_ring)]
"""Keys of 32 bytes in base64, one a line: the first seals, the others only open ("Keys" in operations)."""


class Settings(BaseSettings):
    """Read once at start, frozen. Every field is ``FOYER_<NAME>``, or a file ``foyer_<name>`` in
    ``FOYER_SECRETS_DIR`` (``/run/secrets``)."""

    model_config = SettingsConfigDict(
        env_prefix="FOYER_", frozen=True, secrets_dir=SECRETS if SECRETS.is_dir() else None
    )

    mongo_uri: SecretStr = SecretStr("mongodb://127.0.0.1:27017/?directConnection=true")
    amqp_url: SecretStr = SecretStr("amqp://guest:guest@127.0.0.1:5672/")
    database_prefix: str = "foyer"
    partitions: int = 1
    instance: str = Field(default_factory=socket.gethostname)
    """A name that tells one process of a service from another beside it, and is the same after a restart, so
    that a restarted process can end what it left open in the store."""
    host: str = "127.0.0.1"
    port: int = 0
    tls_pem: str = ""
    """The file with the key and the certificate (PEM) by which this service is reached; empty for no TLS."""
    trusted_proxies: str = "127.0.0.1,::1"
    """Addresses or networks, with commas, whose ``X-Forwarded-For`` says who asks: our own edge and no
    other."""
    log_level: str = "INFO"
    keep_events: int = 90
    """Days that sent events are kept: they answer "why was I told this?" and allow a replay."""
    pace: float = 1.0
    """The factor by which deadlines run faster than in reality; 10 in the demo, 1 in a branch."""
    otlp_endpoint: str = ""

    blind_key: Key = SecretStr("")
    """Turns a card, number or phone into a keyed hash; `lobby` and `customer` share it."""
    master_key: Ring = SecretStr("")
    """Wraps data keys, and seals texts and dead letters; every service has its own."""
    hash_key: Ring = SecretStr("")
    """Keys what is compared and never opened: audit chains, second factors, links, fingerprints of requests.
    Every service has its own; without one, `master_key` is taken."""
    token_private_key: SecretStr = SecretStr("")
    """Ed25519, PEM; only `notify` signs."""
    token_public_key: SecretStr = SecretStr("")
    admin_password: SecretStr = SecretStr("")
    """Of the first administrator, ``admin``, who enrols everybody else; only `notify` needs it. It is applied
    once: another one in its place is applied at the next start."""
    ops_password: SecretStr = SecretStr("")
    """Of the first of operations, ``ops``; as above."""
    one_time_secrets: bool = True
    """True where a password that somebody else has set is changed at the next sign-in; false in the demo
    alone, whose people are played."""
    second_factor_for: str = ""
    """Roles, with commas, that nobody signs in with who has no second factor:
    ``administrator,ops,auditor``."""
    session_idle: int = Field(default=60, ge=1)
    """Minutes after which a session ends in which nobody has done anything."""
    sms_gateway: SecretStr = SecretStr("")
    """The SMS gateway, as JSON (see operations, "Messages to customers"); only `customer` needs it."""
    mail_gateway: SecretStr = SecretStr("")
    """The mail server, as JSON; only `customer` needs it."""
    gateway_secret: SecretStr = SecretStr("")
    """The bearer token by which a gateway tells receipts and replies; without one they are refused."""
    identity_provider: SecretStr = SecretStr("")
    """The bank's identity provider, as JSON (see operations, "Signing in with the bank's account"); only
    `notify` needs it."""
    egress_proxy: str = ""
    """The proxy through which what leaves goes, such as ``http://egress:3128``; empty for none."""

    def key(self, name: str) -> bytes:
        """The 32 bytes of the key `name`; ValueError if it was not given."""
        return self.keys(name).current

    def keys(self, name: str) -> Keys:
        """The ring `name`; ValueError if it was not given."""
        text = getattr(self, name).get_secret_value()
        if not text and name == "hash_key":
            return self.keys("master_key")
        if not text:
            raise ValueError(f"FOYER_{name.upper()} is not set (or foyer_{name} in {SECRETS})")
        return _ring(text)


@lru_cache(maxsize=64)
def _ring(text: str) -> Keys:
    current, *others = (base64.b64decode(one) for one in text.split())
    return Keys(current, tuple(others))
