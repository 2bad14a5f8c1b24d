"""Keeping the copy of who holds which card (D6)."""

from services.lobby.queue.domain.card_holders import Guest
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.domain import Decision
from shared.erasure import Erased
from shared.unit_of_work import UnitOfWork


async def know_guest(event: CredentialLinked, work: UnitOfWork) -> None:
    """From now on, this credential tells who has come; not of somebody who was erased since."""
    await work.find(Guest, event.credential)
    if await work.find(Erased, event.customer) is not None:
        return
    guest = Guest(
        id=event.credential,
        customer=event.customer,
        masked_name=event.masked_name,
        segment=event.segment,
        account_manager=event.account_manager,
    )
    work.apply(Decision().save(guest))


async def forget_guest(event: CredentialRevoked, work: UnitOfWork) -> None:
    """This credential stands for nobody any more, unless somebody else has it by now."""
    guest = await work.find(Guest, event.credential)
    if guest is not None and guest.customer == event.customer:
        work.apply(Decision().save(guest.forgotten()))
