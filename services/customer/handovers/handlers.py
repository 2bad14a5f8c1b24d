"""Handlers of hand-overs, and of account managers who leave (W2)."""

import asyncio
from datetime import timedelta

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.handlers import source_of
from services.customer.handovers import queries
from services.customer.handovers.commands import (
    AcceptHandOver,
    ProposeHandOver,
    ReturnHandOver,
    WithdrawHandOver,
)
from services.customer.handovers.domain import leaving, steps
from services.customer.handovers.domain.handover import (
    ACT_WITHIN,
    HandOver,
    HandOverItem,
    HandOverOver,
    HandOverTakesEffect,
    Leaving,
    NotTheProposer,
    OpenHandOver,
    PortfolioCountDue,
    PortfolioDesk,
    PortfolioReleaseDue,
    Unkept,
    UnkeptDue,
    item_id,
)
from services.customer.handovers.domain.leaving import Kept
from services.customer.handovers.domain.steps import Subject
from shared.branch_places import place_of
from shared.contracts.customer import CustomerRegistered, ReturnReason
from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.domain import Decision
from shared.errors import Refusal
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def propose_handover(command: ProposeHandOver, work: UnitOfWork) -> None:
    found, open, roster = await asyncio.gather(
        asyncio.gather(*(work.find(Customer, id) for id in command.customers)),
        asyncio.gather(*(work.find(OpenHandOver, id) for id in command.customers)),
        roster_of(command.new.branch, work),
    )
    customers = [one for one in found if one is not None]
    by_customer = {one.id: one for one in open if one is not None}
    work.apply(steps.propose(command.new, customers, by_customer, roster))


async def accept_handover(command: AcceptHandOver, work: UnitOfWork) -> int:
    """Returns how many were accepted. Of several, those that are proposed no more are passed over."""
    accepted = 0
    for customer in command.customers:
        try:
            work.apply(
                steps.accept(await _subject(command.handover, customer, work), command.by, source_of(work))
            )
        except Refusal:
            if len(command.customers) == 1:
                raise
        else:
            accepted += 1
    return accepted


async def return_handover(command: ReturnHandOver, work: UnitOfWork) -> None:
    subject = await _subject(command.handover, command.customer, work)
    work.apply(steps.give_back(subject, command.reason, now=work.now, by=command.by))


async def withdraw_handover(command: WithdrawHandOver, work: UnitOfWork) -> None:
    handover = await work.get(HandOver, command.handover)
    own = command.by in (handover.proposed_by, handover.giver)
    if not own and not (await roster_of(handover.branch, work)).has(command.by, Role.BRANCH_HEAD):
        raise NotTheProposer
    ids = [one.id for one in await work.query(queries.items_of, handover.id)]
    items = [one for one in await asyncio.gather(*(work.find(HandOverItem, id) for id in ids)) if one]
    await asyncio.gather(*(work.find(OpenHandOver, one.customer) for one in items))
    work.apply(steps.withdraw(items, handover, command.by, now=work.now))


async def take_effect(due: HandOverTakesEffect, work: UnitOfWork) -> None:
    """Give an accepted customer to their new account manager, on the day that was agreed (W2)."""
    subject = await _subject(due.handover, due.customer, work)
    work.apply(steps.take_effect(subject, source_of(work)))


async def follow_keeper(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Note who keeps a customer from now on: they leave the head's list, a hand-over that was overtaken is
    withdrawn, and a person who has left keeps nobody (W2)."""
    customer = await work.find(Customer, event.customer)
    if customer is None:
        return
    keeper, unkept = customer.account_manager, await work.find(Unkept, customer.id)
    if unkept is not None and not unkept.kept and (keeper is not None or customer.is_closed):
        work.apply(Decision().save(unkept.evolve(kept=True)))
    open = await work.find(OpenHandOver, customer.id)
    if open is not None and open.handover is not None:
        item = await work.get(HandOverItem, item_id(open.handover, customer.id))
        waits = keeper is None and unkept is not None and unkept.left_by == item.giver
        if item.giver != keeper and (customer.is_closed or not waits):
            handover = await work.get(HandOver, item.handover)
            work.apply(steps.withdraw([item], handover, None, now=work.now))
    if keeper is not None and await _has_left(keeper, customer.branch, work):
        await _begin_release(customer.branch, keeper, work)
    await _ask_for_count(customer.branch, work)


async def follow_staff(event: StaffEnrolled, work: UnitOfWork) -> None:
    """Put the customers of an account manager who has left on the head's list (W2)."""
    if Role.ACCOUNT_MANAGER not in event.roles:
        await _begin_release(event.branch, event.staff, work)
    await _ask_for_count(event.branch, work)


async def release_portfolio(due: PortfolioReleaseDue, work: UnitOfWork) -> None:
    """Put some customers of an account manager who has left on the head's list, and return what was proposed
    to them; a person who is back keeps theirs (W2)."""
    gone = await work.get(Leaving, f"{due.branch}:{due.staff}")
    if not await _has_left(due.staff, due.branch, work):
        return
    waiting = await work.query(queries.waiting_for, due.branch, due.staff)
    for item in waiting:
        subject = await _subject(item.handover, item.customer, work)
        work.apply(steps.give_back(subject, ReturnReason.RECEIVER_LEFT, now=work.now))
    ids = await work.query(queries.portfolio_of, due.branch, due.staff, queries.RELEASED_AT_ONCE)
    kept = []
    for id in ids:
        customer = await work.get(Customer, id)
        await work.find(Unkept, id)
        kept.append(Kept(customer, await _credentials_of(customer, work)))
    more = queries.RELEASED_AT_ONCE in (len(ids), len(waiting))
    work.apply(leaving.release(gone, kept, more, source_of(work)))


async def tell_head_again(due: UnkeptDue, work: UnitOfWork) -> None:
    """Tell the head of customers who still have nobody after the deadline (W2)."""
    gone = await work.get(Leaving, f"{due.branch}:{due.staff}")
    customers = await work.query(queries.count_unkept, due.branch, due.staff)
    work.apply(leaving.tell_again(gone, customers, again=work.due(timedelta(days=1))))


async def count_portfolios(due: PortfolioCountDue, work: UnitOfWork) -> None:
    """Count the portfolios of a branch, and publish those that have changed (W2)."""
    desk, roster = await _desk_of(due.branch, work), await roster_of(due.branch, work)
    managers = [one.staff for one in roster.members if Role.ACCOUNT_MANAGER in one.roles]
    counted = {}
    for staff in dict.fromkeys([*managers, *desk.held]):
        counted[staff] = await work.query(queries.count_portfolio, due.branch, staff)
    work.apply(leaving.publish_counts(desk, counted))


async def _subject(handover: str, customer: str, work: UnitOfWork) -> Subject:
    """Read all about a customer in a hand-over. Raises `HandOverOver` for one that is in none."""
    found, item, file = await asyncio.gather(
        work.get(HandOver, handover),
        work.find(HandOverItem, item_id(handover, customer)),
        work.find(Customer, customer),
    )
    if item is None or file is None:
        raise HandOverOver
    await work.find(OpenHandOver, customer)
    unkept = await work.find(Unkept, customer)
    roster = await roster_of(found.branch, work)
    return Subject(found, item, file, await _credentials_of(file, work), unkept, roster)


async def _credentials_of(customer: Customer, work: UnitOfWork) -> list[CredentialRecord]:
    return [await work.get(CredentialRecord, hashed) for hashed in customer.credentials]


async def _has_left(staff: str | None, branch: str, work: UnitOfWork) -> bool:
    return staff is not None and leaving.has_left(staff, await roster_of(branch, work))


async def _begin_release(branch: str, staff: str, work: UnitOfWork) -> None:
    known = await work.find(Leaving, f"{branch}:{staff}")
    place = await place_of(branch, work)
    day = place.calendar.add(place.day_of(work.now), ACT_WITHIN)
    act_by = place.end_of(day)
    work.apply(leaving.begin_release(branch, staff, known, now=work.now, act_by=act_by))


async def _ask_for_count(branch: str, work: UnitOfWork) -> None:
    work.apply(leaving.ask_for_count(await _desk_of(branch, work), now=work.now))


async def _desk_of(branch: str, work: UnitOfWork) -> PortfolioDesk:
    return await work.find(PortfolioDesk, branch) or PortfolioDesk(id=branch)
