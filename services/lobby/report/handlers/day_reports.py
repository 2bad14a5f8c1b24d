"""The day report is filed, made and read (E4)."""

from services.lobby import store
from services.lobby.branch.domain.branches import Branch, end_of
from services.lobby.report.domain import day_reports
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import MEET_WITHIN, DayReport, Filing, Reading, ReportDue, id_of
from services.lobby.report.domain.figures import Figures
from shared.contracts.lobby import BranchDayClosed, BranchDayReopened
from shared.unit_of_work import UnitOfWork


async def expect_report(event: BranchDayClosed, work: UnitOfWork) -> None:
    """The branch has closed: the manager has a while to file the report."""
    work.apply(day_reports.expect(event.branch, event.day, work.due(day_reports.FILE_WITHIN)))


async def reopen_report(event: BranchDayReopened, work: UnitOfWork) -> None:
    work.apply(day_reports.reopen(await work.find(DayReport, id_of(event.branch, event.day))))


async def file_report(filing: Filing, work: UnitOfWork) -> None:
    """With the figures as they stand."""
    known = await work.find(DayReport, id_of(filing.branch, filing.day))
    figures = await _figures(filing.branch, filing.day, work)
    work.apply(day_reports.file(filing, known, figures, work.now))


async def conclude_report(due: ReportDue, work: UnitOfWork) -> None:
    known = await work.find(DayReport, id_of(due.branch, due.day))
    work.apply(day_reports.conclude(due, known, await _figures(due.branch, due.day, work), work.now))


async def read_report(reading: Reading, work: UnitOfWork) -> None:
    known = await work.find(DayReport, id_of(reading.branch, reading.day))
    work.apply(day_reports.read(reading, known, work.now))


async def _figures(branch: str, day: str, work: UnitOfWork) -> Figures:
    """Those of the lines that are in the store by now."""
    place = await work.get(Branch, branch)
    lines = await work.query(store.day_lines, branch, day)
    until = min(end_of(day, place.timezone), work.now)
    return fold(lines, timezone=place.timezone, until=until, meet_within=MEET_WITHIN / work.pace)
