"""Handlers of recommendations (A3): load with the offer as it stands today, decide, apply."""

import asyncio
from contextlib import suppress

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.products.domain.catalogue import ProductGone, ProductUnknown
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.suitability import Offer
from services.referral.products.handlers import kept_customer, offer_of
from services.referral.prospects.domain.prospect import NotOfThisProspect, Prospect
from services.referral.recommendations.commands import (
    BuyRecommended,
    DeclineRecommendation,
    NoteInterest,
    PresentRecommendation,
    ProposeRecommendation,
    WithdrawRecommendation,
)
from services.referral.recommendations.domain import steps
from services.referral.recommendations.domain.recommendation import (
    OpenRecommendations,
    Recommendation,
    RecommendationEnds,
)
from shared.branch_places import place_of
from shared.contracts.customer import CustomerRegistered, CustomersMerged
from shared.contracts.referral import ProspectStage, RecommendationWithdrawal, SuitabilityAssessed
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def propose_recommendation(command: ProposeRecommendation, work: UnitOfWork) -> None:
    if await work.find(Recommendation, command.recommendation) is not None:
        return
    customer = await kept_customer(command.customer, work)
    offer, known, place, prospect = await asyncio.gather(
        offer_of(command.product, customer.id, customer.branch, work),
        open_of(customer.id, work),
        place_of(customer.branch, work),
        _prospect_of(command.prospect, customer, work),
    )
    work.apply(
        steps.propose(
            command.recommendation,
            customer,
            offer,
            command.reasons,
            command.by,
            known,
            place,
            expires_on=command.expires_on,
            need_id=command.need_id,
            prospect=command.prospect,
            thread=prospect.correlation_id if prospect else "",
            now=work.now,
        )
    )


async def present_recommendation(command: PresentRecommendation, work: UnitOfWork) -> None:
    one, offer, _ = await _whole(command.recommendation, work)
    work.apply(steps.present(one, offer, command.by, command.recording, now=work.now))


async def note_interest(command: NoteInterest, work: UnitOfWork) -> None:
    one, offer, _ = await _whole(command.recommendation, work)
    work.apply(steps.note_interest(one, offer, command.by))


async def decline_recommendation(command: DeclineRecommendation, work: UnitOfWork) -> None:
    one = await work.get(Recommendation, command.recommendation)
    known = await open_of(one.customer, work)
    work.apply(steps.decline(one, command.reason, command.by, known, now=work.now))


async def buy_recommended(command: BuyRecommended, work: UnitOfWork) -> None:
    one, offer, known = await _whole(command.recommendation, work)
    work.apply(steps.buy(one, offer, command.amount, command.currency, command.by, known, now=work.now))


async def withdraw_recommendation(command: WithdrawRecommendation, work: UnitOfWork) -> None:
    one = await work.get(Recommendation, command.recommendation)
    one.must_be_open()
    known = await open_of(one.customer, work)
    reason = RecommendationWithdrawal.CHANGED_MIND
    work.apply(steps.withdraw(one, reason, command.by, known, now=work.now))


async def expire(due: RecommendationEnds, work: UnitOfWork) -> None:
    """End a recommendation that came to nothing in time (A3)."""
    one = await work.get(Recommendation, due.recommendation)
    work.apply(steps.expire(one, await open_of(one.customer, work), now=work.now))


async def judge_customer(event: SuitabilityAssessed, work: UnitOfWork) -> None:
    """Withdraw what suits a customer no more after another assessment (A3)."""
    for one in await _open_ones(event.customer, work):
        await judge(one, RecommendationWithdrawal.NOT_SUITABLE, work)


async def judge(one: Recommendation, reason: RecommendationWithdrawal, work: UnitOfWork) -> bool:
    """Withdraw an open recommendation, for this reason, if its product suits no more; tells if it was."""
    offer: Offer | None = None
    with suppress(ProductGone, ProductUnknown):
        offer = await offer_of(one.product, one.customer, one.branch, work)
    decision = steps.judge(one, offer, reason, await open_of(one.customer, work), now=work.now)
    work.apply(decision)
    return bool(decision.changes)


async def follow_customer(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let what is open go with the customer to another account manager (A3)."""
    if event.opened:
        return  # nothing was recommended to them
    for one in await _open_ones(event.customer, work):
        work.apply(steps.give(one, event.account_manager))


async def end_merged(event: CustomersMerged, work: UnitOfWork) -> None:
    """Withdraw what is open for a file that was merged into another (W2)."""
    for one in await _open_ones(event.merged, work):
        known = await open_of(event.merged, work)
        reason = RecommendationWithdrawal.CUSTOMER_GONE
        work.apply(steps.withdraw(one, reason, "system", known, now=work.now))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """End what is open for a customer whose file was locked or erased, and name them no more (Q1)."""
    if await work.find(OpenRecommendations, customer) is not None:
        work.apply(Decision().save(OpenRecommendations(id=customer)))
    for id in await work.query(ids_of, Recommendation, customer, FORGOTTEN_AT_ONCE):
        one = await work.find(Recommendation, id)
        if one is not None:
            work.apply(steps.close_and_forget(one, now=work.now))


async def open_of(customer: str, work: UnitOfWork) -> OpenRecommendations:
    """Return the open recommendations of a customer."""
    return await work.find(OpenRecommendations, customer) or OpenRecommendations(id=customer)


async def _prospect_of(id: str | None, customer: KeptCustomer, work: UnitOfWork) -> Prospect | None:
    """Return the prospect for which something is recommended to a customer, whose chain it joins. Raises
    `NotOfThisProspect` for one that there is not, of another customer or branch, or that ended without
    business."""
    if id is None:
        return None
    found = await work.find(Prospect, id)
    if found is None or not (found.is_open or found.stage is ProspectStage.WON):
        raise NotOfThisProspect
    if (found.customer, found.branch) != (customer.id, customer.branch):
        raise NotOfThisProspect
    return found


async def _open_ones(customer: str, work: UnitOfWork) -> list[Recommendation]:
    known = await open_of(customer, work)
    found = [await work.find(Recommendation, id) for id in known.of.values()]
    return [one for one in found if one is not None]


async def _whole(id: str, work: UnitOfWork) -> tuple[Recommendation, Offer, OpenRecommendations]:
    one = await work.get(Recommendation, id)
    one.must_be_open()
    customer: KeptCustomer = await kept_customer(one.customer, work)
    offer, known = await asyncio.gather(
        offer_of(one.product, customer.id, one.branch, work), open_of(customer.id, work)
    )
    return one, offer, known
