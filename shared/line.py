"""The line of a partition worker: bounded for commands, and fair to those who send little."""

from collections import Counter, deque
from collections.abc import Iterator

from shared.errors import Unavailable
from shared.work import CommandItem, WorkItem

LARGEST_BATCH = 100
MOST_WAITING = 1000
"""Items in line; a command that comes then is refused. Messages wait at the broker, and are bounded there."""
MOST_OF_ONE = 200
"""Commands in line of one person or device: twice what a device may send in one request."""
MOST_IN_BATCH = 8
"""Items of one person or device in a batch: who comes while it is handled waits no longer than for these."""


class Line:
    """The items that wait. Of a `fair` one a batch holds few of one sender, so that nobody stands behind all
    that one has sent; the order of each sender's own stays."""

    def __init__(self, *, fair: bool) -> None:
        self._fair = fair
        self._items: deque[WorkItem] = deque()
        self._commands: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[WorkItem]:
        return iter(self._items)

    def put(self, item: WorkItem) -> None:
        """Put an item in line. Raises `Unavailable` for a command when the line is full, or holds too many of
        the same person or device."""
        if isinstance(item, CommandItem):
            sender = _sender_of(item)
            if len(self._items) >= MOST_WAITING or self._commands[sender] >= MOST_OF_ONE:
                raise Unavailable("too many commands wait")
            self._commands[sender] += 1
        self._items.append(item)

    def take(self) -> list[WorkItem]:
        """Take the next batch out of the line."""
        if self._fair:
            batch = self._fair_batch()
        else:
            batch = [self._items.popleft() for _ in range(min(LARGEST_BATCH, len(self._items)))]
        for item in batch:
            if isinstance(item, CommandItem):
                self._commands[_sender_of(item)] -= 1
        self._commands += Counter()  # without those of whom none waits any more
        return batch

    def _fair_batch(self) -> list[WorkItem]:
        """Take the next of each sender, a few of each."""
        taken: Counter[str] = Counter()
        batch: list[WorkItem] = []
        passed: deque[WorkItem] = deque()
        for item in self._items:
            sender = _sender_of(item)
            if taken[sender] < MOST_IN_BATCH and len(batch) < LARGEST_BATCH:
                taken[sender] += 1
                batch.append(item)
            else:
                passed.append(item)
        self._items = passed
        return batch


def _sender_of(item: WorkItem) -> str:
    return f"{item.cause.branch}/{item.cause.actor}"
