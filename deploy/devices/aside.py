"""Keep aside what cannot be sent, or was refused, for the operator, and tell the hall.

Whoever holds a printed number is in the books all the same: of their record the bare number is sent instead.
"""

import json
import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from deploy.devices.lines import Written, count_up, data_of, fact, insert, is_whole, text_of

TICKET = re.compile(r'"ticket": ?"([AGV][A-Z]{1,2}[0-9]{3})"')
INSTEAD_OF = re.compile(r'"instead_of": ?"([A-Za-z0-9_:.-]{8,64})"')


@dataclass(frozen=True)
class Aside(Written):
    """An event that was refused, or that cannot be sent: why, and the number that was printed for it. What
    the customer showed is kept only where the content cannot be read (`data` is then its ``text``)."""

    code: str = ""
    ticket: str | None = None


def keep(db: sqlite3.Connection, seq: int, code: str, *, known: bool) -> None:
    """Keep this row aside. `known`: the hall knows, since it was the hall that refused it."""
    row = db.execute("SELECT id, kind, time, data FROM outbox WHERE seq = ?", (seq,)).fetchone()
    id, kind, time, text = (None if one is None else _plain(one) for one in row)
    now = fact(db, "last") or text_of(datetime.now(UTC))
    kind, time = (one if one is None or is_whole(one) else None for one in (kind, time))
    slip = _slip(text or "") if kind in ("customer_arrived", None) else {}
    kept, data, whole = id or f"line-{seq}", data_of(text), is_whole(text)
    if data is not None:
        text = json.dumps({name: one for name, one in data.items() if name != "credential"})
    db.execute(
        "INSERT OR IGNORE INTO refused (id, kind, time, code, data, ticket) VALUES (?, ?, ?, ?, ?, ?)",
        (kept, kind, time or now, code, text, slip.get("ticket")),
    )
    if slip and kind and not known and (data != slip or not is_whole(id)):
        bare = (id if id and is_whole(id) else str(uuid4()), time or now, json.dumps(slip), seq)
        db.execute("UPDATE outbox SET id = ?, time = ?, data = ?, tries = 0 WHERE seq = ?", bare)
        slip, lost = {}, False
    else:
        db.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
        unread = data is None or not whole
        lost = bool(slip) or (unread and kind in ("customer_arrived", None))  # for all we know
    if lost:
        count_up(db, "cut_missing")
    if not known:
        tell_of(db, kind, code, slip.get("ticket"))


def tell_of(db: sqlite3.Connection, kind: str | None, reason: str, ticket: str | None = None) -> None:
    """Tell the hall that a record is kept aside; its content is not sent."""
    if kind == "record_set_aside":
        return
    known = kind if kind and re.fullmatch(r"[a-z0-9_]{1,64}", kind) else "unknown"
    code = reason if re.fullmatch(r"[a-z0-9_]{1,64}", reason) else "unknown"
    data = {"record": known, "reason": code} | ({"ticket": ticket} if ticket else {})
    last = fact(db, "last")
    insert(
        db,
        str(uuid4()),
        "record_set_aside",
        data,
        datetime.fromisoformat(last) if last else datetime.now(UTC),
    )


def listed(db: sqlite3.Connection) -> list[Aside]:
    """All that is kept aside, the oldest first."""
    rows = db.execute("SELECT id, kind, time, data, code, ticket FROM refused ORDER BY rowid")
    return [
        Aside(id, str(kind), str(time), data_of(data) or {"text": str(data or "")}, code, ticket)
        for id, kind, time, data, code, ticket in rows
    ]


def put_file_aside(path: Path) -> None:
    """Keep a file that cannot be read under another name."""
    name = f"{path}.broken-{uuid4().hex[:8]}"
    for end in ("", "-wal", "-shm"):
        if os.path.exists(f"{path}{end}"):
            os.replace(f"{path}{end}", f"{name}{end}")


def _slip(text: str) -> dict[str, str]:
    """The number that was printed, however damaged the rest is."""
    found = {"ticket": TICKET.search(text), "instead_of": INSTEAD_OF.search(text)}
    return {name: one[1] for name, one in found.items() if one} if found["ticket"] else {}


def _plain(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
