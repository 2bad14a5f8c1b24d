"""Handlers of segments: what the rules know of customers, and moving them (W2)."""

import asyncio
from collections.abc import Mapping

from services.customer.contacts.domain.rhythm import RhythmBook, in_force
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.handlers import source_of
from services.customer.nights.queries import page_of
from services.customer.segments.commands import (
    ActivateSegmentRules,
    HoldSegment,
    LiftSegment,
    MakeSegmentRules,
    TrySegmentRules,
)
from services.customer.segments.domain import moves, rounds, trials
from services.customer.segments.domain import rules as rule_sets
from services.customer.segments.domain.facts import SegmentFacts, with_holdings
from services.customer.segments.domain.moves import Subject
from services.customer.segments.domain.rounds import SegmentRound, SegmentRoundDue, SegmentStepDue
from services.customer.segments.domain.rules import BANK, RuleSet, RuleShelf, RulesUnknown
from services.customer.segments.domain.trials import Trial, TrialStepDue
from shared.branch_places import place_of
from shared.contracts.customer import (
    CustomerErased,
    CustomerLocked,
    CustomerScored,
    HoldingsChanged,
    MoveCause,
    SegmentRulesActivated,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import Segment
from shared.domain import Decision
from shared.editions import must_be_as_marked
from shared.unit_of_work import UnitOfWork


async def make_segment_rules(command: MakeSegmentRules, work: UnitOfWork) -> int:
    """Returns the number of the version."""
    shelf = await _shelf_of(command.scope, work)
    work.apply(
        rule_sets.make_rules(
            shelf,
            command.rules,
            ladder=command.ladder,
            currency=command.currency,
            by=command.by,
            now=work.now,
        )
    )
    return shelf.latest + 1


async def activate_segment_rules(command: ActivateSegmentRules, work: UnitOfWork) -> None:
    shelf, today = await _shelf_of(command.scope, work), await _today_at(command.scope, work)
    last = max(shelf.activations, key=lambda one: one.at, default=None)
    decision = rule_sets.activate_rules(
        shelf, command.number, command.from_day, today, branch=command.scope, by=command.by, now=work.now
    )
    if decision.changes:
        must_be_as_marked(command.seen, shelf.mark, last.by if last else "")
    work.apply(decision)


async def apply_rules(event: SegmentRulesActivated, work: UnitOfWork) -> None:
    """Judge the customers of a branch at once by rules that apply from today on; those for a later day, and
    the bank's, are for the night (W2)."""
    today = await _today_at(event.branch, work)
    if event.scope != BANK and event.from_day <= today:
        await _begin_round(event.branch, MoveCause.RULES, work)


async def try_segment_rules(command: TrySegmentRules, work: UnitOfWork) -> None:
    if await work.find(RuleSet, command.rules) is None:
        raise RulesUnknown
    day = await _today_at(command.branch, work)
    work.apply(
        trials.begin_trial(command.branch, command.rules, work.cause.id, day, command.by, now=work.now)
    )


async def take_trial_step(due: TrialStepDue, work: UnitOfWork) -> None:
    """Count a page of customers in a dry run (W2)."""
    trial = await work.find(Trial, due.trial)
    rules = await work.find(RuleSet, trial.rules) if trial else None
    if trial is None or rules is None or not trial.is_under_way(due.run):
        return
    width, ids = await work.query(page_of, Customer, due.branch, "place", due.place, trial.width)
    weekly = await _weekly_contacts(due.branch, work)
    for customer, facts in await asyncio.gather(*(_known_of(id, work) for id in ids)):
        if customer is not None and customer.exists:
            judged = moves.verdict(facts, rules, customer.segment, trial.day) if facts.hold is None else None
            trial = trials.count(trial, customer, judged, weekly)
    work.apply(trials.after_page(trial, due, width, len(ids), now=work.now))


async def hold_segment(command: HoldSegment, work: UnitOfWork) -> None:
    subject = await _subject_of(command.customer, work)
    day = await _today_at(subject.customer.branch, work)
    decision = moves.hold(subject, command.hold, day, source_of(work))
    if decision.changes:
        _must_be_as_seen(subject.facts, command.seen)
    work.apply(decision)


async def lift_segment(command: LiftSegment, work: UnitOfWork) -> None:
    subject = await _subject_of(command.customer, work)
    if command.seen and subject.facts.hold is None:
        return  # what was read has ended
    _must_be_as_seen(subject.facts, command.seen)
    branch = subject.customer.branch
    day = await _today_at(branch, work)
    rules = await _rules_of(branch, day, work)
    work.apply(moves.lift(subject, rules, command.by, day, source_of(work)))


def _must_be_as_seen(facts: SegmentFacts, seen: str | None) -> None:
    must_be_as_marked(seen, facts.hold_mark, facts.hold.by if facts.hold else "")


async def follow_holdings(event: HoldingsChanged, work: UnitOfWork) -> None:
    """Take over what a customer holds, and judge them anew (W2)."""
    customer, facts = await _known_of(event.customer, work)
    if customer is None or not customer.exists:
        return
    place = await place_of(customer.branch, work)
    known = with_holdings(facts, customer.holdings, place.day_of(event.as_of).isoformat())
    work.apply(Decision().save(known))
    await _judge(customer, known, MoveCause.HOLDINGS, work)


async def follow_activity(event: CustomerScored, work: UnitOfWork) -> None:
    """Take over the activity of a customer, and judge them anew (W2)."""
    customer, facts = await _known_of(event.customer, work)
    if customer is None or not customer.exists or facts.activity is event.activity:
        return
    known = facts.evolve(activity=event.activity)
    work.apply(Decision().save(known))
    await _judge(customer, known, MoveCause.ACTIVITY, work)


async def forget(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Drop all that the rules know of a customer whose file was erased (Q1)."""
    if await work.find(SegmentFacts, event.customer) is not None:
        work.apply(Decision().save(SegmentFacts(id=event.customer, branch="")))


async def begin_rounds(event: BranchOpened, work: UnitOfWork) -> None:
    """Set the next nightly round of a branch by its time zone (W2)."""
    work.apply(rounds.wait_for_night(await _round_of(event.branch, work), event.timezone, now=work.now))


async def begin_round(due: SegmentRoundDue, work: UnitOfWork) -> None:
    """Begin the nightly round of a branch, and set the next one (W2)."""
    place = await place_of(due.branch, work)
    work.apply(rounds.wait_for_night(await _round_of(due.branch, work), place.timezone, now=work.now))
    await _begin_round(due.branch, MoveCause.NIGHT, work)


async def take_step(due: SegmentStepDue, work: UnitOfWork) -> None:
    """Judge a page of customers in a round (W2)."""
    found = await work.find(SegmentRound, due.branch)
    if found is None or not found.is_under_way(due.run):
        return
    rules = await work.find(RuleSet, found.rules) if found.rules else None
    width, ids = await work.query(page_of, Customer, due.branch, "place", due.place, found.width)
    moved = 0
    for customer, facts in await asyncio.gather(*(_known_of(id, work) for id in ids)):
        if customer is not None and customer.exists:
            moved += await _judge_by(rules, customer, facts, found.cause, found.day, work)
    work.apply(rounds.after_page(found, due, width, len(ids), moved, now=work.now))


async def _judge(customer: Customer, facts: SegmentFacts, cause: MoveCause, work: UnitOfWork) -> None:
    day = await _today_at(customer.branch, work)
    await _judge_by(await _rules_of(customer.branch, day, work), customer, facts, cause, day, work)


async def _judge_by(
    rules: RuleSet | None,
    customer: Customer,
    facts: SegmentFacts,
    cause: MoveCause,
    day: str,
    work: UnitOfWork,
) -> bool:
    """Judge a customer; returns whether anything came of it. The credentials are looked up only then."""
    decision = moves.judge(Subject(customer, facts), rules, cause, day, source_of(work))
    if decision.changes:
        held = await _held_by(customer, work)
        work.apply(moves.judge(Subject(customer, facts, held), rules, cause, day, source_of(work)))
    return bool(decision.changes)


async def _begin_round(branch: str, cause: MoveCause, work: UnitOfWork) -> None:
    day = await _today_at(branch, work)
    rules = await _rules_of(branch, day, work)
    found = await _round_of(branch, work)
    work.apply(
        rounds.begin_round(found, work.cause.id, day, rules.id if rules else None, cause, now=work.now)
    )


async def _subject_of(id: str, work: UnitOfWork) -> Subject:
    customer = await work.get(Customer, id)
    facts = await work.find(SegmentFacts, id) or SegmentFacts(id=id, branch=customer.branch)
    return Subject(customer, facts, await _held_by(customer, work))


async def _known_of(id: str, work: UnitOfWork) -> tuple[Customer | None, SegmentFacts]:
    customer, facts = await asyncio.gather(work.find(Customer, id), work.find(SegmentFacts, id))
    return customer, facts or SegmentFacts(id=id, branch=customer.branch if customer else "")


async def _held_by(customer: Customer, work: UnitOfWork) -> list[CredentialRecord]:
    return [await work.get(CredentialRecord, hashed) for hashed in customer.credentials]


async def _rules_of(branch: str, day: str, work: UnitOfWork) -> RuleSet | None:
    """Return the rules that apply at a branch on a day: its own, or the bank's."""
    shelves = [await work.find(RuleShelf, scope) for scope in (branch, BANK)]
    id = rule_sets.active_rules(shelves, day)
    return await work.find(RuleSet, id) if id else None


async def _weekly_contacts(branch: str, work: UnitOfWork) -> Mapping[Segment, float]:
    """Return the contacts a week that the branch's rhythm asks for with one customer, by segment."""
    own, bank = [await work.find(RhythmBook, scope) for scope in (branch, BANK)]
    book = in_force(branch, own, bank)
    return {segment: 7 / book.of(segment).every for segment in Segment}


async def _shelf_of(scope: str, work: UnitOfWork) -> RuleShelf:
    return await work.find(RuleShelf, scope) or RuleShelf(id=scope)


async def _round_of(branch: str, work: UnitOfWork) -> SegmentRound:
    return await work.find(SegmentRound, branch) or SegmentRound(id=branch)


async def _today_at(branch: str, work: UnitOfWork) -> str:
    return (await place_of(branch, work)).day_of(work.now).isoformat()
