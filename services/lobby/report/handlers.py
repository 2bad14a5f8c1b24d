"""The day report is filed, concluded and read (E4)."""

from services.lobby.branch.domain.branches import Branch
from services.lobby.report.commands import FileReport, MarkReportRead
from services.lobby.report.domain import day_reports
from services.lobby.report.domain.day_reports import DayReport, ReportConclusionDue, id_of
from services.lobby.report.domain.figures import Figures
from services.lobby.report.queries import day_figures
from shared.contracts.lobby import BranchDayClosed, BranchDayReopened
from shared.unit_of_work import UnitOfWork


async def schedule_conclusion(event: BranchDayClosed, work: UnitOfWork) -> None:
    """Give the manager a while, after the branch has closed, to file the report (E4)."""
    due = work.due(day_reports.FILE_WITHIN)
    work.apply(day_reports.schedule_conclusion(event.branch, event.day, due))


async def reopen_report(event: BranchDayReopened, work: UnitOfWork) -> None:
    """Take back that the report was read, since the day goes on (E4)."""
    work.apply(day_reports.reopen(await work.find(DayReport, id_of(event.branch, event.day))))


async def file_report(command: FileReport, work: UnitOfWork) -> None:
    """File the report with the figures as they stand (E4)."""
    known = await work.find(DayReport, id_of(command.branch, command.day))
    figures = await _figures(command.branch, command.day, work)
    work.apply(day_reports.file(**vars(command), known=known, figures=figures, now=work.now))


async def conclude_report(due: ReportConclusionDue, work: UnitOfWork) -> None:
    """Make the figures final, and the report without words if nobody filed one (E4)."""
    known = await work.find(DayReport, id_of(due.branch, due.day))
    work.apply(day_reports.conclude(due, known, await _figures(due.branch, due.day, work), work.now))


async def mark_report_read(command: MarkReportRead, work: UnitOfWork) -> None:
    """Note that the branch head has read the report (E4)."""
    known = await work.find(DayReport, id_of(command.branch, command.day))
    work.apply(day_reports.mark_read(known, command.by, work.now))


async def _figures(branch: str, day: str, work: UnitOfWork) -> Figures:
    """Count the lines that are in the store by now."""
    known = await work.get(Branch, branch)
    return (await work.query(day_figures, branch, day, known.timezone, work.moment)).figures
