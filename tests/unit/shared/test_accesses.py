"""Denials, and reports that were taken along, on record (Q1)."""

from datetime import timedelta
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from httpx import ASGITransport, AsyncClient
from pymongo.errors import AutoReconnect

from shared import accesses, clock, web
from shared.access import Person, signed_in
from shared.accesses import (
    ACCESSES,
    KEEP_RECORDS,
    ONES_OF_A_PERSON,
    Accessed,
    Accesses,
    accesses_of,
    put_export_on_record,
)
from shared.contracts.words import Role
from shared.errors import Unavailable
from shared.rights import Query, anywhere, at_branch, may_at_branch, may_on, may_somewhere
from tests.fakes import FakeStore

TELLER = Person("li.na", frozenset({Role.TELLER}), ("B1",))
AUDITOR = Person("au.di", frozenset({Role.AUDITOR}), ("B1",))


class ReadReport(Query, name="read_report"):
    """A report."""


class SetRules(Query, name="set_rules"):
    """Rules."""


RIGHTS = {ReadReport: at_branch(Role.TELLER), SetRules: anywhere(Role.OPS), **accesses.RIGHTS}


class OfAnother:
    branch = "B9"


async def of_another(store: object, id: str) -> OfAnother | None:
    return OfAnother() if id == "there" else None


def application(store: FakeStore) -> FastAPI:
    router = APIRouter()

    @router.get("/reports/{branch}")
    async def report(branch: Annotated[str, may_at_branch(ReadReport)], request: Request) -> str:
        await put_export_on_record(request, f"{branch} 2026-03-02")
        return "content"

    @router.put("/rules", dependencies=[may_somewhere(SetRules)])
    async def rules() -> None:
        """Nothing."""

    @router.get("/things/{thing}")
    async def thing(thing: Annotated[Any, may_on(of_another, ReadReport, "thing")]) -> None:
        """Nothing."""

    app = FastAPI()
    web.set_up(app)
    app.include_router(router)
    app.include_router(accesses.routes_of("lobby"))
    app.state.rights = RIGHTS
    app.state.runtime = type("Runtime", (), {"store": store, "accesses": Accesses(store)})()
    return app


async def ask(app: FastAPI, who: Person, path: str, method: str = "GET") -> Any:
    app.dependency_overrides[signed_in] = lambda: who
    async with AsyncClient(transport=ASGITransport(app), base_url="http://service") as client:
        return await client.request(method, path)


def kept(store: FakeStore) -> list[tuple[str, str, str, int]]:
    return sorted((raw["kind"], raw["staff"], raw["route"], raw["times"]) for raw in store.raws(ACCESSES))


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("PUT", "/rules", "PUT /rules", 403),
        ("GET", "/reports/B2", "GET /reports/{branch}", 403),
        ("GET", "/things/there", "GET /things/{thing}", 404),
        ("GET", "/things/13800000001", "GET /things/{thing}", 404),
    ],
)
async def test_what_is_refused_is_on_record_by_the_pattern_of_its_route(
    method: str, path: str, route: str, status: int
) -> None:
    store = FakeStore("lobby")
    assert (await ask(application(store), TELLER, path, method)).status_code == status
    assert kept(store) == [("denied", "li.na", route, 1)]
    assert "13800000001" not in str(store.raws(ACCESSES))


async def test_what_is_allowed_is_on_record_only_where_a_report_is_taken_along() -> None:
    store = FakeStore("lobby")
    app = application(store)
    assert (await ask(app, TELLER, "/reports/B1")).text == '"content"'
    (record,) = await accesses_of(store, None, None, 10)
    assert (record.kind, record.about) == (Accessed.EXPORTED, "B1 2026-03-02")
    assert (record.asked, record.branch, record.times) == ("read_report", "B1", 1)


async def test_who_hammers_a_refused_route_fills_one_record() -> None:
    store = FakeStore("lobby")
    app = application(store)
    for _ in range(200):
        await ask(app, TELLER, "/rules", "PUT")
    assert kept(store) == [("denied", "li.na", "PUT /rules", 1)]
    await app.state.runtime.accesses.flush()
    assert sum(one[-1] for one in kept(store)) == 200
    assert len(kept(store)) <= 2  # two where an hour ended meanwhile


async def test_who_is_refused_many_things_has_fifty_records_an_hour_and_one() -> None:
    store = FakeStore("lobby")
    record = Accesses(store)
    for number in range(3 * ONES_OF_A_PERSON):
        await record.denied(TELLER, "set_rules", f"GET /{number}")
    await record.flush()
    found = kept(store)
    assert len(found) <= 2 * (ONES_OF_A_PERSON + 1)
    assert sum(one[-1] for one in found) == 3 * ONES_OF_A_PERSON
    assert ("denied", "li.na", "*") in {one[:3] for one in found}


async def test_a_denial_is_not_lost_while_the_store_is_away_and_a_report_is_not_given_out() -> None:
    store = FakeStore("lobby")
    app = application(store)
    store.database.away = True
    assert (await ask(app, TELLER, "/rules", "PUT")).status_code == 403
    assert (await ask(app, TELLER, "/reports/B1")).status_code == 503
    with pytest.raises(AutoReconnect):
        await app.state.runtime.accesses.flush()
    with pytest.raises(Unavailable):
        await app.state.runtime.accesses.exported(TELLER, "read_report", "GET /reports", "B1")
    store.database.away = False
    await app.state.runtime.accesses.flush()
    assert kept(store) == [("denied", "li.na", "PUT /rules", 1)]


async def test_the_auditor_alone_reads_the_record_a_page_at_a_time_and_who_does_not_is_on_it() -> None:
    store = FakeStore("lobby")
    app = application(store)
    for path in ("/things/1", "/reports/B2"):
        await ask(app, TELLER, path)
    assert (await ask(app, TELLER, "/api/lobby/accesses")).status_code == 403
    (first,) = (await ask(app, AUDITOR, "/api/lobby/accesses?limit=1")).json()
    page = f"/api/lobby/accesses?limit=10&staff=li.na&before={first['id']}".replace("{", "%7B").replace(
        "}", "%7D"
    )
    rest = (await ask(app, AUDITOR, page)).json()
    assert {first["route"], *(one["route"] for one in rest)} == {
        "GET /things/{thing}",
        "GET /reports/{branch}",
        "GET /api/lobby/accesses",
    }


def test_the_record_is_kept_for_more_than_a_year() -> None:
    (term,) = [one.options["expireAfterSeconds"] for one in accesses.INDEXES if one.options]
    assert timedelta(seconds=term) == timedelta(days=KEEP_RECORDS) > timedelta(days=366)
    assert clock.now()
