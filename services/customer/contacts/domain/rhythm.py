"""The rhythm of contacts (联系节奏, A1): how often a branch is in touch with the customers of a segment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.customer import CustomerEvent, RhythmChanged
from shared.contracts.words import Segment
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.working_days import CALENDAR, WorkingDays

WEEKS_AHEAD = 4
"""The weeks over which the time of an account manager is averaged, holidays left out."""


class RhythmHole(Refusal):
    code, status = "rhythm_hole", 422
    en, zh = "A segment of customers has no rhythm.", "有客户层级未设联系节奏。"


class RhythmOverlap(Refusal):
    code, status = "rhythm_overlap", 422
    en, zh = "A segment of customers has two rhythms.", "有客户层级重复设置联系节奏。"


class PlansRecomputeDue(CustomerEvent):
    """Some of a branch's plans, those of a `bucket`, are to be computed anew."""

    bucket: int


class Rhythm(BaseModel):
    """A contact `every` so many days with customers of these segments, on a working day. After `grace` more
    working days it is overdue, and after `neglect` more the branch head is told."""

    model_config = ConfigDict(frozen=True)

    segments: tuple[Segment, ...]
    every: int = Field(ge=1, le=730)
    grace: int = Field(default=5, ge=0, le=60)
    neglect: int = Field(default=10, ge=1, le=120)


STANDARD = (
    Rhythm(segments=(Segment.PRIVATE,), every=14, grace=3, neglect=5),
    Rhythm(segments=(Segment.VIP,), every=30),
    Rhythm(segments=(Segment.AFFLUENT,), every=90, grace=10),
    Rhythm(segments=(Segment.MASS,), every=360, grace=20, neglect=20),
)
"""The rhythm of a branch that has set none."""


class RhythmBook(Document):
    """The rhythms of a branch; the id is the branch's. `edition` counts its changes; `slots` are the contacts
    that an account manager can make in a working day; a customer due within `soon` days who takes a number
    is told of. `calendar` is the version of the calendar by which the plans were computed."""

    collection: ClassVar[str] = "rhythms"

    edition: int = 0
    rhythms: tuple[Rhythm, ...] = STANDARD
    slots: int = 16
    soon: int = 14
    calendar: str = CALENDAR
    changed_by: str = ""
    changed_at: datetime | None = None

    def of(self, segment: Segment) -> Rhythm:
        """Return the rhythm of a segment."""
        return next(one for one in self.rhythms if segment in one.segments)


class RhythmEdition(Document):
    """One edition of a branch's rhythms, which is never changed; the id is ``<branch>:<edition>``."""

    collection: ClassVar[str] = "rhythm_editions"

    branch: str
    edition: int
    rhythms: tuple[Rhythm, ...]
    slots: int
    soon: int
    changed_by: str
    changed_at: datetime


def must_be_whole(rhythms: Sequence[Rhythm]) -> None:
    """Raises `RhythmHole`, `RhythmOverlap` unless every segment has exactly one rhythm; the detail names the
    segments."""
    named = Counter(segment for one in rhythms for segment in one.segments)
    missing = [segment for segment in Segment if not named[segment]]
    if missing:
        raise RhythmHole(", ".join(missing))
    twice = [segment for segment in Segment if named[segment] > 1]
    if twice:
        raise RhythmOverlap(", ".join(twice))


def change_rhythm(
    book: RhythmBook, rhythms: Sequence[Rhythm], slots: int, soon: int, by: str, *, now: datetime
) -> Decision:
    """Set the rhythms of a branch, as a new edition; what is as before changes nothing.

    Raises `RhythmHole`, `RhythmOverlap`.
    """
    must_be_whole(rhythms)
    changed = book.evolve(rhythms=tuple(rhythms), slots=slots, soon=soon)
    if changed == book:
        return Decision()
    changed = changed.evolve(edition=book.edition + 1, calendar=CALENDAR, changed_by=by, changed_at=now)
    edition = RhythmEdition(
        id=f"{book.id}:{changed.edition}",
        branch=book.id,
        **changed.model_dump(include=RhythmEdition.model_fields.keys() - {"id", "branch", "version"}),
    )
    event = RhythmChanged(branch=book.id, edition=changed.edition, changed_by=by)
    return Decision().save(changed, event).save(edition).then(recompute_plans(book.id, now=now))


def recompute_plans(branch: str, bucket: int = 0, *, now: datetime) -> Decision:
    """Have the plans of a branch computed anew, from a bucket on; a round that is under way begins again."""
    event = PlansRecomputeDue(branch=branch, bucket=bucket)
    return Decision().schedule(f"recompute_plans:{branch}", now, event, correlation_id=branch)


def contacts_per_week(customers: Mapping[Segment, int], book: RhythmBook) -> dict[Segment, float]:
    """Return how many contacts a week the rhythms ask for, by segment, with so many customers of each."""
    return {segment: round(customers.get(segment, 0) * 7 / book.of(segment).every, 2) for segment in Segment}


def slots_per_week(book: RhythmBook, calendar: WorkingDays, today: date) -> float:
    """Return how many contacts a week an account manager can make, over the weeks ahead."""
    last = date.fromordinal(today.toordinal() + WEEKS_AHEAD * 7)
    return round(book.slots * calendar.count(date.fromordinal(today.toordinal() + 1), last) / WEEKS_AHEAD, 2)
