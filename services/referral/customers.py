"""Queries of what names a customer, in every capability: it goes with them, and is forgotten with them."""

from shared.domain import Document
from shared.store import Store

FORGOTTEN_AT_ONCE = 100
"""Documents of a kind that are forgotten in one commit; the next ones follow a moment later."""


async def ids_of(
    store: Store, model: type[Document], customer: str, most: int | None = None, by: str = "customer"
) -> list[str]:
    """Return the ids of the documents whose member `by` is a customer, all or so many at most."""
    found = store.db[model.collection].find({by: customer}, {by: 1})
    raws = await (found if most is None else found.limit(most)).to_list()
    return [raw["_id"] for raw in raws]
