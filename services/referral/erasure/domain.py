"""Forgetting a customer, some documents at a time (Q1)."""

from datetime import datetime

from shared.contracts.customer import CustomerErased
from shared.contracts.referral import ReferralEvent
from shared.domain import Decision


class ForgettingDue(ReferralEvent):
    """A customer was forgotten in part, a moment ago: what is left is looked for. `withdrawn`: their file was
    only withdrawn, and may be opened again. A timer."""

    customer: str
    withdrawn: bool = False


def is_withdrawn(event: object) -> bool:
    """Tell whether a file was withdrawn, with the import that had opened it."""
    return isinstance(event, CustomerErased | ForgettingDue) and event.withdrawn


def go_on(branch: str, customer: str, *, withdrawn: bool, again: datetime) -> Decision:
    """Have what is left looked for `again`."""
    due = ForgettingDue(branch=branch, customer=customer, withdrawn=withdrawn)
    return Decision().schedule(f"forgetting:{customer}", again, due, correlation_id=customer)
