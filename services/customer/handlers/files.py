"""Opening, changing and erasing the customer file (W2, Q1)."""

from services.customer.domain.customer import Credential, Customer, DataKey
from services.customer.domain.files import (
    NewAccountManager,
    NewFile,
    NewSegment,
    change_file,
    erase_file,
)
from services.customer.domain.files import open_file as opened
from services.customer.handlers.credentials import credentials_of
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


async def erase_customer(customer_id: str, unit: Unit) -> None:
    customer = await unit.get(Customer, customer_id)
    key = await unit.get(DataKey, customer_id)
    unit.keep(erase_file(customer, key, await credentials_of(customer, unit), now=unit.now))
