"""Settings of the bank's identity provider: JSON in the secret ``identity_provider``."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from shared.contracts.words import Role
from shared.outside import Outside, is_sealed, read_settings

Name = Annotated[str, Field(min_length=1, max_length=256)]
Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
]  # fmt: skip
"""Signatures by a private key that the provider alone has: none by a shared secret, and not ``none``."""


class ClaimNames(Outside):
    """The claims that carry what is known of a person. A name may be a path: ``realm_access.roles``."""

    staff: Name = "preferred_username"
    name: Name = "name"
    roles: Name = "groups"
    branches: Name = "branches"


class SecondFactorClaims(Outside):
    """Values of `acr` and `amr` that say that the provider asked for a second factor. One of either stands in
    for that of Foyer; without any Foyer asks for its own, where a role or the person has one."""

    acr: tuple[Name, ...] = ()
    amr: tuple[Name, ...] = ()


class ProviderSettings(Outside):
    """The provider behind `issuer`, where Foyer is the client `client_id`; without a `client_secret` it is a
    public one.

    `address` is our own, as browsers know it, such as ``https://foyer.bank.example``. `roles` says which
    values of the claim are which roles; a value that is not there is none. `branches` does the same for
    branches; without it the values are the ids of our branches. `staff_suffix`, such as ``@bank.example``, is
    cut off a staff id. With `single_sign_on` a sign-in at the provider of the last twelve hours is enough,
    else it asks for the password each time. `sign_out_there`: signing out ends the sign-in at the provider,
    too. `userinfo`: claims are asked for there as well. `ca` are the certificates (PEM) of a private
    authority that signed the provider's.
    """

    issuer: str
    client_id: Name
    client_secret: SecretStr = SecretStr("")
    address: str
    scopes: tuple[Name, ...] = ("openid", "profile")
    claims: ClaimNames = ClaimNames()
    roles: dict[str, Role]
    branches: dict[str, str] | None = None
    staff_suffix: str = ""
    algorithms: tuple[Algorithm, ...] = Field(default=("RS256", "PS256", "ES256", "EdDSA"), min_length=1)
    second_factor: SecondFactorClaims = SecondFactorClaims()
    single_sign_on: bool = False
    sign_out_there: bool = True
    userinfo: bool = False
    ca: str = ""
    zh: Annotated[str, Field(min_length=1, max_length=32)] = "使用行内统一账号登录"
    en: Annotated[str, Field(min_length=1, max_length=48)] = "Sign in with the bank's account"
    """The words on the button of the page."""

    @field_validator("issuer", "address")
    @classmethod
    def _is_sealed(cls, value: str) -> str:
        if not is_sealed(value) or any(mark in value for mark in "?#"):
            raise ValueError("https without a query, or a server on this machine")
        return value

    @field_validator("address")
    @classmethod
    def _without_end(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("scopes")
    @classmethod
    def _with_openid(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("openid", *value)))

    @cached_property
    def way_back(self) -> str:
        """Return the address to which the provider sends a browser back: that of the page."""
        return f"{self.address}/staff"


def identity_provider(secret: SecretStr) -> ProviderSettings | None:
    """Read the settings of the provider; None if there is none. Raises `SettingsWrong`."""
    return read_settings(ProviderSettings, "identity_provider", secret)
