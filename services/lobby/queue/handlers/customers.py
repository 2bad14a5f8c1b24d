"""Keeping what lobby knows of customers: who holds which card, and what they need (D3, D6)."""

import asyncio

from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from shared.contracts.customer import CredentialLinked, CredentialRevoked, CustomerRecognised
from shared.domain import Decision
from shared.erasure import Erased
from shared.unit_of_work import UnitOfWork


async def keep_card_holder(event: CredentialLinked, work: UnitOfWork) -> None:
    """Keep who holds a card (D6); not of a customer who was erased since."""
    await work.find(CardHolder, event.credential)
    if await work.find(Erased, event.customer) is not None:
        return
    card_holder = CardHolder(
        id=event.credential,
        customer=event.customer,
        masked_name=event.masked_name,
        segment=event.segment,
        account_manager=event.account_manager,
    )
    work.apply(Decision().save(card_holder))


async def forget_card_holder(event: CredentialRevoked, work: UnitOfWork) -> None:
    """Forget who held a card, unless another customer holds it by now."""
    card_holder = await work.find(CardHolder, event.credential)
    if card_holder is not None and card_holder.customer == event.customer:
        work.apply(Decision().save(card_holder.forgotten()))


async def note_needs(event: CustomerRecognised, work: UnitOfWork) -> None:
    """Show what a recognised customer also needs to the person who serves them (D3, D6)."""
    visit, erased = await asyncio.gather(work.find(Visit, event.visit), work.find(Erased, event.customer))
    if visit is not None and erased is None and visit.needs != event.needs:
        work.apply(Decision().save(visit.evolve(needs=event.needs)))
