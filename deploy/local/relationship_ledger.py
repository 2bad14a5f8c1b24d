"""The account manager's half of the audit from outside: events about contacts, needs, visits, consents,
hand-overs and messages, held against the documents of `customer`, one for one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pymongo.database import Database

from deploy.local.act_ledger import ActBooks, Once, OpenedBy, Raw
from shared.contracts.customer import (
    ConsentGiven,
    CustomerContacted,
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

ONCE: Once = {
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
OPENED_BY: OpenedBy = {
    "contacts": CustomerContacted,
    "needs": NeedStated,
    "customer_visits": CustomerVisitPlanned,
    "handovers": HandOverProposed,
    "messages": MessageQueued,
}


@dataclass
class RelationshipBooks(ActBooks):
    """The acts for customers, with the readings of their files."""

    readings: Counter[str] = field(default_factory=Counter)
    """Clear readings on record, by the member of staff."""
    keepers: dict[str, str | None] = field(default_factory=dict)
    """The account manager of every file."""


def relationship_books(db: Database[Raw], events: Iterable[Raw]) -> RelationshipBooks:
    """Hold the published `events` of `customer` against its documents."""
    books = RelationshipBooks()
    books.hold(db, events, ONCE, OPENED_BY, lambda _, data: data.get("customer"))
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
