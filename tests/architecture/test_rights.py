"""Every route has a right, or a reason why it has none; the list of all is read before it changes."""

import re
from pathlib import Path

import pytest

from deploy.topology import SERVICES, service
from shared.commands import Command
from shared.rights import Query
from tests.contract.rights import GOLDEN, TO_CONVERT, routes_of, table_of, text

TOP = Path(__file__).parents[2]
CONVERTED = sorted(set(SERVICES) - TO_CONVERT)

PUBLIC = {
    "GET /": "the address, which leads to the page",
    "GET /staff": "the page, before anybody has signed in",
    "POST /api/notify/session": "signing in, by password",
    "POST /api/notify/session/refresh": "a new token, by the session of the browser",
    "DELETE /api/notify/session": "signing out, by the session of the browser",
    "GET /api/notify/identity": "the page, before anybody has signed in",
    "POST /api/notify/identity/begin": "signing in by the bank's account, to the provider",
    "POST /api/notify/identity/session": "signing in by the bank's account, back from the provider",
    "POST /api/notify/identity/back-channel": "the provider, by a token that it signed",
    "GET /api/customer/calendar/{token}.ics": "a calendar, by the secret in its address",
    "GET /live": "operations' probes, which come by the inner network alone",
    "GET /ready": "operations' probes, which come by the inner network alone",
    "GET /metrics": "operations' probes, which come by the inner network alone",
}
"""Routes that ask nobody who they are, with the reason."""
BY_DEVICE = {
    "POST /api/lobby/device-events": "events, by the secret of the device",
    "POST /api/lobby/devices/enrol": "a secret, by a one-time code",
    "POST /broker/user": "the broker asks whether a device may connect, by the inner network alone",
    "POST /broker/vhost": "the broker asks whether a device may connect, by the inner network alone",
    "POST /broker/resource": "the broker asks what a device may use, by the inner network alone",
    "POST /broker/topic": "the broker asks what a device may publish, by the inner network alone",
}
"""Routes that ask for the secret of a device, with what it does there."""
BY_GATEWAY = {
    "POST /api/customer/gateways/sms/receipts": "receipts, by the token of the gateways",
    "POST /api/customer/gateways/sms/replies": "replies, by the token of the gateways",
    "GET /api/customer/unsubscribe/{token}": "a page with a button, by the token in a mail",
    "POST /api/customer/unsubscribe/{token}": "a withdrawal, by the token in a mail",
}
"""Routes that ask for the token of a gateway, or for that in a message."""
SIGNED_IN = {
    **{f"GET /api/{name}/rights": "what I may ask" for name in SERVICES},
    "GET /api/referral/referrals": "one's own or those of a branch: two rights, checked in the route",
}
"""Routes for everybody who is signed in, which say what they may ask."""
WITHOUT_RIGHT = {
    "sign_in",
    "sign_out",
    "use_session",
    "use_code",
    "record_refused_sign_ins",
    "admit_identity",
    "end_sessions_by_provider",
    "enrol_device",
    "receive_message_receipt",
    "note_suitability_read",
}
"""Commands that a route asks for in the name of somebody who is not signed in, of a device or a gateway; and
the record of a reading, which is made with what was asked for."""


def sources(name: str) -> str:
    """Return the code of a service's routes."""
    paths = [
        path for path in (TOP / "services" / name).rglob("*.py") if "api" in (path.stem, path.parent.name)
    ]
    return "\n".join(path.read_text() for path in sorted(paths))


def test_the_list_of_rights_is_that_of_the_code() -> None:
    assert GOLDEN.read_text() == text(), "read the change, then run: python -m tests.contract.rights"


@pytest.mark.parametrize("name", CONVERTED)
def test_every_route_has_a_right_or_a_reason(name: str) -> None:
    bare = {route.name for route in routes_of(name) if not route.asked}
    assert bare <= {*PUBLIC, *BY_DEVICE, *BY_GATEWAY, *SIGNED_IN}


def test_no_reason_is_left_over() -> None:
    bare = {route.name for name in SERVICES for route in routes_of(name) if not route.asked}
    assert {*PUBLIC, *BY_DEVICE, *BY_GATEWAY, *SIGNED_IN} <= bare


@pytest.mark.parametrize("name", CONVERTED)
def test_every_right_that_a_route_checks_is_in_the_table(name: str) -> None:
    table = table_of(name)
    assert {one for route in routes_of(name) for one in route.asked} <= set(table)


@pytest.mark.parametrize("name", CONVERTED)
def test_every_right_of_the_table_is_checked_by_a_route(name: str) -> None:
    by_route = {one for route in routes_of(name) for one in route.asked}
    checked = set(re.findall(r"(?:right_of\(\s*(?:caller\.)?request,|caller\.may\()\s*(\w+)", sources(name)))
    assert {one.__name__ for one in table_of(name) if one not in by_route} <= checked


@pytest.mark.parametrize("name", CONVERTED)
def test_every_command_that_a_route_asks_for_has_a_right(name: str) -> None:
    table = table_of(name)
    asked = {one for one in service(name).commands if re.search(rf"\b{one.__name__}\(", sources(name))}
    assert {one.name for one in asked - set(table)} <= WITHOUT_RIGHT


@pytest.mark.parametrize("name", CONVERTED)
def test_every_command_in_the_table_of_rights_has_a_handler(name: str) -> None:
    commands = {one for one in table_of(name) if issubclass(one, Command)}
    assert commands <= set(service(name).commands)


@pytest.mark.parametrize("name", CONVERTED)
def test_names_of_commands_and_queries_are_unique(name: str) -> None:
    asked = {*service(name).commands, *table_of(name)}
    names = [one.name for one in asked]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", one) for one in names)


@pytest.mark.parametrize("name", CONVERTED)
def test_every_query_of_a_service_has_a_right(name: str) -> None:
    """A query that is missing in the table of rights could not be asked."""
    own = {one for one in Query.__subclasses__() if one.__module__.startswith(f"services.{name}.")}
    assert own <= set(table_of(name))


@pytest.mark.parametrize("name", CONVERTED)
def test_no_route_checks_a_role_by_hand(name: str) -> None:
    by_hand = r"\bperson\.(?:must\w*|may|roles\w*)\b"
    assert re.findall(by_hand, sources(name)) == []
