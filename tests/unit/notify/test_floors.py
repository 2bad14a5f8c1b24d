"""A branch is called by its name: that of its last opening, whatever happens there; its floor remembers the
last things that happened."""

from services.notify.floors.domain import REMEMBERED, Floor, mark_changed
from shared.contracts import lobby
from shared.contracts.base import Event


def changed(floor: Floor | None, *events: Event) -> Floor:
    for event in events:
        ((after, _),) = mark_changed(floor, event).changes
        assert isinstance(after, Floor)
        floor = after
    assert floor is not None
    return floor


def opened(counter: str = "1") -> Event:
    return lobby.CounterOpened(branch="B1", counter=counter, staff="li.na", serves=())


def test_a_floor_keeps_the_name_of_its_branch_whatever_happens_there() -> None:
    named = {"name_zh": "城南支行", "name_en": "South City", "timezone": "Asia/Shanghai"}
    floor = changed(None, lobby.BranchOpened(branch="B1", **named), opened())
    assert floor.model_dump(include={*named}) == named
    assert [one.event for one in floor.recent] == ["branch_opened", "counter_opened"]
    new = changed(floor, lobby.BranchOpened(branch="B1", **{**named, "name_en": "Down Town"}))
    assert new.name_en == "Down Town"


def test_what_came_since_a_count_is_told_as_far_as_it_is_remembered() -> None:
    floor = changed(None, *(opened() for _ in range(REMEMBERED + 4)))
    assert (floor.count, len(floor.recent)) == (REMEMBERED + 4, REMEMBERED)
    assert floor.since(floor.count) == ()
    assert floor.since(floor.count - 1) == floor.recent[-1:]
    assert floor.since(4) == floor.recent
    assert floor.since(3) is None
    assert floor.since(None) is None


def test_an_answer_is_told_whatever_comes_after_it() -> None:
    ((answered, _),) = mark_changed(None, opened(), answers=True).changes
    assert isinstance(answered, Floor)
    assert [one.answers for one in changed(answered, opened()).recent] == [True, False]
