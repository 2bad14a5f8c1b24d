"""Commands of leads (D5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.commands import Command


@dataclass(frozen=True)
class RecordLead(Command, name="record_lead"):
    """Record how the prospect of a visit can be reached (D5). `given` are sealed fields, None for one that
    goes; those that are `same` say what is known."""

    visit: str
    by: str
    given: Mapping[str, bytes | None] = field(repr=False)
    same: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FollowLead(Command, name="follow_lead"):
    """Note that the prospect of a visit has a customer file (D5, A2)."""

    customer: str
    visit: str
    by: str
