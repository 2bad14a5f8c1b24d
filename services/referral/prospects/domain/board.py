"""The board of prospects (A2): how many of each account manager are in which stage, and how finders fared.

Every change of a prospect goes through `Board.keep`, in one commit with what it counts: a total always equals
the list behind it.
"""

from collections.abc import Iterable
from typing import ClassVar

from services.referral.prospects.domain.finders import FinderRecord, new_record
from services.referral.prospects.domain.prospect import OPEN, Prospect
from shared.contracts.base import Event
from shared.contracts.referral import LostReason, ProspectStage
from shared.domain import Decision, Document


class Tally(Document):
    """The numbers of prospects of one account manager by stage: of those `open`, or of those that ended in a
    month. `staff` is empty for the head's list; the id is ``<branch>:<staff>:<period>``."""

    collection: ClassVar[str] = "prospect_tallies"

    branch: str
    staff: str
    period: str
    stages: dict[str, int] = {}
    overdue: int = 0

    def counting(self, prospect: Prospect, by: int) -> "Tally":
        """Count a prospect in, or out."""
        stage = prospect.stage.value
        number = self.stages.get(stage, 0) + by
        stages = {one: count for one, count in self.stages.items() if one != stage}
        return self.evolve(
            stages=stages | ({stage: number} if number else {}),
            overdue=self.overdue + (by if prospect.overdue else 0),
        )


def new_tally(branch: str, staff: str | None, period: str) -> Tally:
    """Make the empty tally of an account manager, or of the head's list (None)."""
    return Tally(id=f"{branch}:{staff or ''}:{period}", branch=branch, staff=staff or "", period=period)


class Board:
    """The tallies and finders' records that a decision may change: all of them must be given, new ones
    too."""

    def __init__(self, tallies: Iterable[Tally], finders: Iterable[FinderRecord] = ()) -> None:
        self._tallies = {one.id: one for one in tallies}
        self._finders = {one.id: one for one in finders}

    def keep(self, before: Prospect | None, after: Prospect, *events: Event) -> Decision:
        """Save a prospect as it is now, and count it where it stands instead of where it stood."""
        placed = after.evolve(place=_place_of(after))
        decision = Decision().save(placed, *events)
        if before is None or _counted(before) != _counted(placed):
            self._count(before, -1, decision)
            self._count(placed, 1, decision)
        self._record(before, placed, decision)
        return decision

    def _count(self, prospect: Prospect | None, by: int, decision: Decision) -> None:
        if prospect is None or not _is_listed(prospect):
            return
        id = new_tally(prospect.branch, prospect.account_manager, prospect.period).id
        self._tallies[id] = self._tallies[id].counting(prospect, by)
        decision.save(self._tallies[id])

    def _record(self, before: Prospect | None, after: Prospect, decision: Decision) -> None:
        """Count a found prospect for who found it: when it opens, and when it ends."""
        had, has = _outcome(before), _outcome(after)
        if after.found_by is None or had == has:
            return
        id = new_record(after.branch, after.found_by).id
        self._finders[id] = self._finders[id].counting(had, has)
        decision.save(self._finders[id])


def _outcome(prospect: Prospect | None) -> str | None:
    """Return what a prospect is to who found it: ``open``, ``won``, ``lost``, or None for what is no
    outcome."""
    if prospect is None or prospect.found_by is None or prospect.reason is LostReason.DUPLICATE:
        return None
    if prospect.is_open:
        return OPEN
    return prospect.stage.value if prospect.stage.is_end else None


def _is_listed(prospect: Prospect) -> bool:
    return prospect.is_open or prospect.stage.is_end


def _counted(prospect: Prospect) -> tuple[str | None, str, ProspectStage, bool]:
    return prospect.account_manager, prospect.period, prospect.stage, prospect.overdue


def _place_of(prospect: Prospect) -> str:
    """Return what orders a prospect within its list: the day of the next step, or the time of the end."""
    if prospect.ended_at is not None:
        return f"{prospect.ended_at.isoformat(timespec='milliseconds')}~{prospect.id}"
    return f"{prospect.next_on}~{prospect.id}"
