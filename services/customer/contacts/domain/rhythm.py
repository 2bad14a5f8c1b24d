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

BANK = "bank"
"""The scope of the rhythms for every branch that has none of its own."""
AHEAD_AT_MOST = 31
WEEKS_AHEAD = 4
"""The weeks over which the time of an account manager is averaged, holidays left out."""


class RhythmHole(Refusal):
    code, status = "rhythm_hole", 422
    en, zh = "A segment of customers has no rhythm.", "有客户层级未设联系节奏。"


class RhythmOverlap(Refusal):
    code, status = "rhythm_overlap", 422
    en, zh = "A segment of customers has two rhythms.", "有客户层级重复设置联系节奏。"


class NoRhythmOfItsOwn(Refusal):
    code, status = "rhythm_not_own", 409
    en, zh = "This branch has no rhythms of its own.", "本网点并未设置自己的联系节奏。"


class PlansRecomputeDue(CustomerEvent, zh="重算联系计划", en="Contact plans are computed anew"):
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
    """The rhythms of a scope: of a branch, whose id it has, or of the `BANK`. `own`: the scope has set some.
    `edition` counts its changes; `slots` are the contacts that an account manager can make in a working day;
    a customer due within `soon` days who takes a number is told of, and one with an important date within
    `ahead` days is on today's list. `calendar` is the version of the calendar by which the plans of a branch
    were computed."""

    collection: ClassVar[str] = "rhythms"

    own: bool = False
    edition: int = 0
    rhythms: tuple[Rhythm, ...] = STANDARD
    slots: int = 16
    soon: int = 14
    ahead: int = 7
    calendar: str = CALENDAR
    changed_by: str = ""
    changed_at: datetime | None = None

    def of(self, segment: Segment) -> Rhythm:
        """Return the rhythm of a segment."""
        return next(one for one in self.rhythms if segment in one.segments)


class RhythmEdition(Document):
    """One edition of the rhythms of a scope, which is never changed; the id is ``<scope>:<edition>``. With
    `own` = False the branch went back to those of the bank."""

    collection: ClassVar[str] = "rhythm_editions"

    branch: str
    own: bool = True
    edition: int
    rhythms: tuple[Rhythm, ...]
    slots: int
    soon: int
    ahead: int
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


def in_force(branch: str, own: RhythmBook | None, bank: RhythmBook | None) -> RhythmBook:
    """Return the rhythms that a branch is computed by: its own, or the bank's, or the standard ones."""
    standing = (one for one in (own, bank) if one is not None and one.own)
    return next(standing, RhythmBook(id=branch))


def change_rhythm(
    book: RhythmBook,
    rhythms: Sequence[Rhythm],
    *,
    slots: int,
    soon: int,
    ahead: int,
    by: str,
    now: datetime,
) -> Decision:
    """Set the rhythms of a scope, as a new edition; what is as before changes nothing.

    Raises `RhythmHole`, `RhythmOverlap`.
    """
    must_be_whole(rhythms)
    changed = book.evolve(own=True, rhythms=tuple(rhythms), slots=slots, soon=soon, ahead=ahead)
    return Decision() if changed == book else _new_edition(changed, by, now)


def drop_rhythm(book: RhythmBook, by: str, *, now: datetime) -> Decision:
    """Let a branch follow the rhythms of the bank again, as a new edition. Raises `NoRhythmOfItsOwn`."""
    if not book.own or book.id == BANK:
        raise NoRhythmOfItsOwn
    return _new_edition(book.evolve(own=False), by, now)


def _new_edition(changed: RhythmBook, by: str, now: datetime) -> Decision:
    changed = changed.evolve(edition=changed.edition + 1, calendar=CALENDAR, changed_by=by, changed_at=now)
    edition = RhythmEdition(
        id=f"{changed.id}:{changed.edition}",
        branch=changed.id,
        **changed.model_dump(include=RhythmEdition.model_fields.keys() - {"id", "branch", "version"}),
    )
    event = RhythmChanged(branch=changed.id, scope=changed.id, edition=changed.edition, changed_by=by)
    decision = Decision().save(changed, event).save(edition)
    return decision if changed.id == BANK else decision.then(recompute_plans(changed.id, now=now))


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
