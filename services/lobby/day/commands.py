"""Commands about the branch's day and its checklists (P1 to P7, D3, D7, E1, E2)."""

from dataclasses import dataclass

from services.lobby.day.domain.checklists import Marks
from services.lobby.day.domain.days import DayOverride
from services.lobby.day.domain.templates import Item
from shared.commands import Command
from shared.contracts.lobby import ChecklistKind


@dataclass(frozen=True)
class BeginChecklist(Command, name="begin_checklist"):
    """Begin a checklist of today (P1 to P7, D3, E1)."""

    branch: str
    kind: ChecklistKind
    by: str


@dataclass(frozen=True)
class MarkItems(Command, name="mark_items"):
    """Mark items of a checklist of today, or take marks back (P1 to P7, D3, E1)."""

    branch: str
    kind: ChecklistKind
    marks: Marks


@dataclass(frozen=True)
class ChangeTemplate(Command, name="change_template"):
    """Make a new edition of a branch's checklist of a kind; `edited` is the edition that it was made from, if
    that is known."""

    branch: str
    kind: ChecklistKind
    items: tuple[Item, ...]
    by: str
    edited: int | None = None


@dataclass(frozen=True)
class OpenDay(Command, name="open_day"):
    """Open the branch; `override` if mandatory items are open, and it must be all the same (P1 to P7)."""

    branch: str
    by: str
    override: DayOverride | None = None


@dataclass(frozen=True)
class BeginClosing(Command, name="begin_closing"):
    """Begin with the closing checklist (E1)."""

    branch: str
    by: str


@dataclass(frozen=True)
class CloseDay(Command, name="close_day"):
    """Close the branch and everything that is open in it; `override` if mandatory items are open or customers
    still served, and it must be all the same (E1, E2)."""

    branch: str
    by: str
    override: DayOverride | None = None


@dataclass(frozen=True)
class ReopenDay(Command, name="reopen_day"):
    """Go on with a day that is closing or closed, for a reason."""

    branch: str
    by: str
    reason: DayOverride
