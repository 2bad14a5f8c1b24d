"""The measurement of hints (A2): with a hint against with one that was held out, over the same time."""

import math
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.latent.domain.model import FEW
from shared.domain import Document

Z = 1.959964
"""The normal deviate of an interval of 95 %."""


class Arm(BaseModel):
    """Hints whose time is over, and those after which the customer had come to hold the product."""

    model_config = ConfigDict(frozen=True)

    hints: int = 0
    took: int = 0

    def with_one(self, took: bool) -> "Arm":
        """Count one more."""
        return Arm(hints=self.hints + 1, took=self.took + took)

    @property
    def interval(self) -> tuple[float, float]:
        """Return the interval of 95 % of the share that took it, by Wilson (J. Am. Stat. Assoc. 1927); all
        from 0 to 1 before anything was counted."""
        if not self.hints:
            return 0.0, 1.0
        share, many = self.took / self.hints, self.hints
        middle = share + Z * Z / (2 * many)
        reach = Z * math.sqrt(share * (1 - share) / many + Z * Z / (4 * many * many))
        below = 1 + Z * Z / many
        return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


class LatentMeasure(Document):
    """The outcome of a branch's hints within `horizon` days; the id is ``<branch>:<method>:<horizon>``."""

    collection: ClassVar[str] = "latent_measures"

    branch: str
    method: str
    horizon: int
    shown: Arm = Arm()
    held_out: Arm = Arm()

    @property
    def is_enough(self) -> bool:
        """Tell whether both sides have enough history to be compared."""
        return min(self.shown.hints, self.held_out.hints) >= FEW


def measure_id(branch: str, method: str, horizon: int) -> str:
    """Return the id of a measurement."""
    return f"{branch}:{method}:{horizon}"


def count(measure: LatentMeasure, *, held_out: bool, took: bool) -> LatentMeasure:
    """Count a hint whose time is over."""
    if held_out:
        return measure.evolve(held_out=measure.held_out.with_one(took))
    return measure.evolve(shown=measure.shown.with_one(took))
