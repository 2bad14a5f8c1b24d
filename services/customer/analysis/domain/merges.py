"""The activities of two files that were merged, kept so that they can be parted again (W2, W4)."""

from datetime import datetime, timedelta
from typing import ClassVar

from services.customer.analysis.domain.activity import Activity, joined, with_day
from shared.contracts.customer import CustomerEvent
from shared.domain import Decision, Document

KEPT = timedelta(days=31)
"""The time for which activities are kept apart: a day more than a merge can be undone in."""


class PartingOver(CustomerEvent):
    """A merge cannot be undone any more: the activities before it are forgotten. A timer."""

    merge: str


class MergedActivity(Document):
    """The activities of both customers before a merge, and of the one after it; the id is the merge's."""

    collection: ClassVar[str] = "merged_activities"

    branch: str
    survivor: str
    merged: str
    own: Activity | None = None
    other: Activity | None = None
    both: Activity | None = None


def join(record: MergedActivity, own: Activity, other: Activity, *, until: datetime) -> Decision:
    """Count the days of a merged file for the one that took its place, and keep what was known of each."""
    both = joined(own, other)
    event = PartingOver(branch=record.branch, merge=record.id)
    return (
        Decision()
        .save(both)
        .save(record.evolve(own=own, other=other, both=both))
        .schedule(_timer(record), until, event, correlation_id=record.survivor)
    )


def part(record: MergedActivity, now: Activity) -> tuple[Activity, Activity] | None:
    """Return the activities of both customers again, `now` being that of the file which took the place of
    both. What came since the merge stays with that one; a complaint that was settled is open with neither.
    None if nothing is kept of them."""
    own, other, both = record.own, record.other, record.both
    if own is None or other is None or both is None:
        return None
    settled = {one.case for one in both.complaints} - {one.case for one in now.complaints}
    known = {one.case for one in both.complaints}
    back = own.evolve(
        **now.model_dump(include={"branch", "masked_name", "segment", "account_manager"}),
        complaints=tuple(one for one in own.complaints if one.case not in settled)
        + tuple(one for one in now.complaints if one.case not in known),
        wealth=own.wealth if now.wealth == both.wealth else now.wealth,
    )
    for day in now.recent:
        if day not in both.recent and day >= min(both.recent, default=day):
            back = with_day(back, day)
    left = tuple(one for one in other.complaints if one.case not in settled)
    return back, other.evolve(complaints=left)


def forget(record: MergedActivity) -> Decision:
    """Forget what was known of each. Doing so again changes nothing."""
    if record.both is None:
        return Decision()
    return Decision().save(record.evolve(own=None, other=None, both=None)).cancel(_timer(record))


def _timer(record: MergedActivity) -> str:
    return f"parting:{record.id}"
