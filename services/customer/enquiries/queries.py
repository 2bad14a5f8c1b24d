"""Queries of enquiries, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.enquiries.domain.enquiry import STILL_OPEN, Enquiry, EnquiryState
from services.customer.enquiries.domain.statement import Statement
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200

INDEXES = [
    Index(Enquiry.collection, [("branch", ASCENDING), ("state", ASCENDING), ("answer_by", ASCENDING)]),
    Index(
        Enquiry.collection,
        [("customer", ASCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
]


class ListEnquiries(Query, name="list_enquiries"):
    """The enquiries of a branch, open or closed, without their texts."""


class ViewEnquiry(Query, name="view_enquiry"):
    """An enquiry with its texts."""


async def find_enquiry(store: Store, id: str) -> Enquiry | None:
    """Return the enquiry, or None."""
    return await store.find(Enquiry, id)


async def find_statement(store: Store, enquiry: str) -> Statement | None:
    """Return what was said in an enquiry, or None."""
    return await store.find(Statement, enquiry)


async def find_statements(store: Store, enquiries: list[str]) -> dict[str, Statement]:
    """Return what was said in these enquiries, by their ids."""
    found = await store.load(Statement, enquiries)
    return {one.id: one for one in found if isinstance(one, Statement)}


async def open_enquiries(store: Store, branch: str) -> list[Enquiry]:
    """Return the enquiries that a branch owes an answer to, the most urgent first, 200 at most."""
    states = [state.value for state in STILL_OPEN]
    return await _listed(store, {"branch": branch, "state": {"$in": states}}, ASCENDING)


async def closed_enquiries(store: Store, branch: str) -> list[Enquiry]:
    """Return the closed enquiries of a branch, the latest deadline first, 200 at most."""
    return await _listed(store, {"branch": branch, "state": EnquiryState.CLOSED.value}, DESCENDING)


async def enquiries_of_customer(store: Store, customer: str) -> list[str]:
    """Return the ids of a customer's enquiries."""
    found = store.db[Enquiry.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] async for raw in found]


async def _listed(store: Store, query: Raw, order: int) -> list[Enquiry]:
    found = store.db[Enquiry.collection].find(query).sort("answer_by", order).limit(LISTED)
    return [from_raw(Enquiry, raw) async for raw in found]
