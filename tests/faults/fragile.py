"""Run a service that dies by its own hand at the worst moment.

``python -m tests.faults.fragile MODULE POINT AFTER``: `POINT` is ``commit`` (between commit and publish),
``publish`` (between confirm and deleting the pending batch) or ``prepare`` (between two indexes); `AFTER` is
how often that moment passes before it is the last.
"""

import os
import runpy
import signal
import sys
from collections.abc import Iterable
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

from shared.outbox import Relay
from shared.outbox_messages import OutboxMessage


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def between_commit_and_publish(after: int) -> None:
    real, passed = Relay.enqueue, [0]

    def enqueue(self: Relay, messages: Iterable[OutboxMessage]) -> None:
        messages = list(messages)
        passed[0] += bool(messages)
        if messages and passed[0] > after:
            die()
        real(self, messages)

    Relay.enqueue = enqueue  # type: ignore[method-assign]


def between_publish_and_mark(after: int) -> None:
    real, passed = Relay.clear, [0]

    async def clear(self: Relay) -> None:
        passed[0] += bool(self._done)
        if self._done and passed[0] > after:
            die()
        await real(self)

    Relay.clear = clear  # type: ignore[method-assign]


def between_two_indexes(after: int) -> None:
    real, passed = AsyncCollection.create_index, [0]

    async def create_index(self: AsyncCollection[Any], *about: Any, **options: Any) -> str:
        passed[0] += 1
        if passed[0] > after:
            die()
        return await real(self, *about, **options)

    AsyncCollection.create_index = create_index  # type: ignore[method-assign]


POINTS = {
    "commit": between_commit_and_publish,
    "publish": between_publish_and_mark,
    "prepare": between_two_indexes,
}

if __name__ == "__main__":
    module, point, after = sys.argv[1:]
    POINTS[point](int(after))
    runpy.run_module(module, run_name="__main__")
