"""The numbers that a machine may print while it is cut off: its block, and what it gave of it."""

import json
import sqlite3
from datetime import datetime, timedelta
from errno import errorcode
from typing import Any

from deploy.devices.lines import count_up, fact, note, text_of

KEEP = timedelta(days=30)


class NoNumbers(Exception):
    """The machine has no number to give: it never had a block, or is beyond it. Send the customer to the
    lobby manager."""


class NotKept(NoNumbers):
    """The file cannot be written, as when the disk is full: nothing was printed, and nothing sent."""

    @classmethod
    def by(cls, error: Exception) -> "NotKept":
        """Named by a code (``SQLITE_FULL``), since a text may show what was to be written."""
        errno_name = errorcode.get(getattr(error, "errno", None) or 0)
        return cls(getattr(error, "sqlite_errorname", None) or errno_name or type(error).__name__)


def keep(db: sqlite3.Connection, block: dict[str, Any], now: datetime) -> None:
    """Keep what the hall granted: its letters, and for each day what to go on with."""
    note(db, "letters", block["letters"])
    note(db, "granted", text_of(now))
    for one in block["days"]:
        begins, ends = (text_of(datetime.fromisoformat(one[name])) for name in ("begins", "ends"))
        row = (one["day"], begins, ends, json.dumps(one["next"]), one["last"])
        db.execute("INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?, ?)", row)
    db.execute("DELETE FROM days WHERE ends < ?", (text_of(now - KEEP),))
    db.execute("DELETE FROM numbers WHERE day NOT IN (SELECT day FROM days)")


def take(db: sqlite3.Connection, of: str, time: datetime) -> str:
    """The next number of a class on the branch day of `time`. Raises `NoNumbers`."""
    letters, at = fact(db, "letters"), text_of(time)
    found = db.execute("SELECT day, next, last FROM days WHERE begins <= ? AND ? < ends", (at, at)).fetchone()
    if letters is None or found is None:
        raise NoNumbers("no block for this day; the machine must be connected once")
    day, following, at_most = found
    series = f"{of}{letters}"
    given = db.execute("SELECT last FROM numbers WHERE day = ? AND series = ?", (day, series)).fetchone()
    number = max(given[0] + 1 if given else 1, int(json.loads(following).get(of, 1)))
    if number > at_most:
        raise NoNumbers(f"{series} ends with {at_most} on {day}")
    db.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?, ?)", (day, series, number))
    db.execute("INSERT OR IGNORE INTO facts VALUES ('cut_since', ?)", (at,))
    count_up(db, "cut_numbers")
    return f"{series}{number:03d}"


def count_for(db: sqlite3.Connection, ticket: str, time: datetime) -> None:
    """A number that was given counts for the branch day of this time, too."""
    at = text_of(time)
    found = db.execute("SELECT day FROM days WHERE begins <= ? AND ? < ends", (at, at)).fetchone()
    if found:
        db.execute(
            "INSERT INTO numbers VALUES (?, ?, ?) "
            "ON CONFLICT (day, series) DO UPDATE SET last = max(last, excluded.last)",
            (found[0], ticket[:-3], int(ticket[-3:])),
        )
