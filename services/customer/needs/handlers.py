"""Handlers of needs (D4, A1)."""

import asyncio

from services.customer.files.domain.customer import Customer
from services.customer.needs import domain
from services.customer.needs.commands import (
    AssignNeed,
    DeclineNeed,
    FulfilNeed,
    GiveUpNeed,
    OfferForNeed,
    QualifyNeed,
    RecordNeed,
)
from services.customer.needs.domain import Need, NeedDeadline
from services.customer.needs.queries import need_ids_of
from shared.branch_places import BranchPlace, place_of
from shared.contracts.customer import (
    CustomerErased,
    CustomerLocked,
    CustomerRegistered,
    CustomersMerged,
    MergeUndone,
)
from shared.contracts.lobby import NeedRecorded
from shared.editions import mark_of, must_be_as_marked
from shared.unit_of_work import UnitOfWork


async def record_need(command: RecordNeed, work: UnitOfWork) -> None:
    if await work.find(Need, command.need) is not None:
        return
    customer = await work.get(Customer, command.customer)
    place = await place_of(customer.branch, work)
    work.apply(
        domain.state_need(
            customer, command.need, command.word, command.by, place, now=work.now, words=command.words
        )
    )


async def state_need_of_hall(event: NeedRecorded, customer: Customer, work: UnitOfWork) -> None:
    """State a need that was recorded on the floor, once. Raises `TooManyNeeds`."""
    if await work.find(Need, event.record) is not None:
        return
    place = await place_of(customer.branch, work)
    work.apply(
        domain.state_need(
            customer,
            event.record,
            event.need,
            event.recorded_by,
            place,
            now=work.now,
            visit=event.visit,
        )
    )


async def qualify_need(command: QualifyNeed, work: UnitOfWork) -> None:
    need, customer, place = await _whole(command.need, work)
    work.apply(domain.qualify(need, customer, command.by, command.due, place, now=work.now))


async def offer_for_need(command: OfferForNeed, work: UnitOfWork) -> None:
    need, customer, place = await _whole(command.need, work)
    work.apply(domain.offer(need, customer, command.by, command.due, command.words, place, now=work.now))


async def assign_need(command: AssignNeed, work: UnitOfWork) -> None:
    need, customer, place = await _whole(command.need, work)
    decision = domain.assign(need, customer, command.by, command.owner, command.due, place, now=work.now)
    if decision.changes:
        must_be_as_marked(command.seen, mark_of(need.owner, need.due))
    work.apply(decision)


async def fulfil_need(command: FulfilNeed, work: UnitOfWork) -> None:
    need, customer, _ = await _whole(command.need, work)
    work.apply(domain.fulfil(need, customer, command.by, now=work.now))


async def decline_need(command: DeclineNeed, work: UnitOfWork) -> None:
    need, customer, _ = await _whole(command.need, work)
    work.apply(domain.decline(need, customer, command.by, command.reason, now=work.now))


async def give_up_need(command: GiveUpNeed, work: UnitOfWork) -> None:
    need, customer, _ = await _whole(command.need, work)
    work.apply(domain.give_up(need, customer, command.by, command.reason, now=work.now))


async def pass_deadline(due: NeedDeadline, work: UnitOfWork) -> None:
    """Tell that a need was not taken further in time (A1)."""
    need = await work.get(Need, due.need)
    customer, place = await work.find(Customer, need.customer), await place_of(need.branch, work)
    work.apply(domain.pass_deadline(need, customer, place))


async def follow_manager(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let the open needs go with the customer to another account manager (A1)."""
    customer = await work.find(Customer, event.customer)
    if customer is None or not customer.needs:
        return
    by = work.cause.actor.removeprefix("staff:")
    for need in await asyncio.gather(*(work.find(Need, one.id) for one in customer.needs)):
        if need is not None:
            work.apply(domain.follow_manager(need, customer, by))


async def follow_merge(event: CustomersMerged | MergeUndone, work: UnitOfWork) -> None:
    """Let open needs go with the file in which they stand now (W2)."""
    for id in (event.customer, event.merged):
        customer = await work.find(Customer, id)
        for one in customer.needs if customer is not None else ():
            need = await work.find(Need, one.id)
            if need is not None and customer is not None:
                work.apply(domain.follow_file(need, customer))


async def forget_customer(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Close the needs of a customer whose file was locked or erased, without a word about them (Q1)."""
    ids = await work.query(need_ids_of, event.customer)
    for need in await asyncio.gather(*(work.find(Need, id) for id in ids)):
        if need is not None:
            work.apply(domain.forget(need))


async def _whole(id: str, work: UnitOfWork) -> tuple[Need, Customer, BranchPlace]:
    need = await work.get(Need, id)
    customer = await work.get(Customer, need.customer)
    customer.must_exist()
    return need, customer, await place_of(customer.branch, work)
