"""Territory reports over HTTP (R1): listed, opened down to their lines, filed, signed, read."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from services.referral.fields import CURRENCY_OR_NONE, Skip
from services.referral.plans.api.goals import LineNow, shown_line
from services.referral.plans.domain.periods import PeriodKind, read_period
from services.referral.plans.queries import PAGE
from services.referral.territory.commands import (
    FileTerritoryReport,
    MarkTerritoryRead,
    SignTerritoryReport,
    WriteTerritoryWords,
)
from services.referral.territory.domain.figures import Change, Figure
from services.referral.territory.domain.forecast import Forecast
from services.referral.territory.domain.reports import (
    ReportEdition,
    ReportOfOtherPeriod,
    TerritoryReport,
    must_be_reported,
    report_id,
)
from services.referral.territory.queries import (
    ViewTerritory,
    editions_in,
    find_edition,
    find_report,
    lines_of_edition,
    reports_of,
)
from shared.branch_places import place_of
from shared.commands import Command
from shared.contracts.referral import RevisionCause
from shared.errors import NotFound
from shared.fields import Given, Readable, Whole
from shared.privacy import open_words, seal_words
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/referral", tags=["territory"])
Text = Annotated[Readable, StringConstraints(max_length=4000)]
EditionNumber = Annotated[int | None, Query(ge=1, le=10_000)]


class FileForm(Given):
    """The period of which a report is wanted."""

    period: str = Field(max_length=10)


class WordsForm(Given):
    """One's own words; none take them back."""

    words: Text | None = Field(default=None, repr=False)


class EditionForm(Given):
    """The edition that is meant: what was read is what is signed."""

    edition: Annotated[Whole, Field(ge=1, le=10_000)]


class ReportListed(BaseModel):
    """One entry of the list of reports."""

    report: str
    branch: str
    period: str
    edition: int
    made_at: datetime
    whole: bool
    changes: int
    signed: bool
    signed_by: str | None
    read: bool


class ReportNow(ReportListed):
    """An edition of a report, with the words of its people by who wrote them, in the order of their ids.
    `last` is the last edition, `last_signed` the last one that is signed; `because` and `different` tell what
    differs from the one before."""

    last: int
    last_signed: int | None
    kind: PeriodKind
    first_day: str
    last_day: str
    timezone: str
    filed_by: str | None
    signed_at: datetime | None
    words: dict[str, str]
    figures: tuple[Figure, ...]
    forecast: Forecast
    because: RevisionCause | None
    different: tuple[Change, ...]


class FigureLines(BaseModel):
    """The lines behind a figure: their sum is the figure. `more`: there are others behind these."""

    total: int
    lines: list[LineNow]
    more: bool


@router.get("/branches/{branch}/territory")
async def list_reports(
    branch: Annotated[str, may_at_branch(ViewTerritory)],
    caller: Caller,
    kind: PeriodKind = PeriodKind.WEEK,
) -> list[ReportListed]:
    """The last reports of a branch, of its weeks or of its months."""
    found = await reports_of(caller.runtime.store, branch, kind)
    editions = await editions_in(caller.runtime.store, found)
    return [listed(one, editions[one.id], caller) for one in found if one.id in editions]


@router.post("/branches/{branch}/territory", status_code=201)
async def file_report(
    branch: Annotated[str, may_at_branch(FileTerritoryReport)], form: FileForm, caller: Caller
) -> ReportNow:
    """File the report of a week or a month as it stands, before it ends."""
    place = await place_of(branch, caller.runtime.store)
    period = must_be_reported(form.period, place.day_of(caller.runtime.moment.now))
    command = FileTerritoryReport(branch, period.name, caller.person.staff)
    await caller.execute(command, branch)
    found = await find_report(caller.runtime.store, report_id(branch, period.name))
    if found is None:
        raise ReportOfOtherPeriod
    return await shown(caller, found, None)


@router.get("/territory/{report}")
async def view_report(
    report: Annotated[TerritoryReport, may_on(find_report, ViewTerritory, "report")],
    caller: Caller,
    edition: EditionNumber = None,
) -> ReportNow:
    """A report: its last edition, or one of before."""
    return await shown(caller, report, edition)


@router.get("/territory/{report}/lines")
async def list_lines(
    report: Annotated[TerritoryReport, may_on(find_report, ViewTerritory, "report")],
    metric: Annotated[str, Query(pattern=r"^[a-z_]{1,40}$")],
    caller: Caller,
    currency: Annotated[str, Query(pattern=CURRENCY_OR_NONE)] = "",
    edition: EditionNumber = None,
    new: bool = False,
    skip: Skip = 0,
) -> FigureLines:
    """The lines behind a figure of an edition, 200 from `skip` on; with `new`, those that the edition before
    did not count."""
    known = await edition_of(caller, report, edition)
    lines = await lines_of_edition(caller.runtime.store, report, known)
    before = await find_edition(caller.runtime.store, report.id, known.edition - 1) if new else None
    since = before.upto if before is not None else {}
    meant = [
        line
        for line in lines
        if (line.metric, line.currency) == (metric, currency) and line.number > since.get(line.day[:4], 0)
    ]
    page = meant[skip : skip + PAGE]
    return FigureLines(
        total=sum(line.amount for line in meant),
        lines=[shown_line(line) for line in page],
        more=len(meant) > skip + PAGE,
    )


@router.put("/territory/{report}/words")
async def write_words(
    report: Annotated[TerritoryReport, may_on(find_report, WriteTerritoryWords, "report")],
    form: WordsForm,
    caller: Caller,
) -> ReportNow:
    """Write my words to a report; they are sealed."""
    staff = caller.person.staff
    sealed = seal_words(caller.runtime.settings.keys("master_key"), _place(report.id, staff), form.words)
    return await _execute(caller, WriteTerritoryWords(report.id, staff, sealed), report)


@router.post("/territory/{report}/sign")
async def sign_report(
    report: Annotated[TerritoryReport, may_on(find_report, SignTerritoryReport, "report")],
    form: EditionForm,
    caller: Caller,
) -> ReportNow:
    """Sign an edition for those above."""
    return await _execute(caller, SignTerritoryReport(report.id, form.edition, caller.person.staff), report)


@router.post("/territory/{report}/read")
async def mark_read(
    report: Annotated[TerritoryReport, may_on(find_report, MarkTerritoryRead, "report")],
    form: EditionForm,
    caller: Caller,
) -> ReportNow:
    """Note that I have read an edition."""
    return await _execute(caller, MarkTerritoryRead(report.id, form.edition, caller.person.staff), report)


async def edition_of(caller: Asking, report: TerritoryReport, edition: int | None) -> ReportEdition:
    """Return an edition of a report, the last one without a number. Raises `NotFound`."""
    found = await find_edition(caller.runtime.store, report.id, edition or report.edition)
    if found is None:
        raise NotFound(f"territory/{report.id}")
    return found


def listed(report: TerritoryReport, edition: ReportEdition, caller: Asking) -> ReportListed:
    """Show a report in a list; `read` is that of the person who asks."""
    return ReportListed(**_fields(report, edition, caller))


async def shown(caller: Asking, report: TerritoryReport, number: int | None) -> ReportNow:
    """Show an edition of a report with the words in the clear."""
    edition = await edition_of(caller, report, number)
    master, period = caller.runtime.settings.keys("master_key"), read_period(report.period)
    place = await place_of(report.branch, caller.runtime.store)
    words = {
        staff: open_words(master, _place(report.id, staff), sealed) or ""
        for staff, sealed in sorted(edition.words.items())
    }
    return ReportNow(
        **_fields(report, edition, caller),
        last=report.edition,
        last_signed=report.signed or None,
        kind=report.kind,
        first_day=period.first.isoformat(),
        last_day=period.last.isoformat(),
        timezone=place.timezone,
        filed_by=edition.filed_by,
        signed_at=edition.signed_at,
        words=words,
        figures=edition.figures,
        forecast=edition.forecast,
        because=edition.because,
        different=edition.changes,
    )


def _fields(report: TerritoryReport, edition: ReportEdition, caller: Asking) -> dict[str, object]:
    return {
        "report": report.id,
        "branch": report.branch,
        "period": report.period,
        "edition": edition.edition,
        "made_at": edition.made_at,
        "whole": edition.whole,
        "changes": len(edition.changes),
        "signed": edition.signed_by is not None,
        "signed_by": edition.signed_by,
        "read": report.read.get(caller.person.staff) == edition.edition,
    }


async def _execute(caller: Asking, command: Command, report: TerritoryReport) -> ReportNow:
    """Carry out a command and show the report after it."""
    await caller.execute(command, report.branch)
    after = await find_report(caller.runtime.store, report.id)
    if after is None:
        raise NotFound(f"territory/{report.id}")
    return await shown(caller, after, None)


def _place(report: str, staff: str) -> str:
    """Return the name under which the words of a person are sealed."""
    return f"territory/{report}/{staff}"
