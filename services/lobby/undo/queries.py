"""Queries about undoing."""

from shared.rights import Query


class UndoChangesOfOthers(Query, name="undo_changes_of_others"):
    """Undo what a colleague did."""
