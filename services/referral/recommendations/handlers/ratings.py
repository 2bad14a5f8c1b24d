"""Handlers of what follows a change of a product's risk, of its sale, or of the rules of suitability (A3)."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.risks import NewRisk
from services.referral.products.handlers import customer_now, risks_since, rules_now
from services.referral.products.queries import products_on_sale
from services.referral.recommendations.commands import FinishHolderTask
from services.referral.recommendations.domain import holders, rounds
from services.referral.recommendations.domain.holders import (
    HolderTask,
    HolderTaskDue,
    Holding,
    holding_id,
)
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.recommendations.domain.rounds import Phase, RatingRound, RatingStepDue
from services.referral.recommendations.handlers.steps import judge
from services.referral.recommendations.queries import page_of
from shared.branch_places import place_of
from shared.contracts.customer import (
    CustomerRegistered,
    CustomersMerged,
    HoldingsChanged,
    MergeUndone,
)
from shared.contracts.referral import (
    ProductRerated,
    ProductWithdrawn,
    RecommendationBought,
    RecommendationWithdrawal,
    RiskLevel,
    SuitabilityRulesChanged,
)
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def begin_rerating(event: ProductRerated, work: UnitOfWork) -> None:
    """Look through what is open about a product that has another risk, and through its holders (A3)."""
    reason, number = RecommendationWithdrawal.RERATED, event.product_version
    await _begin(event.product, number, reason, work, risks=(event.before, event.after))


async def begin_withdrawal(event: ProductWithdrawn, work: UnitOfWork) -> None:
    """Withdraw what is open about a product that is sold no more (A3)."""
    reason = RecommendationWithdrawal.PRODUCT_WITHDRAWN
    await _begin(event.product, event.product_version, reason, work)


async def begin_rules(event: SuitabilityRulesChanged, work: UnitOfWork) -> None:
    """Judge what is open about every product by the new rules of suitability (A3)."""
    for product in await work.query(products_on_sale):
        await _begin(product, event.rules_version, RecommendationWithdrawal.NOT_SUITABLE, work)


async def take_step(due: RatingStepDue, work: UnitOfWork) -> None:
    """Turn a page of a round (A3)."""
    round = await work.find(RatingRound, due.round)
    if round is None or not round.waits_for(due):
        return
    if round.phase is Phase.RECOMMENDATIONS:
        width, ids = await work.query(
            page_of, Recommendation, round.product, "open", round.place, round.width
        )
        acted = [await _judge(id, round, work) for id in ids]
    else:
        width, ids = await work.query(page_of, Holding, round.product, "held", round.place, round.width)
        acted = [await _tell_holder(id, round, work) for id in ids]
    work.apply(rounds.after_page(round, width, len(ids), sum(acted), now=work.now))


async def follow_holdings(event: HoldingsChanged, work: UnitOfWork) -> None:
    """Keep which products a customer holds (A3)."""
    if await _is_forgotten(event.customer, work):
        return
    for product in event.products:
        known = await work.find(Holding, holding_id(event.customer, product))
        work.apply(holders.hold(known, event.customer, product, held=product not in event.gone))


async def hold_bought(event: RecommendationBought, work: UnitOfWork) -> None:
    """Keep that a customer holds what they bought (A3). If the product has another risk since the version
    that they bought, the round about it may be over, and they are told like every other holder."""
    if await _is_forgotten(event.customer, work):
        return
    known = await work.find(Holding, holding_id(event.customer, event.product))
    work.apply(holders.hold(known, event.customer, event.product, held=True))
    for risk in await risks_since(event.product, event.product_version, work):
        await _make_task(event.customer, risk, work)


async def finish_holder_task(command: FinishHolderTask, work: UnitOfWork) -> None:
    task = await work.get(HolderTask, command.holder_task)
    work.apply(holders.finish(task, command.by, now=work.now))


async def pass_day(due: HolderTaskDue, work: UnitOfWork) -> None:
    """Tell that a holder was not told in time (A3)."""
    work.apply(holders.pass_day(await work.get(HolderTask, due.holder_task)))


async def follow_customer(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let the open tasks go with the customer to another account manager (A3)."""
    if event.opened:
        return  # nobody knows of anything that they hold
    customer = await work.find(KeptCustomer, event.customer)
    if customer is None:
        return
    for id in await work.query(ids_of, HolderTask, event.customer):
        task = await work.find(HolderTask, id)
        if task is not None:
            work.apply(holders.give(task, event.account_manager))


async def follow_merge(event: CustomersMerged | MergeUndone, work: UnitOfWork) -> None:
    """Let the tasks of a file go with it into another one, and back with it when that is undone (W2)."""
    merged = isinstance(event, CustomersMerged)
    before, after = (event.merged, event.customer) if merged else (event.customer, event.merged)
    keeper = await work.find(KeptCustomer, after)
    for id in await work.query(ids_of, HolderTask, before):
        task = await work.find(HolderTask, id)
        if task is not None and task.customer == before and (merged or holders.belongs_to(task, after)):
            work.apply(holders.follow_file(task, after, keeper.account_manager if keeper else None))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Close the tasks about a customer whose file was locked or erased, and drop what they hold (Q1)."""
    for id in await work.query(ids_of, HolderTask, customer, FORGOTTEN_AT_ONCE):
        task = await work.find(HolderTask, id)
        if task is not None:
            work.apply(holders.forget(task))
    for id in await work.query(ids_of, Holding, customer, FORGOTTEN_AT_ONCE):
        holding = await work.find(Holding, id)
        if holding is not None:
            work.apply(Decision().save(holding.evolve(customer="", held=False)))


async def _is_forgotten(customer: str, work: UnitOfWork) -> bool:
    """Tell whether a customer's file was locked or erased: nothing that comes late is kept of them."""
    known = await work.find(KeptCustomer, customer)
    return known is not None and known.gone and known.merged_into is None


async def _begin(
    product: str,
    number: int,
    reason: RecommendationWithdrawal,
    work: UnitOfWork,
    risks: tuple[RiskLevel, RiskLevel] | None = None,
) -> None:
    id = f"{work.cause.id}:{product}"
    if await work.find(RatingRound, id) is not None:
        return
    before, after = risks or (None, None)
    work.apply(
        rounds.begin(
            RatingRound(
                id=id,
                product=product,
                number=number,
                reason=reason,
                before=before,
                after=after,
                thread=work.cause.correlation_id,
                began=work.now,
            )
        )
    )


async def _judge(id: str, round: RatingRound, work: UnitOfWork) -> bool:
    one = await work.find(Recommendation, id)
    return one is not None and await judge(one, round.reason, work)


async def _tell_holder(id: str, round: RatingRound, work: UnitOfWork) -> bool:
    holding = await work.find(Holding, id)
    if holding is None or not holding.held or round.risk is None:
        return False
    return await _make_task(holding.customer, round.risk, work)


async def _make_task(holder: str, risk: NewRisk, work: UnitOfWork) -> bool:
    """Make the task of one holder, under whatever file they are kept by now, if they have none; tells if it
    was made."""
    customer, rules = await asyncio.gather(customer_now(holder, work), rules_now(work))
    if customer is None:
        return False
    task = await work.find(HolderTask, holders.task_id(risk.product, risk.number, customer.id))
    if task is not None:
        return False
    place = await place_of(customer.branch, work)
    work.apply(holders.make_task(risk, customer, rules.number, place, now=work.now))
    return True
