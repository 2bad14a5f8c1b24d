"""A customer's file was erased: the hall forgets the name, wherever it stands (Q1)."""

from services.lobby.erasure.domain.erasures import NAMES, NamesDue, unnamed
from shared.contracts.customer import CustomerErased
from shared.domain import Decision
from shared.erasure import AGAIN, forget
from shared.unit_of_work import UnitOfWork


async def forget_customer(event: CustomerErased | NamesDue, work: UnitOfWork) -> None:
    """From now on nothing names this customer, and nothing heard late brings the name back. It is looked for
    until there is nothing left to find."""
    found = await forget(event.customer, NAMES, unnamed, work)
    if found or isinstance(event, CustomerErased):
        due = NamesDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(Decision().schedule(f"names:{event.customer}", again, due, correlation_id=event.customer))
