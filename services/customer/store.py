"""What customer looks up besides documents by id, with the indexes that carry it."""

from typing import TypeVar

from pymongo import ASCENDING, DESCENDING

from services.customer.cases.domain.case import Case, CaseState
from services.customer.enquiries.domain.enquiry import STILL_OPEN, Enquiry, EnquiryState, Statement
from services.customer.files.domain.customer import Credential, Customer, DataKey
from services.customer.leads.domain.leads import Lead
from shared.domain import Document
from shared.store import Index, Raw, Store, from_raw

D = TypeVar("D", bound=Document)
LISTED = 200

INDEXES = [
    Index(Case.collection, [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Case.collection, [("branch", ASCENDING), ("state", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Enquiry.collection, [("branch", ASCENDING), ("state", ASCENDING), ("answer_by", ASCENDING)]),
    Index(
        Enquiry.collection,
        [("customer", ASCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
]


async def customer(store: Store, id: str) -> Customer | None:
    return await _one(store, Customer, id)


async def data_key(store: Store, customer: str) -> DataKey | None:
    return await _one(store, DataKey, customer)


async def credential(store: Store, hashed: str) -> Credential | None:
    return await _one(store, Credential, hashed)


async def old_codes(store: Store) -> int:
    """How many codes were linked by an older version, whose index nothing has now."""
    return await store.db[Credential.collection].count_documents({"_id": {"$gte": "qr:", "$lt": "qr;"}})


async def case(store: Store, id: str) -> Case | None:
    return await _one(store, Case, id)


async def enquiry(store: Store, id: str) -> Enquiry | None:
    return await _one(store, Enquiry, id)


async def statement(store: Store, id: str) -> Statement | None:
    return await _one(store, Statement, id)


async def lead(store: Store, visit: str) -> Lead | None:
    return await _one(store, Lead, visit)


async def correlation_of(store: Store, id: str) -> str | None:
    """The story of a case or an enquiry."""
    found = await case(store, id) or await enquiry(store, id)
    return found.correlation_id if found else None


async def cases(store: Store, branch: str, state: CaseState | None) -> list[Case]:
    """The complaints of a branch, newest first, 200 at most."""
    query: Raw = {"branch": branch} if state is None else {"branch": branch, "state": state.value}
    found = store.db[Case.collection].find(query).sort("raised_at", DESCENDING).limit(LISTED)
    return [from_raw(Case, raw) async for raw in found]


async def open_enquiries(store: Store, branch: str) -> list[Enquiry]:
    """What a branch owes an answer to, the most urgent first, 200 at most."""
    states = [state.value for state in STILL_OPEN]
    return await _enquiries(store, {"branch": branch, "state": {"$in": states}}, ASCENDING)


async def closed_enquiries(store: Store, branch: str) -> list[Enquiry]:
    """What was answered, the latest deadline first, 200 at most."""
    return await _enquiries(store, {"branch": branch, "state": EnquiryState.CLOSED.value}, DESCENDING)


async def enquiries_of(store: Store, customer: str) -> list[str]:
    """The enquiries of a customer."""
    found = store.db[Enquiry.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] async for raw in found]


async def statements(store: Store, ids: list[str]) -> dict[str, Statement]:
    found = await store.load(Statement, ids)
    return {one.id: one for one in found if isinstance(one, Statement)}


async def _enquiries(store: Store, query: Raw, order: int) -> list[Enquiry]:
    found = store.db[Enquiry.collection].find(query).sort("answer_by", order).limit(LISTED)
    return [from_raw(Enquiry, raw) async for raw in found]


async def _one(store: Store, model: type[D], id: str) -> D | None:
    raw = await store.db[model.collection].find_one({"_id": id})
    return from_raw(model, raw) if raw else None
