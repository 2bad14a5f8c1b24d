"""Moving customers between segments (W2): by the rules, up at once and down by an average, or by a head."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Source
from services.customer.files.domain.files import change_file
from services.customer.segments.domain.facts import Hold, LastMove, SegmentFacts, inputs_averaged, inputs_now
from services.customer.segments.domain.rules import Condition, Inputs, RuleSet, SegmentRule, rank
from shared.contracts.customer import (
    MoveCause,
    SegmentChanged,
    SegmentHeld,
    SegmentHoldEnded,
    SegmentInput,
)
from shared.contracts.words import Segment
from shared.domain import Decision
from shared.errors import Refusal

OF_HOLDINGS = (SegmentInput.TOTAL_BALANCE, SegmentInput.PRODUCT_BALANCE, SegmentInput.PRODUCTS)


class HoldEndsInThePast(Refusal):
    code, status = "hold_ends_in_the_past", 422
    en, zh = "A decision holds until today, a later day, or for good.", "人工分层的截止日不能早于今日。"


class NoHold(Refusal):
    code, status = "no_segment_hold", 409
    en, zh = "The rules decide this customer's segment already.", "该客户的层级已由规则决定。"


@dataclass(frozen=True)
class Verdict:
    """The segment that the rules give a customer, by which rule, for which figures."""

    segment: Segment
    rule: SegmentRule
    inputs: Inputs


@dataclass(frozen=True)
class Subject:
    """A customer with what the rules know of them, and the credentials whose copies carry the segment."""

    customer: Customer
    facts: SegmentFacts
    held: Sequence[CredentialRecord] = ()


def verdict(facts: SegmentFacts, rules: RuleSet, current: Segment, day: str) -> Verdict | None:
    """Return where the rules move a customer who is in a segment now; None where they stay.

    By a ladder they go up at once by the figures of now, and down by those of three months, though never
    below what the figures of now give. Of a customer whose holdings were never told, no rule judges these.
    """
    if facts.since is None and any(one.input in OF_HOLDINGS for one in _conditions(rules)):
        return None
    now = inputs_now(facts, rules.currency)
    found = Verdict(rules.rule_of(now).segment, rules.rule_of(now), now)
    if rules.ladder and rank(found.segment) < rank(current):
        averaged = inputs_averaged(facts, rules.currency, day)
        if averaged is None:
            return None
        by_average = Verdict(rules.rule_of(averaged).segment, rules.rule_of(averaged), averaged)
        found = max(found, by_average, key=lambda one: rank(one.segment))
        if rank(found.segment) >= rank(current):
            return None
    return None if found.segment is current else found


def judge(subject: Subject, rules: RuleSet | None, cause: MoveCause, day: str, source: Source) -> Decision:
    """Move a customer as the rules say; one whom a head holds stays until the day has come."""
    customer, facts = subject.customer, subject.facts
    ended = Decision()
    if facts.hold is not None:
        if not facts.hold.ended(day):
            return ended
        cause, facts = MoveCause.LIFTED, facts.evolve(hold=None)
        event = SegmentHoldEnded(branch=customer.branch, customer=customer.id, segment=customer.segment)
        ended.save(facts, event)
    moved = verdict(facts, rules, customer.segment, day) if rules else None
    if rules is None or moved is None:
        return ended
    last = LastMove(
        day=day,
        before=customer.segment,
        after=moved.segment,
        cause=cause,
        rules=rules.id,
        rule=moved.rule.name,
        inputs=_looked_at(rules, moved.inputs),
    )
    return ended.then(_move(Subject(customer, facts, subject.held), last, source, rules=rules))


def hold(subject: Subject, hold: Hold, day: str, source: Source) -> Decision:
    """Put a customer into a segment by a head's decision, and keep them there.

    Raises `FileErased`, `HoldEndsInThePast`.
    """
    customer, facts = subject.customer, subject.facts
    customer.must_exist()
    if hold.until is not None and hold.until < day:
        raise HoldEndsInThePast
    if facts.hold == hold and customer.segment is hold.segment:
        return Decision()
    held = SegmentHeld(
        branch=customer.branch,
        customer=customer.id,
        segment=hold.segment,
        reason=hold.reason,
        held_by=hold.by,
        until=hold.until,
    )
    facts = facts.evolve(hold=hold)
    decision = Decision().save(facts, held)
    if customer.segment is hold.segment:
        return decision
    last = LastMove(
        day=day,
        before=customer.segment,
        after=hold.segment,
        cause=MoveCause.HEAD,
        by=hold.by,
        reason=hold.reason,
    )
    return decision.then(_move(Subject(customer, facts, subject.held), last, source, until=hold.until))


def lift(subject: Subject, rules: RuleSet | None, by: str, day: str, source: Source) -> Decision:
    """End a head's decision: the rules decide again, at once. Raises `FileErased`, `NoHold`."""
    customer, facts = subject.customer, subject.facts
    customer.must_exist()
    if facts.hold is None:
        raise NoHold
    event = SegmentHoldEnded(
        branch=customer.branch, customer=customer.id, segment=customer.segment, ended_by=by
    )
    free = facts.evolve(hold=None)
    again = judge(Subject(customer, free, subject.held), rules, MoveCause.LIFTED, day, source)
    return Decision().save(free, event).then(again)


def _move(
    subject: Subject,
    last: LastMove,
    source: Source,
    *,
    rules: RuleSet | None = None,
    until: str | None = None,
) -> Decision:
    customer = subject.customer
    event = SegmentChanged(
        branch=customer.branch,
        customer=customer.id,
        masked_name=customer.masked_name,
        account_manager=customer.account_manager,
        before=last.before,
        after=last.after,
        cause=last.cause,
        scope=rules.scope if rules else None,
        rules_version=rules.number if rules else None,
        rule=last.rule,
        inputs=last.inputs,
        moved_by=last.by,
        reason=last.reason,
        until=until,
    )
    file = change_file(customer, subject.held, source, segment=last.after)
    return Decision().save(subject.facts.evolve(last=last), event).then(file)


def _conditions(rules: RuleSet) -> list[Condition]:
    return [condition for rule in rules.rules for condition in rule.conditions]


def _looked_at(rules: RuleSet, inputs: Inputs) -> dict[str, int]:
    """Return the figures that the rules look at, and no others."""
    keys = {condition.key for condition in _conditions(rules)}
    return {key: inputs.get(key, 0) for key in sorted(keys)}
