"""Time and ids, made in one place and handed in everywhere else."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

import uuid_utils


@dataclass(frozen=True)
class Moment:
    """A time (aware, UTC), and the pace at which deadlines run from it: 1 in a branch, 10 in the demo."""

    now: datetime
    pace: float = 1.0

    def after(self, wait: timedelta) -> datetime:
        """Return the time when `wait` of branch work has passed."""
        return self.now + self.lasting(wait)

    def lasting(self, wait: timedelta) -> timedelta:
        """Return how long `wait` of branch work takes on the clock."""
        return wait / self.pace

    def minutes_since(self, time: datetime) -> float:
        """Return the minutes of branch work since `time`; 0 for one that is yet to come."""
        return max(0.0, (self.now - time).total_seconds()) / 60 * self.pace


def now() -> datetime:
    """Return the current time in UTC, in whole milliseconds."""
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(time: datetime) -> datetime:
    """Cut `time` to whole milliseconds, as MongoDB stores it: a value that is read equals the one written."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def elapsed() -> float:
    """Return the seconds of the event loop's clock, which timeouts run on, too."""
    return asyncio.get_running_loop().time()


def new_id() -> str:
    """Return a uuid7: unique, and in the order of time."""
    return str(uuid_utils.uuid7())


def first_id_of(time: datetime) -> str:
    """Return the smallest uuid7 of `time`: ids are in the order of time, so a range of ids is one of time."""
    digits = f"{int(time.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"


def partition_of(branch: str, partitions: int) -> int:
    """Return the partition that handles the events of `branch`, 0 to `partitions` - 1."""
    return crc32(branch.encode()) % partitions
