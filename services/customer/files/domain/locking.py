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

STAYS = frozenset(
    {"id", "version", "branch", "sealed", "corrections", "opened_at", "place", "merged_into", "absorbed"}
)
"""Fields that stay under lock; one that is added later is emptied, unless it is named here."""


class KeyDestructionDue(CustomerEvent, zh="封存期满", en="The term of a closed file was over"):
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
    `erase_at`; all else is emptied. Closing it twice changes nothing."""
    if customer.erased_at is not None or customer.locked_at is not None:
        return Decision()
    emptied = {
        name: field.get_default(call_default_factory=True)
        for name, field in Customer.model_fields.items()
        if name not in STAYS and not field.is_required()
    }
    closed = {"masked_name": NOBODY, "segment": Segment.MASS, "locked_at": now, "erase_at": erase_at}
    locked = customer.evolve(**{**emptied, **closed})
    event = CustomerLocked(branch=locked.branch, customer=locked.id, erase_at=erase_at, locked_by=by)
    due = KeyDestructionDue(branch=locked.branch, customer=locked.id)
    return (
        Decision()
        .then(*(release(customer, credential, remaining) for credential in credentials))
        .save(locked, registered(locked), event)
        .schedule(f"erase:{locked.id}", erase_at, due, correlation_id=locked.id)
    )
