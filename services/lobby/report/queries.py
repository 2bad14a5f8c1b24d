"""Questions about the day report (E4)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from pymongo import ASCENDING, DESCENDING

from services.lobby.branch.domain.branches import end_of
from services.lobby.journal.queries import day_lines
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import MEET_WITHIN, DayReport, id_of
from services.lobby.report.domain.figures import Figures
from shared.clock import Moment
from shared.rights import Query
from shared.store import Index, Store, from_raw

INDEXES = (Index(DayReport.collection, [("branch", ASCENDING), ("day", DESCENDING)]),)


class ViewReports(Query, name="view_reports"):
    """The day reports of a branch."""


class DayFigures(NamedTuple):
    """The figures of a day so far, and of how many lines of the log they are."""

    figures: Figures
    lines: int


async def day_figures(store: Store, branch: str, day: str, timezone: str, moment: Moment) -> DayFigures:
    """Count the lines of a day that are in the store by now. A day of thousands takes a second."""
    until = min(end_of(day, timezone), moment.now)
    return await store.aside(_count, branch, day, timezone, until, moment.lasting(MEET_WITHIN))


async def _count(
    store: Store, branch: str, day: str, timezone: str, until: datetime, meet_within: timedelta
) -> DayFigures:
    lines = await day_lines(store, branch, day)
    return DayFigures(fold(lines, timezone=timezone, until=until, meet_within=meet_within), len(lines))


async def find_report(store: Store, branch: str, day: str) -> DayReport | None:
    """Return the report of a day, if one was filed or made."""
    return await store.find(DayReport, id_of(branch, day))


async def latest_reports(store: Store, branch: str, limit: int) -> list[DayReport]:
    """Return the latest reports of a branch, the newest first."""
    found = store.db[DayReport.collection].find({"branch": branch}).sort("day", DESCENDING).limit(limit)
    return [from_raw(DayReport, raw) async for raw in found]
