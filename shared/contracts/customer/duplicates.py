"""Events of duplicate customer files and their merging."""

from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent


class CustomersMerged(CustomerEvent, zh="客户档案合并", en="Two customer files were merged"):
    """The file of the customer `merged` was merged into that of `customer` (W2): from now on it stands for
    both, and what is kept under the id `merged` belongs to it."""

    merge: str
    customer: str
    merged: str
    merged_by: str
    masked_name: str
    account_manager: str | None = None


class MergeUndone(CustomerEvent, zh="撤销档案合并", en="A merge of files was undone"):
    """A merge was undone (W2): the two files stand for themselves again."""

    merge: str
    customer: str
    merged: str
    undone_by: str
    masked_name: str
    account_manager: str | None = None


class DuplicateRejected(
    CustomerEvent, zh="确认不是同一客户", en="Two files were found to be of different customers"
):
    """Two files were found to be of different customers (W2): they are not proposed as duplicates again."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    other: str
    rejected_by: str
