"""The notice board (P5)."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from services.lobby.branch.domain.branches import Branch
from services.lobby.day.commands import BeginChecklist
from services.lobby.materials.commands import HangNotice, TakeDownNotice
from services.lobby.materials.domain import (
    NOTICES_AT_MOST,
    AlreadyOver,
    BoardFull,
    NoticeBoard,
    NoticeNotThere,
    TooFarAhead,
)
from services.lobby.settings.handlers import set_up_branch
from services.lobby.subscriptions import TIMER_HANDLERS
from shared.contracts import lobby
from shared.contracts.lobby import ChecklistKind
from shared.fields import LivedDay
from tests.unit.acting import World

TODAY, TOMORROW = "2026-03-02", "2026-03-03"


async def branch() -> World:
    world = World("lobby")
    await world.act(set_up_branch, Branch(id="B1", name_zh="一", name_en="One"))
    world.published.clear()
    return world


async def hang(world: World, id: str, until: str) -> None:
    await world.do(HangNotice("B1", id, "利率调整", until, "li"))


async def test_a_notice_expires_with_the_midnight_after_its_last_day():
    world = await branch()
    await hang(world, "n1", TODAY)
    (timer,) = world.timers.values()
    assert timer.due == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    await world.wait(timedelta(hours=16), TIMER_HANDLERS)
    assert [(one.notice, one.until) for one in world.events(lobby.NoticeExpired)] == [("n1", TODAY)]
    assert [one.id for one in world.get(NoticeBoard, "B1").expired(TOMORROW)] == ["n1"]


async def test_what_was_taken_down_does_not_expire():
    world = await branch()
    await hang(world, "n1", TODAY)
    await world.do(TakeDownNotice("B1", "n1", "li"))
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert world.events(lobby.NoticeExpired) == []
    (told,) = world.events(lobby.NoticeTakenDown)
    assert told.expired is False
    with pytest.raises(NoticeNotThere):
        await world.do(TakeDownNotice("B1", "n1", "li"))


async def test_the_preparations_say_how_many_have_expired():
    world = await branch()
    for id, until in (("n1", TODAY), ("n2", TODAY), ("n3", "2026-12-31")):
        await hang(world, id, until)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    await world.do(BeginChecklist("B1", ChecklistKind.OPENING, "li"))
    (told,) = world.events(lobby.PreparationsBegan)
    assert (told.day, told.expired_notices) == (TOMORROW, 2)


async def test_a_notice_of_yesterday_is_not_hung():
    world = await branch()
    with pytest.raises(AlreadyOver):
        await hang(world, "n1", "2026-03-01")


@pytest.mark.parametrize("until", ["9999-12-31", "9999-12-30", "9000-01-01", "2127-01-01"])
async def test_a_notice_that_nobody_would_live_to_take_down_is_refused_by_name(until: str):
    world = await branch()
    with pytest.raises(TooFarAhead):
        await hang(world, "n1", until)
    await hang(world, "n2", "2126-12-31")


LIVED = TypeAdapter[str](LivedDay)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30", "3000-01-01"])
def test_a_day_that_no_branch_has_lived_is_none(day: str):
    with pytest.raises(ValueError, match=r"day|month"):
        LIVED.validate_python(day)
    assert LIVED.validate_python("2026-03-02") == "2026-03-02"


async def test_a_board_has_an_end():
    world = await branch()
    for n in range(NOTICES_AT_MOST):
        await hang(world, f"n{n}", TODAY)
    with pytest.raises(BoardFull):
        await hang(world, "one more", TODAY)


async def test_what_a_notice_says_stays_here():
    world = await branch()
    await hang(world, "n1", TODAY)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    assert world.published
    assert all("利率" not in event.data.model_dump_json() for event in world.published)
