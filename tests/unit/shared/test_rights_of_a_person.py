"""The rights of the person who is signed in, as the page is told them; rights in what is one's own."""

from dataclasses import dataclass
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI

from shared import web
from shared.access import Person, signed_in
from shared.commands import Command
from shared.contracts.words import Role
from shared.rights import (
    SIGNED_IN,
    Query,
    Rights,
    anywhere,
    at_branch,
    may_on_own,
    own_or,
    rights_of,
    routes_of,
)


class OpenDoor(Command, name="open_door"):
    """For the lobby manager, at the branch."""


class Enrol(Command, name="enrol"):
    """For operations."""


class ViewNote(Query, name="view_note"):
    """One's own notes; audit sees all."""


class ViewSelf(Query, name="view_self"):
    """For everybody."""


class ViewHall(Query, name="view_hall"):
    """For all who work there."""


RIGHTS: Rights = {
    OpenDoor: at_branch(Role.LOBBY_MANAGER),
    Enrol: anywhere(Role.OPS),
    ViewNote: own_or(Role.AUDITOR),
    ViewSelf: SIGNED_IN,
    ViewHall: at_branch(*Role),
}
FOR_ALL = ["view_note", "view_self"]
TELLER = Person("li", frozenset({Role.TELLER}), ("B1", "B2"))
COVER = Person("li", frozenset({Role.TELLER}), ("B1", "B2"), frozenset({("B1", Role.LOBBY_MANAGER)}))
OPS = Person("ops", frozenset({Role.OPS}), ())
AUDITOR = Person("he", frozenset({Role.AUDITOR}), ("B2",))


def test_a_cover_may_do_what_the_role_may_at_that_branch_alone() -> None:
    assert rights_of(TELLER, RIGHTS).branches["B1"] == ["view_hall", *FOR_ALL]
    rights = rights_of(COVER, RIGHTS)
    assert rights.branches == {
        "B1": ["open_door", "view_hall", *FOR_ALL],
        "B2": ["view_hall", *FOR_ALL],
    }
    assert rights.everywhere == FOR_ALL


def test_operations_work_at_no_branch_and_have_their_rights_everywhere() -> None:
    rights = rights_of(OPS, RIGHTS)
    assert rights.branches == {}
    assert rights.everywhere == ["enrol", "view_hall", *FOR_ALL]


@dataclass(frozen=True)
class Note:
    staff: str


async def find_note(_: object, id: str) -> Note | None:
    return Note("li") if id == "1" else None


def client(person: Person) -> httpx.AsyncClient:
    app = FastAPI()
    web.set_up(app)
    app.state.rights = RIGHTS
    app.state.runtime = type("Runtime", (), {"store": None})()
    app.dependency_overrides[signed_in] = lambda: person
    app.include_router(routes_of("door"))

    @app.get("/notes/{note}")
    async def note(note: Annotated[Note, may_on_own(find_note, ViewNote, "note")]) -> str:
        return note.staff

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door")


async def test_a_person_is_told_what_they_may_ask_by_branch() -> None:
    async with client(COVER) as door:
        answer = await door.get("/api/door/rights")
    assert answer.json() == rights_of(COVER, RIGHTS).model_dump()
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("person", "note", "status"),
    [(TELLER, "1", 200), (AUDITOR, "1", 200), (OPS, "1", 404), (TELLER, "2", 404), (AUDITOR, "2", 404)],
)
async def test_a_thing_of_somebody_else_does_not_exist_except_for_those_who_may_see_it(
    person: Person, note: str, status: int
) -> None:
    async with client(person) as door:
        assert (await door.get(f"/notes/{note}")).status_code == status
