"""Looking for latent needs (A2): at one customer, by the model of their branch, in a night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.customer.files.domain.customer import Customer
from services.customer.latent.domain.hints import (
    Hint,
    HintState,
    LatentNeeds,
    ended_event,
    found_event,
    is_held_out,
    needs_of,
)
from services.customer.latent.domain.model import (
    Contribution,
    LatentModel,
    Scorer,
    Traits,
    Verdict,
    chance_of,
    of_hundred,
    traits_of,
)
from services.customer.latent.domain.rules import LatentRules
from shared.contracts.customer import CustomerEvent
from shared.domain import Decision

REASONS = 5
"""Contributions that a hint keeps one by one, the strongest."""


@dataclass(frozen=True)
class Outcome:
    """A hint whose time is over, and whether the customer came to hold the product."""

    held_out: bool
    took: bool
    method: str
    horizon: int


def look_at(
    customer: Customer,
    known: LatentNeeds | None,
    model: LatentModel,
    scorer: Scorer,
    rules: LatentRules,
    day: str,
    *,
    refuses: bool,
) -> tuple[Decision, list[Outcome]]:
    """Look at a customer in a night: end what is over, count what has had its time, and give a hint if there
    is cause for one. Who `refuses` marketing is given none."""
    traits = traits_of(customer, rules.family_names)
    needs = _settled(needs_of(customer, known), traits, day)
    needs, events = _ended(needs, day, refuses=refuses)
    needs, outcomes = _judged(needs, day)
    if traits is not None and not refuses and (found := _find(needs, traits, scorer, rules, day)) is not None:
        hint = _hint(customer.id, found, model, rules, day)
        needs = needs.with_hints([*needs.hints, hint])
        events.append(found_event(needs, hint))
    if needs == known or (known is None and not needs.hints):
        return Decision(), outcomes
    return Decision().save(needs, *events), outcomes


def follow_holdings(
    customer: Customer, known: LatentNeeds, families: Mapping[str, str], day: str
) -> Decision:
    """Note which of the hinted products a customer has come to hold; their open hints end."""
    needs = _settled(needs_of(customer, known), traits_of(customer, families), day)
    held = [one.end(HintState.HELD, day) if one.is_open and one.came else one for one in needs.hints]
    events = [ended_event(needs, one) for one, before in zip(held, needs.hints, strict=True) if one != before]
    needs = needs.with_hints(held)
    return Decision() if needs == known else Decision().save(needs, *events)


def _settled(needs: LatentNeeds, traits: Traits | None, day: str) -> LatentNeeds:
    """Note the day on which hinted products are seen to be held, within their time."""
    holds = traits.holds if traits else frozenset()
    hints = [
        one.model_copy(update={"came": day})
        if one.came is None and not one.judged and day <= one.judged_on and one.product in holds
        else one
        for one in needs.hints
    ]
    return needs.with_hints(hints)


def _ended(needs: LatentNeeds, day: str, *, refuses: bool) -> tuple[LatentNeeds, list[CustomerEvent]]:
    """End the hints that are over, with their events."""
    hints, events = list[Hint](), list[CustomerEvent]()
    for one in needs.hints:
        state = _end_of(one, day, refuses=refuses) if one.is_open else None
        hints.append(one.end(state, day) if state else one)
        if state:
            events.append(ended_event(needs, hints[-1]))
    return needs.with_hints(hints), events


def _judged(needs: LatentNeeds, day: str) -> tuple[LatentNeeds, list[Outcome]]:
    """Count the hints that have had their time."""
    due = [one for one in needs.hints if not one.judged and one.judged_on < day]
    hints = [one.model_copy(update={"judged": True}) if one in due else one for one in needs.hints]
    outcomes = [Outcome(one.held_out, one.came is not None, one.method, one.horizon) for one in due]
    return needs.with_hints(hints), outcomes


def _end_of(hint: Hint, day: str, *, refuses: bool) -> HintState | None:
    if hint.came is not None:
        return HintState.HELD
    if refuses:
        return HintState.REFUSED
    return HintState.EXPIRED if hint.until < day else None


def _find(needs: LatentNeeds, traits: Traits, scorer: Scorer, rules: LatentRules, day: str) -> Verdict | None:
    """Return the best score that is worth a hint; None for who has nobody to be told, or had one lately."""
    if needs.account_manager is None or any(_plus(one.found, rules.every) > day for one in needs.hints):
        return None
    resting = {one.product for one in needs.hints if _rests(one, rules, day)}
    wanted = (one for one in scorer.products if one not in traits.holds and one not in resting)
    likeliest = sorted(((scorer.score(product, traits), product) for product in wanted), reverse=True)
    for score, product in likeliest:
        if of_hundred(chance_of(score)) < rules.threshold:
            return None
        if _speaking(found := scorer.verdict(product, traits)):
            return found
    return None


def _rests(hint: Hint, rules: LatentRules, day: str) -> bool:
    """Tell whether a hint stands against another of the same product."""
    return hint.ended is None or not hint.judged or _plus(hint.ended, rules.rest) > day


def _speaking(verdict: Verdict) -> tuple[Contribution, ...]:
    """Return what speaks for a product, the strongest first."""
    found = (one for one in verdict.contributions if one.weight > 0)
    return tuple(sorted(found, key=lambda one: (-one.weight, one.input, one.value)))


def _hint(customer: str, found: Verdict, model: LatentModel, rules: LatentRules, day: str) -> Hint:
    strongest = sorted(found.contributions, key=lambda one: (-abs(one.weight), one.input, one.value))
    best = _speaking(found)[0]
    kept = strongest[:REASONS] if best in strongest[:REASONS] else [best, *strongest[: REASONS - 1]]
    kept.sort(key=lambda one: -one.weight)
    return Hint(
        product=found.product,
        need=rules.need_of(found.product),
        of_hundred=found.of_hundred,
        prior=found.prior,
        reasons=tuple(kept),
        others=sum(one.weight for one in found.contributions if one not in kept),
        found=day,
        until=_plus(day, rules.expires),
        judged_on=_plus(day, rules.horizon),
        horizon=rules.horizon,
        held_out=is_held_out(customer, found.product),
        model_day=model.day,
        method=model.method,
    )


def _plus(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
