"""Customers as `referral` knows them: their home branch, who keeps them, nothing else of their file."""

from typing import ClassVar

from shared.domain import Document


class KeptCustomer(Document):
    """A customer; `gone` when their file was locked or erased, or merged into another one. One whose file
    was only `withdrawn`, with the import that had opened it, may come back."""

    collection: ClassVar[str] = "kept_customers"

    branch: str
    account_manager: str | None = None
    gone: bool = False
    withdrawn: bool = False

    def is_kept_by(self, staff: str) -> bool:
        """Tell whether `staff` is the customer's account manager."""
        return self.account_manager == staff
