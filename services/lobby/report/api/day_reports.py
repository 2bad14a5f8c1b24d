"""The day report over HTTP (E4): as JSON, as a page to print, as CSV, as a workbook; filed, and read."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as File
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field, StringConstraints

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.branch.domain.branches import Branch, day_of, end_of
from services.lobby.branch.queries import find_branch
from services.lobby.journal.api.logbook import DayPath
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import (
    MEET_WITHIN,
    DayReport,
    Filing,
    NoReport,
    Reading,
    ReportNotFiled,
    Section,
    id_of,
)
from services.lobby.report.domain.figures import Figures
from services.lobby.report.domain.labels import LANGUAGES
from services.lobby.report.domain.rendering import Printed, as_csv, as_workbook, page
from services.lobby.report.handlers.day_reports import file_report, read_report
from shared import clock
from shared.access import Person, SignedIn
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}/reports", tags=["reports"])
FILES_IT, READS_IT = (Role.LOBBY_MANAGER,), (Role.BRANCH_HEAD,)
READERS = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD, Role.REGION_HEAD, Role.AUDITOR)
STATIC = "/api/lobby/static"
FILES = StaticFiles(directory=File(__file__).parents[2] / "web")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 60
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Language = Annotated[Literal["zh", "en"], Query(alias="language")]


class Words(Given):
    """What the manager says to the figures, by section; what is empty is left out."""

    words: dict[Section, Text] = Field(default={}, max_length=len(Section), repr=False)


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
    words: dict[Section, str]


class Filed(BaseModel):
    """One line of the list of reports."""

    day: str
    filed_by: str | None
    read_by: str | None
    arrivals: int
    served: int
    complaints: int


@router.get("")
async def listed(branch: BranchPath, runtime: Runtime, person: SignedIn) -> list[Filed]:
    """The latest reports of a branch."""
    person.must(branch, *READERS)
    return [
        Filed(
            **one.model_dump(include={"day", "filed_by", "read_by"}),
            arrivals=one.figures.arrivals,
            served=one.figures.served,
            complaints=one.figures.complaints.opened,
        )
        for one in await store.day_reports(runtime.store, branch, LISTED)
    ]


@router.get("/{day}.html", response_class=HTMLResponse)
async def as_page(
    branch: BranchPath, day: DayPath, runtime: Runtime, person: SignedIn, language: Language = "zh"
) -> HTMLResponse:
    """The report as a page of its own, to print."""
    printed = await _printed(branch, day, runtime, person)
    return HTMLResponse(page(printed, LANGUAGES[language]), headers={"cache-control": "no-store"})


@router.get("/{day}.csv", response_class=Response)
async def as_table(
    branch: BranchPath, day: DayPath, runtime: Runtime, person: SignedIn, language: Language = "zh"
) -> Response:
    """The report as CSV."""
    printed = await _printed(branch, day, runtime, person)
    return _download(as_csv(printed, LANGUAGES[language]), "text/csv; charset=utf-8", printed, "csv")


@router.get("/{day}.xlsx", response_class=Response)
async def as_sheets(
    branch: BranchPath, day: DayPath, runtime: Runtime, person: SignedIn, language: Language = "zh"
) -> Response:
    """The report as a workbook: figures, hours."""
    printed = await _printed(branch, day, runtime, person)
    return _download(as_workbook(printed, LANGUAGES[language]), WORKBOOK, printed, "xlsx")


@router.get("/{day}")
async def one(branch: BranchPath, day: DayPath, runtime: Runtime, person: SignedIn) -> ReportNow:
    """The report of a day; of one that is not filed, the figures as they stand."""
    place = await _branch(branch, runtime, person, READERS)
    report, state = await _report(place, day, runtime)
    return ReportNow(
        today=day_of(place.timezone, clock.now()),
        state=state,
        words=_clear(report, runtime),
        **report.model_dump(include=ReportNow.model_fields.keys() - {"today", "state", "words"}),
    )


@router.post("/{day}/file", status_code=204)
async def file(
    branch: BranchPath, day: DayPath, words: Words, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """File the report of a day, with the manager's words."""
    place = await _branch(branch, runtime, person, FILES_IT)
    await _report(place, day, runtime)
    master = runtime.settings.key("master_key")
    sealed = {
        section: kept
        for section, text in words.words.items()
        if (kept := seal_words(master, _place(branch, day, section), text))
    }
    await runtime.command(request, person, branch, file_report, Filing(branch, day, person.staff, sealed))


@router.post("/{day}/read", status_code=204)
async def read(
    branch: BranchPath, day: DayPath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """The branch head has read it."""
    await _branch(branch, runtime, person, READS_IT)
    if await store.day_report(runtime.store, branch, day) is None:
        raise ReportNotFiled
    await runtime.command(request, person, branch, read_report, Reading(branch, day, person.staff))


async def _branch(branch: str, runtime: ServiceRuntime, person: Person, roles: tuple[Role, ...]) -> Branch:
    person.must(branch, *roles)
    place = await find_branch(runtime.store, branch)
    if place is None:
        raise NotFound(f"branches/{branch}")
    return place


async def _report(
    place: Branch, day: str, runtime: ServiceRuntime
) -> tuple[DayReport, Literal["open", "made", "filed", "read"]]:
    """The report that is kept, or one of the log as it stands. Raises `NoReport`."""
    kept = await store.day_report(runtime.store, place.id, day)
    if kept is not None:
        return kept, "read" if kept.read_at else "filed" if kept.filed_at else "made"
    now = clock.now()
    lines = await store.day_lines(runtime.store, place.id, day)
    if not lines and day != day_of(place.timezone, now):
        raise NoReport
    figures = fold(
        lines,
        timezone=place.timezone,
        until=min(end_of(day, place.timezone), now),
        meet_within=MEET_WITHIN / runtime.settings.pace,
    )
    return DayReport(id=id_of(place.id, day), branch=place.id, day=day, figures=figures, made_at=now), "open"


async def _printed(branch: str, day: str, runtime: ServiceRuntime, person: Person) -> Printed:
    place = await _branch(branch, runtime, person, READERS)
    report, _ = await _report(place, day, runtime)
    zone = ZoneInfo(place.timezone)

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else None

    return Printed(
        branch=branch,
        name=(place.name_zh, place.name_en),
        day=day,
        figures=report.figures,
        words={str(section): text for section, text in _clear(report, runtime).items()},
        made=local(report.made_at) or "",
        filed=local(report.filed_at),
        filed_by=report.filed_by,
        read_by=report.read_by,
        transactions={word: (one.zh, one.en) for word, one in place.transactions.items()},
    )


def _clear(report: DayReport, runtime: ServiceRuntime) -> Mapping[Section, str]:
    """The manager's words in the clear, in the order of the sections."""
    master = runtime.settings.key("master_key")
    return {
        section: open_words(master, _place(report.branch, report.day, section), report.words[section]) or ""
        for section in Section
        if section in report.words
    }


def _download(content: bytes, kind: str, printed: Printed, ending: str) -> Response:
    name = f"{printed.branch}-{printed.day}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _place(branch: str, day: str, section: str) -> str:
    return f"reports/{branch}/{day}/{section}"
