"""The hall erases the name of a customer whose file was erased (Q1)."""

from services.lobby.erasure.domain import NAMES, NameErasureDue, unnamed
from shared.contracts.customer import CustomerErased
from shared.domain import Decision
from shared.erasure import AGAIN, forget
from shared.unit_of_work import UnitOfWork


async def erase_customer(event: CustomerErased | NameErasureDue, work: UnitOfWork) -> None:
    """Erase a customer's name wherever it stands, and again until none is found: no event that comes late
    brings it back (Q1)."""
    for_good = not (isinstance(event, CustomerErased) and event.withdrawn)
    found = await forget(event.customer, NAMES, unnamed, work, for_good=for_good)
    if for_good and (found or isinstance(event, CustomerErased)):
        due = NameErasureDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(Decision().schedule(f"names:{event.customer}", again, due, correlation_id=event.customer))
