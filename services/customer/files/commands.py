"""Commands of customer files: files, corrections, credentials. `by` is the staff id of the person who
asks; personal data is sealed, credentials are keyed hashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.customer import Holding
from services.customer.files.domain.files import NewFile
from services.customer.files.domain.profile import NewProfile
from services.customer.files.domain.tags import TagWord
from shared.commands import Command
from shared.contracts.customer.words import HouseholdRole, RiskClass


@dataclass(frozen=True)
class OpenFile(Command, name="open_file"):
    """Open a customer file; answers whether it is new (W2)."""

    file: NewFile


@dataclass(frozen=True)
class ChangeAccountManager(Command, name="change_account_manager"):
    """Give a customer to another account manager, or to none (W2)."""

    customer: str
    account_manager: str | None
    seen: str | None = None


@dataclass(frozen=True)
class CorrectFile(Command, name="correct_file"):
    """Correct a name, phone or identity number on file (W2)."""

    customer: str
    correction: NewCorrection


@dataclass(frozen=True)
class ChangeProfile(Command, name="change_profile"):
    """Change fields of a customer's profile: preferred name, language, tags, dates, risk class (W2)."""

    customer: str
    profile: NewProfile


@dataclass(frozen=True)
class ReportHoldings(Command, name="report_holdings"):
    """Take over all that a customer holds at a moment (W2). Where `seen` is given, those on file must still
    be as of that moment, or never have been reported for None."""

    customer: str
    holdings: tuple[Holding, ...]
    as_of: datetime
    seen: tuple[datetime | None] | None = None


@dataclass(frozen=True)
class JoinHousehold(Command, name="join_household"):
    """Add a customer to the household of another; `household` is its id where the other has none (W2)."""

    customer: str
    other: str
    household: str
    role: HouseholdRole
    seen: str | None = None


@dataclass(frozen=True)
class LeaveHousehold(Command, name="leave_household"):
    """Take a customer out of their household (W2)."""

    customer: str
    seen: str | None = None


@dataclass(frozen=True)
class SetReviews(Command, name="set_reviews"):
    """Set after how many days files are reviewed, by their class of risk, for the whole bank (W2)."""

    days: Mapping[RiskClass, int]
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class SetTags(Command, name="set_tags"):
    """Replace the bank's vocabulary of tags (W2)."""

    words: tuple[TagWord, ...]
    by: str
    seen: str | None = None


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
