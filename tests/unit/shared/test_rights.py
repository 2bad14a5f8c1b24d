"""Rights: one table, and one answer everywhere: 403 for who may ask nowhere, 404 for what is not theirs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Request

from shared import web
from shared.access import Person, signed_in
from shared.commands import Command
from shared.contracts.words import Role
from shared.errors import NotAllowed
from shared.rights import (
    SIGNED_IN,
    Query,
    Rights,
    anywhere,
    at_branch,
    may_at_branch,
    may_on,
    may_somewhere,
    require,
)

MANAGER = Person("wang.fang", frozenset({Role.LOBBY_MANAGER}), ("B1", "B2"))
TELLER = Person("li.na", frozenset({Role.TELLER}), ("B1",))
COVER = Person("chen.yu", frozenset({Role.TELLER}), ("B1", "B2"), frozenset({("B2", Role.LOBBY_MANAGER)}))
OPS = Person("ops", frozenset({Role.OPS}), ())
PEOPLE = {person.staff: person for person in (MANAGER, TELLER, COVER, OPS)}


@dataclass(frozen=True)
class OpenDay(Command, name="open_day"):
    branch: str


class ViewJar(Query, name="view_jar"):
    """One jar."""


class ViewSettings(Query, name="view_settings"):
    """Settings that are of no branch."""


class ViewMyself(Query, name="view_myself"):
    """A query that everybody may ask: about themselves."""


RIGHTS: Rights = {
    OpenDay: at_branch(Role.LOBBY_MANAGER, Role.OPS),
    ViewJar: at_branch(Role.LOBBY_MANAGER),
    ViewSettings: anywhere(Role.LOBBY_MANAGER),
    ViewMyself: SIGNED_IN,
}


@dataclass(frozen=True)
class Jar:
    id: str
    branch: str


JARS = {"j1": Jar("j1", "B1"), "j2": Jar("j2", "B2"), "j3": Jar("j3", "B3")}


async def find_jar(store: object, id: str) -> Jar | None:
    return JARS.get(id)


def who(request: Request) -> Person:
    return PEOPLE[request.headers["x-staff"]]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    web.set_up(app)
    app.state.rights, app.state.runtime = RIGHTS, SimpleNamespace(store=None)
    app.dependency_overrides[signed_in] = who

    @app.post("/branches/{branch}/day")
    async def open_day(branch: Annotated[str, may_at_branch(OpenDay)]) -> str:
        return branch

    @app.get("/jars/{jar}")
    async def jar(found: Annotated[Jar, may_on(find_jar, ViewJar, "jar")]) -> str:
        return found.id

    @app.get("/days")
    async def days(person: Annotated[Person, may_somewhere(OpenDay)]) -> str:
        return person.staff

    @app.get("/settings")
    async def settings(person: Annotated[Person, may_somewhere(ViewSettings)]) -> str:
        return person.staff

    @app.get("/me")
    async def myself(person: Annotated[Person, may_somewhere(ViewMyself)]) -> str:
        return person.staff

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://foyer") as found:
        yield found


async def status(client: httpx.AsyncClient, person: Person, method: str, path: str) -> int:
    return (await client.request(method, path, headers={"x-staff": person.staff})).status_code


@pytest.mark.parametrize(
    ("person", "branch", "expected"),
    [
        (MANAGER, "B1", 200),
        (MANAGER, "B3", 403),  # does not work there
        (TELLER, "B1", 403),  # has not the role
        (COVER, "B2", 200),
        (COVER, "B1", 403),  # covers at the other branch alone
        (OPS, "B3", 200),  # runs every branch
        (MANAGER, "B%201", 422),
    ],
)
async def test_at_a_branch_the_roles_there_count_and_covers_do(
    client: httpx.AsyncClient, person: Person, branch: str, expected: int
):
    assert await status(client, person, "POST", f"/branches/{branch}/day") == expected


@pytest.mark.parametrize(
    ("person", "jar", "expected"),
    [
        (MANAGER, "j1", 200),
        (MANAGER, "j3", 404),  # of a branch where they may not ask
        (MANAGER, "none", 404),
        (COVER, "j2", 200),
        (COVER, "j1", 404),
        (TELLER, "j1", 403),  # may ask it nowhere
        (TELLER, "none", 403),  # and is not told whether there is one
    ],
)
async def test_a_document_of_another_branch_is_as_if_there_were_none(
    client: httpx.AsyncClient, person: Person, jar: str, expected: int
):
    assert await status(client, person, "GET", f"/jars/{jar}") == expected


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/days", {"wang.fang", "chen.yu", "ops"}),  # a cover counts somewhere
        ("/settings", {"wang.fang"}),  # a cover is for one branch, and settings are of none
        ("/me", set(PEOPLE)),
    ],
)
async def test_what_is_of_no_branch_is_asked_by_those_who_may_somewhere(
    client: httpx.AsyncClient, path: str, allowed: set[str]
):
    found = {name: await status(client, person, "GET", path) for name, person in PEOPLE.items()}
    assert found == {name: 200 if name in allowed else 403 for name in PEOPLE}


def test_a_branch_from_the_body_is_required_by_hand():
    require(MANAGER, RIGHTS[OpenDay], "B1")
    require(MANAGER, RIGHTS[ViewSettings], "B3")
    require(TELLER, RIGHTS[ViewMyself], "B3")
    with pytest.raises(NotAllowed):
        require(MANAGER, RIGHTS[OpenDay], "B3")


def test_a_dependency_tells_what_it_is_asked_for():
    """So that a test can list the routes with their rights."""
    dependencies: list[Any] = [
        may_at_branch(OpenDay),
        may_somewhere(ViewSettings),
        may_on(find_jar, ViewJar, "jar"),
    ]
    assert [one.dependency.asked for one in dependencies] == [OpenDay, ViewSettings, ViewJar]


def test_a_command_keeps_its_name_under_another_class():
    class OpenDayAgain(OpenDay):
        """A subclass without a name of its own."""

    assert (OpenDay.name, OpenDayAgain.name, ViewJar.name) == ("open_day", "open_day", "view_jar")
