"""Commands of segments. `by` is the staff id of the person who asks; days are those of the branch."""

from dataclasses import dataclass

from services.customer.segments.domain.facts import Hold
from services.customer.segments.domain.rules import SegmentRule
from shared.commands import Command


@dataclass(frozen=True)
class MakeSegmentRules(Command, name="make_segment_rules"):
    """Keep rules as the next version of a scope; answers its number (W2)."""

    scope: str
    rules: tuple[SegmentRule, ...]
    ladder: bool
    currency: str
    by: str


@dataclass(frozen=True)
class ActivateSegmentRules(Command, name="activate_segment_rules"):
    """Let a version of the rules apply from a day on (W2)."""

    scope: str
    number: int
    from_day: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class TrySegmentRules(Command, name="try_segment_rules"):
    """Find out who of a branch would move by a version of the rules, and whose load would change (W2)."""

    branch: str
    rules: str
    by: str


@dataclass(frozen=True)
class HoldSegment(Command, name="hold_segment"):
    """Put a customer into a segment by a head's decision, and keep them there (W2)."""

    customer: str
    hold: Hold
    seen: str | None = None


@dataclass(frozen=True)
class LiftSegment(Command, name="lift_segment"):
    """Let the rules decide the segment of a customer again (W2)."""

    customer: str
    by: str
    seen: str | None = None
