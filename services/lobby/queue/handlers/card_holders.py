"""Keeping the copy of who holds which card (D6)."""

from services.lobby.queue.domain.card_holders import Guest
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.domain import Decision
from shared.erasure import Erased
from shared.unit import Unit


async def know_guest(event: CredentialLinked, unit: Unit) -> None:
    """From now on, this credential tells who has come; not of somebody who was erased since."""
    await unit.find(Guest, event.credential)
    if await unit.find(Erased, event.customer) is not None:
        return
    guest = Guest(
        id=event.credential,
        customer=event.customer,
        masked_name=event.masked_name,
        segment=event.segment,
        account_manager=event.account_manager,
    )
    unit.keep(Decision().put(guest))


async def forget_guest(event: CredentialRevoked, unit: Unit) -> None:
    """This credential stands for nobody any more, unless somebody else has it by now."""
    guest = await unit.find(Guest, event.credential)
    if guest is not None and guest.customer == event.customer:
        unit.keep(Decision().put(guest.forgotten()))
