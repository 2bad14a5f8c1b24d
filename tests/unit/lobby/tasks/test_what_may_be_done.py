"""A task says to its reader what they may do with it, by the rules by which it is done."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.requests import Request

from services.lobby.app import RIGHTS
from services.lobby.tasks.api import TaskNow, shown
from services.lobby.tasks.domain.task import Task, TaskState
from shared.access import Person
from shared.contracts.lobby import TaskKind
from shared.contracts.words import Role
from shared.runtime import Asking, ServiceRuntime
from tests.unit.acting import MORNING

HEAD, LOBBY, TELLER = Role.BRANCH_HEAD, Role.LOBBY_MANAGER, Role.TELLER


def seen(state: TaskState, *roles: Role, taken_by: str | None = None, covers: bool = False) -> TaskNow:
    """A task for the lobby manager of B1, as `me` reads it."""
    task = Task(
        id="t1",
        branch="B1",
        day="2026-03-02",
        kind=TaskKind.ERRAND,
        role=LOBBY,
        state=state,
        about="",
        raised=MORNING,
        raised_by="system",
        due=MORNING,
        over_at=MORNING,
        taken_by=taken_by,
    )
    person = Person("me", frozenset(roles), ("B1",), frozenset([("B1", LOBBY)] if covers else []))
    app = SimpleNamespace(state=SimpleNamespace(rights=RIGHTS))
    runtime = SimpleNamespace(
        settings=SimpleNamespace(key=lambda name: b"k" * 32, keys=lambda name: b"k" * 32)
    )
    request = Request({"type": "http", "app": app})
    return shown(task, Asking(person, request, cast("ServiceRuntime", runtime)))


def may(task: TaskNow) -> dict[str, bool]:
    names = ("is_mine", "may_take", "may_complete", "may_withdraw")
    return {name: getattr(task, name) for name in names if getattr(task, name)}


OPEN: dict[str, Any] = {"is_mine": True, "may_take": True, "may_complete": True, "may_withdraw": True}


@pytest.mark.parametrize("state", [TaskState.OPEN, TaskState.ESCALATED])
def test_who_has_its_role_may_take_it_complete_it_and_withdraw_it(state: TaskState) -> None:
    assert may(seen(state, LOBBY)) == OPEN
    assert may(seen(state, TELLER, covers=True)) == OPEN


def test_a_colleague_in_another_role_may_do_nothing_with_it() -> None:
    assert may(seen(TaskState.OPEN, TELLER)) == {}


def test_what_was_passed_up_to_the_head_waits_for_them_and_before_they_may_do_it_all_the_same() -> None:
    assert may(seen(TaskState.OPEN, HEAD)) == {name: True for name in OPEN if name != "is_mine"}
    assert may(seen(TaskState.ESCALATED, HEAD)) == OPEN


def test_one_that_somebody_took_is_completed_by_them_or_the_head_alone() -> None:
    assert may(seen(TaskState.TAKEN, LOBBY, taken_by="me")) == {"is_mine": True, "may_complete": True}
    assert may(seen(TaskState.TAKEN, LOBBY, taken_by="zhao")) == {"is_mine": True}
    assert may(seen(TaskState.TAKEN, HEAD, taken_by="zhao")) == {"may_complete": True}


@pytest.mark.parametrize("state", [state for state in TaskState if state.is_end])
def test_with_one_that_is_over_nothing_can_be_done(state: TaskState) -> None:
    assert may(seen(state, HEAD, LOBBY, taken_by="me")) == {"is_mine": True}
