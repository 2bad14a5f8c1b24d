"""A territory report to print, as CSV and as a workbook (R1)."""

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from services.referral.territory.api.reports import EditionNumber, shown
from services.referral.territory.domain.reports import TerritoryReport
from services.referral.territory.queries import ViewTerritory, find_report
from services.referral.territory.rendering import EN, ZH, TerritoryView, as_csv, as_page, as_workbook
from shared.accesses import put_export_on_record
from shared.aside import made_aside
from shared.branch_places import place_of
from shared.costly import in_turn
from shared.printed import WORKBOOK
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/referral/territory/{report}/export", tags=["territory"])
STATIC = "/api/referral/static"
LANGUAGES = {"zh": ZH, "en": EN}
Language = Annotated[Literal["zh", "en"], Query(alias="language")]


async def report_view(
    report: Annotated[TerritoryReport, may_on(find_report, ViewTerritory, "report")],
    caller: Caller,
    edition: EditionNumber = None,
) -> TerritoryView:
    """Dependency: an edition in the form in which it is rendered, after it was put on record who takes it
    along."""
    found = await shown(caller, report, edition)
    await put_export_on_record(caller.request, f"{found.branch} {found.period}")
    zone, place = ZoneInfo(found.timezone), await place_of(found.branch, caller.runtime.store)

    def local(at: datetime) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    return TerritoryView(
        branch=found.branch,
        names=(place.name_zh or found.branch, place.name_en or found.branch),
        period=found.period,
        days=f"{found.first_day} – {found.last_day}",
        edition=found.edition,
        made=local(found.made_at),
        signed=local(found.signed_at) if found.signed_at else None,
        signed_by=found.signed_by,
        figures=found.figures,
        forecast=found.forecast,
        because=found.because,
        changes=found.different,
        words=found.words,
        taken=local(caller.runtime.moment.now),
        taken_by=caller.person.staff,
    )


View = Annotated[TerritoryView, Depends(report_view)]


@router.get("/report.html", response_class=HTMLResponse, dependencies=[in_turn])
async def page(view: View, language: Language = "zh") -> HTMLResponse:
    """The report as a page of its own, to print."""
    made = await made_aside(as_page, view, LANGUAGES[language])
    return HTMLResponse(made)


@router.get("/report.csv", response_class=Response, dependencies=[in_turn])
async def table(view: View, language: Language = "zh") -> Response:
    """The report as CSV."""
    made = await made_aside(as_csv, view, LANGUAGES[language])
    return _download(made, "text/csv; charset=utf-8", view, "csv")


@router.get("/report.xlsx", response_class=Response, dependencies=[in_turn])
async def workbook(view: View, language: Language = "zh") -> Response:
    """The report as a workbook."""
    made = await made_aside(as_workbook, view, LANGUAGES[language])
    return _download(made, WORKBOOK, view, "xlsx")


def _download(content: bytes, kind: str, view: TerritoryView, ending: str) -> Response:
    name = f"{view.branch}-{view.period}-{view.edition}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
