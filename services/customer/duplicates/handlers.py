"""Handlers of duplicate files (W2, Q1)."""

from services.customer.duplicates.commands import MergeCustomers, RejectDuplicate, UndoMerge
from services.customer.duplicates.domain import merging, similarity
from services.customer.duplicates.domain.merging import Merge, MergeUndoOver
from services.customer.duplicates.queries import merges_of
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.domain.files import erase_file
from services.customer.files.domain.locking import lock_file
from services.customer.files.handlers import source_of
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.unit_of_work import UnitOfWork


async def merge_customers(command: MergeCustomers, work: UnitOfWork) -> None:
    survivor = await work.get(Customer, command.survivor)
    merged = await work.get(Customer, command.merged)
    hashes = dict.fromkeys((*survivor.credentials, *merged.credentials))
    held = [await work.get(CredentialRecord, hashed) for hashed in hashes]
    work.apply(merging.merge(survivor, merged, command.merge, held, source_of(work), work.moment))


async def undo_merge(command: UndoMerge, work: UnitOfWork) -> None:
    record = await work.get(Merge, command.merge)
    survivor, merged = await work.get(Customer, record.survivor), await work.get(Customer, record.merged)
    held = [await work.get(CredentialRecord, one.id) for one in record.credentials_after]
    work.apply(merging.undo(record, survivor, merged, held, command.by, source_of(work)))


async def reject_duplicate(command: RejectDuplicate, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    work.apply(similarity.reject(customer.branch, customer.id, command.other, command.by))


async def forget_undo(timer: MergeUndoOver, work: UnitOfWork) -> None:
    work.apply(merging.forget(await work.get(Merge, timer.merge)))


async def lock_merged(event: CustomerLocked, work: UnitOfWork) -> None:
    """Lock the files that were merged into one that was closed, until the same day (Q1)."""
    for id in await work.query(merges_of, event.customer):
        record = await work.get(Merge, id)
        work.apply(merging.forget(record))
        if record.survivor == event.customer and record.undone_at is None:
            merged = await work.get(Customer, record.merged)
            work.apply(lock_file(merged, event.locked_by, [], {}, now=work.now, erase_at=event.erase_at))


async def erase_merged(event: CustomerErased, work: UnitOfWork) -> None:
    """Erase the files that were merged into that of a customer who was erased, and what would undo it
    (Q1)."""
    for id in await work.query(merges_of, event.customer):
        record = await work.get(Merge, id)
        work.apply(merging.forget(record))
        if record.survivor == event.customer and record.undone_at is None:
            merged, key = await work.get(Customer, record.merged), await work.get(DataKey, record.merged)
            work.apply(erase_file(merged, key, [], {}, now=work.now))
