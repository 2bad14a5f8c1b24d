"""The bounds of every queue, as policies of a vhost: of those that are declared already, too.

A queue of a service that is full refuses what is published (``reject-publish``, which it is declared with):
a device sees that, and sends again; an event stays in its service's outbox. A queue of a device's answers
drops the oldest of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from shared import bus_names as names

MIB = 1024 * 1024
DAY = 24 * 3600 * 1000
"""In milliseconds."""


@dataclass(frozen=True)
class Limit:
    """The bounds of the queues whose names match `pattern`; of several that match, the highest `priority`
    counts."""

    pattern: str
    definition: Mapping[str, int]
    priority: int = 10

    def content(self) -> dict[str, Any]:
        """Return the policy as the management API takes it."""
        return {
            "pattern": self.pattern,
            "definition": dict(self.definition),
            "priority": self.priority,
            "apply-to": "queues",
        }


ANSWERS = {"max-length": 2000, "max-length-bytes": 4 * MIB, "expires": 30 * DAY}

LIMITS = {
    "foyer-devices": Limit(
        f"^{re.escape(names.DEVICE_QUEUE)}$", {"max-length": 10_000, "max-length-bytes": 64 * MIB}
    ),
    "foyer-events": Limit(r"^foyer\.[a-z]+\.[0-9]+$", {"max-length-bytes": 1024 * MIB}),
    "foyer-dead-letters": Limit(
        r"^foyer\.[a-z]+\.dead_letters$", {"max-length": 10_000, "max-length-bytes": 256 * MIB}
    ),
    "foyer-answers": Limit(rf"^{re.escape(names.answer_key(''))}", ANSWERS),
    "foyer-mqtt": Limit("^mqtt-", ANSWERS),
    "foyer-others": Limit(".*", {"max-length": 100_000, "max-length-bytes": 64 * MIB}, priority=0),
}


def policies(vhost: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path under ``/api`` and the content of each policy."""
    for name, limit in LIMITS.items():
        yield f"/policies/{quote(vhost, safe='')}/{name}", limit.content()
