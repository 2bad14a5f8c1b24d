"""The day report over HTTP (E4): as JSON, as a page to print, as CSV, as a workbook; filed, and read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field, StringConstraints

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.journal.api import DayPath
from services.lobby.report.commands import FileReport, MarkReportRead
from services.lobby.report.domain.day_reports import DayReport, NoReport, ReportNotFiled, id_of
from services.lobby.report.domain.figures import Figures
from services.lobby.report.labels import LANGUAGES
from services.lobby.report.queries import ViewReports, day_figures, find_report, latest_reports
from services.lobby.report.rendering import ReportView, as_csv, as_page, as_workbook
from shared import clock
from shared.accesses import put_export_on_record
from shared.aside import made_aside
from shared.contracts.lobby.words import ReportSection
from shared.costly import in_turn
from shared.errors import NotFound
from shared.fields import Given
from shared.printed import WORKBOOK
from shared.privacy import open_words, seal_words
from shared.rights import may_at_branch
from shared.runtime import Caller, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}/reports", tags=["reports"])
STATIC = "/api/lobby/static"
LISTED = 60
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Language = Annotated[Literal["zh", "en"], Query(alias="language")]


class ReportWords(Given):
    """The manager's words to the figures, by section; empty ones are left out."""

    words: dict[ReportSection, Text] = Field(default={}, max_length=len(ReportSection), repr=False)


class ReportNow(BaseModel):
    """A report as it stands. `state`: open while it is not filed (the figures are of now), made when nobody
    filed it in time, filed, read."""

    branch: str
    day: str
    today: str
    state: Literal["open", "made", "filed", "read"]
    made_at: datetime
    filed_by: str | None
    filed_at: datetime | None
    read_by: str | None
    read_at: datetime | None
    figures: Figures
    words: dict[ReportSection, str]


class ReportListed(BaseModel):
    """One entry of the list of reports."""

    day: str
    filed_by: str | None
    read_by: str | None
    arrivals: int
    served: int
    complaints: int


@router.get("")
async def listed(branch: Annotated[str, may_at_branch(ViewReports)], caller: Caller) -> list[ReportListed]:
    """The latest reports of a branch."""
    return [
        ReportListed(
            **one.model_dump(include={"day", "filed_by", "read_by"}),
            arrivals=one.figures.arrivals,
            served=one.figures.served,
            complaints=one.figures.complaints.opened,
        )
        for one in await latest_reports(caller.runtime.store, branch, LISTED)
    ]


async def report_view(
    id: Annotated[str, may_at_branch(ViewReports)], day: DayPath, caller: Caller
) -> ReportView:
    """Dependency: the report of a day in the form in which it is rendered, after it was put on record who
    takes it along."""
    runtime = caller.runtime
    branch = await _branch(id, runtime)
    report, _ = await _report(branch, day, runtime)
    await put_export_on_record(caller.request, f"{branch.id} {day}")
    zone = ZoneInfo(branch.timezone)

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else None

    return ReportView(
        branch=branch.id,
        name=(branch.name_zh, branch.name_en),
        day=day,
        figures=report.figures,
        words={str(section): text for section, text in _clear(report, runtime).items()},
        made=local(report.made_at) or "",
        filed=local(report.filed_at),
        filed_by=report.filed_by,
        read_by=report.read_by,
        transactions={word: (one.zh, one.en) for word, one in branch.transactions.items()},
    )


@router.get("/{day}.html", response_class=HTMLResponse, dependencies=[in_turn])
async def page(view: Annotated[ReportView, Depends(report_view)], language: Language = "zh") -> HTMLResponse:
    """The report as a page of its own, to print."""
    made = await made_aside(as_page, view, LANGUAGES[language])
    return HTMLResponse(made)


@router.get("/{day}.csv", response_class=Response, dependencies=[in_turn])
async def table(view: Annotated[ReportView, Depends(report_view)], language: Language = "zh") -> Response:
    """The report as CSV."""
    made = await made_aside(as_csv, view, LANGUAGES[language])
    return _download(made, "text/csv; charset=utf-8", view, "csv")


@router.get("/{day}.xlsx", response_class=Response, dependencies=[in_turn])
async def workbook(view: Annotated[ReportView, Depends(report_view)], language: Language = "zh") -> Response:
    """The report as a workbook: figures, hours."""
    made = await made_aside(as_workbook, view, LANGUAGES[language])
    return _download(made, WORKBOOK, view, "xlsx")


@router.get("/{day}", dependencies=[in_turn])
async def one(branch: Annotated[str, may_at_branch(ViewReports)], day: DayPath, caller: Caller) -> ReportNow:
    """The report of a day; of one that is not filed, the figures as they stand."""
    known = await _branch(branch, caller.runtime)
    report, state = await _report(known, day, caller.runtime)
    return ReportNow(
        today=day_of(known.timezone, clock.now()),
        state=state,
        words=_clear(report, caller.runtime),
        **report.model_dump(include=ReportNow.model_fields.keys() - {"today", "state", "words"}),
    )


@router.post("/{day}/file", status_code=204)
async def file(
    branch: Annotated[str, may_at_branch(FileReport)], day: DayPath, words: ReportWords, caller: Caller
) -> None:
    """File the report of a day, with the manager's words."""
    await _report(await _branch(branch, caller.runtime), day, caller.runtime)
    master = caller.runtime.settings.keys("master_key")
    sealed = {
        section: kept
        for section, text in words.words.items()
        if (kept := seal_words(master, _place(branch, day, section), text))
    }
    await caller.execute(FileReport(branch, day, caller.person.staff, sealed), branch)


@router.post("/{day}/read", status_code=204)
async def read(branch: Annotated[str, may_at_branch(MarkReportRead)], day: DayPath, caller: Caller) -> None:
    """Note that the branch head has read the report."""
    await _branch(branch, caller.runtime)
    if await find_report(caller.runtime.store, branch, day) is None:
        raise ReportNotFiled
    await caller.execute(MarkReportRead(branch, day, caller.person.staff), branch)


async def _branch(id: str, runtime: ServiceRuntime) -> Branch:
    found = await runtime.store.find(Branch, id)
    if found is None:
        raise NotFound(f"branches/{id}")
    return found


async def _report(
    branch: Branch, day: str, runtime: ServiceRuntime
) -> tuple[DayReport, Literal["open", "made", "filed", "read"]]:
    """Return the report that is kept, or one of the log as it stands. Raises `NoReport`."""
    kept = await find_report(runtime.store, branch.id, day)
    if kept is not None:
        return kept, "read" if kept.read_at else "filed" if kept.filed_at else "made"
    moment = runtime.moment
    key = (branch.id, day, branch.timezone)
    figures, at = await runtime.costly.once(key, lambda: _folded(branch, day, moment, runtime))
    return DayReport(id=id_of(branch.id, day), branch=branch.id, day=day, figures=figures, made_at=at), "open"


async def _folded(
    branch: Branch, day: str, moment: clock.Moment, runtime: ServiceRuntime
) -> tuple[Figures, datetime]:
    """Count the log of a day; return the figures and of when they are. Raises `NoReport`."""
    figures, lines = await day_figures(runtime.store, branch.id, day, branch.timezone, moment)
    if not lines and day != day_of(branch.timezone, moment.now):
        raise NoReport
    return figures, moment.now


def _clear(report: DayReport, runtime: ServiceRuntime) -> Mapping[ReportSection, str]:
    """Return the manager's words in the clear, in the order of the sections."""
    master = runtime.settings.keys("master_key")
    return {
        section: open_words(master, _place(report.branch, report.day, section), report.words[section]) or ""
        for section in ReportSection
        if section in report.words
    }


def _download(content: bytes, kind: str, view: ReportView, ending: str) -> Response:
    name = f"{view.branch}-{view.day}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _place(branch: str, day: str, section: str) -> str:
    """Return the name under which the words of a section are sealed."""
    return f"reports/{branch}/{day}/{section}"
