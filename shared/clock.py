"""Time and ids, made in one place and handed in everywhere else."""

from datetime import UTC, datetime
from zlib import crc32

import uuid_utils


def now() -> datetime:
    """Now, in UTC, in whole milliseconds: what MongoDB keeps, so that a value read equals the one written."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A uuid7: unique, and in the order of time."""
    return str(uuid_utils.uuid7())


def partition_of(branch: str, partitions: int) -> int:
    """The partition that handles the events of `branch`, 0 to `partitions` - 1."""
    return crc32(branch.encode()) % partitions
