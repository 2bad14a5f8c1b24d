"""Clues, weighed by a branch when a customer comes: a median regression that learns from every wait (D2).

The expected wait is a weighted sum of `clues`, in turns (the mean time for which a customer keeps a counter),
so that it is the same for slow and fast branches. The weights are common to the branch, with a part for the
class and one for the need. They follow the sign of each error, which leads to the median (regression
quantiles: Koenker and Bassett 1978, "Regression quantiles", Econometrica 46), by steps that are the smaller
the more a clue was seen (AdaGrad: Duchi, Hazan, Singer 2011, "Adaptive subgradient methods for online
learning and stochastic optimization", Journal of Machine Learning Research 12). At first it is the queue
length. Of customers who give up it is only known that they would have waited longer (censored quantiles:
Powell 1986, Journal of Econometrics 32).
"""

from array import array
from collections.abc import Mapping, Sequence
from math import log1p, sqrt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import TicketClass

Numbers = tuple[float, ...]
STEP, KEEP = 0.015, 0.9997  # of a weight, at most; of the past steps
CLOSE = 0.02  # turns: errors within are no reason for a whole step
MOST_TURNS, MOST_PEOPLE, MOST_COUNTERS = 30.0, 100, 4


class Group(NamedTuple):
    """Others who wait: how many, and for how many seconds the first of them."""

    people: int = 0
    longest: float = 0.0


class QueueView(NamedTuple):
    """The queue as seen by a customer who has just come. `near` wait for some of the same counters, `need`
    for the same thing, `own` for the same and in the same class. `idle`: for how long each idle counter, that
    serves them and was seen at work, has been so; `busy` and `free` count their counters; `before_closing`
    are seconds, if it is known when the branch closes."""

    near: Group
    need: Group
    own: Group
    ahead: float
    busy: int
    free: int
    idle: Sequence[float]
    before_closing: float | None = None


def clues(view: QueueView, turn: float, recent: float) -> Numbers:
    """Return what goes with the length of a wait, in turns or between 0 and some few; `recent` is what the
    last ones with the same need have waited, in seconds.

    An idle counter says little unless it was at work a short while ago: people leave without saying so.
    """
    awake = sum(it <= 1.6 * turn for it in view.idle)
    alert = sum(it <= 0.33 * turn for it in view.idle)
    need, near, own, lately = (
        min(it / turn, MOST_TURNS) for it in (view.need.longest, view.near.longest, view.own.longest, recent)
    )
    queue = min((view.ahead + 1) / max(1, view.busy + awake), MOST_TURNS)
    hour = 12 * turn
    closing = 0.0 if view.before_closing is None else min(1.0, max(0.0, 1 - view.before_closing / hour))
    return (
        queue,
        1.0,
        *(need, near, own, lately),
        *(log1p(10 * it) / 3 for it in (need, near, lately, queue)),
        *(min(it.people, MOST_PEOPLE) / 10 for it in (view.need, view.near, view.own)),
        *(float(it > 0) for it in (view.need.people, view.near.people, awake, alert)),
        *(min(it, MOST_COUNTERS) / MOST_COUNTERS for it in (awake, alert)),
        float(view.free == 0),
        closing,
    )


SIZE = len(clues(QueueView(Group(), Group(), Group(), 0, 0, 0, ()), 1.0, 0.0))
AT_FIRST: Numbers = (1.0, *(0.0,) * (SIZE - 1))
NOTHING: Numbers = (0.0,) * SIZE


def packed(numbers: Numbers) -> bytes:
    """Numbers as they are kept: four bytes each."""
    return array("f", numbers).tobytes()


def unpacked(kept: bytes, otherwise: Numbers = NOTHING) -> Numbers:
    """Numbers as they were, or those `otherwise` if none, or another count of them, was kept."""
    return tuple(array("f", kept)) if len(kept) == 4 * SIZE else otherwise


class Weights(BaseModel):
    """The weights of a branch; those of a need lie with what else is known of it. `seen`: how much each clue
    has moved them lately."""

    model_config = ConfigDict(frozen=True)

    common: bytes = b""
    seen: bytes = b""
    classes: Mapping[TicketClass, bytes] = {}

    def expected(self, ticket_class: TicketClass, need: bytes, found: Numbers) -> float:
        """The median wait, in turns; below 0 the more certain it is that there is none."""
        common, of_class, of_need = self._parts(ticket_class, need)
        weighed = zip(common, of_class, of_need, found, strict=True)
        return sum((one + two + three) * clue for one, two, three, clue in weighed)

    def after(
        self, ticket_class: TicketClass, need: bytes, found: Numbers, waited: float
    ) -> tuple["Weights", bytes]:
        """The weights, and those of the need, with one wait more, in turns."""
        error = self.expected(ticket_class, need, found) - waited
        if not waited and error < 0:
            return self, need
        slope = min(1.0, max(-1.0, error / CLOSE))
        slopes = [slope * clue for clue in found]
        before = unpacked(self.seen, (0.01,) * SIZE)
        seen = [KEEP * past + it * it for past, it in zip(before, slopes, strict=True)]
        steps = [STEP * it / sqrt(total) for it, total in zip(slopes, seen, strict=True)]
        common, of_class, of_need = (
            packed(tuple(weight - step for weight, step in zip(part, steps, strict=True)))
            for part in self._parts(ticket_class, need)
        )
        classes = {**self.classes, ticket_class: of_class}
        return Weights(common=common, seen=packed(tuple(seen)), classes=classes), of_need

    def _parts(self, ticket_class: TicketClass, need: bytes) -> tuple[Numbers, Numbers, Numbers]:
        of_class = self.classes.get(ticket_class, b"")
        return unpacked(self.common, AT_FIRST), unpacked(of_class), unpacked(need)
