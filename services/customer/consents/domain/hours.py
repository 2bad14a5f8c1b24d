"""Hours and days in which customers may be contacted: the rules of a bank or a branch, in versions (W5)."""

import re
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.customer import ContactPurpose, ContactRulesChanged
from shared.domain import Decision, Document

BANK = "bank"
"""The id of the rules that hold where a branch has none of its own."""
MIDNIGHT = 24 * 60
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
ClockTime = Annotated[str, Field(pattern=CLOCK)]
"""A time of the day, such as ``09:00``; ``24:00`` is the midnight at its end."""


class Hours(BaseModel):
    """Hours of a day, from `begin` to before `end`. Raises ValueError unless one is before the other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begin: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> "Hours":
        if not self.begin < self.end:
            raise ValueError("the end is not after the beginning")
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """The two ends in minutes after midnight."""
        return minute_of(self.begin), minute_of(self.end)


def minute_of(text: str) -> int:
    """Return the minutes after midnight of a time such as ``09:00``."""
    hours, minutes = re.split(":", text)
    return int(hours) * 60 + int(minutes)


DEFAULT_HOURS = {
    ContactPurpose.SERVICE: Hours(begin="08:00", end="22:00"),
    ContactPurpose.ANSWER: Hours(begin="08:00", end="21:00"),
    ContactPurpose.MARKETING: Hours(begin="09:00", end="20:00"),
}


class ContactRules(Document):
    """The hours of each purpose, the purposes that wait for a working day, and days on which nobody is
    contacted (ISO dates). The id is the branch's, or `BANK`; `number` counts the versions."""

    collection: ClassVar[str] = "contact_rules"

    number: int = 0
    hours: dict[ContactPurpose, Hours] = DEFAULT_HOURS
    working_days_only: tuple[ContactPurpose, ...] = (ContactPurpose.MARKETING,)
    quiet_days: tuple[str, ...] = ()
    changed_at: datetime | None = None
    changed_by: str = ""


class ContactRulesVersion(Document):
    """Contact rules as they were once, never changed; the id is ``<branch>:<number>``."""

    collection: ClassVar[str] = "contact_rules_versions"

    rules: ContactRules


class NewRules(BaseModel):
    """The contact rules that are to hold from now on."""

    model_config = ConfigDict(frozen=True)

    hours: dict[ContactPurpose, Hours]
    working_days_only: tuple[ContactPurpose, ...]
    quiet_days: tuple[str, ...]


def change_rules(
    branch: str, known: ContactRules | None, new: NewRules, by: str, *, now: datetime
) -> Decision:
    """Set the rules of a branch; what held before is kept as a version. The same rules change nothing."""
    known = known or ContactRules(id=branch)
    changed = known.evolve(
        hours={**DEFAULT_HOURS, **new.hours},
        working_days_only=new.working_days_only,
        quiet_days=tuple(sorted(set(new.quiet_days))),
    )
    if known.number and changed == known:
        return Decision()
    changed = changed.evolve(number=known.number + 1, changed_at=now, changed_by=by)
    event = ContactRulesChanged(branch=branch, number=changed.number, changed_by=by)
    version = ContactRulesVersion(id=f"{branch}:{changed.number}", rules=changed)
    return Decision().save(changed, event).save(version)
