"""The model of a segment at a branch (W4): its rhythm, and the bounds of its quintiles, from a sample."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.activity import Activity, histories_of
from services.customer.analysis.domain.silence import DEFAULT, Prior, fit
from shared.contracts.words import Segment
from shared.domain import Document

METHOD = "2026-11"
"""The version of the method: it changes with every formula, weight or bound, and stands on each score."""
SAMPLE = 500
"""Customers of a segment that a model is made from."""
FEW = 10


class Bounds(BaseModel):
    """The four bounds between the quintiles of a figure, rising."""

    model_config = ConfigDict(frozen=True)

    bounds: tuple[float, ...] = ()

    def quintile(self, value: float) -> int:
        """Return 1, the lowest fifth, to 5; 3 where there were too few for bounds."""
        return 1 + sum(value > bound for bound in self.bounds) if self.bounds else 3


class SegmentModel(Document):
    """The model by which the customers of a segment are scored; its id is ``<branch>:<segment>``.

    `fitted` tells whether `prior` is the segment's own; `customers` is the size of the sample.
    """

    collection: ClassVar[str] = "segment_models"

    branch: str
    segment: Segment
    at: datetime | None = None
    day: str = ""
    method: str = METHOD
    prior: Prior = DEFAULT
    fitted: bool = False
    customers: int = 0
    recency: Bounds = Bounds()
    frequency: Bounds = Bounds()
    money: Bounds = Bounds()


def model_id(branch: str, segment: Segment) -> str:
    """Return the id of a segment's model."""
    return f"{branch}:{segment.value}"


def plain_model(branch: str, segment: Segment) -> SegmentModel:
    """Return the model that holds before a segment has its own."""
    return SegmentModel(id=model_id(branch, segment), branch=branch, segment=segment)


def fit_model(model: SegmentModel, sample: Sequence[Activity], day: str, *, now: datetime) -> SegmentModel:
    """Make the model anew from a sample of the segment's customers, as they are on `day`."""
    histories = histories_of(sample, day)
    prior = fit(histories)
    return model.evolve(
        at=now,
        day=day,
        method=METHOD,
        prior=prior or DEFAULT,
        fitted=prior is not None,
        customers=len(sample),
        recency=bounds_of([-one.silent for one in histories]),
        frequency=bounds_of([one.per_year(day) for one in sample]),
        money=bounds_of([float(one.wealth.total) for one in sample if one.wealth is not None]),
    )


def bounds_of(values: Sequence[float]) -> Bounds:
    """Return the bounds between the fifths of these values; none where they are too few."""
    if len(values) < FEW:
        return Bounds()
    ranked = sorted(values)
    return Bounds(bounds=tuple(ranked[len(ranked) * fifth // 5 - 1] for fifth in range(1, 5)))
