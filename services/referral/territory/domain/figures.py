"""The figures of a territory report (R1): sums of lines, each of which opens its event."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from services.referral.plans.domain.achievements import Achievement
from shared.contracts.referral import GoalMetric, ReportMetric, RevisionCause

ORDER: tuple[str, ...] = (
    GoalMetric.CONTACTS_HELD,
    GoalMetric.VISITS_RECORDED,
    ReportMetric.NEEDS_STATED,
    GoalMetric.NEEDS_MET,
    ReportMetric.NEEDS_UNSERVABLE,
    ReportMetric.REFERRALS_ACCEPTED,
    GoalMetric.PROSPECTS_OPENED,
    GoalMetric.PROSPECTS_WON,
    ReportMetric.PROSPECTS_LOST,
    GoalMetric.AMOUNT_WON,
    ReportMetric.RECOMMENDATIONS_PROPOSED,
    ReportMetric.RECOMMENDATIONS_DECLINED,
    GoalMetric.RECOMMENDATIONS_BOUGHT,
    GoalMetric.AMOUNT_BOUGHT,
    ReportMetric.DEALS_OPENED,
    GoalMetric.DEALS_CLOSED,
    ReportMetric.DEALS_CANCELLED,
    GoalMetric.AMOUNT_CLOSED,
)
"""The figures of a report, in the order in which they are read."""


class Figure(BaseModel):
    """A figure: the sum of the lines of a metric, and of each member of staff, in the order of their ids.
    Amounts are in the hundredth of the currency."""

    model_config = ConfigDict(frozen=True)

    metric: str
    currency: str = ""
    amount: int
    by_staff: dict[str, int] = {}


class Change(BaseModel):
    """A figure that differs from that of the edition before."""

    model_config = ConfigDict(frozen=True)

    metric: str
    currency: str = ""
    before: int
    after: int


def fold(lines: Iterable[Achievement]) -> tuple[Figure, ...]:
    """Sum up lines. Every metric has a figure, also one of nothing; amounts have one for each currency."""
    sums: dict[tuple[str, str], dict[str, int]] = {(metric, ""): {} for metric in ORDER if _counts(metric)}
    for line in lines:
        if line.metric in ORDER:
            of = sums.setdefault((line.metric, line.currency), {})
            of[line.staff] = of.get(line.staff, 0) + line.amount
    return tuple(
        Figure(metric=metric, currency=currency, amount=sum(of.values()), by_staff=dict(sorted(of.items())))
        for (metric, currency), of in sorted(sums.items(), key=_place)
    )


def changes(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[Change, ...]:
    """Return the figures that differ; one that is not there is 0."""
    old = {(one.metric, one.currency): one.amount for one in before}
    new = {(one.metric, one.currency): one.amount for one in after}
    keys = sorted({*old, *new}, key=lambda key: _place((key, {})))
    return tuple(
        Change(metric=key[0], currency=key[1], before=old.get(key, 0), after=new.get(key, 0))
        for key in keys
        if old.get(key, 0) != new.get(key, 0)
    )


def counted(lines: Iterable[Achievement], upto: dict[str, int]) -> list[Achievement]:
    """Return the lines up to those numbers."""
    return [line for line in lines if line.number <= upto.get(line.day[:4], 0)]


def cause_of(new: Sequence[Achievement], *, was_whole: bool) -> RevisionCause:
    """Return the reason for another edition: `new` are the lines that came since the one before."""
    if not was_whole:
        return RevisionCause.PERIOD_ENDED
    undone = bool(new) and all(line.undoes for line in new)
    return RevisionCause.UNDONE if undone else RevisionCause.LATE_FACTS


def _counts(metric: str) -> bool:
    return not metric.startswith("amount_")


def _place(entry: tuple[tuple[str, str], object]) -> tuple[int, str]:
    (metric, currency), _ = entry
    return ORDER.index(metric), currency
