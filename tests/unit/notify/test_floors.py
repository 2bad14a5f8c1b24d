"""A branch is called by its name: that of its last opening, whatever happens there."""

from services.notify.floors.domain import Floor, mark_changed
from shared.contracts import lobby


def test_a_floor_keeps_the_name_of_its_branch_whatever_happens_there() -> None:
    named = {"name_zh": "城南支行", "name_en": "South City", "timezone": "Asia/Shanghai"}
    ((opened, _),) = mark_changed(None, lobby.BranchOpened(branch="B1", **named)).changes
    paused = lobby.CounterOpened(branch="B1", counter="1", staff="li.na", serves=())
    assert isinstance(opened, Floor)
    ((after, _),) = mark_changed(opened, paused).changes
    assert isinstance(after, Floor)
    assert {**named, "event": "counter_opened"} == after.model_dump(include={*named, "event"})
    ((new, _),) = mark_changed(
        after, lobby.BranchOpened(branch="B1", **{**named, "name_en": "Down Town"})
    ).changes
    assert isinstance(new, Floor)
    assert new.name_en == "Down Town"


def test_answers_are_counted_whatever_comes_after_them() -> None:
    taken = lobby.CounterOpened(branch="B1", counter="1", staff="li.na", serves=())
    ((answered, _),) = mark_changed(None, taken, answers=True).changes
    assert isinstance(answered, Floor)
    ((after, _),) = mark_changed(answered, taken).changes
    assert isinstance(after, Floor)
    assert (answered.answers, after.answers) == (1, 1)
