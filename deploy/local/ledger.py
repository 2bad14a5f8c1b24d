"""An audit from outside: the events that went in, held against all that the four databases say."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient

from deploy.local.business_ledger import BusinessBooks, business_books
from deploy.local.relationship_ledger import RelationshipBooks, relationship_books
from deploy.local.secrets import SERVICES
from deploy.topology import service
from shared.bus_names import EVENTS
from shared.clock import first_id_of
from shared.store import DEAD_LETTERS, INBOX, OUTBOX, PENDING

Raw = dict[str, Any]
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Audit:
    """The result of an audit of the books. Every list is empty when all is well; each entry names what is
    wrong."""

    events: int = 0
    notifications: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Totals that differ from their lists, and deals that nobody holds."""
    causeless: list[str] = field(default_factory=list)
    dead_letters: list[str] = field(default_factory=list)
    pending: int = 0
    again: set[str] = field(default_factory=set)
    """Arrivals of those who had a ticket already, and have no visit of their own."""
    tickets: dict[str, str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    relationship: RelationshipBooks = field(default_factory=RelationshipBooks)
    business: BusinessBooks = field(default_factory=BusinessBooks)

    @property
    def is_settled(self) -> bool:
        return not self.lost and not self.pending

    def complaints(self, each: int = 5) -> list[str]:
        """List what is wrong, in words, the first `each` of every kind."""
        kinds = {
            "lost": self.lost,
            "twice": self.twice,
            "gap": self.gaps,
            "wrong": self.wrong,
            "no cause": self.causeless,
            "dead-lettered": self.dead_letters,
        }
        return [f"{kind}: {one}" for kind, found in kinds.items() for one in found[:each]]

    @property
    def is_clean(self) -> bool:
        return self.is_settled and not (self.twice or self.gaps or self.wrong or self.causeless)


def consumers() -> dict[str, list[str]]:
    """Return the services that consume an event, by its type, from their own tables."""
    consuming: dict[str, list[str]] = defaultdict(list)
    for name in SERVICES:
        for event in service(name).events:
            consuming[event.type_name()].append(name)
    return consuming


def audit(
    mongo_uri: str, correlation_ids: Iterable[str], since: datetime = ALWAYS, prefix: str = "foyer"
) -> Audit:
    """Hold the visits that must have come of `correlation_ids` against what the services wrote down.

    Events published before `since` may have met a version that consumed fewer: they are held against nobody,
    but count as causes.
    """
    with MongoClient[Raw](mongo_uri, tz_aware=True) as client:
        dbs = {name: client[f"{prefix}_{name}"] for name in SERVICES}
        inbox = {name: {raw["_id"]: raw for raw in db[INBOX].find()} for name, db in dbs.items()}
        published = {name: list(db[OUTBOX].find({"exchange": EVENTS})) for name, db in dbs.items()}
        pending = [batch for db in dbs.values() for batch in db[PENDING].find()]
        dead_letters = {
            name: {raw["_id"]: raw for raw in db[DEAD_LETTERS].find()} for name, db in dbs.items()
        }
        visits = list(dbs["lobby"].visits.find())
        again = {raw["_id"] for raw in dbs["lobby"].stays.find({}, {"_id": 1})}
        entries = list(dbs["notify"].entries.find())
        feeds = list(dbs["notify"].feeds.find())
        referrals = list(dbs["referral"].referrals.find())
        cases = {raw["_id"] for raw in dbs["customer"].cases.find({}, {"_id": 1})}
        relationship = relationship_books(dbs["customer"], published["customer"])
        business = business_books(dbs["referral"], published["referral"])
    events = {raw["_id"]: raw for outbox in published.values() for raw in outbox}
    books = Audit(events=len(events), notifications=len(entries))
    books.cases, books.relationship, books.business = cases, relationship, business
    books.lost += [*relationship.lost, *business.lost]
    books.twice += [*relationship.twice, *business.twice]
    books.wrong += business.wrong
    books.tickets = {visit["_id"]: visit["ticket"] for visit in visits}
    books.served = {visit["_id"] for visit in visits if visit["state"] == "served"}
    books.referred = {referral["visit"] for referral in referrals}
    books.pending = sum(len(batch["ids"]) for batch in pending)
    books.dead_letters = [
        f"{name}: {raw['code']} {raw['type']}" for name, all in dead_letters.items() for raw in all.values()
    ]
    recent = {id: raw for id, raw in events.items() if id >= first_id_of(since)}
    books.again = again.intersection(correlation_ids)
    expected = [one for one in correlation_ids if one not in again]
    _nothing_lost(books, expected, visits, recent, inbox, dead_letters)
    _nothing_twice(books, visits, entries, referrals)
    _no_gaps(books, visits, entries, feeds)
    _every_cause_found(books, [one for one in entries if one["written_at"] >= since], events, inbox)
    return books


def _nothing_lost(
    books: Audit,
    correlation_ids: Iterable[str],
    visits: list[Raw],
    events: dict[str, Raw],
    inbox: dict[str, dict[str, Raw]],
    dead_letters: dict[str, dict[str, Raw]],
) -> None:
    known = {visit["_id"] for visit in visits}
    books.lost += [f"arrival {one}" for one in correlation_ids if one not in known]
    consuming = consumers()
    for id, raw in events.items():
        for name in consuming.get(raw["type"], []):
            if f"{name}:{id}" not in inbox[name] and id not in dead_letters[name]:
                books.lost.append(f"{raw['type']} {id} at {name}")


def _nothing_twice(books: Audit, visits: list[Raw], entries: list[Raw], referrals: list[Raw]) -> None:
    tickets = Counter(number for visit in visits for number in _numbers_of(visit))
    books.twice += [f"ticket {key}" for key, times in tickets.items() if times > 1]
    written = Counter((entry["staff"], entry["event"], entry["kind"]) for entry in entries)
    books.twice += [f"notification {key}" for key, times in written.items() if times > 1]
    opened = Counter((referral["visit"], referral["need"]) for referral in referrals)
    books.twice += [f"referral {key}" for key, times in opened.items() if times > 1]
    at_counters = Counter(
        (visit["branch"], visit["counter"]) for visit in visits if visit["state"] == "called"
    )
    books.twice += [f"counter {key} serves {times}" for key, times in at_counters.items() if times > 1]


def _numbers_of(visit: Raw) -> list[tuple[str, str, str]]:
    """The number of a visit as (branch, day, ticket), and the one that it replaced, if it did."""
    own = (visit["branch"], visit["day"], visit["ticket"])
    if not visit.get("replaced"):
        return [own]
    day, _, ticket = visit["replaced"].partition("/")
    return [own, (visit["branch"], day, ticket)]


def series_of(ticket: str) -> str:
    """The letters before the count: a class, the slips of those diverted, a class and a machine's letters."""
    return ticket.rstrip("0123456789")


def _no_gaps(books: Audit, visits: list[Raw], entries: list[Raw], feeds: list[Raw]) -> None:
    numbers: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for branch, day, ticket in (number for visit in visits for number in _numbers_of(visit)):
        series = series_of(ticket)
        numbers[branch, day, series].add(int(ticket.removeprefix(series)))
    feed: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        feed[entry["staff"]].add(entry["n"])
    books.gaps += [f"tickets {key}" for key, found in numbers.items() if not _is_whole(found)]
    books.gaps += [f"feed {key}" for key, found in feed.items() if not _is_whole(found)]
    books.gaps += [f"feed {one['_id']}" for one in feeds if one["last"] != len(feed[one["_id"]])]


def _is_whole(numbers: set[int]) -> bool:
    return numbers == set(range(1, len(numbers) + 1))


def _every_cause_found(
    books: Audit, entries: list[Raw], events: dict[str, Raw], inbox: dict[str, dict[str, Raw]]
) -> None:
    """From every notification back to what somebody did or a machine sent."""
    causes = {id.partition(":")[2]: raw for seen in inbox.values() for id, raw in seen.items()}
    for entry in entries:
        id, passed = entry["event"], set[str]()
        while id not in passed and (id in events or id.startswith("timer:")):
            passed.add(id)
            id = events[id]["causation_id"] if id in events else causes.get(id, {}).get("causation_id", "")
        if id not in causes or id in passed:
            books.causeless.append(f"{entry['_id']} {entry['kind']}: {id or 'nothing'}")
