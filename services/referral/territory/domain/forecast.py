"""The forecast of what a territory's open prospects will bring (R1), from its own conversions.

For each stage the share that is won is drawn from its posterior, Beta(1/2 + won, 1/2 + not won) by Jeffreys'
prior; then each open prospect of the stage is won or not, and one that is won brings what one of the last
prospects won brought (bootstrap). The 10th, 50th and 90th of 100 such sums, by the nearest rank, are told,
and nothing where there is too little history. The same seed gives the same figures.
"""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from random import Random

from pydantic import BaseModel, ConfigDict

from services.referral.territory.domain.pipeline import Conversions

ENDED_AT_LEAST, WON_AT_LEAST = 20, 5
"""Prospects that ended, and that were won, below which nothing is said."""
DRAWS, WORK = 1000, 400_000
"""Sums that are drawn; fewer, but never under 200, where there are so many prospects."""


class Forecast(BaseModel):
    """The sum that the `open` prospects will bring, in the hundredth of the currency; None with too little
    history: fewer than `ENDED_AT_LEAST` prospects `ended`, or fewer than `WON_AT_LEAST` of them `won`."""

    model_config = ConfigDict(frozen=True)

    open: int
    ended: int
    won: int
    currency: str = ""
    p10: int | None = None
    p50: int | None = None
    p90: int | None = None

    @property
    def is_known(self) -> bool:
        """Return whether there is enough history."""
        return self.p50 is not None


def forecast(known: Conversions, seed: str) -> Forecast:
    """Forecast what the open prospects of a branch will bring; `seed` is the id of the report's edition."""
    count, won = sum(known.open.values()), len(known.amounts)
    said = Forecast(open=count, ended=known.ends, won=won)
    if known.ends < ENDED_AT_LEAST or won < WON_AT_LEAST:
        return said
    currencies = Counter(one.currency for one in known.amounts if one.amount)
    if not currencies:
        return said
    currency = min(currencies, key=lambda one: (-currencies[one], one))
    amounts = [one.amount if one.currency == currency else 0 for one in known.amounts]
    sums = _sums(known, amounts, Random(seed))  # noqa: S311 - the same report draws the same
    p10, p50, p90 = (_rank(sums, share) for share in (0.1, 0.5, 0.9))
    return said.model_copy(update={"currency": currency, "p10": p10, "p50": p50, "p90": p90})


def _sums(known: Conversions, amounts: Sequence[int], rng: Random) -> list[int]:
    stages = [
        (count, known.won.get(stage, 0), known.ended.get(stage, 0))
        for stage, count in sorted(known.open.items())
    ]
    return sorted(_draw(stages, amounts, rng) for _ in range(draws_of(sum(known.open.values()))))


def draws_of(prospects: int) -> int:
    """Return how many sums are drawn for this number of open prospects: 200 to 1000."""
    return min(DRAWS, max(200, WORK // max(1, prospects)))


def _draw(stages: Sequence[tuple[int, int, int]], amounts: Sequence[int], rng: Random) -> int:
    wins, random = 0, rng.random
    for count, won, ended in stages:
        share = rng.betavariate(0.5 + won, 0.5 + ended - won)
        wins += sum(random() < share for _ in range(count))
    return sum(rng.choices(amounts, k=wins))


def _rank(ascending: Sequence[int], share: float) -> int:
    """Return the nearest rank: the smallest value that at least `share` of them do not exceed."""
    return ascending[max(ceil(round(share * len(ascending), 9)), 1) - 1]
