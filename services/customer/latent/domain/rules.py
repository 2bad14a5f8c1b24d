"""The rules of hints (A2), of a bank or of a branch: which score is worth one, how often, for how long."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer import LatentRulesChanged
from shared.contracts.needs import need_of
from shared.domain import Decision, Document

BANK = "bank"
"""The id of the rules that hold where a branch has none of its own."""


class Family(BaseModel):
    """The family that a product of the bank's core counts by, and the word of the need that it serves; None
    for the family's own name."""

    model_config = ConfigDict(frozen=True)

    family: str
    need: str | None = None


class LatentRules(Document):
    """The rules of a branch, or of the `BANK`; `number` counts the versions.

    A hint is given where of 100 customers like this `threshold` hold the product; the next about the same
    customer `every` days later at the soonest. It expires after `expires` days. One that ended is not
    repeated for `rest` days. After `horizon` days it counts whether the customer came to hold the product.
    """

    collection: ClassVar[str] = "latent_rules"

    number: int = 0
    threshold: int = 50
    every: int = 30
    expires: int = 30
    rest: int = 180
    horizon: int = 90
    families: dict[str, Family] = {}
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def family_names(self) -> dict[str, str]:
        """Return the family of each product that has one."""
        return {product: one.family for product, one in self.families.items()}

    def need_of(self, family: str) -> str:
        """Return the word of the need that a family serves."""
        named = (one.need for one in self.families.values() if one.family == family and one.need)
        return need_of(next(named, family))


class NewLatentRules(BaseModel):
    """The rules that are to hold from now on."""

    model_config = ConfigDict(frozen=True)

    threshold: int
    every: int
    expires: int
    rest: int
    horizon: int
    families: dict[str, Family]


def change_rules(
    scope: str, known: LatentRules | None, new: NewLatentRules, by: str, *, now: datetime
) -> Decision:
    """Set the rules of a branch, or of the bank. The same rules change nothing."""
    known = known or LatentRules(id=scope)
    changed = known.evolve(
        threshold=new.threshold,
        every=new.every,
        expires=new.expires,
        rest=new.rest,
        horizon=new.horizon,
        families=new.families,
    )
    if known.number and changed == known:
        return Decision()
    changed = changed.evolve(number=known.number + 1, changed_at=now, changed_by=by)
    return Decision().save(changed, LatentRulesChanged(branch=scope, number=changed.number, changed_by=by))
