"""A customer's file was erased: the hall forgets the name, wherever it stands (Q1)."""

from services.lobby.erasure.domain.erasures import NAMES, NamesDue, unnamed
from shared.contracts.customer import CustomerErased
from shared.domain import Decision
from shared.erasure import AGAIN, forget
from shared.unit import Unit


async def forget_customer(event: CustomerErased | NamesDue, unit: Unit) -> None:
    """From now on nothing names this customer, and nothing heard late brings the name back. It is looked for
    until there is nothing left to find."""
    found = await forget(event.customer, NAMES, unnamed, unit)
    if found or isinstance(event, CustomerErased):
        due = NamesDue(branch=event.branch, customer=event.customer)
        again = unit.now + AGAIN
        unit.keep(Decision().remind(f"names:{event.customer}", again, due, story=event.customer))
