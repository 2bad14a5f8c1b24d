"""The day report (日报, E4): the figures of the day with the manager's words, to the branch head at close."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from services.lobby.report.domain.figures import Figures
from shared.contracts.lobby import DayReportFiled, DayReportRead, LobbyEvent
from shared.contracts.lobby.words import ReportSection
from shared.domain import Decision, Document
from shared.errors import Refusal

MEET_WITHIN = timedelta(minutes=3)
"""The time in which a VIP is to be met: as soon as the lobby manager must have taken note of one (D6)."""
FILE_WITHIN = timedelta(minutes=30)
"""The time for the manager's words, after the branch has closed."""


class ReportRead(Refusal):
    code, status = "report_read", 409
    en, zh = (
        "The branch head has read this report; write what is missing into the log.",
        "负责人已阅该日报，补充内容请写入工作日志。",
    )


class NoReport(Refusal):
    code, status = "no_report", 404
    en, zh = (
        "There is no report of this day, and no log to make one from.",
        "当日没有日报，也没有可供汇总的日志。",
    )


class ReportNotFiled(Refusal):
    code, status = "report_not_filed", 409
    en, zh = "This report is not filed yet.", "该日报尚未提交。"


class ReportConclusionDue(LobbyEvent):
    """Conclude the report of a day: the branch has closed, and the time to file it has run out."""

    day: str


class DayReport(Document):
    """The report of a day; its id is ``<branch>/<day>``. It stays when the log of the day is gone.

    `words` are sealed. `filed_by` is None if nobody filed it and it was made without words.
    """

    collection: ClassVar[str] = "reports"

    branch: str
    day: str
    figures: Figures
    made_at: datetime
    words: dict[ReportSection, bytes] = {}
    filed_by: str | None = None
    filed_at: datetime | None = None
    read_by: str | None = None
    read_at: datetime | None = None


def id_of(branch: str, day: str) -> str:
    """Return the id of the report of a day."""
    return f"{branch}/{day}"


def schedule_conclusion(branch: str, day: str, due: datetime) -> Decision:
    """Schedule the conclusion of the day's report; a day that is closed again waits anew."""
    id = id_of(branch, day)
    return Decision().schedule(
        f"report:{id}", due, ReportConclusionDue(branch=branch, day=day), correlation_id=id
    )


def file(
    branch: str,
    day: str,
    by: str,
    words: Mapping[ReportSection, bytes],
    known: DayReport | None,
    figures: Figures,
    now: datetime,
) -> Decision:
    """File the report, or file it anew as long as the head has not read it. Raises `ReportRead`."""
    if known is not None and known.read_at is not None:
        raise ReportRead
    report = DayReport(
        id=id_of(branch, day),
        branch=branch,
        day=day,
        figures=figures,
        made_at=now,
        words=dict(words),
        filed_by=by,
        filed_at=now,
    )
    return Decision().save(report, _filed(report))


def conclude(due: ReportConclusionDue, known: DayReport | None, figures: Figures, now: datetime) -> Decision:
    """Make the figures final. A report that nobody filed is published without words; one that was read with
    other figures is published, and to be read, anew."""
    if known is None:
        id = id_of(due.branch, due.day)
        report = DayReport(id=id, branch=due.branch, day=due.day, figures=figures, made_at=now)
        return Decision().save(report, _filed(report))
    final = known.evolve(figures=figures, made_at=now)
    if known.read_at is None:
        return Decision().save(final)
    if known.figures == figures:
        return Decision()
    return Decision().save(final.evolve(read_by=None, read_at=None), _filed(final))


def mark_read(known: DayReport | None, by: str, now: datetime) -> Decision:
    """Note that the branch head has read the report; published once. Raises `ReportNotFiled`."""
    if known is None:
        raise ReportNotFiled
    if known.read_at is not None:
        return Decision()
    event = DayReportRead(branch=known.branch, day=known.day, read_by=by, filed_by=known.filed_by)
    return Decision().save(known.evolve(read_by=by, read_at=now), event)


def reopen(known: DayReport | None) -> Decision:
    """Take back that the report was read, since the day goes on after all."""
    if known is None or known.read_at is None:
        return Decision()
    return Decision().save(known.evolve(read_by=None, read_at=None))


def _filed(report: DayReport) -> DayReportFiled:
    return DayReportFiled(
        branch=report.branch,
        day=report.day,
        filed_by=report.filed_by,
        arrivals=report.figures.arrivals,
        served=report.figures.served,
        complaints=report.figures.complaints.opened,
    )
