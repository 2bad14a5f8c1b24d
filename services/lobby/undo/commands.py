"""Commands about undoing."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True)
class UndoLastChange(Command, name="undo_last_change"):
    """Undo the last change of a visit, or the `change` of that id and no other (D2, D6, D8, D10).

    `as_manager`: the person may undo what somebody else did.
    """

    visit: str
    by: str
    as_manager: bool = False
    change: str | None = None
