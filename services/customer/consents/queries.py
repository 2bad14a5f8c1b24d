"""Queries of consents, with the indexes that carry them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from services.customer.consents.domain.hours import BANK, ContactRules
from services.customer.consents.domain.permission import Circumstances, Permission, circumstances, may_contact
from services.customer.consents.domain.standing import ConsentRecord, ContactStanding
from services.customer.files.domain.customer import Customer
from shared.branch_places import BranchPlace
from shared.contracts.customer import ContactChannel, ContactPurpose
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 200

INDEXES = [
    Index(ConsentRecord.collection, [("customer", ASCENDING), ("at", DESCENDING)]),
    Index(
        ConsentRecord.collection,
        [("customer", ASCENDING), ("mark", ASCENDING), ("at", ASCENDING)],
        {"partialFilterExpression": {"mark": {"$gt": ""}}},
    ),
]


class ViewConsents(Query, name="view_consents"):
    """The consents of a customer, with the history of their words."""


class ViewEvidence(Query, name="view_evidence"):
    """The evidence of a word about being contacted, in the clear."""


class AskMayContact(Query, name="ask_may_contact"):
    """Yes or no, why, and when next."""


class ViewContactRules(Query, name="view_contact_rules"):
    """The hours and days in which a branch contacts customers."""


async def find_standing(store: Store, customer: str) -> ContactStanding | None:
    """Return how a customer stands to being contacted, or None."""
    return await store.find(ContactStanding, customer)


async def find_record(store: Store, id: str) -> ConsentRecord | None:
    """Return a word of a customer, or None."""
    return await store.find(ConsentRecord, id)


async def history_of(store: Store, customer: Customer) -> list[ConsentRecord]:
    """Return the words of a customer, the latest first, 200 at most; with those of files that were merged
    into this one."""
    found: list[ConsentRecord] = []
    for id in (customer.id, *customer.absorbed):
        cursor = store.db[ConsentRecord.collection].find({"customer": id}).sort("at", DESCENDING)
        found += [from_raw(ConsentRecord, raw) for raw in await cursor.limit(LISTED).to_list()]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:LISTED]


async def records_of(store: Store, customer: str) -> list[str]:
    """Return the ids of all words of a customer."""
    found = store.db[ConsentRecord.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] async for raw in found]


async def first_use_of(store: Store, customer: str, marks: Sequence[str]) -> datetime | None:
    """Return when this evidence was first used for this customer, or None."""
    used = {"customer": customer, "mark": {"$in": list(marks)}}
    found = store.db[ConsentRecord.collection].find(used).sort("at", ASCENDING)
    raws = await found.limit(1).to_list()
    return raws[0]["at"] if raws else None


async def rules_of(store: Store, branch: str) -> ContactRules:
    """Return the rules of a branch: its own, else the bank's, else those of this version."""
    own, bank = await asyncio.gather(store.find(ContactRules, branch), store.find(ContactRules, BANK))
    return own or bank or ContactRules(id=BANK)


async def circumstances_of(store: Store, customer: Customer) -> Circumstances:
    """Gather, from the store, all that decides whether a customer may be contacted."""
    standing, rules, place = await asyncio.gather(
        find_standing(store, customer.id),
        rules_of(store, customer.branch),
        store.find(BranchPlace, customer.branch),
    )
    absorbed = await asyncio.gather(*(find_standing(store, id) for id in customer.absorbed))
    return circumstances(customer, standing, absorbed, rules, place or BranchPlace(id=customer.branch))


async def permission_of(
    store: Store, customer: Customer, purpose: ContactPurpose, channel: ContactChannel, at: datetime
) -> Permission:
    """Decide whether a customer may be contacted at `at`, by what the store holds now."""
    return may_contact(await circumstances_of(store, customer), purpose, channel, at)
