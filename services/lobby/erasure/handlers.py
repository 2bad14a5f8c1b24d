"""The hall erases the name of a customer whose file was erased (Q1)."""

from services.lobby.erasure.domain import NAMES, NameErasureDue, unnamed
from services.lobby.erasure.queries import drop_hashes
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.domain import Decision
from shared.erasure import AGAIN, forget
from shared.unit_of_work import UnitOfWork


async def erase_customer(event: CustomerErased | CustomerLocked | NameErasureDue, work: UnitOfWork) -> None:
    """Erase a customer's name and the hashes of their cards wherever they stand, and again until none is
    found: no event that comes late brings them back (Q1). A file that was only withdrawn may be opened
    again."""
    for_good = not (isinstance(event, CustomerErased) and event.withdrawn)
    found = await forget(event.customer, NAMES, unnamed, work, for_good=for_good)
    hashes = await work.query(drop_hashes, event.customer)
    if for_good and (found or hashes or not isinstance(event, NameErasureDue)):
        due = NameErasureDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(Decision().schedule(f"names:{event.customer}", again, due, correlation_id=event.customer))
