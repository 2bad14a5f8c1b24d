"""Reading in the order of an index."""

from collections.abc import Iterable
from typing import TypeVar

from pymongo import ASCENDING

from shared.domain import Document
from shared.store import Raw, Store, from_raw

D = TypeVar("D", bound=Document)


async def in_order(
    store: Store,
    model: type[D],
    query: Raw,
    field: str,
    ends: Iterable[str],
    most: int,
    *,
    after: str = "",
) -> list[D]:
    """The first documents of a query in the order of a text `field`, `most` at most, those behind `after`.

    They are read up to one of `ends` after the other until they suffice, since the embedded store reads all
    that a query matches, however few are wanted. What lies behind the last end is left out.
    """
    found: list[D] = []
    for end in ends:
        if end > after and len(found) < most:
            part = {**query, field: {"$gt": after, "$lte": end}}
            cursor = store.db[model.collection].find(part).sort(field, ASCENDING).limit(most - len(found))
            found += [from_raw(model, raw) for raw in await cursor.to_list()]
            after = end
    return found
