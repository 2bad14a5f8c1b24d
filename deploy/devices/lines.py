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


def insert(db: sqlite3.Connection, id: str, kind: str, data: dict[str, Any], time: datetime) -> Written:
    """Put an event at the end of the line."""
    row = Written(id, kind, text_of(time), data)
    values = (id, kind, row.time, json.dumps(data))
    db.execute("INSERT INTO outbox (id, kind, time, data) VALUES (?, ?, ?, ?)", values)
    return row


def read(id: Any, kind: Any, time: Any, data: Any) -> Written | None:
    """An event as it was kept; None if that cannot be read."""
    known = data_of(data) if isinstance(data, str) else None
    whole = all(isinstance(one, str) and one for one in (id, kind, time))
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
