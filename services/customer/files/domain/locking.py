"""Locking a customer file for the term that the law asks for, before it is erased (Q1)."""

from collections.abc import Sequence
from datetime import datetime

from services.customer.files.domain.credentials import CredentialRecord, RemainingHolders, release
from services.customer.files.domain.customer import NOBODY, Customer
from services.customer.files.domain.files import registered
from shared.contracts.customer import CustomerLocked
from shared.contracts.customer.base import CustomerEvent
from shared.contracts.words import Segment
from shared.domain import Decision


class KeyDestructionDue(CustomerEvent):
    """The term of a locked file is over."""

    customer: str


def lock_file(
    customer: Customer,
    by: str,
    credentials: Sequence[CredentialRecord],
    remaining: RemainingHolders,
    *,
    now: datetime,
    erase_at: datetime,
) -> Decision:
    """Close a file: nobody reads or finds it, its credentials identify nobody, its data stay under seal until
    `erase_at`. Closing it twice changes nothing."""
    if customer.erased_at is not None or customer.locked_at is not None:
        return Decision()
    locked = customer.evolve(
        masked_name=NOBODY,
        segment=Segment.MASS,
        account_manager=None,
        credentials=(),
        filed={},
        needs=(),
        locked_at=now,
        erase_at=erase_at,
    )
    event = CustomerLocked(branch=locked.branch, customer=locked.id, erase_at=erase_at, locked_by=by)
    due = KeyDestructionDue(branch=locked.branch, customer=locked.id)
    return (
        Decision()
        .then(*(release(customer, credential, remaining) for credential in credentials))
        .save(locked, registered(locked), event)
        .schedule(f"erase:{locked.id}", erase_at, due, correlation_id=locked.id)
    )
