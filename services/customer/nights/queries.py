"""Queries of rounds."""

from services.customer.nights.domain import PAGE
from shared.domain import Document
from shared.store import Store


async def page_of(
    store: Store, model: type[Document], branch: str, place: str, first: int, width: int
) -> tuple[int, list[str]]:
    """Return the ids of a branch's documents whose member `place` begins at `first`, with the width of the
    places: the one given, or the largest half of a half of it that has no more than `PAGE` of them."""
    while True:
        query = {"branch": branch, place: {"$gte": first, "$lt": first + width}}
        found = await store.db[model.collection].find(query, {place: 1}).limit(PAGE + 1).to_list()
        if len(found) <= PAGE or width == 1:
            return width, sorted(raw["_id"] for raw in found)
        width //= 2
