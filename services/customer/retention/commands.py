"""Commands of retention (Q1)."""

from dataclasses import dataclass, field

from shared.commands import Command
from shared.contracts.customer import DataClass


@dataclass(frozen=True)
class ChangeRetention(Command, name="change_retention"):
    """Set how many days some classes of data are kept at a branch (Q1)."""

    branch: str
    by: str
    days: dict[DataClass, int] = field(default_factory=dict)
    seen: str | None = None
