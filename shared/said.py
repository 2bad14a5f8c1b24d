"""What was said under an id, so that a repeat is told from something else that took the same id.

The inbox keeps a keyed hash of it for as long as it remembers the id. The key matters: most of what is said
is short (a need, a ticket, a phone number), so whoever reads a plain hash could find it by trying. The id is
hashed with it, so that equal contents do not show as equal.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.errors import KeyReused, Refusal

ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
SAME_MOMENT = timedelta(minutes=10)
"""Times that differ by no more are of one event: there are senders that stamp at sending."""


@dataclass(frozen=True)
class Said:
    """A content under the `id` that its sender gave it, by its keyed hash; `time` is when it happened, if the
    sender says so. Something else under the same id is `reused`."""

    id: str
    digest: bytes
    time: datetime | None = None
    reused: type[Refusal] = KeyReused

    @classmethod
    def of(
        cls,
        hash_key: bytes,
        id: str,
        *content: Any,
        time: datetime | None = None,
        reused: type[Refusal] = KeyReused,
    ) -> "Said":
        """Hash `content`, which must be JSON. The order of members makes no difference."""
        plain = ENCODER.encode([id, *content])
        digest = hmac.new(hash_key, b"said\0" + plain.encode(), hashlib.sha256).digest()[:16]
        return cls(id, digest, time, reused)

    def record(self) -> dict[str, Any]:
        """What the inbox keeps of it."""
        return {"said": self.digest, "said_time": self.time}

    def must_repeat(self, record: Mapping[str, Any]) -> None:
        """Raises `reused` when the `record` of the same id tells of something else; one that an older version
        wrote tells nothing."""
        if (digest := record.get("said")) is None:
            return
        first: datetime | None = record["said_time"]
        if self.time is not None and first is not None:
            same_time = abs(self.time - first) <= SAME_MOMENT
        else:
            same_time = self.time is first
        if not (same_time and hmac.compare_digest(self.digest, digest)):
            raise self.reused
