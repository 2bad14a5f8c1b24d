"""The tables of lobby agree: its commands, its rights, its routes."""

import inspect
import re
from collections import Counter
from importlib import import_module

import pytest
from fastapi.routing import APIRoute

from services.lobby.app import COMMANDS, SERVICE
from services.lobby.commands import RIGHTS
from shared.commands import Command
from shared.rights import Query
from tests.apps import asked_by

BY_DEVICE = {
    "EnrolDevice",
    "RegisterArrival",
    "GrantNumberBlock",
    "EndCutOff",
    "NoteMissingRecord",
    "ReturnFromMachine",
    "CompleteAtMachine",
    "ReportStatus",
    "PassOnComplaint",
    "ReportLoiterer",
}
"""Commands that only devices give."""
BY_LOBBY = {"NoteHeartbeats", "NoteClocks"}
"""Commands that lobby gives itself, by what it sees of devices."""
NO_RIGHT = {"/api/lobby/devices/enrol", "/api/lobby/device-events"}
"""Routes of devices, authenticated by a code or a secret; beside them those that the broker asks."""


def routes() -> list[APIRoute]:
    found = (one for router in SERVICE.routers for one in router.routes if isinstance(one, APIRoute))
    asked_by_people = (one for one in found if not one.path.startswith("/broker/"))
    return [one for one in asked_by_people if one.path not in NO_RIGHT]


def executed_by(route: APIRoute) -> set[str]:
    """The commands that a route makes, by the text of its function."""
    source = inspect.getsource(route.endpoint)
    return {command.__name__ for command in COMMANDS if f"{command.__name__}(" in source}


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.methods} {route.path}")
def test_a_route_checks_one_right_and_it_is_that_of_the_command_it_gives(route: APIRoute):
    (asked,) = asked_by(route.dependant)
    assert asked in RIGHTS
    if issubclass(asked, Command):
        assert executed_by(route) == {asked.__name__}
    else:
        assert issubclass(asked, Query)
        assert route.methods == {"GET"}


def test_every_command_has_a_right_unless_no_person_gives_it():
    assert {command.__name__ for command in COMMANDS if command not in RIGHTS} == BY_DEVICE | BY_LOBBY


def test_every_command_with_a_right_can_be_carried_out():
    assert {asked for asked in RIGHTS if issubclass(asked, Command)} <= set(COMMANDS)


def test_a_name_on_record_is_that_of_one_command_or_query():
    names = Counter(one.name for one in {*COMMANDS, *RIGHTS})
    assert [name for name, times in names.items() if times > 1] == []


def test_every_query_with_a_right_is_asked_by_some_route():
    modules = {route.endpoint.__module__ for route in routes()}
    code = "\n".join(inspect.getsource(import_module(module)) for module in modules)
    queries = {asked.__name__ for asked in RIGHTS if issubclass(asked, Query)}
    imported_only = {name for name in queries if len(re.findall(rf"\b{name}\b", code)) < 2}
    assert imported_only == set()
