"""What customer looks up besides documents by id, with the indexes that carry it."""

from typing import TypeVar

from pymongo import ASCENDING, DESCENDING

from services.customer.domain.case import Case, CaseState
from services.customer.domain.customer import Credential, Customer, DataKey
from shared.domain import Document
from shared.store import Index, Raw, Store, from_raw

D = TypeVar("D", bound=Document)
LISTED = 200

INDEXES = [
    Index(Case.collection, [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Case.collection, [("branch", ASCENDING), ("state", ASCENDING), ("raised_at", DESCENDING)]),
]


async def customer(store: Store, id: str) -> Customer | None:
    return await _one(store, Customer, id)


async def data_key(store: Store, customer: str) -> DataKey | None:
    return await _one(store, DataKey, customer)


async def credential(store: Store, hashed: str) -> Credential | None:
    return await _one(store, Credential, hashed)


async def case(store: Store, id: str) -> Case | None:
    return await _one(store, Case, id)


async def story_of(store: Store, id: str) -> str | None:
    """The story of a case."""
    found = await case(store, id)
    return found.story if found else None


async def cases(store: Store, branch: str, state: CaseState | None) -> list[Case]:
    """The complaints of a branch, newest first, 200 at most."""
    query: Raw = {"branch": branch} if state is None else {"branch": branch, "state": state.value}
    found = store.db[Case.collection].find(query).sort("raised_at", DESCENDING).limit(LISTED)
    return [from_raw(Case, raw) async for raw in found]


async def _one(store: Store, model: type[D], id: str) -> D | None:
    raw = await store.db[model.collection].find_one({"_id": id})
    return from_raw(model, raw) if raw else None
