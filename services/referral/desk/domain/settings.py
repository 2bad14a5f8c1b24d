"""The working days of the need desk (A3)."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.referral import DeskStep
from shared.domain import Decision, Document
from shared.editions import must_be_as_seen

BANK = "bank"


class DeskSettings(Document):
    """The working days in which the desk acknowledges a need and answers it; the id is `BANK`. `number`
    counts the changes."""

    collection: ClassVar[str] = "desk_settings"

    number: int = 0
    acknowledge_days: int = 2
    answer_days: int = 10
    changed_at: datetime | None = None
    changed_by: str = ""

    def days_of(self, step: DeskStep) -> int:
        """Return the working days of a step."""
        return self.acknowledge_days if step is DeskStep.ACKNOWLEDGE else self.answer_days


def change_settings(
    known: DeskSettings,
    acknowledge_days: int,
    answer_days: int,
    by: str,
    *,
    seen: str | None = None,
    now: datetime,
) -> Decision:
    """Change the working days of the desk; what is as before changes nothing. `seen` is the edition that was
    read. Raises `RulesChanged`."""
    changed = known.evolve(acknowledge_days=acknowledge_days, answer_days=answer_days)
    if changed == known:
        return Decision()
    must_be_as_seen(seen, BANK, known.number, known.changed_by, known.changed_at)
    return Decision().save(changed.evolve(number=known.number + 1, changed_at=now, changed_by=by))
