"""Commands of consents (W5). Evidence and addresses come sealed."""

from dataclasses import dataclass

from services.customer.consents.domain.hours import NewRules
from services.customer.consents.domain.records import Word
from services.customer.consents.domain.standing import Preferences
from shared.commands import Command


@dataclass(frozen=True)
class GiveConsent(Command, name="give_consent"):
    """Record that a customer consents to be contacted (W5)."""

    word: Word


@dataclass(frozen=True)
class WithdrawConsent(Command, name="withdraw_consent"):
    """Record that a customer withdraws a consent (W5)."""

    word: Word


@dataclass(frozen=True)
class RefuseContact(Command, name="refuse_contact"):
    """Record that a customer refuses for good to be contacted in a way (W5)."""

    word: Word


@dataclass(frozen=True)
class ChangePreferences(Command, name="change_contact_preferences"):
    """Replace a customer's wishes: hours, channels, language, time zone, and the address unless `keep_email`
    (W5)."""

    customer: str
    preferences: Preferences
    by: str
    keep_email: bool = False
    seen: str | None = None


@dataclass(frozen=True)
class ChangeContactRules(Command, name="change_contact_rules"):
    """Set the hours and days in which a branch, or the bank, contacts customers (W5)."""

    branch: str
    rules: NewRules
    by: str
    seen: str | None = None
