"""Queries of complaint cases, with the indexes that carry them."""

from collections.abc import Sequence

from pymongo import ASCENDING, DESCENDING

from services.customer.cases.domain import Case, CaseState
from services.customer.files.queries import one_of
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200

INDEXES = [
    Index(Case.collection, [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Case.collection, [("branch", ASCENDING), ("state", ASCENDING), ("raised_at", DESCENDING)]),
    Index(
        Case.collection,
        [("customer", ASCENDING), ("raised_at", DESCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
]


class ListCases(Query, name="list_cases"):
    """The complaints of a branch, without their texts."""


class ViewCase(Query, name="view_case"):
    """A complaint; with its texts for its owner and the heads."""


class HandleAnyCase(Query, name="handle_any_case"):
    """Read and settle the case of a colleague."""


async def find_case(store: Store, id: str) -> Case | None:
    """Return the case, or None."""
    return await store.find(Case, id)


async def cases_of_branch(store: Store, branch: str, state: CaseState | None) -> list[Case]:
    """Return the cases of a branch in a state, or all, newest first, 200 at most."""
    query: Raw = {"branch": branch} if state is None else {"branch": branch, "state": state.value}
    found = store.db[Case.collection].find(query).sort("raised_at", DESCENDING).limit(LISTED)
    return [from_raw(Case, raw) async for raw in found]


async def cases_of_customer(store: Store, customers: Sequence[str]) -> list[Case]:
    """Return the cases of a customer, by all of their ids, newest first, 200 at most."""
    found = store.db[Case.collection].find({"customer": one_of(customers)}).sort("raised_at", DESCENDING)
    return [from_raw(Case, raw) async for raw in found.limit(LISTED)]
