"""What a machine must not forget: events that nobody confirmed yet, its block, and the numbers it gave.

One SQLite file, written through to the disk before anything is printed: the power may go at any moment. It
holds what customers showed until that is confirmed, so the file is for its owner alone, and what is deleted
is overwritten. Two processes may use one file; two machines must not.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, begins TEXT, ends TEXT, next TEXT, last INTEGER);
CREATE TABLE IF NOT EXISTS numbers (day TEXT, series TEXT, last INTEGER, PRIMARY KEY (day, series));
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, kind TEXT, time TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS refused (id TEXT PRIMARY KEY, kind TEXT, time TEXT, code TEXT);
"""
LARGEST_BATCH, LARGEST_BYTES = 100, 48 * 1024
KEEP = timedelta(days=30)


class NoNumbers(Exception):
    """The machine has no number to give: it never had a block, or is beyond it. Send the customer to the
    lobby manager."""


@dataclass(frozen=True)
class Written:
    """An event as it was written down, in the machine's own order."""

    id: str
    kind: str
    time: str
    data: dict[str, Any]


class Memory:
    """The file of one machine. Every method is one transaction, and is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA)
        with self._whole() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('memory', ?)", (uuid4().hex,))
        self.name: str = self._fact("memory") or ""
        """Names this file for as long as it lives: a machine with a new one gets another series."""

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # --- events -------------------------------------------------------------------------------------------

    def write(self, id: str, kind: str, data: dict[str, Any], now: datetime) -> Written:
        """Write an event down, to be sent until it is confirmed."""
        with self._whole() as db:
            return self._insert(db, id, kind, data, self._moment(db, now))

    def write_printed(self, id: str, data: dict[str, Any], of: str, now: datetime) -> Written:
        """Write an arrival down with a number of our own, of class `of`. Raises `NoNumbers`."""
        with self._whole() as db:
            time = self._moment(db, now)
            return self._insert(
                db, id, "customer_arrived", {**data, "ticket": self._take(db, of, time)}, time
            )

    def print_instead(self, id: str, new_id: str, of: str) -> Written | None:
        """Nobody answered to arrival `id`: give it a number of our own, and send that in its stead.

        It may have been heard all the same, so what is sent has a new id and says which it stands for. None
        when it was answered after all. Raises `NoNumbers`, and leaves it as it was.
        """
        with self._whole() as db:
            row = db.execute("SELECT time, data FROM outbox WHERE id = ?", (id,)).fetchone()
            if row is None:
                return None
            time = datetime.fromisoformat(row[0])
            data = {**json.loads(row[1]), "ticket": self._take(db, of, time), "instead_of": id}
            db.execute("UPDATE outbox SET id = ?, data = ? WHERE id = ?", (new_id, json.dumps(data), id))
            return Written(new_id, "customer_arrived", row[0], data)

    def waiting(self) -> list[Written]:
        """What is sent next, in order: as much as one request may hold."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, kind, time, data FROM outbox ORDER BY seq LIMIT ?", (LARGEST_BATCH,)
            ).fetchall()
        batch: list[Written] = []
        size = 0
        for id, kind, time, data in rows:
            size += len(data) + 300
            if batch and size > LARGEST_BYTES:
                break
            batch.append(Written(id, kind, time, json.loads(data)))
        return batch

    def settle(self, confirmed: Iterable[str], refused: Iterable[tuple[str, str]]) -> None:
        """Forget what was confirmed; keep of what was refused only that it was, and under which code."""
        with self._whole() as db:
            for id, code in refused:
                db.execute(
                    "INSERT OR IGNORE INTO refused SELECT id, kind, time, ? FROM outbox WHERE id = ?",
                    (code, id),
                )
                db.execute("DELETE FROM outbox WHERE id = ?", (id,))
            db.executemany("DELETE FROM outbox WHERE id = ?", [(id,) for id in confirmed])

    def unsent(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def refusals(self) -> dict[str, str]:
        """The code of every event that was refused for good, by its id."""
        with self._lock:
            return dict(self._db.execute("SELECT id, code FROM refused").fetchall())

    # --- numbers ------------------------------------------------------------------------------------------

    def keep_block(self, block: dict[str, Any], now: datetime) -> None:
        """Keep what the hall granted: its letters, and for each day what to go on with."""
        with self._whole() as db:
            self._note(db, "letters", block["letters"])
            self._note(db, "granted", _text(now))
            for one in block["days"]:
                begins, ends = (_text(datetime.fromisoformat(one[name])) for name in ("begins", "ends"))
                row = (one["day"], begins, ends, json.dumps(one["next"]), one["last"])
                db.execute("INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?, ?)", row)
            db.execute("DELETE FROM days WHERE ends < ?", (_text(now - KEEP),))
            db.execute("DELETE FROM numbers WHERE day NOT IN (SELECT day FROM days)")

    def granted(self) -> datetime | None:
        """When the hall last said which numbers are ours."""
        text = self._fact("granted")
        return datetime.fromisoformat(text) if text else None

    # --- being cut off ------------------------------------------------------------------------------------

    def note_cut(self, now: datetime) -> None:
        """The line is down, since now or before."""
        with self._whole() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('cut_since', ?)", (_text(now),))

    def end_cut(self, id: str, now: datetime) -> bool:
        """All is sent: if numbers were given meanwhile, write down that it is over. Whether there was one."""
        with self._whole() as db:
            if db.execute("SELECT 1 FROM outbox LIMIT 1").fetchone():
                return False
            since, numbers = self._fact("cut_since"), int(self._fact("cut_numbers") or 0)
            db.execute("DELETE FROM facts WHERE name IN ('cut_since', 'cut_numbers')")
            if not (since and numbers):
                return False
            self._insert(
                db, id, "connection_restored", {"since": since, "numbers": numbers}, self._moment(db, now)
            )
            return True

    # --- inside -------------------------------------------------------------------------------------------

    @contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _insert(
        self, db: sqlite3.Connection, id: str, kind: str, data: dict[str, Any], time: datetime
    ) -> Written:
        row = Written(id, kind, _text(time), data)
        db.execute(
            "INSERT INTO outbox (id, kind, time, data) VALUES (?, ?, ?, ?)",
            (id, kind, row.time, json.dumps(data)),
        )
        return row

    def _moment(self, db: sqlite3.Connection, now: datetime) -> datetime:
        """Now; or the last time we wrote, if the clock was set back behind it."""
        last = self._fact("last")
        moment = max(now, datetime.fromisoformat(last)) if last else now
        self._note(db, "last", _text(moment))
        return moment

    def _take(self, db: sqlite3.Connection, of: str, time: datetime) -> str:
        """The next number of a class on the branch day of `time`."""
        letters, at = self._fact("letters"), _text(time)
        found = db.execute(
            "SELECT day, next, last FROM days WHERE begins <= ? AND ? < ends", (at, at)
        ).fetchone()
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
        self._note(db, "cut_numbers", str(int(self._fact("cut_numbers") or 0) + 1))
        return f"{series}{number:03d}"

    def _fact(self, name: str) -> str | None:
        with self._lock:
            row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _note(self, db: sqlite3.Connection, name: str, value: str) -> None:
        db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def _text(time: datetime) -> str:
    """A time as it is kept and sent: in UTC, in milliseconds, so that texts are in the order of times."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
