"""Writes down what happens, with the hall's time: what was written before that was known is put right."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from deploy.devices.lines import Written
from deploy.devices.memory import Memory
from deploy.devices.numbers import NotKept
from deploy.devices.times import HallTime


class Pen:
    """The writer of a machine's memory. Thread-safe. Every method raises `NotKept` when the file cannot be
    written."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory = memory
        self._lock = threading.RLock()
        self._unsure: dict[str, float] = {}
        """Marks of when those events were that were written before the hall said what time it is."""
        self.time = HallTime(clock, ahead=memory.ahead(), last=memory.last())

    def write(self, id: str, kind: str, data: dict[str, Any]) -> Written:
        """Write an event down."""
        with self._writing(id) as (now, sure):
            return self._memory.write(id, kind, data, now, sure=sure)

    def write_printed(self, id: str, data: dict[str, Any], of: str) -> Written:
        """Write an arrival down with a number of our own, of class `of`. Raises `NoNumbers`."""
        with self._writing(id) as (now, sure):
            return self._memory.write_printed(id, data, of, now, sure=sure)

    def print_instead(self, id: str, of: str) -> Written | None:
        """Give a number of our own to an arrival that nobody answered to. Raises `NoNumbers`."""
        with self._lock, _kept():
            instead = self._memory.print_instead(id, str(uuid4()), of)
            if instead is not None and id in self._unsure:
                self._unsure[instead.id] = self._unsure.pop(id)
            return instead

    def set_right(self, hall: datetime) -> None:
        """The hall says what time it is."""
        with self._lock:
            before, marks = self.time.ahead, self._unsure
            wrong = self.time.learn(hall)
            if wrong or marks or before != self.time.ahead:
                times = {id: self.time.at(mark) for id, mark in marks.items()}
                self._memory.set_right(self.time.ahead, times, self.time.now())
            self._unsure = {}

    @contextmanager
    def _writing(self, id: str) -> Iterator[tuple[datetime, bool]]:
        """The time to write, and whether the hall has said it."""
        with self._lock, _kept():
            mark, now, sure = self.time.tick(), self.time.now(), self.time.sure
            yield now, sure
            if not sure:
                self._unsure[id] = mark


@contextmanager
def _kept() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise NotKept.by(error) from error
