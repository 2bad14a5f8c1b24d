"""Entries of a schedule (日程, Q2): what other work has for a member of staff on a day, folded from events of
`referral`: the next steps of prospects, the tasks of deals, the items of plans.

Visits and contacts are not copied: they stand in `visits` and `contacts`, and are joined when they are read.
"""

from datetime import datetime
from typing import ClassVar

from shared.contracts.labelled import Words
from shared.domain import Decision, Document


class EntryKind(Words):
    """The kind of an entry of a schedule (Q2)."""

    PROSPECT = "prospect", "潜客跟进", "Next step with a prospect"
    DEAL_TASK = "deal_task", "业务环节", "Task of a deal"
    PLAN_ITEM = "plan_item", "计划事项", "Item of the plan"


class ScheduleEntry(Document):
    """An entry: what is to be done until the end of `day`; its id is `entry_id`. `word` is that of the
    catalogue, or `zh` and `en` the names of a step. `sequence` counts the changes that a calendar shows."""

    collection: ClassVar[str] = "schedule_entries"

    branch: str
    staff: str
    kind: EntryKind
    subject: str
    day: str
    word: str = ""
    zh: str = ""
    en: str = ""
    customer: str | None = None
    open: bool = True
    sequence: int = 0
    changed_at: datetime


def entry_id(kind: EntryKind, subject: str) -> str:
    """Return the id of the entry of a prospect, a task or an item."""
    return f"{kind}-{subject}"


def put(
    known: ScheduleEntry | None,
    *,
    branch: str,
    staff: str,
    kind: EntryKind,
    subject: str,
    day: str,
    now: datetime,
    word: str = "",
    zh: str = "",
    en: str = "",
    customer: str | None = None,
) -> Decision:
    """Enter something on a day, or move it there; what is as before changes nothing."""
    entry = ScheduleEntry(
        id=entry_id(kind, subject),
        branch=branch,
        staff=staff,
        kind=kind,
        subject=subject,
        day=day,
        word=word,
        zh=zh,
        en=en,
        customer=customer,
        changed_at=now,
    )
    if known is None:
        return Decision().save(entry)
    changed = entry.evolve(version=known.version, sequence=known.sequence + 1)
    same = {"version", "sequence", "changed_at"}
    if known.model_dump(exclude=same) == changed.model_dump(exclude=same):
        return Decision()
    return Decision().save(changed)


def give(known: ScheduleEntry | None, staff: str | None, now: datetime) -> Decision:
    """Give an entry to another member of staff; where there is none, it stands in no schedule."""
    if known is None or known.staff == (staff or ""):
        return Decision()
    return Decision().save(known.evolve(staff=staff or "", sequence=known.sequence + 1, changed_at=now))


def close(known: ScheduleEntry | None, now: datetime) -> Decision:
    """Take out what is done or given up."""
    if known is None or not known.open:
        return Decision()
    return Decision().save(known.evolve(open=False, sequence=known.sequence + 1, changed_at=now))


def forget(known: ScheduleEntry, now: datetime) -> Decision:
    """Take out what was about a customer whose file was locked or erased, without a word about them (Q1)."""
    return Decision().save(
        known.evolve(open=False, customer=None, sequence=known.sequence + 1, changed_at=now)
    )
