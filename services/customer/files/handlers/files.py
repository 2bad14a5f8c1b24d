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
from shared.unit_of_work import UnitOfWork


async def open_file(new: NewFile, work: UnitOfWork) -> bool:
    """Whether the file is new."""
    existing = await work.find(Customer, new.id)
    known = [found for hashed in new.credentials if (found := await work.find(Credential, hashed))]
    work.apply(opened(new, existing, known, now=work.now))
    return existing is None


async def change_segment(new: NewSegment, work: UnitOfWork) -> None:
    customer = await work.get(Customer, new.customer)
    work.apply(change_file(customer, await credentials_of(customer, work), segment=new.segment))


async def change_account_manager(new: NewAccountManager, work: UnitOfWork) -> None:
    customer = await work.get(Customer, new.customer)
    credentials = await credentials_of(customer, work)
    work.apply(change_file(customer, credentials, account_manager=new.account_manager))


async def correct_file(new: NewCorrection, work: UnitOfWork) -> None:
    customer = await work.get(Customer, new.customer)
    held = await credentials_of(customer, work)
    known = [
        found for hashed in new.filed.values() if hashed and (found := await work.find(Credential, hashed))
    ]
    heirs = await _heirs(customer, held, work)
    work.apply(corrected(customer, new, [*held, *known], heirs, now=work.now))


async def erase_customer(customer_id: str, work: UnitOfWork) -> None:
    customer = await work.get(Customer, customer_id)
    key = await work.get(DataKey, customer_id)
    held = await credentials_of(customer, work)
    work.apply(erase_file(customer, key, held, await _heirs(customer, held, work), now=work.now))


async def _heirs(customer: Customer, credentials: Iterable[Credential], work: UnitOfWork) -> Heirs:
    """Who alone would hold what the customer lets go."""
    others = {one.id: one.others(customer.id) for one in credentials}
    return {id: await work.get(Customer, left[0]) for id, left in others.items() if len(left) == 1}
