"""Commands of complaint cases (D9). `by` is the staff id of the person who asks; texts are sealed."""

from dataclasses import dataclass

from services.customer.cases.domain import NewComplaint
from shared.commands import Command


@dataclass(frozen=True)
class OpenCase(Command, name="open_case"):
    """Open a case under an id that is made by its sender, so that a repeat opens no second (D9)."""

    case: str
    complaint: NewComplaint


@dataclass(frozen=True)
class RecordComplaintWords(Command, name="record_complaint_words"):
    """Record what was said, when a machine raised the complaint (D9)."""

    case: str
    words: bytes


@dataclass(frozen=True)
class TakeOverCase(Command, name="take_over_case"):
    """Become the owner of a case (D9)."""

    case: str
    by: str


@dataclass(frozen=True)
class SettleCase(Command, name="settle_case"):
    """Settle a case with its root cause and resolution; `as_head` lets another than its owner do so (D9)."""

    case: str
    by: str
    as_head: bool
    root_cause: bytes
    resolution: bytes
