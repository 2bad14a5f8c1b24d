"""Handlers of erasure: the feeds forget the name of a customer whose file was erased (Q1)."""

from services.notify.erasure.domain import NAMES, ErasureRepeatDue, unnamed
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.domain import Decision
from shared.erasure import AGAIN, forget
from shared.unit_of_work import UnitOfWork


async def forget_customer(
    event: CustomerErased | CustomerLocked | ErasureRepeatDue, work: UnitOfWork
) -> None:
    """Blank the name of this customer in every entry, and keep late events from bringing it back. It is
    looked for again until there is nothing left to find."""
    for_good = not (isinstance(event, CustomerErased) and event.withdrawn)
    found = await forget(event.customer, NAMES, unnamed, work, for_good=for_good)
    if for_good and (found or not isinstance(event, ErasureRepeatDue)):
        due = ErasureRepeatDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(Decision().schedule(f"names:{event.customer}", again, due, correlation_id=event.customer))
