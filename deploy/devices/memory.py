"""The memory of a machine: events that are not confirmed yet, its block, and the numbers it gave.

One SQLite file, written through to the disk before anything is printed: the power may go at any moment. It
holds what customers showed until that is confirmed, so the file is for its owner alone, and what is deleted
is overwritten. Two processes may use one file; two machines must not.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from deploy.devices import aside, lines, numbers
from deploy.devices.aside import Aside, put_file_aside
from deploy.devices.lines import Written, data_of, insert, note, text_of
from deploy.devices.numbers import KEEP, NoNumbers, NotKept

__all__ = ["Aside", "Memory", "NoNumbers", "NotKept", "Written"]
LARGEST_BATCH, LARGEST_BYTES = 100, 48 * 1024
FAR = timedelta(days=1)
"""A clock that is set back further than this was wrong before."""


class Memory:
    """The file of one machine. Every method is one transaction, and is on the disk when it returns.

    A file that SQLite cannot read is put aside as ``….broken``, and a new one begun, with another series.
    Raises `NotKept` when there can be none, as on a full disk.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            self._open_or_begin(path)
        except (OSError, sqlite3.Error) as error:
            raise NotKept.by(error) from error
        self.name: str = self._fact("memory") or ""
        """Names this file for as long as it lives: a machine with a new one gets another series."""

    def _open_or_begin(self, path: Path) -> None:
        try:
            self._open(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._db.close()
            put_file_aside(path)
            self._open(path)
            with self._whole() as db:
                aside.tell_of(db, "memory", "corrupted")

    def _open(self, path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self._db.text_factory = lambda raw: raw.decode("utf-8", "replace")  # what has rotted is set aside
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        if self._db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file is damaged")
        lines.prepare(self._db)
        with self._whole() as db:
            lines.forget_rotten(db)
            db.execute("INSERT OR IGNORE INTO facts VALUES ('memory', ?)", (uuid4().hex,))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # --- events -------------------------------------------------------------------------------------------

    def write(self, id: str, kind: str, data: dict[str, Any], now: datetime, *, sure: bool = True) -> Written:
        """Write an event down, to be sent until it is confirmed. `sure`: it is known what
        time it is."""
        with self._whole() as db:
            return insert(db, id, kind, data, self._moment(db, now, sure))

    def write_printed(
        self, id: str, data: dict[str, Any], of: str, now: datetime, *, sure: bool = True
    ) -> Written:
        """Write an arrival down with a number of our own, of class `of`. Raises `NoNumbers`."""
        with self._whole() as db:
            time = self._moment(db, now, sure)
            printed = {**data, "ticket": numbers.take(db, of, time)}
            return insert(db, id, "customer_arrived", printed, time)

    def print_instead(self, id: str, new_id: str, of: str) -> Written | None:
        """Give arrival `id`, which was not answered, a number of our own, and send that in its stead.

        The hall may have received it all the same, so the new event has a new id and says which it stands
        for. None when it was answered after all. Raises `NoNumbers`, and leaves it as it was.
        """
        with self._whole() as db:
            row = db.execute("SELECT time, data FROM outbox WHERE id = ?", (id,)).fetchone()
            if row is None:
                return None
            time = datetime.fromisoformat(row[0])
            data = {**json.loads(row[1]), "ticket": numbers.take(db, of, time), "instead_of": id}
            db.execute("UPDATE outbox SET id = ?, data = ? WHERE id = ?", (new_id, json.dumps(data), id))
            return Written(new_id, "customer_arrived", row[0], data)

    def waiting(self, at_most: int = LARGEST_BATCH) -> list[Written]:
        """Return the events to send next, in order: as many as one request may hold. A row that cannot be
        read any more, as after a fault of the disk, is set aside."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, id, kind, time, data FROM outbox ORDER BY seq LIMIT ?", (at_most,)
            ).fetchall()
        batch: list[Written] = []
        size = 0
        for seq, id, kind, time, data in rows:
            written = lines.read(id, kind, time, data)
            if written is None:
                with self._whole() as db:
                    aside.keep(db, seq, "corrupted", known=False)
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
                self._keep_aside(db, id, code, known=True)
            db.executemany("DELETE FROM outbox WHERE id = ?", [(id,) for id in confirmed])

    def set_aside(self, id: str, code: str) -> None:
        """This one cannot be sent: keep it aside, and tell the hall that there is one."""
        with self._whole() as db:
            self._keep_aside(db, id, code, known=False)

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
            return aside.listed(self._db)

    # --- numbers ------------------------------------------------------------------------------------------

    def keep_block(self, block: dict[str, Any], now: datetime) -> None:
        """Keep what the hall granted: its letters, and for each day what to go on with."""
        with self._whole() as db:
            numbers.keep(db, block, now)
            db.execute("DELETE FROM refused WHERE time < ?", (text_of(now - KEEP),))

    def granted(self) -> datetime | None:
        """The time at which the hall last granted a number block; None if it never did."""
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
            note(db, "ahead", str(ahead.total_seconds()))
            for name in ("last", "granted", "cut_since"):
                if (self._fact(name) or "") > text_of(now):
                    note(db, name, text_of(now))
            for id, time in times.items():
                row = db.execute("SELECT data FROM outbox WHERE id = ?", (id,)).fetchone()
                db.execute("UPDATE outbox SET time = ? WHERE id = ?", (text_of(time), id))
                if row and (ticket := (data_of(row[0]) or {}).get("ticket")):
                    numbers.count_for(db, ticket, time)

    # --- being cut off ------------------------------------------------------------------------------------

    def note_cut(self, now: datetime) -> None:
        """Note that the machine is cut off, since now or before."""
        with self._whole() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('cut_since', ?)", (text_of(now),))

    def end_cut(self, id: str, now: datetime) -> bool:
        """All is sent: if numbers were given meanwhile, write down that it is over. Whether there was one."""
        with self._whole() as db:
            if db.execute("SELECT 1 FROM outbox LIMIT 1").fetchone():
                return False
            since, printed = self._fact("cut_since"), int(self._fact("cut_numbers") or 0)
            missing = int(self._fact("cut_missing") or 0)
            db.execute("DELETE FROM facts WHERE name IN ('cut_since', 'cut_numbers', 'cut_missing')")
            if not (since and printed):
                return False
            data = {"since": since, "numbers": printed, "missing": missing}
            insert(db, id, "connection_restored", data, self._moment(db, now))
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

    def _moment(self, db: sqlite3.Connection, now: datetime, sure: bool = True) -> datetime:
        """Now; or the last time we wrote, if the clock was set back behind it. Only a time that is sure is
        remembered, and one that is far ahead of now was wrong."""
        last = self.last()
        moment = last if last is not None and now < last <= now + FAR else now
        if sure:
            note(db, "last", text_of(moment))
        return moment

    def _keep_aside(self, db: sqlite3.Connection, id: str, code: str, *, known: bool) -> None:
        row = db.execute("SELECT seq FROM outbox WHERE id = ?", (id,)).fetchone()
        if row is not None:
            aside.keep(db, row[0], code, known=known)

    def _fact(self, name: str) -> str | None:
        with self._lock:
            return lines.fact(self._db, name)
