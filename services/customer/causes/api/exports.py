"""Exports of customers over HTTP (Q1): on record, stamped, and masked for who may not see the data."""

from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Query as QueryParameter

from services.customer.audit.access import record_export
from services.customer.audit.export import ExportFormat, Stamp
from services.customer.audit.queries import ViewAudit
from services.customer.causes.portfolio_files import write_portfolio
from services.customer.causes.queries import AT_MOST, ExportPortfolio, keepers_of
from services.customer.files.api.reading import may_see_personal_data
from shared import clock
from shared.costly import in_turn
from shared.errors import Refusal
from shared.rights import may_at_queried_branch
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/exports", tags=["exports"])


class TooManyToExport(Refusal):
    code, status = "too_many_to_export", 409
    en, zh = "More than 20,000 customers; export them by account manager.", "客户超过两万，请按客户经理导出。"


@router.get("/portfolio", dependencies=[in_turn])
async def export_portfolio(
    branch: Annotated[str, may_at_queried_branch(ExportPortfolio)],
    caller: Caller,
    format: Annotated[ExportFormat, QueryParameter()] = ExportFormat.CSV,
    account_manager: Annotated[str | None, QueryParameter(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] = None,
) -> Response:
    """A file with the customers of an account manager: of the one who asks, for head and auditor of anybody,
    or of the whole branch. Names are masked and phones left out for who does not see them."""
    whole = caller.may(ViewAudit, branch)
    manager = account_manager if whole else caller.person.staff
    keepers = await keepers_of(caller.runtime.store, branch, manager, AT_MOST + 1)
    if len(keepers) > AT_MOST:
        raise TooManyToExport
    seen = {keeper for keeper in {*keepers.values()} if may_see_personal_data(caller, branch, keeper)}
    fields = ("name", "phone") if seen else ("masked_name",)
    await record_export(caller, branch, keepers, fields, purpose="export_portfolio")
    stamp = Stamp(caller.person.staff, branch, clock.now(), len(keepers))
    master = caller.runtime.settings.keys("master_key")
    recorded = {id: keeper in seen for id, keeper in keepers.items()}
    content = await caller.runtime.store.aside(write_portfolio, master, format, stamp, manager, recorded)
    name = f"portfolio-{branch}-{stamp.at:%Y%m%d-%H%M%S}.{format.value}"
    return Response(
        content,
        media_type=format.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
