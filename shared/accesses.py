"""The record of who was denied what, and who took a report along (Q1): the same in every service.

A record stands for all times that a person was denied the same thing, or took the same report along, in an
hour. The first is in the store before the answer goes out; those that follow are counted in memory, and added
within seconds. So who hammers a refused route fills neither the store nor the time of others. A record names
a route by its pattern, never by what was typed into it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request
from fastapi import Query as QueryParameter
from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared import clock
from shared.access import Person
from shared.chains import ChainedRecord
from shared.contracts.labelled import Words
from shared.contracts.words import Role
from shared.errors import NotYours, Refusal, Unavailable
from shared.rights import Query, Rights, anywhere, may_somewhere
from shared.store import DAY, Index, Raw, Store, from_raw
from shared.telemetry import log

ONES_OF_A_PERSON = 50
"""Different things that are recorded of a person in an hour, one by one; the rest is one record."""
HOUR = timedelta(hours=1)
ACCESSES, KEEP_RECORDS = "audit_accesses", 400  # days: more than a year
INDEXES = [
    Index(ACCESSES, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_RECORDS * DAY}),
    Index(ACCESSES, [("number", ASCENDING), ("at", ASCENDING)]),
    Index(ACCESSES, [("staff", ASCENDING), ("_id", ASCENDING)]),
]


class ViewAccesses(Query, name="view_accesses"):
    """Denials, and reports that were taken along."""


RIGHTS: Rights = {ViewAccesses: anywhere(Role.AUDITOR)}
"""The right to this record, the same in every service, beside the service's own."""


class Accessed(Words):
    """The kinds of what is on record."""

    DENIED = "denied", "拒绝访问", "Denied"
    EXPORTED = "exported", "导出", "Exported"


@dataclass(frozen=True)
class Access:
    """Something that a person was denied, or took along: what they `asked`, by which `route`; `about` which
    report. `branch` is the first of the person's own."""

    kind: Accessed
    staff: str
    branch: str
    asked: str
    route: str
    about: str = ""

    @property
    def key(self) -> str:
        """The end of the id of its records."""
        return f"{self.kind}:{self.staff}:{self.asked}:{self.route}:{self.about}"


class AccessRecord(ChainedRecord):
    """A record of an hour, which began `at`; the last of its `times` was at `last`. The id begins with the
    hour: ids are in the order of time."""

    collection: ClassVar[str] = ACCESSES

    kind: Accessed
    staff: str
    branch: str
    asked: str
    route: str
    about: str
    at: datetime
    last: datetime
    times: int


class Accesses:
    """The record of one service, as one of its processes writes it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hour: datetime | None = None
        self._written: set[Access] = set()
        self._of: Counter[str] = Counter()
        self._more: Counter[Access] = Counter()

    async def denied(self, person: Person, asked: str, route: str) -> None:
        """Put a denial on record; one that the store does not take now is counted, and written later."""
        access = Access(Accessed.DENIED, person.staff, _home_of(person), asked, route)
        try:
            await self._put(access)
        except PyMongoError as error:
            log.warning("denial_waits", error=type(error).__name__)
            self._more[access] += 1

    async def exported(self, person: Person, asked: str, route: str, about: str) -> None:
        """Put it on record that a person takes a report along. Raises `Unavailable` when that cannot be
        done: the report is not given out then."""
        try:
            await self._put(Access(Accessed.EXPORTED, person.staff, _home_of(person), asked, route, about))
        except PyMongoError:
            raise Unavailable from None

    async def flush(self) -> None:
        """Add what was counted to the records of this hour. Raises a PyMongoError; nothing is lost then."""
        more, self._more = self._more, Counter()
        while more:
            access, times = more.popitem()
            try:
                await self._add(access, times)
            except PyMongoError:
                self._more += more
                self._more[access] += times
                raise

    async def _put(self, access: Access) -> None:
        if (hour := _hour_of(clock.now())) != self._hour:
            self._hour, self._written, self._of = hour, set(), Counter()
        if access not in self._written and self._of[access.staff] >= ONES_OF_A_PERSON:
            access = Access(access.kind, access.staff, access.branch, "*", "*")
        if access in self._written:
            self._more[access] += 1
            return
        await self._add(access, 1)
        self._written.add(access)
        self._of[access.staff] += 1

    async def _add(self, access: Access, times: int) -> None:
        now = clock.now()
        fixed: Raw = {"at": _hour_of(now), "last": now, "number": 0, "previous": "", "hash": ""}
        fixed |= {name: str(getattr(access, name)) for name in access.__dataclass_fields__}
        id = f"{_hour_of(now):%Y%m%d%H}:{access.key}"
        change: Raw = {"$set": fixed, "$inc": {"times": times, "version": 1}}
        records = self._store.db[ACCESSES]
        try:
            await records.update_one({"_id": id, "number": 0}, change, upsert=True)
        except DuplicateKeyError:  # it is in the chain already: the clock was set back
            await records.update_one({"_id": f"{id}:{clock.new_id()}"}, change, upsert=True)


async def put_denial_on_record(request: Request, refusal: Refusal) -> None:
    """Put it on record when a known person is refused for want of a right, or by a document of others."""
    person: Person | None = getattr(request.state, "person", None)
    accesses: Accesses | None = getattr(getattr(request.app.state, "runtime", None), "accesses", None)
    if person is None or accesses is None or not (refusal.status == 403 or isinstance(refusal, NotYours)):
        return
    await accesses.denied(person, getattr(request.state, "asked", ""), _route_of(request))


async def put_export_on_record(request: Request, about: str) -> None:
    """Put it on record that who asks takes a report along. Raises `Unavailable`."""
    accesses: Accesses = request.app.state.runtime.accesses
    await accesses.exported(request.state.person, request.state.asked, _route_of(request), about)


async def accesses_of(store: Store, staff: str | None, before: str | None, limit: int) -> list[AccessRecord]:
    """Return the records of a person or of all, the newest hour first; after the one with the id `before`."""
    query: Raw = {} if staff is None else {"staff": staff}
    if before is not None:
        query["_id"] = {"$lt": before}
    found = store.db[ACCESSES].find(query).sort("_id", DESCENDING).limit(limit)
    return [from_raw(AccessRecord, raw) async for raw in found]


class AccessNow(BaseModel):
    """One record; `id` is for the next page."""

    id: str
    kind: Accessed
    staff: str
    branch: str
    asked: str
    route: str
    about: str
    last: datetime
    times: int


def routes_of(service: str) -> APIRouter:
    """Build the route by which the record of `service` is read."""
    router = APIRouter(prefix=f"/api/{service}", tags=["accesses"])

    @router.get("/accesses", dependencies=[may_somewhere(ViewAccesses)])
    async def accesses(
        request: Request,
        staff: Annotated[str | None, QueryParameter(max_length=64)] = None,
        before: Annotated[str | None, QueryParameter(max_length=512)] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> list[AccessNow]:
        """Denials, and reports that were taken along, by the hour, newest first, a page at a time."""
        store: Store = request.app.state.runtime.store
        found = await accesses_of(store, staff, before, limit)
        return [AccessNow(**one.model_dump(include=set(AccessNow.model_fields))) for one in found]

    return router


def _route_of(request: Request) -> str:
    """Return the method of a request and the pattern of its route, without what was typed into it."""
    return f"{request.method} {getattr(request.scope.get('route'), 'path', '*')}"


def _home_of(person: Person) -> str:
    return person.branches[0] if person.branches else ""


def _hour_of(time: datetime) -> datetime:
    return time.replace(minute=0, second=0, microsecond=0)
