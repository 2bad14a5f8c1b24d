"""Settings of the identity provider: what cannot be meant keeps the service from starting, by name alone."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from services.notify.identity.settings import identity_provider
from shared.outside import SettingsWrong, is_sealed
from tests.unit.notify.identity.provider import SETTINGS


def read(**more: Any) -> Any:
    return identity_provider(SecretStr(json.dumps({**SETTINGS, **more})))


def test_without_settings_there_is_no_provider() -> None:
    assert identity_provider(SecretStr("")) is None
    assert identity_provider(SecretStr("none\n")) is None


def test_scopes_begin_with_that_of_the_protocol_and_an_address_ends_without_a_slash() -> None:
    assert read(scopes=["groups"]).scopes == ("openid", "groups")
    assert read(address="https://foyer.test/").way_back == "https://foyer.test/staff"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://sso.test"},
        {"issuer": "https://sso.test?x=1"},
        {"address": "http://foyer.test"},
        {"roles": {"tellers": "king"}},
        {"algorithms": ["none"]},
        {"algorithms": ["HS256"]},
        {"algorithms": []},
        {"client_secrets": "canary"},
        {"client_id": ""},
    ],
    ids=str,
)
def test_settings_that_cannot_be_meant_are_told_without_their_values(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsWrong) as refused:
        read(**wrong)
    (name,) = wrong
    assert name in str(refused.value)
    assert not any(value in str(refused.value) for value in ("canary", "sso.test", "king", "client's own"))


@pytest.mark.parametrize(
    ("address", "sealed"),
    [
        ("https://sso.test/a", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080/x", True),
        ("http://localhost", True),
        ("http://localhost.evil.test", False),
        ("http://127.0.0.1@evil.test", False),
        ("https://", False),
        ("ftp://localhost", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_what_leaves_this_machine_is_sealed(address: str, sealed: bool) -> None:
    assert is_sealed(address) is sealed
