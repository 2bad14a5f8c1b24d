"""The machine's file, line by line: events that wait to be sent, and single facts."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, begins TEXT, ends TEXT, next TEXT, last INTEGER);
CREATE TABLE IF NOT EXISTS numbers (day TEXT, series TEXT, last INTEGER, PRIMARY KEY (day, series));
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, kind TEXT, time TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS refused (id TEXT PRIMARY KEY, kind TEXT, time TEXT, code TEXT);
"""
ADDED = (("outbox", "tries", "INTEGER"), ("refused", "data", "TEXT"), ("refused", "ticket", "TEXT"))
"""Columns that files of an older version lack."""


FACTS = frozenset(
    ("memory", "letters", "granted", "last", "ahead", "cut_since", "cut_numbers", "cut_missing")
)
ROTTEN = "\ufffd"
"""Stands for the bytes of a text that cannot be read."""


@dataclass(frozen=True)
class Written:
    """An event as it was written down, in the machine's own order."""

    id: str
    kind: str
    time: str
    data: dict[str, Any]


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables, or add to them what they lack."""
    db.executescript(SCHEMA)
    for table, column, kind in ADDED:
        if column not in {row[1] for row in db.execute(f"PRAGMA table_info({table})")}:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def forget_rotten(db: sqlite3.Connection) -> None:
    """Forget the facts that cannot be read any more. Where that touches the numbers, forget all of them, and
    the name of this memory: it gets another series."""
    facts = db.execute("SELECT rowid, name, value FROM facts").fetchall()
    rotten = [(rowid,) for rowid, name, value in facts if not _is_fact(name, value)]
    db.executemany("DELETE FROM facts WHERE rowid = ?", rotten)
    days = db.execute(
        "SELECT day, begins, ends, next FROM days UNION ALL SELECT day, series, '', '' FROM numbers"
    )
    if rotten or not all(is_whole(one) for row in days for one in row):
        db.execute("DELETE FROM facts WHERE name IN ('memory', 'letters', 'granted')")
        db.execute("DELETE FROM days")
        db.execute("DELETE FROM numbers")


def _is_fact(name: Any, value: Any) -> bool:
    try:
        if name in ("last", "granted", "cut_since"):
            return datetime.fromisoformat(value).tzinfo is not None
        return (
            name in FACTS and is_whole(value) and (name in ("memory", "letters") or float(value) is not None)
        )
    except (TypeError, ValueError):
        return False


def is_whole(text: Any) -> bool:
    """Tell whether a text is as it was written: all of them are written in ASCII."""
    return isinstance(text, str) and ROTTEN not in text


def insert(db: sqlite3.Connection, id: str, kind: str, data: dict[str, Any], time: datetime) -> Written:
    """Put an event at the end of the queue."""
    row = Written(id, kind, text_of(time), data)
    values = (id, kind, row.time, json.dumps(data))
    db.execute("INSERT INTO outbox (id, kind, time, data) VALUES (?, ?, ?, ?)", values)
    return row


def read(id: Any, kind: Any, time: Any, data: Any) -> Written | None:
    """An event as it was kept; None if that cannot be read."""
    known = data_of(data) if is_whole(data) else None
    whole = all(one and is_whole(one) for one in (id, kind, time))
    return Written(id, kind, time, known) if whole and known is not None else None


def data_of(text: Any) -> dict[str, Any] | None:
    """The content of an event; None if it cannot be read."""
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def fact(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def note(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def count_up(db: sqlite3.Connection, name: str) -> None:
    note(db, name, str(int(fact(db, name) or 0) + 1))


def text_of(time: datetime) -> str:
    """A time as it is kept and sent: in UTC, in milliseconds, so that texts are in the order of times."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
