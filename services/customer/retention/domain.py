"""Terms of retention (Q1): how long each class of data is kept, as the branch has it set.

The defaults are the bank's to check: the law's term for files is ten years since 2025 and was five before.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from shared.contracts.customer import DataClass, RetentionChanged
from shared.domain import Decision, Document
from shared.editions import mark_of
from shared.errors import Refusal

DEFAULTS: dict[DataClass, int] = {
    DataClass.FILES: 1826,
    DataClass.COMPLAINTS: 1095,
    DataClass.ENQUIRIES: 730,
    DataClass.CONTACTS: 30,
    DataClass.LEADS: 180,
    DataClass.BREAK_GLASS: 365,
    DataClass.AUDIT: 730,
}
"""Days by class of data, where the branch has set none."""
AT_LEAST = {DataClass.AUDIT: 365}
"""Days below which a term cannot be set."""


class TermTooShort(Refusal):
    code, status = "term_too_short", 422
    en, zh = "The audit trail is kept for a year at least.", "审计记录至少保存一年。"


class RetentionRules(Document):
    """The terms of a branch in days, by class; the id is the branch's."""

    collection: ClassVar[str] = "retention_rules"

    days: dict[DataClass, int] = {}
    changed_by: str = ""

    @property
    def mark(self) -> str:
        """Return the mark of the terms."""
        return mark_of(self.days)

    def term(self, data: DataClass) -> timedelta:
        """Return how long data of this class are kept."""
        return timedelta(days=self.days.get(data, DEFAULTS[data]))


class ErasureReport(Document):
    """A report of what was erased at a branch on a day (UTC), by class; the id is ``<branch>:<day>``."""

    collection: ClassVar[str] = "erasure_reports"

    branch: str
    day: str
    erased: dict[DataClass, int] = {}


def add_to_report(report: ErasureReport, erased: Mapping[DataClass, int]) -> Decision:
    """Add to what was erased on a day."""
    counts = {data: report.erased.get(data, 0) + erased.get(data, 0) for data in (*report.erased, *erased)}
    return Decision().save(report.evolve(erased=counts))


def change_terms(rules: RetentionRules, days: dict[DataClass, int], by: str) -> Decision:
    """Set terms; classes that are left out keep theirs. Files that are locked already keep the day on which
    they are erased. Raises `TermTooShort`."""
    if any(days.get(data, least) < least for data, least in AT_LEAST.items()):
        raise TermTooShort
    changed = rules.evolve(days={**rules.days, **days}, changed_by=by)
    if changed.days == rules.days:
        return Decision()
    event = RetentionChanged(branch=rules.id, days=changed.days, by=by)
    return Decision().save(changed, event)
