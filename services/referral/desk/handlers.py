"""Handlers of the need desk (A3, E4)."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.desk.commands import (
    AcknowledgeDeskNeed,
    AnswerDeskNeed,
    ChangeDeskSettings,
    NoteMarket,
    RaiseDeskNeed,
)
from services.referral.desk.domain import needs, notes
from services.referral.desk.domain.needs import (
    DeskAsking,
    DeskDeadline,
    DeskNeed,
    DeskTopic,
    Raised,
    topic_id,
)
from services.referral.desk.domain.notes import MarketCount, MarketNote, count_id
from services.referral.desk.domain.settings import BANK, DeskSettings, change_settings
from services.referral.products.domain.catalogue import Product, ProductUnknown, ProductVersion, version_id
from shared.branch_places import place_of
from shared.contracts.customer import NeedUnservable, UnservableWhy
from shared.contracts.referral import DeskAnswer, LostReason, ProductPublished, ProspectLost
from shared.unit_of_work import UnitOfWork


async def raise_desk_need(command: RaiseDeskNeed, work: UnitOfWork) -> None:
    await _raise(
        Raised(
            id=command.asking,
            branch=command.branch,
            need=command.need,
            missing=command.missing,
            by=command.by,
            customer=command.customer,
            need_id=command.need_id,
            words=command.words,
        ),
        work,
    )


async def raise_unservable(event: NeedUnservable, work: UnitOfWork) -> None:
    """Raise a need of a customer that no product serves, once (A3)."""
    if event.reason is not UnservableWhy.NO_PRODUCT:
        return
    await _raise(
        Raised(
            id=work.cause.id,
            branch=event.branch,
            need=event.need,
            by=event.closed_by,
            customer=event.customer,
            need_id=event.need_id,
            thread=work.cause.correlation_id,
        ),
        work,
    )


async def raise_lost(event: ProspectLost, work: UnitOfWork) -> None:
    """Raise the need of a prospect who was lost for want of a product, once (A3): for their account manager,
    or for the head, on whose list they were."""
    if event.reason is not LostReason.NO_PRODUCT:
        return
    await _raise(
        Raised(
            id=work.cause.id,
            branch=event.branch,
            need=event.need,
            by=event.account_manager or work.cause.actor.removeprefix("staff:"),
            customer=event.customer,
            thread=work.cause.correlation_id,
        ),
        work,
    )


async def acknowledge_desk_need(command: AcknowledgeDeskNeed, work: UnitOfWork) -> None:
    need = await work.get(DeskNeed, command.desk_need)
    work.apply(needs.acknowledge(need, command.by, now=work.now))


async def answer_desk_need(command: AnswerDeskNeed, work: UnitOfWork) -> None:
    if command.product is not None and await _has_no_version(command.product, work):
        raise ProductUnknown
    need = await work.get(DeskNeed, command.desk_need)
    topic = await _topic_of(need, work)
    work.apply(
        needs.answer(
            need,
            topic,
            command.answer,
            command.words,
            command.by,
            product=command.product,
            now=work.now,
        )
    )


async def answer_by_product(event: ProductPublished, work: UnitOfWork) -> None:
    """Answer the needs that a new version of a product names (A3)."""
    version = await work.find(ProductVersion, version_id(event.product, event.product_version))
    for id in version.terms.answers if version is not None else ():
        need = await work.find(DeskNeed, id)
        if need is not None and need.open:
            topic = await _topic_of(need, work)
            word, by = DeskAnswer.PRODUCT, event.published_by
            work.apply(needs.answer(need, topic, word, None, by, product=event.product, now=work.now))


async def pass_deadline(due: DeskDeadline, work: UnitOfWork) -> None:
    """Tell that the desk is late (A3)."""
    work.apply(needs.pass_deadline(await work.get(DeskNeed, due.desk_need), due.step))


async def change_desk_settings(command: ChangeDeskSettings, work: UnitOfWork) -> None:
    days = (command.acknowledge_days, command.answer_days)
    known = await _settings(work)
    work.apply(change_settings(known, *days, command.by, seen=command.seen, now=work.now))


async def note_market(command: NoteMarket, work: UnitOfWork) -> None:
    if await work.find(MarketNote, command.note) is not None:
        return
    place = await place_of(command.branch, work)
    month = place.day_of(work.now).isoformat()[:7]
    made = MarketNote(
        id=command.note,
        branch=command.branch,
        topic=command.topic,
        words=command.words,
        noted_by=command.by,
        noted_at=work.now,
        month=month,
    )
    work.apply(notes.note(made, await work.find(MarketCount, count_id(month, command.topic))))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Name a customer whose file was locked or erased no more (Q1)."""
    for id in await work.query(ids_of, DeskAsking, customer, FORGOTTEN_AT_ONCE):
        asking = await work.find(DeskAsking, id)
        if asking is not None:
            work.apply(needs.forget(asking))


async def _raise(raised: Raised, work: UnitOfWork) -> None:
    if await work.find(DeskAsking, raised.id) is not None:
        return
    id = topic_id(raised.need, raised.missing)
    topic, settings, place = await asyncio.gather(
        work.find(DeskTopic, id), _settings(work), place_of(raised.branch, work)
    )
    topic = topic or DeskTopic(id=id)
    known = await work.find(DeskNeed, topic.open) if topic.open else None
    work.apply(needs.raise_need(raised, topic, known, settings, place, now=work.now))


async def _has_no_version(product: str, work: UnitOfWork) -> bool:
    found = await work.find(Product, product)
    return found is None or found.current is None


async def _topic_of(need: DeskNeed, work: UnitOfWork) -> DeskTopic:
    return await work.find(DeskTopic, need.subject) or DeskTopic(id=need.subject)


async def _settings(work: UnitOfWork) -> DeskSettings:
    return await work.find(DeskSettings, BANK) or DeskSettings(id=BANK)
