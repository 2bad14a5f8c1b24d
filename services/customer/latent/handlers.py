"""Handlers of latent needs (A2): the rounds of the nights, and what becomes of hints."""

import asyncio

from services.customer.consents.domain.standing import ContactStanding, joined
from services.customer.files.domain.customer import Customer
from services.customer.latent.commands import (
    ChangeLatentRules,
    DismissLatentNeed,
    FindLatentNeeds,
    TakeUpLatentNeed,
)
from services.customer.latent.domain import hints, looking, measure, rounds, rules
from services.customer.latent.domain.consent import refuses_marketing
from services.customer.latent.domain.hints import HintGone, LatentNeeds
from services.customer.latent.domain.looking import Outcome
from services.customer.latent.domain.measure import LatentMeasure, measure_id
from services.customer.latent.domain.model import LatentModel, Scorer, traits_of
from services.customer.latent.domain.rounds import LatentRound, LatentRoundDue, LatentStepDue
from services.customer.latent.domain.rules import BANK, LatentRules
from services.customer.nights.queries import page_of
from shared.branch_places import place_of
from shared.contracts.customer import (
    ConsentWithdrawn,
    ContactRefused,
    CustomerErased,
    CustomerLocked,
    CustomerRegistered,
    CustomersMerged,
    HoldingsChanged,
)
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision
from shared.editions import must_be_as_seen
from shared.unit_of_work import UnitOfWork


async def begin_rounds(event: BranchOpened, work: UnitOfWork) -> None:
    """Set the next nightly round of a branch by its time zone (A2)."""
    work.apply(rounds.wait_for_night(await _round_of(event.branch, work), event.timezone, now=work.now))


async def begin_round(due: LatentRoundDue, work: UnitOfWork) -> None:
    """Begin the nightly round of a branch, and set the next one (A2)."""
    place = await place_of(due.branch, work)
    work.apply(rounds.wait_for_night(await _round_of(due.branch, work), place.timezone, now=work.now))
    await _begin(due.branch, work)


async def find_latent_needs(command: FindLatentNeeds, work: UnitOfWork) -> None:
    await _begin(command.branch, work)


async def take_step(due: LatentStepDue, work: UnitOfWork) -> None:
    """Take the next step of a round: count a page of customers, or look at one (A2)."""
    found = await work.find(LatentRound, due.branch)
    if found is None or not found.is_under_way(due.run):
        return
    width, ids = await work.query(page_of, Customer, due.branch, "place", due.place, found.width)
    customers = [one for one in await asyncio.gather(*(work.find(Customer, id) for id in ids)) if one]
    there = [one for one in customers if one.exists]
    held, model = await _rules_of(due.branch, work), await _model_of(due.branch, work)
    if due.looking:
        await _look_at(there, model, held, found.day, work)
        work.apply(rounds.after_looking(found, due, width, len(ids), now=work.now))
        return
    traits = [one for customer in there if (one := traits_of(customer, held.family_names)) is not None]
    work.apply(rounds.after_counting(found, model, due, width, len(ids), traits, now=work.now))


async def follow_holdings(event: HoldingsChanged, work: UnitOfWork) -> None:
    """Note that a customer came to hold a product of which there was a hint (A2)."""
    customer, known = await _known_of(event.customer, work)
    if customer is not None and known is not None and customer.exists:
        held = await _rules_of(customer.branch, work)
        day = await _today_at(customer.branch, work)
        work.apply(looking.follow_holdings(customer, known, held.family_names, day))


async def follow_file(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Keep the account manager of a customer of whom there are hints (A2)."""
    customer, known = await _known_of(event.customer, work)
    if customer is not None and known is not None and customer.exists:
        followed = hints.needs_of(customer, known)
        if followed != known:
            work.apply(Decision().save(followed))


async def follow_refusal(event: ContactRefused | ConsentWithdrawn, work: UnitOfWork) -> None:
    """End the hints about a customer who now refuses marketing (W5)."""
    customer, known = await _known_of(event.customer, work)
    if customer is not None and known is not None and await _refuses(customer, work):
        work.apply(hints.refuse(known, await _today_at(customer.branch, work)))


async def follow_merge(event: CustomersMerged, work: UnitOfWork) -> None:
    """Drop the hints about a file that was merged: the night looks at the one that took its place (A2)."""
    await _forget(event.merged, work)


async def forget(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Drop the hints about a customer whose file was erased (Q1)."""
    await _forget(event.customer, work)


async def take_up_latent_need(command: TakeUpLatentNeed, work: UnitOfWork) -> None:
    needs = await _open_of(command.customer, work)
    work.apply(hints.take_up(needs, command.product, command.by, await _today_at(needs.branch, work)))


async def dismiss_latent_need(command: DismissLatentNeed, work: UnitOfWork) -> None:
    needs = await _open_of(command.customer, work)
    work.apply(hints.dismiss(needs, command.product, command.reason, await _today_at(needs.branch, work)))


async def change_latent_rules(command: ChangeLatentRules, work: UnitOfWork) -> None:
    known, bank = await asyncio.gather(work.find(LatentRules, command.scope), work.find(LatentRules, BANK))
    held = known or bank or LatentRules(id=BANK)
    decision = rules.change_rules(command.scope, known, command.rules, command.by, now=work.now)
    if decision.changes:
        must_be_as_seen(command.seen, held.id, held.number, held.changed_by, held.changed_at)
    work.apply(decision)


async def _look_at(
    customers: list[Customer], model: LatentModel, held: LatentRules, day: str, work: UnitOfWork
) -> None:
    """Look at a page of customers, and count the hints that have had their time."""
    scorer, outcomes = Scorer(model.counts), list[Outcome]()
    known = await asyncio.gather(*(work.find(LatentNeeds, one.id) for one in customers))
    refusing = await asyncio.gather(*(_refuses(one, work) for one in customers))
    for customer, before, refuses in zip(customers, known, refusing, strict=True):
        decision, over = looking.look_at(customer, before, model, scorer, held, day, refuses=refuses)
        work.apply(decision)
        outcomes += over
    for one in outcomes:
        id = measure_id(model.branch, one.method, one.horizon)
        table = await work.find(LatentMeasure, id) or LatentMeasure(
            id=id, branch=model.branch, method=one.method, horizon=one.horizon
        )
        work.apply(Decision().save(measure.count(table, held_out=one.held_out, took=one.took)))


async def _refuses(customer: Customer, work: UnitOfWork) -> bool:
    standings = await asyncio.gather(*(work.find(ContactStanding, id) for id in customer.ids))
    own = standings[0] or ContactStanding(id=customer.id, branch=customer.branch)
    return refuses_marketing(joined(own, standings[1:]))


async def _open_of(customer: str, work: UnitOfWork) -> LatentNeeds:
    needs = await work.find(LatentNeeds, customer)
    if needs is None:
        raise HintGone
    return needs


async def _known_of(id: str, work: UnitOfWork) -> tuple[Customer | None, LatentNeeds | None]:
    return await asyncio.gather(work.find(Customer, id), work.find(LatentNeeds, id))


async def _forget(id: str, work: UnitOfWork) -> None:
    known = await work.find(LatentNeeds, id)
    if known is not None:
        work.apply(hints.forget(known))


async def _begin(branch: str, work: UnitOfWork) -> None:
    found, day = await _round_of(branch, work), await _today_at(branch, work)
    work.apply(rounds.begin_round(found, work.cause.id, day, now=work.now))


async def _rules_of(branch: str, work: UnitOfWork) -> LatentRules:
    own, bank = await asyncio.gather(work.find(LatentRules, branch), work.find(LatentRules, BANK))
    return own or bank or LatentRules(id=BANK)


async def _model_of(branch: str, work: UnitOfWork) -> LatentModel:
    return await work.find(LatentModel, branch) or LatentModel(id=branch, branch=branch)


async def _round_of(branch: str, work: UnitOfWork) -> LatentRound:
    return await work.find(LatentRound, branch) or LatentRound(id=branch)


async def _today_at(branch: str, work: UnitOfWork) -> str:
    return (await place_of(branch, work)).day_of(work.now).isoformat()
