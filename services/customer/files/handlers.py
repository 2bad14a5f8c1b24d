"""Handlers of customer files: files, corrections, credentials, needs, recognition (D2, D6, W2, A1, Q1)."""

from collections.abc import Iterable

from services.customer.files.commands import (
    ChangeAccountManager,
    ChangeSegment,
    CloseNeed,
    CorrectFile,
    EraseCustomer,
    LinkCredential,
    OpenFile,
    RecordNeed,
    RevokeCredential,
)
from services.customer.files.domain import corrections, credentials, files, locking, needs
from services.customer.files.domain.credentials import CredentialRecord, RemainingHolders
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.domain.locking import KeyDestructionDue
from services.customer.retention.handlers import rules_of
from shared.contracts.customer import DataClass
from shared.contracts.lobby import CustomerArrived
from shared.unit_of_work import UnitOfWork


async def open_file(command: OpenFile, work: UnitOfWork) -> bool:
    """Returns whether the file is new."""
    new = command.file
    existing = await work.find(Customer, new.id)
    known = await _known(new.credentials, work)
    work.apply(files.open_file(new, existing, known, now=work.now))
    return existing is None


async def change_segment(command: ChangeSegment, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    held = await _held_by(customer, work)
    work.apply(files.change_file(customer, held, segment=command.segment))


async def change_account_manager(command: ChangeAccountManager, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    held = await _held_by(customer, work)
    work.apply(files.change_file(customer, held, account_manager=command.account_manager))


async def correct_file(command: CorrectFile, work: UnitOfWork) -> None:
    customer, new = await work.get(Customer, command.customer), command.correction
    held = await _held_by(customer, work)
    known = await _known((hashed for hashed in new.filed.values() if hashed), work)
    remaining = await _remaining_holders(customer, held, work)
    work.apply(corrections.correct_file(customer, new, [*held, *known], remaining, now=work.now))


async def erase_customer(command: EraseCustomer, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    term = (await rules_of(customer.branch, work)).term(DataClass.FILES)
    held = await _held_by(customer, work)
    remaining = await _remaining_holders(customer, held, work)
    if term or customer.locked_at is not None:
        erase_at = work.now + term  # a term of the law runs at no other pace
        work.apply(locking.lock_file(customer, command.by, held, remaining, now=work.now, erase_at=erase_at))
    else:
        key = await work.get(DataKey, command.customer)
        work.apply(files.erase_file(customer, key, held, remaining, now=work.now))


async def destroy_key(due: KeyDestructionDue, work: UnitOfWork) -> None:
    """Erase a locked file at the end of its term (Q1)."""
    customer, key = await work.get(Customer, due.customer), await work.get(DataKey, due.customer)
    if customer.erase_at is not None and customer.erase_at <= work.now:
        work.apply(files.erase_file(customer, key, await _held_by(customer, work), {}, now=work.now))


async def link_credential(command: LinkCredential, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    known = await work.find(CredentialRecord, command.credential)
    work.apply(credentials.link(customer, command.credential, known))


async def revoke_credential(command: RevokeCredential, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    work.apply(credentials.revoke(customer, await work.get(CredentialRecord, command.credential)))


async def record_need(command: RecordNeed, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    work.apply(needs.record_need(customer, command.need, command.word, command.by, now=work.now))


async def close_need(command: CloseNeed, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    work.apply(needs.close_need(customer, command.need, now=work.now))


async def recognise_customer(event: CustomerArrived, work: UnitOfWork) -> None:
    """Recognise a customer who arrives, by a live credential; of everybody else nothing is published (D2,
    D6)."""
    credential = await work.find(CredentialRecord, event.credential) if event.credential else None
    if credential is None or not credential.live:
        return
    customer = await work.get(Customer, credential.customer)
    recognised = credentials.recognise(event, customer)
    work.publish(recognised, subject=event.visit, correlation_id=event.visit)


async def _held_by(customer: Customer, work: UnitOfWork) -> list[CredentialRecord]:
    """Return all credentials of a customer."""
    return [await work.get(CredentialRecord, hashed) for hashed in customer.credentials]


async def _known(hashes: Iterable[str], work: UnitOfWork) -> list[CredentialRecord]:
    """Return those of these credentials that exist."""
    return [found for hashed in hashes if (found := await work.find(CredentialRecord, hashed))]


async def _remaining_holders(
    customer: Customer, held: Iterable[CredentialRecord], work: UnitOfWork
) -> RemainingHolders:
    """Return the customers who alone would hold what `customer` releases."""
    others = {credential.id: credential.others(customer.id) for credential in held}
    return {id: await work.get(Customer, left[0]) for id, left in others.items() if len(left) == 1}
