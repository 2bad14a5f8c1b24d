"""Time and ids, made in one place and handed in everywhere else."""

from datetime import UTC, datetime
from zlib import crc32

import uuid_utils


def now() -> datetime:
    """Now, in UTC, as it is kept."""
    return kept(datetime.now(UTC))


def kept(moment: datetime) -> datetime:
    """A moment in whole milliseconds: what MongoDB keeps, so that a value read equals the one written."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A uuid7: unique, and in the order of time."""
    return str(uuid_utils.uuid7())


def first_id_of(moment: datetime) -> str:
    """The smallest uuid7 of this moment: ids are in the order of time, so a range of them is one of time."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"


def partition_of(branch: str, partitions: int) -> int:
    """The partition that handles the events of `branch`, 0 to `partitions` - 1."""
    return crc32(branch.encode()) % partitions
