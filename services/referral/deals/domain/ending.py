"""The end of a deal (A4), done or given up, and what becomes of it when account manager or customer go."""

from datetime import datetime

from services.referral.deals.domain.deal import SETTLED, Deal, DealNotDone, DealTask, Standing
from services.referral.deals.domain.groups import end_groups
from services.referral.deals.domain.moving import lasted, move
from services.referral.deals.domain.tasks import left_out
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DealCancelled,
    DealCancelReason,
    DealClosed,
    DealGiven,
    DealSkipReason,
    DealState,
    Department,
)
from shared.domain import Decision
from shared.errors import Refusal


class CustomerGone(Refusal):
    code, status = "deal_customer_gone", 409
    en, zh = "The file of this deal's customer is closed.", "该业务客户的档案已关闭。"


def close(standing: Standing, by: str, place: BranchPlace, *, now: datetime) -> Decision:
    """Close a deal all of whose tasks are settled. To close it twice changes nothing. Raises `DealEnded` for
    one that was given up, or that another has closed, `DealNotDone`, `CustomerGone`."""
    deal = standing.deal
    if deal.state is DealState.CLOSED and deal.ended_by == by:
        return Decision()
    deal.must_be_open()
    if not standing.is_done:
        raise DealNotDone
    if deal.customer is None:
        raise CustomerGone
    days = lasted(place, deal.opened_on, now)
    closed = _ended(deal, DealState.CLOSED, by, now).evolve(days=days)
    event = DealClosed(
        branch=deal.branch,
        deal=deal.id,
        customer=deal.customer,
        account_manager=deal.account_manager,
        product=deal.product,
        amount=deal.amount,
        currency=deal.currency,
        prospect=deal.prospect,
        days=days,
        closed_by=by,
    )
    return Decision().save(closed, event).then(end_groups(closed))


def cancel(
    standing: Standing, by: str, reason: DealCancelReason, place: BranchPlace, *, now: datetime
) -> Decision:
    """Give a deal up, with the tasks that are not settled. To give it up twice changes nothing. Raises
    `DealEnded` for one that is closed, or that another has given up."""
    deal = standing.deal
    if deal.state is DealState.CANCELLED and deal.ended_by == by:
        return Decision()
    deal.must_be_open()
    given_up = _ended(deal, DealState.CANCELLED, by, now).evolve(cancel_reason=reason)
    event = DealCancelled(
        branch=deal.branch,
        deal=deal.id,
        customer=deal.customer,
        account_manager=deal.account_manager,
        prospect=deal.prospect,
        product=deal.product,
        reason=reason,
        cancelled_by=by,
    )
    left = [
        left_out(standing, task, by, DealSkipReason.DEAL_ENDED, place, now=now)
        for task in standing.tasks.values()
        if task.state not in SETTLED
    ]
    tasks = move(Standing(given_up, standing.tasks), left, place, now=now)
    return Decision().save(given_up, event).then(tasks, end_groups(given_up))


def forget(standing: Standing, place: BranchPlace, *, now: datetime) -> Decision:
    """Give a deal up whose customer's file was closed, and unlink it from the customer."""
    deal = standing.deal.evolve(customer=None, opened_for=None)
    if deal == standing.deal:
        return Decision()
    if deal.state is not DealState.OPEN:
        return Decision().save(deal)
    unlinked = Standing(deal, standing.tasks)
    return cancel(unlinked, "system", DealCancelReason.FILE_CLOSED, place, now=now)


def give(standing: Standing, receiver: str, place: BranchPlace, *, now: datetime) -> Decision:
    """Let an open deal go with its customer to another account manager, who takes over what the one before
    had taken; nothing else changes."""
    deal = standing.deal
    if deal.state is not DealState.OPEN or deal.account_manager == receiver:
        return Decision()
    given = deal.evolve(account_manager=receiver)
    tasks = {
        step: task.evolve(owner=receiver) if task.owner == deal.account_manager else task
        for step, task in standing.tasks.items()
    }
    event = DealGiven(
        branch=deal.branch,
        deal=deal.id,
        customer=deal.customer,
        product=deal.product,
        account_manager=receiver,
        had_by=deal.account_manager,
        tasks=tuple(task.id for task in tasks.values() if _is_of(task, receiver)),
    )
    decision = Decision().save(given, event)
    for step, task in tasks.items():
        if task != standing.tasks[step]:
            decision.save(task)
    return decision.then(move(Standing(given, tasks), [], place, now=now))


def _is_of(task: DealTask, manager: str) -> bool:
    """Tell whether the account manager of a deal has a task: theirs, or one that waits at the branch."""
    return task.held and (task.owner == manager or (task.desk is Department.BRANCH and task.owner is None))


def _ended(deal: Deal, state: DealState, by: str, now: datetime) -> Deal:
    return deal.evolve(state=state, ended_at=now, ended_by=by, ball=())
