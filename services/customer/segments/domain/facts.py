"""Facts about customers that the rules of segments look at (W2): holdings, their averages, activity."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.files.domain.customer import Holding
from services.customer.segments.domain.rules import ACTIVITY, Inputs
from shared.contracts.customer import ActivityBand, MoveCause, MoveReason, SegmentInput
from shared.contracts.words import Segment
from shared.domain import Document
from shared.editions import mark_of

MONTHS = 3
"""Full months that an average is of."""
FEWEST_DAYS = 85
"""Days of those months of which the holdings are known, for an average to count."""
HUNDRED = 100
"""Amounts are kept in hundredths; rules are in whole units."""
Amounts = Mapping[str, int]
"""Hundredths by ``<currency>:<product>``."""


class MonthSum(BaseModel):
    """The holdings of a month, each day added up: `days` are those that were counted."""

    model_config = ConfigDict(frozen=True)

    month: str
    days: int
    sums: dict[str, int]


class Hold(BaseModel):
    """A head's decision: no rule moves the customer before `until`, or ever."""

    model_config = ConfigDict(frozen=True)

    segment: Segment
    reason: MoveReason
    by: str
    until: str | None = None

    def ended(self, day: str) -> bool:
        """Tell whether the decision is over on a day, which `until` itself is not."""
        return self.until is not None and self.until < day


class LastMove(BaseModel):
    """The last move of a customer, as it was published."""

    model_config = ConfigDict(frozen=True)

    day: str
    before: Segment
    after: Segment
    cause: MoveCause
    rules: str | None = None
    rule: str | None = None
    inputs: dict[str, int] = {}
    by: str | None = None
    reason: MoveReason | None = None


class SegmentFacts(Document):
    """The knowledge about one customer; the id is the customer's. `amounts` hold since `since`; `months`
    are those before, the last four at most; `last` is the last move."""

    collection: ClassVar[str] = "segment_facts"

    branch: str
    amounts: dict[str, int] = {}
    since: str | None = None
    months: tuple[MonthSum, ...] = ()
    activity: ActivityBand = ActivityBand.DORMANT
    hold: Hold | None = None
    last: LastMove | None = None

    @property
    def hold_mark(self) -> str:
        """Return the mark of the decision of a head."""
        return mark_of(self.hold)


def amounts_of(holdings: tuple[Holding, ...]) -> dict[str, int]:
    """Return holdings as amounts by currency and product."""
    return {f"{one.currency}:{one.product}": one.amount for one in holdings}


def with_holdings(facts: SegmentFacts, holdings: tuple[Holding, ...], day: str) -> SegmentFacts:
    """Take over what the customer holds from a day on; the days before are added to their months."""
    return counted_up_to(facts, day).evolve(amounts=amounts_of(holdings), since=max(day, facts.since or day))


def counted_up_to(facts: SegmentFacts, day: str) -> SegmentFacts:
    """Add the days since the holdings were told, up to a day that does not count, to their months."""
    if facts.since is None or facts.since >= day:
        return facts
    months = {one.month: one for one in facts.months}
    at, end = date.fromisoformat(facts.since), date.fromisoformat(day)
    while at < end:
        following = min(end, (at.replace(day=1) + timedelta(days=32)).replace(day=1))
        name, many = at.isoformat()[:7], (following - at).days
        known = months.get(name) or MonthSum(month=name, days=0, sums={})
        keys = {*known.sums, *facts.amounts}
        sums = {key: known.sums.get(key, 0) + many * facts.amounts.get(key, 0) for key in sorted(keys)}
        months[name] = MonthSum(month=name, days=known.days + many, sums=sums)
        at = following
    kept = sorted(months.values(), key=lambda one: one.month)[-MONTHS - 1 :]
    return facts.evolve(months=tuple(kept), since=day)


def inputs_now(facts: SegmentFacts, currency: str) -> Inputs:
    """Return the figures of a customer as they stand."""
    return _inputs(facts, facts.amounts, currency)


def inputs_averaged(facts: SegmentFacts, currency: str, day: str) -> Inputs | None:
    """Return the figures averaged over the last three full months before a day; None where too little of them
    is known."""
    wanted = months_before(day)
    months = [one for one in counted_up_to(facts, day).months if one.month in wanted]
    days = sum(one.days for one in months)
    if days < FEWEST_DAYS:
        return None
    keys = {key for one in months for key in one.sums}
    means = {key: sum(one.sums.get(key, 0) for one in months) // days for key in keys}
    return _inputs(facts, means, currency)


def months_before(day: str) -> tuple[str, ...]:
    """Return the three full months before that of a day, such as ``2026-02``."""
    at, found = date.fromisoformat(day).replace(day=1), []
    for _ in range(MONTHS):
        at = (at - timedelta(days=1)).replace(day=1)
        found.append(at.isoformat()[:7])
    return tuple(found)


def _inputs(facts: SegmentFacts, amounts: Amounts, currency: str) -> Inputs:
    own = {
        product: amount // HUNDRED
        for key, amount in amounts.items()
        for held, _, product in [key.partition(":")]
        if held == currency
    }
    return {
        SegmentInput.TOTAL_BALANCE.value: max(0, sum(own.values())),
        SegmentInput.PRODUCTS.value: sum(amount > 0 for amount in own.values()),
        SegmentInput.ACTIVITY.value: ACTIVITY.index(facts.activity),
        **{f"{SegmentInput.PRODUCT_BALANCE.value}:{name}": max(0, one) for name, one in own.items()},
    }
