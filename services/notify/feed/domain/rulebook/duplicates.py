"""Rows about duplicate customer files and their merging (W2)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

OWN = Named("account_manager")

ROWS: Rows = {
    customer.CustomersMerged: (
        Rule(
            OWN, NOTICE, "customers_merged",
            "{merged_by}合并了{masked_name}的两份档案，30 天内可撤销。",
            "{merged_by} merged two files of {masked_name}; it can be undone within 30 days.",
        ),
        Rule(
            HEAD, INFO, "customers_merged",
            "{merged_by}合并了{masked_name}的两份档案，30 天内可撤销。",
            "{merged_by} merged two files of {masked_name}; it can be undone within 30 days.",
        ),
    ),
    customer.MergeUndone: (
        Rule(
            OWN, NOTICE, "merge_undone",
            "{undone_by}撤销了{masked_name}的档案合并。",
            "{undone_by} undid the merge of the files of {masked_name}.",
        ),
        Rule(
            HEAD, INFO, "merge_undone",
            "{undone_by}撤销了{masked_name}的档案合并。",
            "{undone_by} undid the merge of the files of {masked_name}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (customer.DuplicateRejected,)
