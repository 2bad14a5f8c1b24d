"""Exports of customers over HTTP (Q1): on record, stamped, and masked for who may not see the data."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Query as QueryParameter

from services.customer.audit.access import record_export
from services.customer.audit.export import ExportFormat, Stamp, write_export
from services.customer.audit.queries import ViewAudit
from services.customer.causes.queries import ExportPortfolio, customers_of, data_keys_of
from services.customer.files.api.reading import sees_personal_data
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.sealing import open_person
from shared import clock
from shared.costly import in_turn
from shared.errors import Refusal
from shared.privacy import SealingKey
from shared.rights import may_at_queried_branch
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/exports", tags=["exports"])
AT_MOST = 20_000
HEADER = (
    "客户 Customer",
    "姓名 Name",
    "电话 Phone",
    "层级 Segment",
    "客户经理 Account manager",
    "建档 Opened",
)


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
    customers = await customers_of(caller.runtime.store, branch, manager, AT_MOST + 1)
    if len(customers) > AT_MOST:
        raise TooManyToExport
    clear = {one.id for one in customers if sees_personal_data(caller, one)}
    ids = [one.id for one in customers]
    fields = ("name", "phone") if clear else ("masked_name",)
    await record_export(caller, branch, ids, fields, purpose="export_portfolio")
    stamp = Stamp(caller.person.staff, branch, clock.now(), len(customers))
    rows = await _rows(caller, customers, clear)
    content = await asyncio.to_thread(write_export, format, stamp, HEADER, rows)
    name = f"portfolio-{branch}-{stamp.at:%Y%m%d-%H%M%S}.{format.value}"
    return Response(
        content,
        media_type=format.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _rows(caller: Asking, customers: list[Customer], clear: set[str]) -> list[tuple[str, ...]]:
    keys = await data_keys_of(caller.runtime.store, sorted(clear))
    master = caller.runtime.settings.keys("master_key")

    def opened() -> list[tuple[str, ...]]:
        return [_row(one, keys.get(one.id) if one.id in clear else None, master) for one in customers]

    return await asyncio.to_thread(opened)


def _row(customer: Customer, key: DataKey | None, master: SealingKey) -> tuple[str, ...]:
    person = open_person(master, customer, key) if key is not None else None
    return (
        customer.id,
        person.name if person else customer.masked_name,
        person.phone if person else "",
        f"{customer.segment.zh} {customer.segment.en}",
        customer.account_manager or "",
        customer.opened_at.date().isoformat(),
    )
