"""The account manager's half of the audit from outside: events about contacts, needs, visits, consents,
hand-overs and messages, held against the documents of `customer`, one for one."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.database import Database

from shared.contracts.customer import (
    ConsentGiven,
    CustomerContacted,
    CustomerEvent,
    CustomerHandedOver,
    CustomerVisitHeld,
    CustomerVisitPlanned,
    CustomerVisitRecorded,
    HandOverAccepted,
    HandOverProposed,
    MessageQueued,
    MessageSent,
    NeedFulfilled,
    NeedOffered,
    NeedStated,
)

Raw = dict[str, Any]
ONCE: Mapping[type[CustomerEvent], tuple[str, ...]] = {
    CustomerContacted: ("contact",),
    NeedStated: ("need_id",),
    NeedOffered: ("need_id",),
    NeedFulfilled: ("need_id",),
    CustomerVisitPlanned: ("customer_visit",),
    CustomerVisitHeld: ("customer_visit",),
    CustomerVisitRecorded: ("customer_visit",),
    ConsentGiven: ("record",),
    HandOverProposed: ("handover",),
    HandOverAccepted: ("handover", "customer"),
    CustomerHandedOver: ("handover", "customer"),
    MessageQueued: ("message",),
    MessageSent: ("message",),
}
"""Events that a thing has once at the most, by the fields that name the thing."""
OPENED_BY: Mapping[str, type[CustomerEvent]] = {
    "contacts": CustomerContacted,
    "needs": NeedStated,
    "customer_visits": CustomerVisitPlanned,
    "handovers": HandOverProposed,
    "messages": MessageQueued,
}
"""Collections with the event that each of their documents began with."""


@dataclass
class RelationshipBooks:
    """The acts for customers, by the events; each entry of the lists names a fault."""

    acts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """The number of times that each thing of a customer happened, by the event's type."""
    readings: Counter[str] = field(default_factory=Counter)
    """Clear readings on record, by the member of staff."""
    keepers: dict[str, str | None] = field(default_factory=dict)
    """The account manager of every file."""
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def relationship_books(db: Database[Raw], events: Iterable[Raw]) -> RelationshipBooks:
    """Hold the published `events` of `customer` against its documents."""
    books = RelationshipBooks()
    known = {event.type_name(): event for event in ONCE}
    things: dict[type[CustomerEvent], Counter[str]] = {event: Counter() for event in ONCE}
    for raw in events:
        data = json.loads(raw["body"])["data"]
        if "customer" in data:
            books.acts[data["customer"]][raw["type"]] += 1
        if (event := known.get(raw["type"])) is not None:
            things[event]["/".join(str(data[name]) for name in ONCE[event])] += 1
    for event, counted in things.items():
        books.twice += [f"{event.__name__} {id}: {times}" for id, times in counted.items() if times > 1]
    for collection, event in OPENED_BY.items():
        kept = {raw["_id"] for raw in db[collection].find({}, {"_id": 1})}
        books.lost += [f"{event.__name__} of {collection}/{id}" for id in kept - things[event].keys()]
        books.lost += [f"{collection}/{id}" for id in things[event].keys() - kept]
    books.keepers = {
        raw["_id"]: raw.get("account_manager") for raw in db.customers.find({}, {"account_manager": 1})
    }
    _count_readings(books, db)
    return books


def _count_readings(books: RelationshipBooks, db: Database[Raw]) -> None:
    """Count the readings by records, and those that are counted to be recorded."""
    for raw in db.audit_records.find({"kind": "opened"}, {"staff": 1, "times": 1}):
        books.readings[raw["staff"]] += raw.get("times", 1)
    for chain in db.audit_chains.find({}, {"tallies": 1}):
        for tally in chain.get("tallies", ()):
            if tally["kind"] == "opened":
                books.readings[tally["staff"]] += tally["times"]
