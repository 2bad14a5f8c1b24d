"""The lines of a branch's day, as the store finds them (D11, E4)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.lobby.app import SERVICE
from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.journal.domain import LogLine, place_of
from services.lobby.journal.queries import day_lines, log_of_day
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import MEET_WITHIN
from services.lobby.report.queries import day_figures
from shared.clock import Moment
from shared.store import Store, to_raw
from tests.integration.tally import settings

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai; in New York it is the evening before


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    found = Store(settings("amqp://nobody", mongo_uri, database), "lobby")
    await found.prepare(SERVICE.indexes)
    yield found
    await found.close()


async def keep(store: Store, id: str, at: datetime, timezone: str) -> None:
    """A line that was written while the branch was in this time zone."""
    line = LogLine(
        id=id,
        branch="B1",
        day=day_of(timezone, at),
        at=at,
        place=place_of(at, id),
        group="visits",
        kind="ticket_issued",
        actor="system",
    )
    await store.db[LogLine.collection].insert_one(to_raw(line))


async def test_the_day_is_that_of_the_corrected_time_zone_whatever_it_was_when_a_line_was_written(
    store: Store,
) -> None:
    branch = Branch(id="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai", version=1)
    await store.db["branches"].insert_one(to_raw(branch))
    await keep(store, "before", NOON - timedelta(hours=13), "America/New_York")
    await keep(store, "wrong", NOON - timedelta(hours=2), "America/New_York")
    await keep(store, "right", NOON, "Asia/Shanghai")
    await keep(store, "after", NOON + timedelta(hours=12), "Asia/Shanghai")
    lines = await day_lines(store, "B1", "2026-03-02")
    assert [(line.id, line.day) for line in lines] == [("wrong", "2026-03-02"), ("right", "2026-03-02")]
    newest = await log_of_day(store, "B1", "2026-03-02", None, None, 1)
    assert [line.id for line in newest] == ["right"]
    older = await log_of_day(store, "B1", "2026-03-02", "visits", newest[0].place, 5)
    assert [line.id for line in older] == ["wrong"]

    figures, counted = await day_figures(store, "B1", "2026-03-02", "Asia/Shanghai", Moment(NOON))
    assert counted == 2
    assert figures == fold(lines, timezone="Asia/Shanghai", until=NOON, meet_within=MEET_WITHIN)


async def test_a_day_that_no_calendar_has_has_no_lines(store: Store) -> None:
    for day in ("2026-02-30", "9999-12-31"):
        assert await log_of_day(store, "B1", day, None, None, 5) == []
