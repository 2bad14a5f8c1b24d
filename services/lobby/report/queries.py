"""Questions about the day report (E4)."""

from pymongo import ASCENDING, DESCENDING

from services.lobby.report.domain.day_reports import DayReport, id_of
from shared.rights import Query
from shared.store import Index, Store, from_raw

INDEXES = (Index(DayReport.collection, [("branch", ASCENDING), ("day", DESCENDING)]),)


class ViewReports(Query, name="view_reports"):
    """The day reports of a branch."""


async def find_report(store: Store, branch: str, day: str) -> DayReport | None:
    """Return the report of a day, if one was filed or made."""
    return await store.find(DayReport, id_of(branch, day))


async def latest_reports(store: Store, branch: str, limit: int) -> list[DayReport]:
    """Return the latest reports of a branch, the newest first."""
    found = store.db[DayReport.collection].find({"branch": branch}).sort("day", DESCENDING).limit(limit)
    return [from_raw(DayReport, raw) async for raw in found]
