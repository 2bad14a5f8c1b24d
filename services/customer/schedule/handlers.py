"""Handlers that enter into schedules what other work has for a day (Q2). They come in order."""

from services.customer.schedule.domain import entries
from services.customer.schedule.domain.entries import EntryKind, ScheduleEntry, entry_id
from services.customer.schedule.queries import entries_of_customer
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.contracts.referral import (
    DealGiven,
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    PlanItemAdded,
    PlanItemDone,
    PlanItemDropped,
    PlanItemMoved,
    ProspectForgotten,
    ProspectGiven,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectParked,
    ProspectStepSet,
    ProspectWon,
)
from shared.unit_of_work import UnitOfWork

PROSPECT, TASK, ITEM = EntryKind.PROSPECT, EntryKind.DEAL_TASK, EntryKind.PLAN_ITEM


async def enter_step(event: ProspectOpened | ProspectStepSet, work: UnitOfWork) -> None:
    """Enter the next step with a prospect (A2, Q2)."""
    await _enter_prospect(event, event.next_step, event.next_on, work)


async def follow_stage(event: ProspectMoved, work: UnitOfWork) -> None:
    """Follow a prospect to the next step of another stage; an end takes it out (A2, Q2)."""
    if event.after.is_end:
        await _close(PROSPECT, event.prospect, work)
    elif event.next_on is not None:
        await _enter_prospect(event, event.next_step or "", event.next_on, work)


async def park_step(event: ProspectParked, work: UnitOfWork) -> None:
    """Enter the day on which a prospect comes back (A2, Q2)."""
    await _enter_prospect(event, event.next_step, event.until, work)


async def give_step(event: ProspectGiven, work: UnitOfWork) -> None:
    """Let a next step go with its prospect to another account manager (W2, Q2)."""
    known = await _find(PROSPECT, event.prospect, work)
    work.apply(entries.give(known, event.account_manager, work.now))


async def end_step(event: ProspectWon | ProspectLost | ProspectForgotten, work: UnitOfWork) -> None:
    """Take out the next step of a prospect that has ended (A2, Q2)."""
    await _close(PROSPECT, event.prospect, work)


async def enter_task(event: DealTaskOffered | DealTaskAccepted, work: UnitOfWork) -> None:
    """Enter a task of a deal for whoever has it; one that waits for a department is nobody's (A4, Q2)."""
    await _enter_task(
        event, event.deal_owner or (event.account_manager if event.role is None else None), work
    )


async def return_task(event: DealTaskReturned, work: UnitOfWork) -> None:
    """Enter a task that was returned to the account manager; take out one that went to a step (A4, Q2)."""
    await _enter_task(event, None if event.returned_to else event.account_manager, work)


async def give_tasks(event: DealGiven, work: UnitOfWork) -> None:
    """Let the tasks of an account manager go with their deal to another one (A4, Q2)."""
    for task in event.tasks:
        known = await _find(TASK, task, work)
        if known is not None and known.staff == event.had_by:
            work.apply(entries.give(known, event.account_manager, work.now))


async def end_task(event: DealTaskDone | DealTaskCancelled, work: UnitOfWork) -> None:
    """Take out a task that is done or left out (A4, Q2)."""
    await _close(TASK, event.task, work)


async def enter_item(event: PlanItemAdded | PlanItemMoved, work: UnitOfWork) -> None:
    """Enter an item of a work plan (Q2)."""
    work.apply(
        entries.put(
            await _find(ITEM, event.plan_item, work),
            branch=event.branch,
            staff=event.item_owner,
            kind=ITEM,
            subject=event.plan_item,
            day=event.due,
            word=event.item,
            now=work.now,
        )
    )


async def end_item(event: PlanItemDone | PlanItemDropped, work: UnitOfWork) -> None:
    """Take out an item that is done or dropped (Q2)."""
    await _close(ITEM, event.plan_item, work)


async def forget_customer(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Take out what is about a customer whose file was locked or erased (Q1)."""
    for id in await work.query(entries_of_customer, event.customer):
        entry = await work.find(ScheduleEntry, id)
        if entry is not None:
            work.apply(entries.forget(entry, work.now))


async def _enter_prospect(
    event: ProspectOpened | ProspectStepSet | ProspectMoved | ProspectParked,
    word: str,
    day: str,
    work: UnitOfWork,
) -> None:
    work.apply(
        entries.put(
            await _find(PROSPECT, event.prospect, work),
            branch=event.branch,
            staff=event.account_manager or "",
            kind=PROSPECT,
            subject=event.prospect,
            day=day,
            word=word,
            customer=event.customer,
            now=work.now,
        )
    )


async def _enter_task(
    event: DealTaskOffered | DealTaskAccepted | DealTaskReturned, staff: str | None, work: UnitOfWork
) -> None:
    if staff is None:
        await _close(TASK, event.task, work)
        return
    work.apply(
        entries.put(
            await _find(TASK, event.task, work),
            branch=event.branch,
            staff=staff,
            kind=TASK,
            subject=event.task,
            day=event.due,
            zh=event.step_zh,
            en=event.step_en,
            customer=event.customer,
            now=work.now,
        )
    )


async def _close(kind: EntryKind, subject: str, work: UnitOfWork) -> None:
    work.apply(entries.close(await _find(kind, subject, work), work.now))


async def _find(kind: EntryKind, subject: str, work: UnitOfWork) -> ScheduleEntry | None:
    return await work.find(ScheduleEntry, entry_id(kind, subject))
