"""Queries of imports, with the indexes that carry them."""

from collections.abc import AsyncIterator

from pymongo import ASCENDING, DESCENDING

from services.customer.imports.domain.imported import (
    AT_WORK,
    ImportPage,
    ImportPart,
    Outcome,
    PortfolioImport,
    RowMark,
    page_id,
)
from services.customer.timeline.domain import TimelineLine
from shared.rights import Query
from shared.store import PAGE, Index, Store, from_raw

LISTED = 50
BY_ITSELF = ("import:", "system")
"""Actors who have not worked on a file: the import, and timers."""
KEPT_LISTED = 500

INDEXES = [
    Index(PortfolioImport.collection, [("branch", ASCENDING), ("asked_at", DESCENDING)]),
    Index(PortfolioImport.collection, [("state", ASCENDING)]),
    Index(ImportPart.collection, [("import_id", ASCENDING)]),
    Index(ImportPage.collection, [("import_id", ASCENDING)]),
]


class ViewImport(Query, name="view_import"):
    """An import with its progress, its faults, and what stayed when it was undone."""


class ListImports(Query, name="list_imports"):
    """The imports of a branch."""


async def find_import(store: Store, id: str) -> PortfolioImport | None:
    """Return the import, or None."""
    return await store.find(PortfolioImport, id)


async def imports_of(store: Store, branch: str) -> list[PortfolioImport]:
    """Return the imports of a branch, the latest first, 50 at most."""
    found = store.db[PortfolioImport.collection].find({"branch": branch})
    return [from_raw(PortfolioImport, raw) async for raw in found.sort("asked_at", DESCENDING).limit(LISTED)]


async def imports_at_work(store: Store) -> list[PortfolioImport]:
    """Return the imports that a replica goes on with by itself, the oldest first."""
    states = [state.value for state in AT_WORK]
    found = store.db[PortfolioImport.collection].find({"state": {"$in": states}})
    return sorted([from_raw(PortfolioImport, raw) async for raw in found], key=lambda one: one.asked_at)


async def pages_of(store: Store, known: PortfolioImport) -> AsyncIterator[ImportPage]:
    """Yield the pages of an import in their order, some of them in memory at a time."""
    for first in range(0, known.pages, PAGE):
        ids = [page_id(known.id, number) for number in range(first, min(first + PAGE, known.pages))]
        found = [one for one in await store.load(ImportPage, ids) if isinstance(one, ImportPage)]
        for page in sorted(found, key=lambda one: one.number):
            yield page


async def kept_rows(store: Store, known: PortfolioImport) -> list[RowMark]:
    """Return the rows whose files stayed when the import was undone, 500 at most."""
    kept: list[RowMark] = []
    if known.counts.kept:
        async for page in pages_of(store, known):
            kept += [mark for mark in page.marks if mark.outcome is Outcome.KEPT]
            if len(kept) >= KEPT_LISTED:
                break
    return kept[:KEPT_LISTED]


async def worked_on(store: Store, customers: list[str]) -> frozenset[str]:
    """Return those of these customers in whose timeline stands what a person or a device has done."""
    found = store.db[TimelineLine.collection].find(
        {"customer": {"$in": customers}}, {"customer": 1, "actor": 1}
    )
    lines = await found.to_list()
    return frozenset(raw["customer"] for raw in lines if not raw["actor"].startswith(BY_ITSELF))


async def drop_parts(store: Store, import_id: str) -> None:
    """Delete the parts of a file. Doing so again changes nothing."""
    await store.db[ImportPart.collection].delete_many({"import_id": import_id})


async def drop_rows(store: Store, import_id: str) -> None:
    """Delete the sealed rows of an import, whose key is gone; what is known of them stays."""
    await store.db[ImportPage.collection].update_many({"import_id": import_id}, {"$set": {"rows": None}})


async def drop_pages(store: Store, import_id: str) -> None:
    """Delete the pages of an import."""
    await store.db[ImportPage.collection].delete_many({"import_id": import_id})
