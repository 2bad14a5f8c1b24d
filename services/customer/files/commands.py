"""Commands of customer files: files, corrections, credentials, needs. `by` is the staff id of the person who
asks; personal data is sealed, credentials are keyed hashes."""

from dataclasses import dataclass

from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.files import NewFile
from shared.commands import Command
from shared.contracts.words import Segment


@dataclass(frozen=True)
class OpenFile(Command, name="open_file"):
    """Open a customer file; answers whether it is new (W2)."""

    file: NewFile


@dataclass(frozen=True)
class ChangeSegment(Command, name="change_segment"):
    """Move a customer to another segment (W2)."""

    customer: str
    segment: Segment


@dataclass(frozen=True)
class ChangeAccountManager(Command, name="change_account_manager"):
    """Give a customer to another account manager, or to none (W2)."""

    customer: str
    account_manager: str | None


@dataclass(frozen=True)
class CorrectFile(Command, name="correct_file"):
    """Correct a name, phone or identity number on file (W2)."""

    customer: str
    correction: NewCorrection


@dataclass(frozen=True)
class EraseCustomer(Command, name="erase_customer"):
    """Close a customer's file, and erase it once no term binds it any more (Q1)."""

    customer: str
    by: str = ""


@dataclass(frozen=True)
class LinkCredential(Command, name="link_credential"):
    """Let a card, number, phone or code identify the customer (D2, D6)."""

    customer: str
    credential: str


@dataclass(frozen=True)
class RevokeCredential(Command, name="revoke_credential"):
    """Let a credential of the customer identify nobody (D2, D6)."""

    customer: str
    credential: str


@dataclass(frozen=True)
class RecordNeed(Command, name="record_need"):
    """Record a need of the customer, under an id that is made by its sender (D4, A1)."""

    customer: str
    need: str
    word: str
    by: str


@dataclass(frozen=True)
class CloseNeed(Command, name="close_need"):
    """Close a need of the customer (A1)."""

    customer: str
    need: str
