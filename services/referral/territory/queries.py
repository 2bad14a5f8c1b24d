"""Queries of territory reports, with the indexes that carry them."""

from collections.abc import Sequence

from pymongo import ASCENDING, DESCENDING

from services.referral.plans.domain.achievements import Achievement
from services.referral.plans.domain.periods import PeriodKind, read_period
from services.referral.plans.queries import lines_between
from services.referral.territory.domain.figures import counted
from services.referral.territory.domain.pipeline import Conversions
from services.referral.territory.domain.reports import (
    ReportEdition,
    TerritoryReport,
    edition_id,
    report_id,
)
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 60

INDEXES = [
    Index(TerritoryReport.collection, [("branch", ASCENDING), ("kind", ASCENDING), ("first", DESCENDING)]),
]


class ViewTerritory(Query, name="view_territory"):
    """The reports of a branch's territory, with the lines behind their figures."""


class ViewRegion(Query, name="view_region"):
    """The reports of the branches of one's region, and their funnel plot."""


async def find_report(store: Store, id: str) -> TerritoryReport | None:
    """Return the report, or None."""
    return await store.find(TerritoryReport, id)


async def find_edition(store: Store, report: str, edition: int) -> ReportEdition | None:
    """Return an edition of a report, or None."""
    return await store.find(ReportEdition, edition_id(report, edition))


async def reports_of(store: Store, branch: str, kind: PeriodKind) -> list[TerritoryReport]:
    """Return the last reports of a branch of this kind, the latest period first."""
    query = {"branch": branch, "kind": kind.value}
    cursor = store.db[TerritoryReport.collection].find(query).sort("first", DESCENDING).limit(LISTED)
    return [from_raw(TerritoryReport, raw) for raw in await cursor.to_list()]


async def reports_in(store: Store, branches: Sequence[str], period: str) -> dict[str, TerritoryReport]:
    """Return the reports of branches for a period, by branch, in the order of their ids."""
    found = await store.load(TerritoryReport, [report_id(branch, period) for branch in branches])
    reports = {one.branch: one for one in found if isinstance(one, TerritoryReport)}
    return {branch: reports[branch] for branch in sorted(reports)}


async def editions_in(store: Store, reports: Sequence[TerritoryReport]) -> dict[str, ReportEdition]:
    """Return the last editions of reports, by report."""
    found = await store.load(ReportEdition, [edition_id(one.id, one.edition) for one in reports])
    return {one.report: one for one in found if isinstance(one, ReportEdition)}


async def lines_of_edition(
    store: Store, report: TerritoryReport, edition: ReportEdition
) -> list[Achievement]:
    """Return the lines that an edition counts, in the order of their numbers."""
    period = read_period(report.period)
    return counted(await lines_between(store, report.branch, period.first, period.last), edition.upto)


async def find_conversions(store: Store, branch: str) -> Conversions:
    """Return the conversions of a branch."""
    return await store.find(Conversions, branch) or Conversions(id=branch)
