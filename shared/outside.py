"""Settings of the servers outside that a service asks: JSON in a secret, read once at the start.

A secret that is empty or ``none`` means that there is no such server.
"""

import ipaddress
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from shared.contracts.base import faults

M = TypeVar("M", bound=BaseModel)
NONE = ("", "none")


class SettingsWrong(ValueError):
    """Settings that cannot be used; the text names the members at fault and no value."""


class Outside(BaseModel):
    """Settings of a server, or a part of them: a member that is not known is refused, it may be misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_settings(model: type[M], name: str, secret: SecretStr) -> M | None:
    """Read the settings in the secret `name`; None if there is no such server. Raises `SettingsWrong`."""
    text = secret.get_secret_value().strip()
    if text in NONE:
        return None
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        wrong = "; ".join(str(one.get("ctx", {}).get("error", "")) for one in error.errors()[:8])
        raise SettingsWrong(f"FOYER_{name.upper()}: {faults(error)} {wrong}".strip()) from None


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def is_sealed(url: str) -> bool:
    """Return whether what is sent to an address is sealed on its way, or stays on this machine."""
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return bool(address.hostname) and (
        address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname))
    )
