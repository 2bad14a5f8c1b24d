"""Commands about feeds."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True)
class AcknowledgeEntry(Command, name="acknowledge_entry"):
    """Note that a person has read an entry of their feed (D1)."""

    entry: str
    staff: str
