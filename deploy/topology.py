"""Declare what all services need on the broker, before any of them starts: ``python -m deploy.topology``.

Events that must be routed need their queues from the first one on, whichever service starts first.
Takes ``FOYER_AMQP_URL`` and ``FOYER_PARTITIONS``; safe to repeat.
"""

import asyncio
from importlib import import_module

from shared.bus import declare
from shared.service import Service
from shared.settings import Settings
from shared.telemetry import log

PATIENCE = 60.0
SERVICES = ("lobby", "customer", "referral", "notify")


def service(name: str) -> Service:
    """The service `name`, as its ``app.py`` wires it."""
    found = import_module(f"services.{name}.app").SERVICE
    if not isinstance(found, Service) or found.name != name:
        raise TypeError(f"services.{name}.app.SERVICE is not the service {name}")
    return found


async def declare_all(settings: Settings) -> None:
    """Make exchanges, queues and bindings of every service. Waits a minute for a broker that is away.

    Raises an AMQPError when the broker refuses.
    """
    url = settings.amqp_url.get_secret_value()
    for name in SERVICES:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await declare(url, name, service(name).events, settings.partitions)
                except OSError as error:
                    log.warning("waiting", what="broker", error=type(error).__name__)
                    await asyncio.sleep(1)
                else:
                    break


if __name__ == "__main__":
    asyncio.run(declare_all(Settings()))
