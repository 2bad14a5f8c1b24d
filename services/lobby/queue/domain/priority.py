"""Priority: accumulating priority with a bound, and every call explained (D2, D6, D10)."""

from collections.abc import Iterable
from typing import NamedTuple

from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.halls import Hall, NobodyWaits, Waiting
from shared.clock import Moment

BY_HAND = "called_by_hand"


class Choice(NamedTuple):
    """The next customer, and the reason. `overtook` are the visits that came before, wait for the same
    counter, and were not chosen."""

    chosen: Waiting
    score: float
    runner_up: Waiting | None
    reason: str
    overtook: frozenset[str] = frozenset()


def score_of(one: Waiting, rules: Rules, moment: Moment) -> float:
    """Return points: the rate of the class x minutes waited, credit included."""
    return rules.rates[one.ticket_class] * (moment.minutes_since(one.since) + one.credit)


def waiting_for(hall: Hall, counter: str) -> list[Waiting]:
    """Return the entries that a counter can serve, in the order of their waits."""
    kinds = {one.kind: one for one in hall.waiting}
    served = {kind for kind, one in kinds.items() if hall.can_serve(counter, one)}
    return [one for one in hall.waiting if one.kind in served]


def highest_priority(waiting: Iterable[Waiting], rules: Rules, moment: Moment) -> Choice:
    """Choose by accumulating priority (Stanford, Taylor, Ziedins 2014): the highest score is next.

    Bounded: among customers who have waited beyond the limit of their class the one who came first is next,
    whatever the scores. Raises `NobodyWaits`.
    """
    limits = {of: moment.lasting(rules.limit(of)) for of in rules.limits}
    best: Waiting | None = None
    second: Waiting | None = None
    longest: Waiting | None = None
    best_score = second_score = float("-inf")
    queue = list(waiting)
    for one in queue:
        score = score_of(one, rules, moment)
        if best is None or (-score, one.since) < (-best_score, best.since):
            best, best_score, second, second_score = one, score, best, best_score
        elif second is None or (-score, one.since) < (-second_score, second.since):
            second, second_score = one, score
        if moment.now - one.since > limits[one.ticket_class] and (
            longest is None or one.since < longest.since
        ):
            longest = one
    if best is None:
        raise NobodyWaits
    chosen, reason = (longest, "waited_beyond_limit") if longest else (best, "highest_score")
    runner_up = second if chosen is best else best
    return explain(chosen, queue, rules, moment, runner_up=runner_up, reason=reason)


def explain(
    chosen: Waiting,
    queue: list[Waiting],
    rules: Rules,
    moment: Moment,
    *,
    runner_up: Waiting | None,
    reason: str,
) -> Choice:
    """Explain why `chosen` comes before the others of `queue`."""
    overtook = frozenset(one.visit for one in queue if one.since < chosen.since)
    score = round(score_of(chosen, rules, moment), 3)
    return Choice(chosen, score, runner_up, reason, overtook)


def overtake(hall: Hall, overtook: frozenset[str]) -> Hall:
    """Count one more call that overtook these visits."""
    if not overtook:
        return hall
    return hall.evolve(
        waiting=tuple(
            one.evolve(overtaken=one.overtaken + 1) if one.visit in overtook else one for one in hall.waiting
        )
    )


def credit_for(position: int, of: Waiting, queue: list[Waiting], rules: Rules, moment: Moment) -> float:
    """Return the credit, in minutes, that puts `of` at `position` (1 is next) in `queue` at this moment."""
    rivals = sorted((score_of(one, rules, moment) for one in queue), reverse=True)
    if not rivals:
        return of.credit
    ahead = rivals[position - 1] + 0.001 if position <= len(rivals) else rivals[-1] - 0.001
    return ahead / rules.rates[of.ticket_class] - moment.minutes_since(of.since)
