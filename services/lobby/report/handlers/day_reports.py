"""The day report is filed, made and read (E4)."""

from services.lobby import store
from services.lobby.branch.domain.branches import Branch, end_of
from services.lobby.report.domain import day_reports
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import MEET_WITHIN, DayReport, Filing, Reading, ReportDue, id_of
from services.lobby.report.domain.figures import Figures
from shared.contracts.lobby import BranchDayClosed, BranchDayReopened
from shared.unit import Unit


async def expect_report(event: BranchDayClosed, unit: Unit) -> None:
    """The branch has closed: the manager has a while to file the report."""
    unit.keep(day_reports.expect(event.branch, event.day, unit.due(day_reports.FILE_WITHIN)))


async def reopen_report(event: BranchDayReopened, unit: Unit) -> None:
    unit.keep(day_reports.reopen(await unit.find(DayReport, id_of(event.branch, event.day))))


async def file_report(filing: Filing, unit: Unit) -> None:
    """With the figures as they stand."""
    known = await unit.find(DayReport, id_of(filing.branch, filing.day))
    figures = await _figures(filing.branch, filing.day, unit)
    unit.keep(day_reports.file(filing, known, figures, unit.now))


async def conclude_report(due: ReportDue, unit: Unit) -> None:
    known = await unit.find(DayReport, id_of(due.branch, due.day))
    unit.keep(day_reports.conclude(due, known, await _figures(due.branch, due.day, unit), unit.now))


async def read_report(reading: Reading, unit: Unit) -> None:
    known = await unit.find(DayReport, id_of(reading.branch, reading.day))
    unit.keep(day_reports.read(reading, known, unit.now))


async def _figures(branch: str, day: str, unit: Unit) -> Figures:
    """Those of the lines that are in the store by now."""
    place = await unit.get(Branch, branch)
    lines = await unit.ask(store.day_lines, branch, day)
    until = min(end_of(day, place.timezone), unit.now)
    return fold(lines, timezone=place.timezone, until=until, meet_within=MEET_WITHIN / unit.pace)
