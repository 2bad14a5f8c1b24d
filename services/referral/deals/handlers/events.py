"""Reactions of deals (A4) to their own events, and to what happens with customers and their keepers."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.deals.domain import ending, flags
from services.referral.deals.domain.deal import Deal
from services.referral.deals.domain.estimate import estimate
from services.referral.deals.domain.times import StepTimes, TaskEvent, fold, times_id
from services.referral.deals.handlers.deals import curves_of, whole
from services.referral.deals.queries import open_deals_of_customer
from shared.branch_places import place_of
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerHandedOver,
    CustomerRecognised,
    CustomerRegistered,
    CustomersMerged,
    MergeUndone,
)
from shared.contracts.referral import (
    DealFlagCause,
    DealLateness,
    DealPromiseMoved,
    DealState,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOverdue,
    DealTaskReturned,
    PromiseMove,
)
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork

MOVES: dict[type[object], PromiseMove] = {
    DealTaskDone: PromiseMove.STEP_DONE,
    DealTaskReturned: PromiseMove.STEP_RETURNED,
    DealTaskCancelled: PromiseMove.STEP_LEFT_OUT,
    DealTaskOverdue: PromiseMove.STEP_LATE,
}
Moving = DealTaskDone | DealTaskReturned | DealTaskCancelled | DealTaskOverdue


async def fold_times(event: TaskEvent, work: UnitOfWork) -> None:
    """Keep how long a step waited or took."""
    id = times_id(event.branch, event.template, event.step)
    known = await work.find(StepTimes, id) or StepTimes(
        id=id,
        branch=event.branch,
        template=event.template,
        step=event.step,
        zh=event.step_zh,
        en=event.step_en,
        department=event.department,
    )
    place = await place_of(event.branch, work)
    after = fold(known, event, place.day_of(work.cause.time).isoformat())
    if after != known:
        work.apply(Decision().save(after))


async def move_promise(event: Moving, work: UnitOfWork) -> None:
    """Estimate anew when a deal will be done, and tell if the day has moved."""
    if isinstance(event, DealTaskOverdue) and event.what is not DealLateness.NOT_DONE:
        return
    standing, place = await whole(event.deal, work)
    deal = standing.deal
    if deal.state is not DealState.OPEN or standing.is_done:
        return
    curves = await curves_of(deal.branch, deal.template, [one.step for one in deal.steps], place, work)
    promise = estimate(deal.steps, standing.tasks, curves, place, now=work.now)
    if promise == deal.promise:
        return
    before = deal.promise.promised_on if deal.promise else None
    moved_event = DealPromiseMoved(
        branch=deal.branch,
        deal=deal.id,
        customer=deal.customer,
        account_manager=deal.account_manager,
        product=deal.product,
        before=before,
        promised_on=promise.promised_on,
        because=MOVES[type(event)],
        step=event.step,
        step_zh=event.step_zh,
        step_en=event.step_en,
    )
    moved = before != promise.promised_on
    work.apply(Decision().save(deal.evolve(promise=promise), *([moved_event] if moved else [])))


async def flag_complaint(event: CaseOpened, work: UnitOfWork) -> None:
    """Put a complaint of a customer on their open deals."""
    if event.customer is None:
        return
    for deal in await _open_deals(event.customer, work):
        work.apply(
            flags.raise_flag(deal, DealFlagCause.COMPLAINT, visit=event.visit, case=event.case, now=work.now)
        )


async def settle_complaint(event: CaseSettled, work: UnitOfWork) -> None:
    """Note on the deals of a customer that their complaint was settled."""
    if event.customer is None:
        return
    for deal in await _open_deals(event.customer, work):
        work.apply(flags.settle_complaint(deal, event.case, now=work.now))


async def flag_hall_visit(event: CustomerRecognised, work: UnitOfWork) -> None:
    """Put it on the open deals of a customer that they are in the hall."""
    for deal in await _open_deals(event.customer, work):
        work.apply(
            flags.raise_flag(deal, DealFlagCause.HALL_VISIT, visit=event.visit, case=None, now=work.now)
        )


async def give_deals(event: CustomerHandedOver, work: UnitOfWork) -> None:
    """Let the open deals of a customer go with them to another account manager; one that a third one leads
    stays with them."""
    await _follow(event.customer, event.giver, event.receiver, work)


async def follow_keeper(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let the open deals of a customer go with them from the account manager whom they had, and from one who
    has left (W2)."""
    if event.account_manager is not None and not event.opened:
        await _follow(event.customer, event.had_by, event.account_manager, work)


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Give up the open deals of a customer, and unlink all of theirs (Q1); again, it changes nothing."""
    for id in await work.query(ids_of, Deal, customer, FORGOTTEN_AT_ONCE):
        standing, place = await whole(id, work)
        if standing.deal.customer == customer:
            work.apply(ending.forget(standing, place, now=work.now))


async def follow_merge(event: CustomersMerged, work: UnitOfWork) -> None:
    """Let the deals of a file go with it into another one."""
    for id in await work.query(ids_of, Deal, event.merged):
        deal = await work.get(Deal, id)
        work.apply(Decision().save(deal.evolve(customer=event.customer)))


async def undo_merge(event: MergeUndone, work: UnitOfWork) -> None:
    """Give a file that stands for itself again the deals that were opened for it."""
    for id in await work.query(ids_of, Deal, event.merged, None, "opened_for"):
        deal = await work.get(Deal, id)
        if deal.customer == event.customer:
            work.apply(Decision().save(deal.evolve(customer=event.merged)))


async def _follow(customer: str, giver: str | None, receiver: str, work: UnitOfWork) -> None:
    """Give the open deals of a customer that `giver` had, or who has left, to `receiver`."""
    for id in await work.query(open_deals_of_customer, customer):
        standing, place = await whole(id, work)
        roster, manager = await roster_of(standing.deal.branch, work), standing.deal.account_manager
        if manager == giver or not roster.has(manager, Role.ACCOUNT_MANAGER):
            work.apply(ending.give(standing, receiver, place, now=work.now))


async def _open_deals(customer: str, work: UnitOfWork) -> list[Deal]:
    ids = await work.query(open_deals_of_customer, customer)
    return list(await asyncio.gather(*(work.get(Deal, id) for id in ids)))
