"""Customers as `referral` knows them: their home branch, who keeps them, nothing else of their file."""

from typing import ClassVar

from shared.domain import Document
from shared.errors import Refusal


class CustomerNotKnown(Refusal):
    code, status = "customer_not_known", 409
    en = "No open file of this customer is known here; if it was opened a moment ago, try again."
    zh = "未找到该客户的有效档案；如刚刚建档，请稍后重试。"


class CustomerOfAnotherManager(Refusal):
    code, status = "customer_of_another_manager", 409
    en = "Another account manager keeps this customer; the head of the branch may name them."
    zh = "该客户由其他客户经理维护；可由网点负责人指定。"


class KeptCustomer(Document):
    """A customer; `gone` when their file was locked or erased, or merged into another one (`merged_into`).
    One whose file was only `withdrawn`, with the import that had opened it, may come back."""

    collection: ClassVar[str] = "kept_customers"

    branch: str
    account_manager: str | None = None
    gone: bool = False
    merged_into: str | None = None
    withdrawn: bool = False

    def is_kept_by(self, staff: str) -> bool:
        """Tell whether `staff` is the customer's account manager."""
        return self.account_manager == staff

    def must_be_kept_by(self, staff: str) -> None:
        """Raises `CustomerOfAnotherManager`."""
        if not self.is_kept_by(staff):
            raise CustomerOfAnotherManager
