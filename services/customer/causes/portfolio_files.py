"""The file of a portfolio (Q1), written aside: it opens thousands of seals."""

from collections.abc import Mapping

from services.customer.audit.export import ExportFormat, Stamp, write_export
from services.customer.causes.queries import AT_MOST, customers_of, data_keys_of
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.sealing import open_person
from shared.privacy import SealingKey
from shared.store import Store

HEADER = (
    "客户 Customer",
    "姓名 Name",
    "电话 Phone",
    "层级 Segment",
    "客户经理 Account manager",
    "建档 Opened",
)


async def write_portfolio(
    store: Store,
    master: SealingKey,
    form: ExportFormat,
    stamp: Stamp,
    manager: str | None,
    recorded: Mapping[str, bool],
) -> bytes:
    """Write the customers of a branch, of one account manager or all, that are `recorded` as exported: in the
    clear where True, else with names masked and phones left out."""
    found = await customers_of(store, stamp.branch, manager, AT_MOST + 1)
    customers = [one for one in found if one.id in recorded]
    keys = await data_keys_of(store, [one.id for one in customers if recorded[one.id]])
    return write_export(form, stamp, HEADER, [_row(one, keys.get(one.id), master) for one in customers])


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
