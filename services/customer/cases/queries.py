"""Queries of complaint cases and of their laws, with the indexes that carry them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pymongo import ASCENDING, DESCENDING

from services.customer.cases.domain.case import Case, CaseState
from services.customer.cases.domain.laws import STANDARD, BranchLaw, LawBook, law_of, standard_book
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import one_of
from shared.branch_places import place_of
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200
COUNTED_AT_ONCE = 50
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any deadline."""
OF_CUSTOMERS = 1000
"""Open cases of customers that are looked through for those of one account manager."""

INDEXES = [
    Index(Case.collection, [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Case.collection, [("branch", ASCENDING), ("state", ASCENDING), ("raised_at", DESCENDING)]),
    Index(
        Case.collection,
        [("branch", ASCENDING), ("next_due", ASCENDING)],
        {"partialFilterExpression": {"next_due": {"$gt": BEGINNING}}},
    ),
    Index(
        Case.collection,
        [("branch", ASCENDING), ("calendar", ASCENDING)],
        {"partialFilterExpression": {"calendar": {"$gt": ""}}},
    ),
    Index(
        Case.collection,
        [("customer", ASCENDING), ("raised_at", DESCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
    Index(
        Case.collection,
        [("state", ASCENDING), ("answer_by", ASCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
]


class ListCases(Query, name="list_cases"):
    """The complaints of a branch, without their texts."""


class ListCasesOfMyCustomers(Query, name="list_cases_of_my_customers"):
    """The complaints of customers whom I keep that are not settled, at any branch, without their texts."""


class ViewCase(Query, name="view_case"):
    """A complaint; with its texts for its owner and the heads, but for the one complained about."""


class HandleAnyCase(Query, name="handle_any_case"):
    """Read and settle the case of a colleague."""


class ViewComplaintLaw(Query, name="view_complaint_law"):
    """The laws on complaints with their dated rule sets, and the one of the branch."""


async def find_case(store: Store, id: str) -> Case | None:
    """Return the case, or None."""
    return await store.find(Case, id)


async def cases_of_branch(store: Store, branch: str, state: CaseState | None) -> list[Case]:
    """Return the cases of a branch in a state, or all, newest first, 200 at most."""
    query: Raw = {"branch": branch} if state is None else {"branch": branch, "state": state.value}
    found = store.db[Case.collection].find(query).sort("raised_at", DESCENDING).limit(LISTED)
    return [from_raw(Case, raw) async for raw in found]


async def cases_with_clocks(store: Store, branch: str) -> list[Case]:
    """Return the cases of a branch in which a clock runs, settled or not, 200 at most, the most urgent
    first."""
    query: Raw = {"branch": branch, "next_due": {"$gt": BEGINNING}}
    found = store.db[Case.collection].find(query).sort("next_due", ASCENDING).limit(LISTED)
    return [from_raw(Case, raw) async for raw in found]


async def cases_counted_by(store: Store, branch: str, calendar: str) -> list[str]:
    """Return the ids of cases of a branch with a clock that is provisional by a version of the calendar, some
    at a time."""
    query: Raw = {"branch": branch, "calendar": calendar}
    found = store.db[Case.collection].find(query, {"_id": 1}).limit(COUNTED_AT_ONCE)
    return [raw["_id"] async for raw in found]


async def cases_of_customer(store: Store, customers: Sequence[str]) -> list[Case]:
    """Return the cases of a customer, by all of their ids, newest first, 200 at most."""
    found = store.db[Case.collection].find({"customer": one_of(customers)}).sort("raised_at", DESCENDING)
    return [from_raw(Case, raw) async for raw in found.limit(LISTED)]


async def cases_of_portfolio(store: Store, staff: str) -> list[tuple[Case, Customer]]:
    """Return the cases that are not settled of the customers of an account manager, the most urgent first."""
    found: list[tuple[Case, Customer]] = []
    for state in (CaseState.OPEN, CaseState.TAKEN_OVER):
        query: Raw = {"state": state.value, "customer": {"$gt": ""}}
        raws = store.db[Case.collection].find(query).sort("answer_by", ASCENDING).limit(OF_CUSTOMERS)
        cases = [from_raw(Case, raw) async for raw in raws]
        ids = sorted({case.customer for case in cases if case.customer})
        known = {one.id: one for one in await store.load(Customer, ids) if isinstance(one, Customer)}
        for case in cases:
            customer = known.get(case.customer or "")
            if customer is not None and customer.account_manager == staff:
                found.append((case, customer))
    return sorted(found, key=lambda one: one[0].answer_by)[:LISTED]


async def find_law(store: Store, branch: str) -> tuple[str, BranchLaw | None]:
    """Return the law of a branch, and how it was chosen: None where it is that of its country."""
    chosen = await store.find(BranchLaw, branch)
    place = await place_of(branch, store)
    return law_of(chosen, place.country), chosen


async def law_books(store: Store) -> list[LawBook]:
    """Return all laws with their dated sets, those known from the start first."""
    books = {law: standard_book(law) for law in STANDARD}
    async for raw in store.db[LawBook.collection].find({}):
        book = from_raw(LawBook, raw)
        books[book.id] = book
    return list(books.values())


async def find_law_book(store: Store, law: str) -> LawBook:
    """Return a law with its dated sets; without any, if it is not known."""
    return await store.find(LawBook, law) or standard_book(law)
