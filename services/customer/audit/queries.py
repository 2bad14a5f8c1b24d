"""Queries of the audit trail and of break-glass, with the indexes that carry them."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.elsewhere import ReadElsewhere
from services.customer.audit.domain.glass import Glass
from services.customer.audit.domain.records import GIVES_OUT, AuditRecord
from shared.rights import Query
from shared.store import PAGE, Index, Raw, Store, from_raw

INDEXES = [
    Index(AuditRecord.collection, [("branch", ASCENDING), ("number", ASCENDING)]),
    Index(AuditRecord.collection, [("customers", ASCENDING), ("at", DESCENDING)]),
    Index(AuditRecord.collection, [("branch", ASCENDING), ("staff", ASCENDING), ("number", DESCENDING)]),
    Index(
        AuditRecord.collection, [("branch", ASCENDING), ("without_cause", ASCENDING), ("number", DESCENDING)]
    ),
    Index(AuditRecord.collection, [("branch", ASCENDING), ("at", ASCENDING)]),
    Index(Glass.collection, [("staff", ASCENDING), ("ends", DESCENDING)]),
    Index(Glass.collection, [("branch", ASCENDING), ("at", DESCENDING)]),
    Index(Glass.collection, [("customer", ASCENDING)]),
]
GLASSES_LISTED = 200
DROPPED_AT_ONCE = 1000
CHAIN_PAGE = 500


class ViewAudit(Query, name="view_audit"):
    """The audit trail of a branch, and what was read without an open cause."""


class ViewFileAudit(Query, name="view_file_audit"):
    """The accesses to one customer's file."""


class ListGlasses(Query, name="list_break_glass"):
    """Files that were opened by break-glass at a branch, with the reasons."""


async def find_chain(store: Store, branch: str) -> AuditChain:
    """Return the end of a branch's chain; an empty one before the first record."""
    return await store.find(AuditChain, branch) or AuditChain(id=branch)


async def audited_branches(store: Store) -> list[str]:
    """Return the branches that have a chain, or records without one."""
    branches = {raw["_id"] async for raw in store.db[AuditChain.collection].find({}, {"_id": 1})}
    last = ""
    while found := await store.db[AuditRecord.collection].find_one(
        {"branch": {"$gt": last}}, {"branch": 1}, sort=[("branch", ASCENDING)]
    ):
        branches.add(last := found["branch"])
    return sorted(branches)


async def chain_of(store: Store, branch: str) -> AsyncIterator[AuditRecord]:
    """Yield the records of a branch in their order, a page at a time. Both ends of a page are given: the
    embedded store reads all that a query matches."""
    chain = await find_chain(store, branch)
    beyond = store.db[AuditRecord.collection].find(
        {"branch": branch, "number": {"$gt": chain.length}}, {"number": 1}
    )
    last = max([chain.length, *[raw["number"] async for raw in beyond]])
    for first in range(0, last + 1, CHAIN_PAGE):
        page = {"branch": branch, "number": {"$gte": first, "$lt": first + CHAIN_PAGE}}
        found = store.db[AuditRecord.collection].find(page).sort("number", ASCENDING)
        async for raw in found:
            yield from_raw(AuditRecord, raw)


async def trail(
    store: Store,
    branch: str,
    *,
    staff: str | None = None,
    customer: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    without_cause: bool = False,
    before: int | None = None,
    limit: int,
) -> list[AuditRecord]:
    """Return records of a branch, the newest first: of one person, about one customer, of a time, those
    without an open cause; older than number `before`."""
    query: Raw = {"branch": branch}
    if staff is not None:
        query["staff"] = staff
    if customer is not None:
        query["customers"] = customer
    if without_cause:
        query["without_cause"] = True
    if since is not None and until is not None:
        query["at"] = {"$gte": since, "$lt": until}
    if before is not None:
        query["number"] = {"$lt": before}
    if query.keys() <= {"branch", "number"}:  # then there is no gap, and the range is known
        last = before if before is not None else (await find_chain(store, branch)).length + 1
        query["number"] = {"$lt": last, "$gte": last - limit}
    found = store.db[AuditRecord.collection].find(query).sort("number", DESCENDING).limit(limit)
    return [from_raw(AuditRecord, raw) async for raw in found]


async def trail_of_customer(
    store: Store, customer: str, before: datetime | None, limit: int
) -> list[AuditRecord]:
    """Return the accesses to a customer's file at all branches, the newest first."""
    query: Raw = {"customers": customer}
    if before is not None:
        query["at"] = {"$lt": before}
    found = store.db[AuditRecord.collection].find(query).sort("at", DESCENDING).limit(limit)
    return [from_raw(AuditRecord, raw) async for raw in found]


async def find_glass(store: Store, staff: str, customer: str, now: datetime) -> Glass | None:
    """Return the break-glass by which a person may read a file now, or None."""
    return next((one for one in await glasses_of(store, staff, now) if one.customer == customer), None)


async def glasses_of(store: Store, staff: str, now: datetime) -> list[Glass]:
    """Return the break-glasses of a person that are in force."""
    found = store.db[Glass.collection].find({"staff": staff, "ends": {"$gt": now}})
    return [from_raw(Glass, raw) async for raw in found]


async def glasses_of_branch(store: Store, branch: str) -> list[Glass]:
    """Return the break-glasses at a branch, the newest first, 200 at most."""
    found = store.db[Glass.collection].find({"branch": branch}).sort("at", DESCENDING).limit(GLASSES_LISTED)
    return [from_raw(Glass, raw) async for raw in found]


async def glasses_about(store: Store, customer: str) -> list[str]:
    """Return the ids of all break-glasses of a customer's file."""
    found = store.db[Glass.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] async for raw in found]


async def reads_under(store: Store, glass: Glass) -> int:
    """Count the readings that a break-glass is the cause of."""
    query = {
        "customers": glass.customer,
        "at": {"$gte": glass.at},
        "kind": {"$in": [kind.value for kind in GIVES_OUT]},
        "cause": glass.cause,
    }
    return sum([raw.get("times", 1) async for raw in store.db[AuditRecord.collection].find(query)])


async def unjustified_since(store: Store, branch: str, since: datetime) -> dict[str, int]:
    """Count the readings without an open cause since a time, by the member of staff."""
    query = {"branch": branch, "without_cause": True, "at": {"$gte": since}}
    counted: dict[str, int] = {}
    async for raw in store.db[AuditRecord.collection].find(query, {"staff": 1, "times": 1}):
        counted[raw["staff"]] = counted.get(raw["staff"], 0) + raw.get("times", 1)
    return counted


async def last_before(store: Store, branch: str, time: datetime) -> AuditRecord | None:
    """Return the last record of a branch from before a time, or None."""
    query = {"branch": branch, "at": {"$lt": time}}
    newest = await store.db[AuditRecord.collection].find_one(query, sort=[("at", DESCENDING)])
    if newest is None:
        return None
    same = {"branch": branch, "at": newest["at"]}  # records of one moment
    last = await store.db[AuditRecord.collection].find_one(same, sort=[("number", DESCENDING)])
    return from_raw(AuditRecord, last or newest)


async def drop_begun(store: Store, branch: str) -> int:
    """Delete the records before the beginning of a branch's chain, some at a time; how many."""
    chain = await find_chain(store, branch)
    query = {"branch": branch, "number": {"$lt": chain.begins}}
    found = store.db[AuditRecord.collection].find(query, {"_id": 1}).limit(DROPPED_AT_ONCE)
    ids = [raw["_id"] async for raw in found]
    pages = (ids[first : first + PAGE] for first in range(0, len(ids), PAGE))
    for page in pages:
        await store.db[AuditRecord.collection].delete_many({"_id": {"$in": page}})
    return len(ids)


async def read_elsewhere(store: Store) -> list[ReadElsewhere]:
    """Return readings in other services that are not on record yet, the earliest first, some at a time."""
    found = store.db[ReadElsewhere.collection].find({}).sort("_id", ASCENDING).limit(PAGE)
    return [from_raw(ReadElsewhere, raw) async for raw in found]


async def drop_read_elsewhere(store: Store, id: str) -> None:
    """Delete a reading that is on record."""
    await store.db[ReadElsewhere.collection].delete_one({"_id": id})


def ids_of(glasses: Iterable[Glass]) -> dict[str, Glass]:
    """Index break-glasses by their customers."""
    return {one.customer: one for one in glasses}
