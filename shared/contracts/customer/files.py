"""Events of customer files, of their credentials, and of leads."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.customer.words import FileField, RiskClass
from shared.contracts.words import CorrectionReason, Segment


class CustomerRegistered(CustomerEvent):
    """A customer file was opened or changed (W2). `branch` is the home branch; `had_by` is the account
    manager before, where they changed. Nothing beyond C1."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    had_by: str | None = None


class CustomerCorrected(CustomerEvent):
    """A name, phone or identity number on file was corrected (W2). `fields` says which; the values stay with
    `customer`, under seal."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    fields: tuple[str, ...]
    reason: CorrectionReason
    corrected_by: str


class ProfileChanged(CustomerEvent):
    """Fields of a customer's profile changed, such as tags, language or risk class (W2). The values stay with
    `customer`."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    fields: tuple[FileField, ...]
    changed_by: str


class RiskReviewsChanged(CustomerEvent):
    """The bank set after how many days files are reviewed, by their class of risk (W2)."""

    days: dict[RiskClass, int]
    changed_by: str


class HouseholdChanged(CustomerEvent):
    """A customer joined or left a household (W2); `household` is None for none."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    household: str | None = None


class TagsChanged(CustomerEvent):
    """The bank's vocabulary of tags changed (W2)."""

    must_be_routed: ClassVar[bool] = False

    changed_by: str


class HoldingsChanged(CustomerEvent):
    """The holdings of a customer changed (W2), in these `products`, as of a moment; those that are `gone` are
    held no more. The amounts stay with `customer`."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    products: tuple[str, ...]
    as_of: datetime
    gone: tuple[str, ...] = ()


class RiskReviewFellDue(CustomerEvent):
    """The money laundering risk of a customer is to be assessed again (W2)."""

    customer: str
    masked_name: str
    account_manager: str | None = None


class CredentialLinked(CustomerEvent):
    """A card, number, phone or code identifies a customer (D2, D6). `credential` is a keyed hash."""

    credential: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CredentialRevoked(CustomerEvent):
    """A card, number, phone or code identifies nobody any more (D2, D6)."""

    credential: str
    customer: str

    def names(self) -> str:
        """The customer, by whom the hash is found when it is to be forgotten."""
        return self.customer


class CustomerRecognised(CustomerEvent):
    """A customer was recognised in an arrival (D2, D6); `needs` are the open ones, words of the catalogue."""

    visit: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    needs: tuple[str, ...] = ()


class ContactLeft(CustomerEvent):
    """A prospect left contact data (D5), which `customer` keeps under seal."""

    visit: str
    need: str
    taken_by: str


class LeadFollowed(CustomerEvent):
    """The prospect of a visit has a customer file (D5, A2): one opened for them, or one that was there."""

    visit: str
    customer: str
    followed_by: str
