"""Handlers of deals (A4): opened, their tasks worked on, ended."""

import asyncio
from dataclasses import replace

from services.referral.deals.commands import (
    AddToTeam,
    BlockTask,
    CancelDeal,
    CloseDeal,
    FinishTask,
    FormWorkingGroup,
    GiveDeal,
    LeaveOutTask,
    OpenDeal,
    PublishDealTemplate,
    PutBackTask,
    RemoveFromTeam,
    ResumeTask,
    ReturnTask,
    TakeTask,
    UnblockTask,
)
from services.referral.deals.domain import ending, groups, lateness, opening, tasks, templates
from services.referral.deals.domain.deal import Deal, DealTask, Standing, task_id
from services.referral.deals.domain.estimate import StepCurve, curve_of
from services.referral.deals.domain.groups import GroupDay
from services.referral.deals.domain.moving import DealTaskCheck
from services.referral.deals.domain.opening import Business, ProspectDeal
from services.referral.deals.domain.templates import (
    BANK,
    STANDARD,
    DealTemplate,
    TemplateShelf,
    TemplateUnknown,
    current,
    template_id,
)
from services.referral.deals.domain.times import StepTimes, times_id
from services.referral.products.handlers import customer_at, must_suit_customer
from services.referral.prospects.domain.prospect import NotOfThisProspect, Prospect
from services.referral.referrals.domain.referral import NotAnAccountManager
from shared.branch_places import BranchPlace, place_of
from shared.contracts.referral import ProspectStage
from shared.contracts.words import Role
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def publish_template(command: PublishDealTemplate, work: UnitOfWork) -> None:
    shelf = await shelf_of(command.scope, work)
    number = shelf.latest.get(command.template, 0)
    latest = await work.find(DealTemplate, template_id(shelf.id, command.template, number))
    said = command.zh, command.en, command.steps
    if latest is not None and command.over == number - 1 and latest.says(*said):
        return  # what was sent has been published
    work.apply(
        templates.publish(
            shelf,
            command.template,
            command.zh,
            command.en,
            command.steps,
            command.by,
            over=command.over,
            now=work.now,
        )
    )


async def open_deal(command: OpenDeal, work: UnitOfWork) -> None:
    """Open a deal by the template that counts at its branch, once under an id. Nothing that does not suit the
    customer becomes a deal; the account manager who opens one, or for whom it is opened by who covers them,
    keeps the customer; the head may name another."""
    if await work.find(Deal, command.deal) is not None:
        return
    business = await _of_prospect(command.business, work)
    customer = await customer_at(business.customer, business.branch, work)
    await must_suit_customer(business.product, business.customer, business.branch, work)
    template = await template_of(command.template, business.branch, work)
    roster, place = await asyncio.gather(roster_of(business.branch, work), place_of(business.branch, work))
    curves = await curves_of(
        business.branch, template.template, [s.step for s in template.steps], place, work
    )
    decision = opening.open_deal(
        command.deal, business, template, command.team, curves, roster, command.by, place, now=work.now
    )
    if command.covers or command.by == business.account_manager:
        customer.must_be_kept_by(business.account_manager)
    work.apply(decision)


async def take_task(command: TakeTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(tasks.take(standing, command.step, command.by, place, now=work.now))


async def put_back_task(command: PutBackTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    head = command.as_head
    work.apply(tasks.put_back(standing, command.step, command.by, place, as_head=head, now=work.now))


async def block_task(command: BlockTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(
        tasks.block(
            standing,
            command.step,
            command.by,
            command.reason,
            place,
            as_head=command.as_head,
            now=work.now,
        )
    )


async def unblock_task(command: UnblockTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    head = command.as_head
    work.apply(tasks.unblock(standing, command.step, command.by, place, as_head=head, now=work.now))


async def return_task(command: ReturnTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(
        tasks.give_back(
            standing,
            command.step,
            command.by,
            command.reason,
            place,
            as_head=command.as_head,
            now=work.now,
        )
    )


async def resume_task(command: ResumeTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(tasks.resume(standing, command.step, place, now=work.now))


async def finish_task(command: FinishTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    head = command.as_head
    work.apply(tasks.finish(standing, command.step, command.by, place, as_head=head, now=work.now))


async def leave_out_task(command: LeaveOutTask, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(tasks.leave_out(standing, command.step, command.by, command.reason, place, now=work.now))


async def add_to_team(command: AddToTeam, work: UnitOfWork) -> None:
    deal = await work.get(Deal, command.deal)
    work.apply(groups.join(deal, command.staff, command.purpose, command.by))


async def remove_from_team(command: RemoveFromTeam, work: UnitOfWork) -> None:
    deal = await work.get(Deal, command.deal)
    work.apply(groups.leave(deal, command.staff, command.by))


async def form_working_group(command: FormWorkingGroup, work: UnitOfWork) -> None:
    deal = await work.get(Deal, command.deal)
    place = await place_of(deal.branch, work)
    work.apply(
        groups.form(
            deal,
            command.group,
            command.purpose,
            command.members,
            command.ends_on,
            command.by,
            place,
            now=work.now,
        )
    )


async def end_working_group(day: GroupDay, work: UnitOfWork) -> None:
    """End a working group whose last day has passed."""
    work.apply(groups.pass_day(await work.get(Deal, day.deal), day.group))


async def close_deal(command: CloseDeal, work: UnitOfWork) -> None:
    """Close a deal, if its product suits the customer still: it may have been rated anew since."""
    standing, place = await whole(command.deal, work)
    deal = standing.deal
    decision = ending.close(standing, command.by, place, now=work.now)
    if decision.changes and deal.customer is not None:
        await must_suit_customer(deal.product, deal.customer, deal.branch, work)
    work.apply(decision)


async def cancel_deal(command: CancelDeal, work: UnitOfWork) -> None:
    standing, place = await whole(command.deal, work)
    work.apply(ending.cancel(standing, command.by, command.reason, place, now=work.now))


async def give_deal(command: GiveDeal, work: UnitOfWork) -> None:
    """Give a deal to another account manager. Raises `DealEnded`, `NotAnAccountManager`."""
    standing, place = await whole(command.deal, work)
    standing.deal.must_be_open()
    roster = await roster_of(standing.deal.branch, work)
    if not roster.has(command.account_manager, Role.ACCOUNT_MANAGER):
        raise NotAnAccountManager
    work.apply(ending.give(standing, command.account_manager, place, now=work.now))


async def look_at_task(check: DealTaskCheck, work: UnitOfWork) -> None:
    """Bring a task that is late before the next level."""
    standing, place = await whole(check.deal, work)
    work.apply(lateness.look(standing, check, place, now=work.now))


async def _of_prospect(business: Business, work: UnitOfWork) -> Business:
    """Return the business with the chain of its prospect, if it has one. Raises `NotOfThisProspect`, also for
    one that there is not, and `ProspectHasDeal`."""
    if business.prospect is None:
        return business
    prospect, last = await asyncio.gather(
        work.find(Prospect, business.prospect), work.find(ProspectDeal, business.prospect)
    )
    if prospect is None:
        raise NotOfThisProspect
    opening.must_be_of(
        business,
        prospect.branch,
        prospect.customer,
        prospect.account_manager,
        goes_on=prospect.is_open or prospect.stage is ProspectStage.WON,
    )
    opening.must_be_the_only(await work.find(Deal, last.deal) if last is not None else None)
    return replace(business, correlation=prospect.correlation_id)


async def whole(deal_id: str, work: UnitOfWork) -> tuple[Standing, BranchPlace]:
    """Return a deal with its tasks, and the place of its branch. Raises `NotFound`."""
    deal = await work.get(Deal, deal_id)
    found, place = await asyncio.gather(
        asyncio.gather(*(work.get(DealTask, task_id(deal.id, one.step)) for one in deal.steps)),
        place_of(deal.branch, work),
    )
    return Standing(deal, {task.step: task for task in found}), place


async def shelf_of(scope: str, work: UnitOfWork) -> TemplateShelf:
    """Return the templates of a scope; none before the first is published."""
    return await work.find(TemplateShelf, scope) or TemplateShelf(id=scope)


async def template_of(template: str, branch: str, work: UnitOfWork) -> DealTemplate:
    """Return the version of a template by which a deal begins at a branch. Raises `TemplateUnknown`."""
    shelves = await asyncio.gather(shelf_of(branch, work), shelf_of(BANK, work))
    if id := current(template, shelves):
        return await work.get(DealTemplate, id)
    if template not in STANDARD:
        raise TemplateUnknown
    return STANDARD[template]


async def curves_of(
    branch: str, template: str, steps: list[str], place: BranchPlace, work: UnitOfWork
) -> dict[str, StepCurve]:
    """Return what is known of how long the steps of a template take at a branch."""
    found = await asyncio.gather(*(work.find(StepTimes, times_id(branch, template, step)) for step in steps))
    return {step: curve_of(one, place, work.now) for step, one in zip(steps, found, strict=True)}
