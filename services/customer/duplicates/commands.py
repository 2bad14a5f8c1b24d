"""Commands of duplicate files (W2)."""

from dataclasses import dataclass

from services.customer.duplicates.domain.choices import NewMerge
from shared.commands import Command


@dataclass(frozen=True)
class MergeCustomers(Command, name="merge_customers"):
    """Merge the file of the customer `merged` into that of `survivor` (W2)."""

    survivor: str
    merged: str
    merge: NewMerge


@dataclass(frozen=True)
class UndoMerge(Command, name="undo_merge"):
    """Undo a merge, whole (W2)."""

    merge: str
    by: str


@dataclass(frozen=True)
class RejectDuplicate(Command, name="reject_duplicate"):
    """Remember that two files are of different customers (W2)."""

    customer: str
    other: str
    by: str
