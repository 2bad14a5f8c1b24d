"""Opening, changing, correcting and erasing the customer file (W2, Q1)."""

from collections.abc import Iterable

from services.customer.files.domain.corrections import NewCorrection
from services.customer.files.domain.corrections import correct_file as corrected
from services.customer.files.domain.credentials import Heirs
from services.customer.files.domain.customer import Credential, Customer, DataKey
from services.customer.files.domain.files import (
    NewAccountManager,
    NewFile,
    NewSegment,
    change_file,
    erase_file,
)
from services.customer.files.domain.files import open_file as opened
from services.customer.files.handlers.credentials import credentials_of
from shared.unit import Unit


async def open_file(new: NewFile, unit: Unit) -> bool:
    """Whether the file is new."""
    existing = await unit.find(Customer, new.id)
    known = [found for hashed in new.credentials if (found := await unit.find(Credential, hashed))]
    unit.keep(opened(new, existing, known, now=unit.now))
    return existing is None


async def change_segment(new: NewSegment, unit: Unit) -> None:
    customer = await unit.get(Customer, new.customer)
    unit.keep(change_file(customer, await credentials_of(customer, unit), segment=new.segment))


async def change_account_manager(new: NewAccountManager, unit: Unit) -> None:
    customer = await unit.get(Customer, new.customer)
    credentials = await credentials_of(customer, unit)
    unit.keep(change_file(customer, credentials, account_manager=new.account_manager))


async def correct_file(new: NewCorrection, unit: Unit) -> None:
    customer = await unit.get(Customer, new.customer)
    held = await credentials_of(customer, unit)
    known = [
        found for hashed in new.filed.values() if hashed and (found := await unit.find(Credential, hashed))
    ]
    heirs = await _heirs(customer, held, unit)
    unit.keep(corrected(customer, new, [*held, *known], heirs, now=unit.now))


async def erase_customer(customer_id: str, unit: Unit) -> None:
    customer = await unit.get(Customer, customer_id)
    key = await unit.get(DataKey, customer_id)
    held = await credentials_of(customer, unit)
    unit.keep(erase_file(customer, key, held, await _heirs(customer, held, unit), now=unit.now))


async def _heirs(customer: Customer, credentials: Iterable[Credential], unit: Unit) -> Heirs:
    """Who alone would hold what the customer lets go."""
    others = {one.id: one.others(customer.id) for one in credentials}
    return {id: await unit.get(Customer, left[0]) for id, left in others.items() if len(left) == 1}
