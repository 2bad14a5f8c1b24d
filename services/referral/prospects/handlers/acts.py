"""Handlers of what people do with prospects, and of what their day does to them (A2)."""

import asyncio
from dataclasses import replace

from services.referral.products.domain.catalogue import Product
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.handlers import must_suit_customer
from services.referral.prospects.commands import (
    GiveProspect,
    ListCampaign,
    LoseProspect,
    MoveProspect,
    OpenProspect,
    ParkProspect,
    SetNextStep,
    WinProspect,
)
from services.referral.prospects.domain import campaign, ending, following, moving, opening, turning
from services.referral.prospects.domain.campaign import Campaign
from services.referral.prospects.domain.ending import Business
from services.referral.prospects.domain.opening import NewProspect
from services.referral.prospects.domain.prospect import (
    CampaignStepDue,
    CustomerProspects,
    Prospect,
    ProspectTurns,
    VisitProspects,
)
from services.referral.prospects.handlers.loading import (
    board_of,
    known_of,
    must_be_account_manager,
    must_be_of_branch,
    whole,
)
from shared.branch_places import place_of
from shared.contracts.customer import LatentNeedTakenUp
from shared.contracts.referral import (
    DealClosed,
    LostReason,
    NextStep,
    ProspectOrigin,
    ReferralAccepted,
    ReferralClosed,
    ReferralOutcome,
)
from shared.unit_of_work import UnitOfWork


async def open_prospect(command: OpenProspect, work: UnitOfWork) -> None:
    """Open a prospect by hand, once under its id, for a customer or a visit of the branch."""
    new = command.new
    if await work.find(Prospect, new.id) is not None:
        return
    await must_be_account_manager(new.branch, new.account_manager, work)
    await must_be_of_branch(new, work)
    await _open(new, work)


async def open_of_referral(event: ReferralAccepted, work: UnitOfWork) -> None:
    """Open a prospect for a referral that was accepted (D5), under its id. An open one of the same customer
    and need takes the referral on."""
    if event.need is None or await work.find(Prospect, event.referral) is not None:
        return
    of_visit = await work.find(VisitProspects, event.visit)
    customer = event.customer or (of_visit.customer_at(event.branch) if of_visit else None)
    known = await work.find(CustomerProspects, customer) if customer else None
    place = await place_of(event.branch, work)
    if known is not None and customer is not None and event.need in known.open:
        prospect, board, _ = await whole(known.open[event.need], work, finders=[event.found_by])
        work.apply(opening.attach(prospect, event.referral, event.visit, event.found_by, customer, board))
        return
    new = NewProspect(
        id=event.referral,
        branch=event.branch,
        origin=ProspectOrigin.HALL,
        need=event.need,
        account_manager=event.account_manager,
        next_step=NextStep.CALL,
        next_on=place.calendar.add(place.day_of(work.now), 1).isoformat(),
        customer=customer,
        found_by=event.found_by,
        opened_by=event.answered_by or event.assigned_by or event.account_manager,
        referral=event.referral,
        visit=event.visit,
        unlimited=True,
    )
    await _open(new, work)


async def open_of_hint(event: LatentNeedTakenUp, work: UnitOfWork) -> None:
    """Open a prospect for a hint that a person took up (A2), with a call on the next working day. A customer
    who has an open one with that need keeps it; one whose file was closed since gets none."""
    known, kept = await asyncio.gather(
        work.find(CustomerProspects, event.customer), work.find(KeptCustomer, event.customer)
    )
    if await work.find(Prospect, work.cause.id) is not None or (kept is not None and kept.gone):
        return
    if known is not None and event.need in known.open:
        return
    place = await place_of(event.branch, work)
    new = NewProspect(
        id=work.cause.id,
        branch=event.branch,
        origin=ProspectOrigin.LATENT_NEED,
        need=event.need,
        account_manager=event.account_manager,
        next_step=NextStep.CALL,
        next_on=place.calendar.add(place.day_of(work.now), 1).isoformat(),
        customer=event.customer,
        opened_by=event.taken_by,
        product=event.product,
        unlimited=True,
    )
    await _open(new, work)


async def move_prospect(command: MoveProspect, work: UnitOfWork) -> None:
    prospect, board, place = await whole(command.prospect, work)
    work.apply(moving.move(prospect, command.to, command.step, command.by, board, place, now=work.now))


async def set_next_step(command: SetNextStep, work: UnitOfWork) -> None:
    prospect, board, place = await whole(command.prospect, work)
    work.apply(moving.set_step(prospect, command.step, command.by, board, place, now=work.now))


async def park_prospect(command: ParkProspect, work: UnitOfWork) -> None:
    prospect, board, place = await whole(command.prospect, work)
    work.apply(moving.park(prospect, command.step, command.by, board, place, now=work.now))


async def win_prospect(command: WinProspect, work: UnitOfWork) -> None:
    """End a prospect as won by hand: its product suits the customer today."""
    prospect = await work.get(Prospect, command.prospect)
    product = command.business.product
    if product is None and prospect.product and await work.find(Product, prospect.product):
        product = prospect.product  # what a hint named may be none of the catalogue
    if product is not None and prospect.customer is not None and prospect.is_open:
        await must_suit_customer(product, prospect.customer, prospect.branch, work)
    await end_as_won(command.prospect, command.business, command.by, work)


async def lose_prospect(command: LoseProspect, work: UnitOfWork) -> None:
    await end_as_lost(command.prospect, command.reason, command.by, work)


async def end_as_won(id: str, business: Business, by: str | None, work: UnitOfWork) -> None:
    """End a prospect that became business: by hand, with its referral, or by the deal that closed."""
    prospect, board, place = await whole(id, work, managers=[business.account_manager])
    known = await known_of(prospect, work)
    work.apply(ending.win(prospect, business, by, known, board, place, now=work.now))


async def end_as_lost(id: str, reason: LostReason, by: str | None, work: UnitOfWork) -> None:
    """End a prospect that became no business."""
    prospect, board, place = await whole(id, work)
    known = await known_of(prospect, work)
    work.apply(ending.lose(prospect, reason, by, known, board, place, now=work.now))


async def end_with_referral(event: ReferralClosed, work: UnitOfWork) -> None:
    """End the prospect of a referral that was closed by hand. One that was won, of somebody who has no file
    yet, goes on until they have one."""
    if event.prospect is not None:
        return
    prospect = await work.find(Prospect, event.referral)
    if prospect is None or not prospect.is_open:
        return
    if event.outcome is ReferralOutcome.LOST:
        await end_as_lost(prospect.id, LostReason.OTHER, event.closed_by, work)
    elif prospect.customer is not None and prospect.account_manager is not None:
        await end_as_won(prospect.id, Business(), event.closed_by, work)


async def win_by_deal(event: DealClosed, work: UnitOfWork) -> None:
    """End the prospect of a deal that closed as won (A4); one that has ended stays as it is."""
    prospect = await work.find(Prospect, event.prospect) if event.prospect else None
    if prospect is None or not prospect.is_open:
        return
    business = Business(
        deal=event.deal,
        product=event.product,
        amount=event.amount,
        currency=event.currency,
        customer=event.customer,
        account_manager=event.account_manager,
    )
    await end_as_won(prospect.id, business, event.closed_by, work)


async def give_prospect(command: GiveProspect, work: UnitOfWork) -> None:
    prospect, board, _ = await whole(command.prospect, work, managers=[command.account_manager])
    await must_be_account_manager(prospect.branch, command.account_manager, work)
    work.apply(following.give(prospect, command.account_manager, command.by, board))


async def turn_prospect(due: ProspectTurns, work: UnitOfWork) -> None:
    """Tell of a next step whose day has come or passed, and bring back what was parked until then (A2)."""
    prospect, board, place = await whole(due.prospect, work)
    work.apply(turning.turn(prospect, due.next_on, board, place, now=work.now))


async def list_campaign(command: ListCampaign, work: UnitOfWork) -> None:
    new = command.new
    existing, place = await asyncio.gather(work.find(Campaign, new.id), place_of(new.branch, work))
    if existing is None:
        await must_be_account_manager(new.branch, new.account_manager, work)
    work.apply(campaign.list_campaign(new, existing, place, now=work.now))


async def open_campaign(due: CampaignStepDue, work: UnitOfWork) -> None:
    """Open the next prospects of a campaign list (A2)."""
    listed = await work.get(Campaign, due.campaign)
    some = listed.next_customers
    found, kept = await asyncio.gather(
        asyncio.gather(*(work.find(CustomerProspects, customer) for customer in some)),
        asyncio.gather(*(work.find(KeptCustomer, customer) for customer in some)),
    )
    known = {one.id: one for one in found if one is not None}
    here = {one.id for one in kept if one is not None and one.branch == due.branch and not one.gone}
    board = await board_of(due.branch, [listed.account_manager], [], work)
    place = await place_of(due.branch, work)
    work.apply(campaign.open_some(listed, known, here, board, place, now=work.now))


async def _open(new: NewProspect, work: UnitOfWork) -> None:
    known, of_visit, board, place = await asyncio.gather(
        work.find(CustomerProspects, new.customer or ""),
        work.find(VisitProspects, new.visit or ""),
        board_of(new.branch, [new.account_manager], [new.found_by], work),
        place_of(new.branch, work),
    )
    led_to = of_visit.customer_at(new.branch) if of_visit is not None else None
    if led_to is not None and new.customer is None:
        new = replace(new, customer=led_to)
        known = await work.find(CustomerProspects, led_to)
    work.apply(opening.open_prospect(new, known, of_visit, board, place, now=work.now))
