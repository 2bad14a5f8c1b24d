"""Give every service its own broker user, allowed no more than it does: ``python -m deploy.rabbitmq.users``.

Names and passwords are those of the AMQP addresses in the secret files ``amqp_url_<user>``; the
administrator's address of the management API is in ``rabbitmq_admin_url``. Safe to repeat: a new
password in a file becomes the user's.

The exchanges are declared first: RabbitMQ 4.3 refuses a topic permission on one that does not exist. So are
the bounds of all queues (``limits.py``).

An integrator of the bank's core systems may have a user too, ``core``, where its file is there: it publishes
its own events and does nothing else.

A service declares its own queues and the exchanges, publishes its own events, consumes those that it
subscribes to, and can neither read nor delete the queues of another. What is sent once more goes through
``foyer.replay``, under a key that ends with the sender's name and begins with that of the receiver: nobody
publishes there under another's name, or reads what is for another. Devices are no users here: `lobby` answers
for them (``rabbitmq.conf``).
"""

import json
import re
import ssl
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from deploy.rabbitmq.limits import policies
from deploy.topology import SERVICES, service
from shared import bus_names as names
from shared.contracts.notify import TokensRevoked
from shared.settings import SECRETS

VHOST = "/"
NOTHING = "^$"  # no routing key of ours is empty
DEVICES = r"^foyer\.devices\."
PATIENCE = 60.0
INTEGRATOR = "core"
INNER_AUTHORITY = "inner_ca"


class Refused(Exception):
    """The management API refused a request; its text says which and why."""


@dataclass(frozen=True)
class Grant:
    """The rights of a user, as patterns: on exchanges and queues, and, per exchange, with routing keys
    (write, read)."""

    configure: str
    write: str
    read: str
    topics: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def grant(user: str) -> Grant:
    """The rights of `user`: a service, ``topology`` or ``core``."""
    events, devices, dead_letters, mqtt, replay = map(
        re.escape, (names.EVENTS, names.DEVICES, names.DEAD_LETTERS, names.MQTT, names.REPLAY)
    )
    if user == "topology":
        everything = r"^foyer\..*$"
        topics = {
            names.EVENTS: (NOTHING, r"^[0-9]+\."),
            names.DEVICES: (NOTHING, DEVICES),
            names.MQTT: (NOTHING, DEVICES),
            names.REPLAY: (NOTHING, r"^[a-z]+\.[0-9]+\."),
        }
        return Grant(everything, everything, rf"^(foyer\..*|{mqtt})$", topics)
    if user == INTEGRATOR:
        return Grant(NOTHING, f"^{events}$", NOTHING, {names.EVENTS: (r"^[0-9]+\.core\.", NOTHING)})
    own = rf"foyer\.{user}\..*"
    topics = {
        names.EVENTS: (rf"^[0-9]+\.{user}\.", _subscribed(user)),
        names.REPLAY: (rf"^[a-z]+\.[0-9]+\.{user}$", rf"^{user}\.[0-9]+\."),
        names.DEVICES: (NOTHING, NOTHING),
        names.MQTT: (NOTHING, DEVICES),  # every declaration binds the devices' exchange to it
    }
    writes, reads = [events, replay, devices, dead_letters, own], [events, replay, dead_letters, mqtt, own]
    if user == "lobby":
        # It alone takes in what devices send, sends its dead letters again, and answers over MQTT.
        writes, reads = [*writes, mqtt], [*reads, devices]
        topics[names.DEVICES] = (DEVICES, DEVICES)
        topics[names.MQTT] = (r"^foyer\.answers\.", DEVICES)
    return Grant(
        rf"^({events}|{replay}|{devices}|{dead_letters}|{own})$",
        rf"^({'|'.join(writes)})$",
        rf"^({'|'.join(reads)})$",
        topics,
    )


def _subscribed(user: str) -> str:
    """Return the pattern of the keys of those whose events a service subscribes to, and of revocations, of
    which each process hears beside its queue. RabbitMQ 4.3 refuses one that names each event: it is too long.
    """
    owners = {TokensRevoked.owner, *(event.owner for event in service(user).events)}
    return rf"^[0-9]+\.({'|'.join(sorted(owners))})\."


class Api:
    """The management API, as its administrator. An https address is found genuine by the certificates in the
    file `authority`, without one by those of this machine."""

    def __init__(self, address: str, authority: Path | None = None) -> None:
        parts = urlsplit(address)
        self._base = f"{parts.scheme}://{parts.hostname}:{parts.port}/api"
        self._tls = None if parts.scheme == "http" else ssl.create_default_context(cafile=authority)
        login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        self._headers = {
            "Authorization": "Basic " + b64encode(login.encode()).decode(),
            "Content-Type": "application/json",
        }

    def call(self, method: str, path: str, content: object = None) -> None:
        """Raises `Refused` with the broker's reason, OSError when it is away."""
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self._base + path, body, self._headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=5, context=self._tls):  # noqa: S310
                return
        except urllib.error.HTTPError as error:
            reason = error.read(2000).decode(errors="replace")
            raise Refused(f"{method} {path}: {error.code} {reason}") from None

    def wait(self) -> None:
        """Come back when it answers."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.call("GET", "/overview")
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(1)


def declare_exchanges(api: Api, vhost: str = VHOST) -> None:
    """Declare the exchanges; one that exists with other properties is refused by the broker."""
    for name, kind in names.EXCHANGES.items():
        path = f"/exchanges/{quote(vhost, safe='')}/{quote(name, safe='')}"
        api.call("PUT", path, {"type": kind, "durable": True, "auto_delete": False, "arguments": {}})


def bound_queues(api: Api) -> None:
    """Set the bounds of every queue; those that are there already are bounded at once."""
    for path, policy in policies(VHOST):
        api.call("PUT", path, policy)


def admit(api: Api, user: str, address: str, vhost: str = VHOST) -> None:
    """Make or change `user`, with the password in its AMQP `address`."""
    parts = urlsplit(address.strip())
    if parts.username != user or not parts.password:
        raise ValueError(f"amqp_url_{user} is not the address of {user}, with a password")
    may, vhost = grant(user), quote(vhost, safe="")
    api.call("PUT", f"/users/{user}", {"password": unquote(parts.password), "tags": ""})
    permissions = {"configure": may.configure, "write": may.write, "read": may.read}
    api.call("PUT", f"/permissions/{vhost}/{user}", permissions)
    for exchange, (write, read) in may.topics.items():
        topic = {"exchange": exchange, "write": write, "read": read}
        api.call("PUT", f"/topic-permissions/{vhost}/{user}", topic)


def main(secrets: Path = SECRETS) -> None:
    authority = secrets / INNER_AUTHORITY
    api = Api((secrets / "rabbitmq_admin_url").read_text().strip(), authority if authority.exists() else None)
    api.wait()
    declare_exchanges(api)
    bound_queues(api)
    integrators = (INTEGRATOR,) if (secrets / f"amqp_url_{INTEGRATOR}").exists() else ()
    for user in (*SERVICES, "topology", *integrators):
        admit(api, user, (secrets / f"amqp_url_{user}").read_text())
        sys.stdout.write(f"broker user {user} is as it should be\n")


if __name__ == "__main__":
    main()
