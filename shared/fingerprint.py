"""Fingerprints of contents, by which a repeat is told from another content under the same id.

The inbox keeps a keyed hash for as long as it remembers the id. The key matters: most contents are short (a
need, a ticket, a phone number), so a plain hash could be undone by trying. The id is hashed with it, so that
equal contents do not show as equal.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.errors import KeyReused, Refusal
from shared.privacy import SealingKey, every_key

ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
SAME_MOMENT = timedelta(minutes=10)
"""Times that differ by no more are of one event: there are senders that stamp at sending."""


@dataclass(frozen=True)
class Fingerprint:
    """A content under the `id` that its sender gave it, by its keyed hash; `time` is when it happened, if the
    sender says so. Something else under the same id is `reused`. `others` are the hashes of the same content
    under the keys of before."""

    id: str
    digest: bytes
    time: datetime | None = None
    reused: type[Refusal] = KeyReused
    others: tuple[bytes, ...] = ()

    @classmethod
    def of(
        cls,
        hash_key: SealingKey,
        id: str,
        *content: Any,
        time: datetime | None = None,
        reused: type[Refusal] = KeyReused,
    ) -> "Fingerprint":
        """Hash `content`, which must be JSON. The order of members makes no difference."""
        plain = ENCODER.encode([id, *content])
        content_hashed = b"fingerprint\0" + plain.encode()
        digest, *others = (hmac.digest(key, content_hashed, "sha256")[:16] for key in every_key(hash_key))
        return cls(id, digest, time, reused, tuple(others))

    def record(self) -> dict[str, Any]:
        """Return the members that the inbox keeps."""
        return {"fingerprint": self.digest, "stated_time": self.time}

    def must_match(self, record: Mapping[str, Any]) -> None:
        """Raises `reused` when the inbox `record` of the same id is of another content or time."""
        if (digest := record.get("fingerprint")) is None:
            return
        first: datetime | None = record["stated_time"]
        if self.time is not None and first is not None:
            same_time = abs(self.time - first) <= SAME_MOMENT
        else:
            same_time = self.time is first
        known = any(hmac.compare_digest(own, digest) for own in (self.digest, *self.others))
        if not (same_time and known):
            raise self.reused
