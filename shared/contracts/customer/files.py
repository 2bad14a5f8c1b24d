"""Events of customer files, of their credentials, and of leads."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.customer.words import FileField, RiskClass
from shared.contracts.words import CorrectionReason, Segment


class CustomerRegistered(CustomerEvent, zh="客户档案更新", en="A customer file was opened or changed"):
    """A customer file was opened or changed (W2). `branch` is the home branch; `had_by` is the account
    manager before, where they changed. A file that was just `opened` is new to everybody. Nothing beyond
    C1."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    had_by: str | None = None
    opened: bool = False


class CustomerCorrected(CustomerEvent, zh="客户档案更正", en="A customer file was corrected"):
    """A name, phone or identity number on file was corrected (W2). `fields` says which; the values stay with
    `customer`, under seal."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    masked_name: str
    fields: tuple[str, ...]
    reason: CorrectionReason
    corrected_by: str


class ProfileChanged(CustomerEvent, zh="客户资料已更新", en="A customer's profile changed"):
    """Fields of a customer's profile changed, such as tags, language or risk class (W2). The values stay with
    `customer`."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    fields: tuple[FileField, ...]
    changed_by: str


class RiskReviewsChanged(
    CustomerEvent, zh="风险复核间隔已更新", en="The intervals of the risk reviews changed"
):
    """The bank set after how many days files are reviewed, by their class of risk (W2)."""

    days: dict[RiskClass, int]
    changed_by: str


class HouseholdChanged(CustomerEvent, zh="家庭成员变化", en="A household changed"):
    """A customer joined or left a household (W2); `household` is None for none."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    household: str | None = None


class TagsChanged(CustomerEvent, zh="标签库已更新", en="The bank's tags changed"):
    """The bank's vocabulary of tags changed (W2)."""

    must_be_routed: ClassVar[bool] = False

    changed_by: str


class HoldingsChanged(CustomerEvent, zh="客户持有产品有变化", en="A customer's holdings changed"):
    """The holdings of a customer changed (W2), in these `products`, as of a moment; those that are `gone` are
    held no more. The amounts stay with `customer`."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    products: tuple[str, ...]
    as_of: datetime
    gone: tuple[str, ...] = ()


class RiskReviewFellDue(CustomerEvent, zh="风险等级到期复核", en="A risk class is due for review"):
    """The money laundering risk of a customer is to be assessed again (W2)."""

    customer: str
    masked_name: str
    account_manager: str | None = None


class CredentialLinked(CustomerEvent, zh="卡证关联", en="A card was linked to its holder"):
    """A card, number, phone or code identifies a customer (D2, D6). `credential` is a keyed hash."""

    credential: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None


class CredentialRevoked(CustomerEvent, zh="卡证停用", en="A card was revoked"):
    """A card, number, phone or code identifies nobody any more (D2, D6)."""

    credential: str
    customer: str

    def names(self) -> str:
        """The customer, by whom the hash is found when it is to be forgotten."""
        return self.customer


class CustomerRecognised(CustomerEvent, zh="认出客户", en="The customer was recognised"):
    """A customer was recognised in an arrival (D2, D6); `needs` are the open ones, words of the catalogue."""

    visit: str
    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    needs: tuple[str, ...] = ()


class ContactLeft(CustomerEvent, zh="留下联系方式", en="Contact data was left"):
    """A prospect left contact data (D5), which `customer` keeps under seal. `readers` are the account
    managers who have the prospect so far."""

    visit: str
    need: str
    taken_by: str
    readers: tuple[str, ...] = ()


class LeadFollowed(CustomerEvent, zh="潜客已建档", en="The prospect has a customer file"):
    """The prospect of a visit has a customer file (D5, A2): one opened for them, or one that was there."""

    visit: str
    customer: str
    followed_by: str
