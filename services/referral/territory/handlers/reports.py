"""Handlers of territory reports (R1): filed by their timer, made anew for late facts, signed, read."""

from datetime import date, timedelta

from services.referral.plans.domain.achievements import Achievement
from services.referral.plans.domain.facts import day_of, facts_of, undone_by
from services.referral.plans.domain.periods import Period, period_of, read_period
from services.referral.plans.handlers.counting import record
from services.referral.plans.queries import last_numbers, lines_between
from services.referral.territory.commands import (
    FileTerritoryReport,
    MarkTerritoryRead,
    SignTerritoryReport,
    WriteTerritoryWords,
)
from services.referral.territory.domain import facts, reports
from services.referral.territory.domain.figures import counted
from services.referral.territory.domain.pipeline import Conversions
from services.referral.territory.domain.reports import (
    KINDS,
    ReportEdition,
    TerritoryReport,
    TerritoryReportDue,
    TerritoryRevisionDue,
    edition_id,
    report_id,
)
from shared.branch_places import place_of
from shared.contracts.base import Event
from shared.contracts.lobby import BranchOpened
from shared.contracts.referral import BusinessReported, GoalMetric
from shared.unit_of_work import UnitOfWork

LATE_WAIT = timedelta(minutes=30)
"""The time for which late facts are gathered before a report has another edition."""


async def schedule_reports(event: BranchOpened, work: UnitOfWork) -> None:
    """Have the reports of a branch made when its week and its month end (R1)."""
    work.apply(reports.schedule_first(event.branch, await place_of(event.branch, work), work.now))


async def count_for_report(event: Event, work: UnitOfWork) -> None:
    """Count what a report counts beside the achievements of goals (R1)."""
    place = await place_of(event.branch, work)
    await record(event.branch, facts.facts_of(event, place, work.cause.time), work)


async def notice_late_facts(event: Event, work: UnitOfWork) -> None:
    """Have another edition made of the reports whose period had ended when a fact of it came (R1)."""
    place = await place_of(event.branch, work)
    today = place.day_of(work.now)
    for day in await _days_of(event, work):
        for period in (period_of(day, kind) for kind in KINDS):
            if period.last < today:
                report = await work.find(TerritoryReport, report_id(event.branch, period.name))
                if report is not None:
                    work.apply(reports.notice_late(report, work.due(LATE_WAIT)))


async def file_due_report(due: TerritoryReportDue, work: UnitOfWork) -> None:
    """File the report of a week or a month that has ended, and have the next one made (R1)."""
    period, place = read_period(due.period), await place_of(due.branch, work)
    await _file(due.branch, period, work, by=None)
    work.apply(reports.schedule(due.branch, period.next, place))


async def revise_report(due: TerritoryRevisionDue, work: UnitOfWork) -> None:
    """Bring late facts into a report, as another edition (R1)."""
    report = await work.get(TerritoryReport, due.report)
    await _file(report.branch, read_period(report.period), work, by=None)


async def file_territory_report(command: FileTerritoryReport, work: UnitOfWork) -> None:
    place = await place_of(command.branch, work)
    period = reports.must_be_reported(command.period, place.day_of(work.now))
    await _file(command.branch, period, work, by=command.by)


async def write_territory_words(command: WriteTerritoryWords, work: UnitOfWork) -> None:
    report, last = await _last_of(command.report, work)
    work.apply(reports.write_words(report, last, command.by, command.words))


async def sign_territory_report(command: SignTerritoryReport, work: UnitOfWork) -> None:
    report, last = await _last_of(command.report, work)
    work.apply(reports.sign(report, last, command.edition, command.by, work.now))


async def mark_territory_read(command: MarkTerritoryRead, work: UnitOfWork) -> None:
    report, last = await _last_of(command.report, work)
    work.apply(reports.mark_read(report, last, command.edition, command.by))


async def _last_of(id: str, work: UnitOfWork) -> tuple[TerritoryReport, ReportEdition]:
    """Return a report with its last edition. Raises `NotFound`."""
    report = await work.get(TerritoryReport, id)
    return report, await work.get(ReportEdition, edition_id(id, report.edition))


async def _file(branch: str, period: Period, work: UnitOfWork, *, by: str | None) -> None:
    """File a report with the lines that are in the store by now: first how far they go, then they."""
    id, place = report_id(branch, period.name), await place_of(branch, work)
    known = await work.find(TerritoryReport, id)
    before = await work.find(ReportEdition, edition_id(id, known.edition)) if known else None
    upto = await work.query(last_numbers, branch, period.years)
    lines = counted(await work.query(lines_between, branch, period.first, period.last), upto)
    decision, new = reports.file(
        known,
        before,
        branch=branch,
        period=period,
        lines=lines,
        upto=upto,
        conversions=await work.find(Conversions, branch) or Conversions(id=branch),
        whole=period.last < place.day_of(work.now),
        by=by,
        again=work.due(LATE_WAIT),
        now=work.now,
    )
    work.apply(decision)
    for line in new:
        if line.metric == GoalMetric.DEALS_CLOSED and not line.undoes:
            _tell_deal(line, period, (known.edition if known else 0) + 1, work)


def _tell_deal(line: Achievement, period: Period, edition: int, work: UnitOfWork) -> None:
    """Tell that a deal has come to a report, in the chain of what the deal began with."""
    event = BusinessReported(
        branch=line.branch,
        deal=line.subject,
        report=report_id(line.branch, period.name),
        period=period.name,
        edition=edition,
    )
    work.publish(event, subject=line.subject, correlation_id=line.correlation)


async def _days_of(event: Event, work: UnitOfWork) -> set[date]:
    """Return the days of the branch to which an event adds, or from which it takes."""
    place = await place_of(event.branch, work)
    days = {fact.day for fact in facts_of(event, place, work.cause.time)}
    if type(event) in facts.METRICS:
        days.add(day_of(event, place, work.cause.time))
    for undone in undone_by(event):
        first = await work.find(Achievement, undone.undoes)
        days |= {date.fromisoformat(first.day)} if first is not None else set()
    return days
