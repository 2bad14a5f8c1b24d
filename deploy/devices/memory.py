"""What a machine must not forget: events that nobody confirmed yet, its block, and the numbers it gave.

One SQLite file, written through to the disk before anything is printed: the power may go at any moment. It
holds what customers showed until that is confirmed, so the file is for its owner alone, and what is deleted
is overwritten. Two processes may use one file; two machines must not.
"""

import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
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
ADDED = (("outbox", "tries", "INTEGER"), ("refused", "data", "TEXT"), ("refused", "ticket", "TEXT"))
"""Columns that files of an older version lack."""
LARGEST_BATCH, LARGEST_BYTES = 100, 48 * 1024
KEEP = timedelta(days=30)
FAR = timedelta(days=1)
"""A clock that is set back further than this was wrong before."""


class NoNumbers(Exception):
    """The machine has no number to give: it never had a block, or is beyond it. Send the customer to the
    lobby manager."""


class NotKept(NoNumbers):
    """The file cannot be written, as when the disk is full: nothing was printed, and nothing sent."""


@dataclass(frozen=True)
class Written:
    """An event as it was written down, in the machine's own order."""

    id: str
    kind: str
    time: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Aside(Written):
    """An event that was refused, or that cannot be sent: why, and the number that was printed for it. What
    the customer showed is kept only where the content cannot be read (`data` is then its ``text``)."""

    code: str = ""
    ticket: str | None = None


class Memory:
    """The file of one machine. Every method is one transaction, and is on the disk when it returns.

    A file that SQLite cannot read is put aside as ``….broken``, and a new one begun, with another series.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            self._open(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._db.close()
            _put_aside(path)
            self._open(path)
            with self._whole() as db:
                self._tell_of(db, "memory", "corrupted", None)
        self.name: str = self._fact("memory") or ""
        """Names this file for as long as it lives: a machine with a new one gets another series."""

    def _open(self, path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        if self._db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file is damaged")
        self._db.executescript(SCHEMA)
        for table, column, kind in ADDED:
            if column not in {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}:
                self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        with self._whole() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('memory', ?)", (uuid4().hex,))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # --- events -------------------------------------------------------------------------------------------

    def write(self, id: str, kind: str, data: dict[str, Any], now: datetime, *, sure: bool = True) -> Written:
        """Write an event down, to be sent until it is confirmed. `sure`: it is known what time it
        is."""
        with self._whole() as db:
            return self._insert(db, id, kind, data, self._moment(db, now, sure))

    def write_printed(
        self, id: str, data: dict[str, Any], of: str, now: datetime, *, sure: bool = True
    ) -> Written:
        """Write an arrival down with a number of our own, of class `of`. Raises `NoNumbers`."""
        with self._whole() as db:
            time = self._moment(db, now, sure)
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

    def waiting(self, at_most: int = LARGEST_BATCH) -> list[Written]:
        """What is sent next, in order: as much as one request may hold. A line that cannot be read any more,
        as after a fault of the disk, is set aside."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, id, kind, time, data FROM outbox ORDER BY seq LIMIT ?", (at_most,)
            ).fetchall()
        batch: list[Written] = []
        size = 0
        for seq, id, kind, time, data in rows:
            written = _read(id, kind, time, data)
            if written is None:
                self._set_aside_line(seq)
                continue
            size += len(data.encode("utf-8", "surrogatepass")) + 300
            if batch and size > LARGEST_BYTES:
                break
            batch.append(written)
        return batch

    def settle(self, confirmed: Iterable[str], refused: Iterable[tuple[str, str]]) -> None:
        """Forget what was confirmed; keep what was refused and why, but not what the customer showed."""
        with self._whole() as db:
            for id, code in refused:
                self._keep_aside(db, id, code, told=True)
            db.executemany("DELETE FROM outbox WHERE id = ?", [(id,) for id in confirmed])

    def set_aside(self, id: str, code: str) -> None:
        """This one cannot be sent: keep it aside, and tell the hall that there is one."""
        with self._whole() as db:
            self._keep_aside(db, id, code, told=False)

    def defer(self, id: str) -> int:
        """Send it after all others; how often that was done."""
        with self._whole() as db:
            db.execute(
                "UPDATE outbox SET seq = (SELECT max(seq) FROM outbox) + 1, tries = ifnull(tries, 0) + 1 "
                "WHERE id = ?",
                (id,),
            )
            row = db.execute("SELECT tries FROM outbox WHERE id = ?", (id,)).fetchone()
            return int(row[0]) if row else 0

    def unsent(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def refusals(self) -> dict[str, str]:
        """The code of every event that was refused for good, or set aside, by its id."""
        with self._lock:
            return dict(self._db.execute("SELECT id, code FROM refused").fetchall())

    def aside(self) -> list[Aside]:
        """The events that were refused or set aside, for the operator of the machine; kept for 30 days."""
        with self._lock:
            rows = self._db.execute("SELECT id, kind, time, data, code, ticket FROM refused ORDER BY rowid")
            return [
                Aside(id, str(kind), str(time), _data(data) or {"text": str(data or "")}, code, ticket)
                for id, kind, time, data, code, ticket in rows
            ]

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
            db.execute("DELETE FROM refused WHERE time < ?", (_text(now - KEEP),))
            db.execute("DELETE FROM numbers WHERE day NOT IN (SELECT day FROM days)")

    def granted(self) -> datetime | None:
        """When the hall last said which numbers are ours."""
        text = self._fact("granted")
        return datetime.fromisoformat(text) if text else None

    # --- time ---------------------------------------------------------------------------------------------

    def last(self) -> datetime | None:
        """The last time that was written down, or at which the hall granted a block."""
        text = max(self._fact("last") or "", self._fact("granted") or "")
        return datetime.fromisoformat(text) if text else None

    def ahead(self) -> timedelta:
        """By how much the machine's own clock was ahead of the hall's."""
        return timedelta(seconds=float(self._fact("ahead") or 0))

    def set_right(self, ahead: timedelta, times: Mapping[str, datetime], now: datetime) -> None:
        """The hall says what time it is: by how much the machine's own clock is ahead, and when these events,
        written down without knowing it, really were. Their numbers count for that day."""
        with self._whole() as db:
            self._note(db, "ahead", str(ahead.total_seconds()))
            for name in ("last", "granted", "cut_since"):
                if (self._fact(name) or "") > _text(now):
                    self._note(db, name, _text(now))
            for id, time in times.items():
                row = db.execute("SELECT data FROM outbox WHERE id = ?", (id,)).fetchone()
                db.execute("UPDATE outbox SET time = ? WHERE id = ?", (_text(time), id))
                if row and (ticket := (_data(row[0]) or {}).get("ticket")):
                    self._count(db, ticket, _text(time))

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
            missing = int(self._fact("cut_missing") or 0)
            db.execute("DELETE FROM facts WHERE name IN ('cut_since', 'cut_numbers', 'cut_missing')")
            if not (since and numbers):
                return False
            data = {"since": since, "numbers": numbers, "missing": missing}
            self._insert(db, id, "connection_restored", data, self._moment(db, now))
            return True

    # --- inside -------------------------------------------------------------------------------------------

    @contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        """One transaction. What fails in it, or at its end, leaves nothing behind and can be tried again."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise

    def _insert(
        self, db: sqlite3.Connection, id: str, kind: str, data: dict[str, Any], time: datetime
    ) -> Written:
        row = Written(id, kind, _text(time), data)
        db.execute(
            "INSERT INTO outbox (id, kind, time, data) VALUES (?, ?, ?, ?)",
            (id, kind, row.time, json.dumps(data)),
        )
        return row

    def _moment(self, db: sqlite3.Connection, now: datetime, sure: bool = True) -> datetime:
        """Now; or the last time we wrote, if the clock was set back behind it. Only a time that is sure is
        remembered, and one that is far ahead of now was wrong."""
        last = self.last()
        moment = last if last is not None and now < last <= now + FAR else now
        if sure:
            self._note(db, "last", _text(moment))
        return moment

    def _keep_aside(self, db: sqlite3.Connection, id: str, code: str, *, told: bool) -> None:
        row = db.execute("SELECT seq, kind, time, data FROM outbox WHERE id = ?", (id,)).fetchone()
        if row is None:
            return
        seq, kind, time, text = row
        data = _data(text)
        ticket = (data or {}).get("ticket")
        if data is not None:
            text = json.dumps({name: one for name, one in data.items() if name != "credential"})
        db.execute(
            "INSERT OR IGNORE INTO refused (id, kind, time, code, data, ticket) VALUES (?, ?, ?, ?, ?, ?)",
            (id, kind, time, code, text, ticket),
        )
        db.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
        if ticket:
            self._note(db, "cut_missing", str(int(self._fact("cut_missing") or 0) + 1))
        if not told:
            self._tell_of(db, kind, code, ticket)

    def _set_aside_line(self, seq: int) -> None:
        """A line that cannot be read: as much of it as there is."""
        with self._whole() as db:
            row = db.execute("SELECT id, kind, time, data FROM outbox WHERE seq = ?", (seq,)).fetchone()
            id, kind, time, data = (None if one is None else _plain(one) for one in row)
            db.execute(
                "INSERT OR IGNORE INTO refused (id, kind, time, code, data) VALUES (?, ?, ?, 'corrupted', ?)",
                (id or f"line-{seq}", kind, time, data),
            )
            db.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
            self._tell_of(db, kind, "corrupted", None)

    def _tell_of(self, db: sqlite3.Connection, kind: str | None, reason: str, ticket: str | None) -> None:
        """Tell the hall that a record is kept aside; of that itself nothing is told."""
        if kind != "record_set_aside":
            known = kind if kind and re.fullmatch(r"[a-z0-9_]{1,64}", kind) else "unknown"
            data = {"record": known, "reason": reason} | ({"ticket": ticket} if ticket else {})
            self._insert(db, str(uuid4()), "record_set_aside", data, self.last() or datetime.now(UTC))

    def _count(self, db: sqlite3.Connection, ticket: str, at: str) -> None:
        """A number that was given counts for the branch day of this time, too."""
        found = db.execute("SELECT day FROM days WHERE begins <= ? AND ? < ends", (at, at)).fetchone()
        if found:
            series, number = ticket[:-3], int(ticket[-3:])
            db.execute(
                "INSERT INTO numbers VALUES (?, ?, ?) "
                "ON CONFLICT (day, series) DO UPDATE SET last = max(last, excluded.last)",
                (found[0], series, number),
            )

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


def _data(text: Any) -> dict[str, Any] | None:
    """The content of an event; None if it cannot be read."""
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _read(id: Any, kind: Any, time: Any, data: Any) -> Written | None:
    known = _data(data) if isinstance(data, str) else None
    whole = all(isinstance(one, str) and one for one in (id, kind, time))
    return Written(id, kind, time, known) if whole and known is not None else None


def _plain(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _put_aside(path: Path) -> None:
    """Keep a file that cannot be read under another name."""
    name = f"{path}.broken-{uuid4().hex[:8]}"
    for end in ("", "-wal", "-shm"):
        if os.path.exists(f"{path}{end}"):
            os.replace(f"{path}{end}", f"{name}{end}")


def _text(time: datetime) -> str:
    """A time as it is kept and sent: in UTC, in milliseconds, so that texts are in the order of times."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
