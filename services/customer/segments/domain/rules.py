"""Rules of segments (客户分层规则, W2): which customers belong to which segment, by what is known of them.

The rules of a version share out all customers there could be: each belongs to exactly one rule. They are
never changed; another version takes their place on a day.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.customer import ActivityBand, SegmentInput, SegmentRulesActivated
from shared.contracts.words import Segment
from shared.domain import Decision, Document
from shared.editions import mark_of
from shared.errors import Refusal

BANK = "bank"
"""The scope of rules for every branch that has none of its own."""
RULES_AT_MOST, CONDITIONS_AT_MOST, CELLS_AT_MOST = 20, 4, 20_000
KEPT = 50
ACTIVITY = tuple(ActivityBand)
LADDER = (Segment.MASS, Segment.AFFLUENT, Segment.VIP, Segment.PRIVATE)
"""The segments, from the lowest to the highest."""
Inputs = Mapping[str, int]
"""Figures of a customer by the key of their input, such as ``product_balance:fund``."""


class RulesHole(Refusal):
    code, status = "segment_rules_hole", 422
    en, zh = "Some customers would belong to no segment by these rules.", "按此规则，部分客户不属于任何层级。"


class RulesOverlap(Refusal):
    code, status = "segment_rules_overlap", 422
    en, zh = "Some customers would belong to two rules at once.", "按此规则，部分客户同时符合两条规则。"


class RuleEmpty(Refusal):
    code, status = "segment_rule_empty", 422
    en, zh = (
        "A rule that no customer can meet, or two of one name.",
        "规则无人可符合，或规则名称重复。",
    )


class RulesTooMany(Refusal):
    code, status = "segment_rules_too_many", 422
    en, zh = "These rules have too many bounds to be checked.", "规则界限过多，无法检查。"


class RulesUnknown(Refusal):
    code, status = "segment_rules_unknown", 404
    en, zh = "There is no such version of the rules.", "该规则版本不存在。"


class RulesInThePast(Refusal):
    code, status = "segment_rules_in_the_past", 409
    en, zh = "Rules apply from today on, or from a later day.", "规则只能自今日或以后生效。"


class Condition(BaseModel):
    """A range of one figure: `at_least` and `below`, None for no bound; `product` of a product's balance."""

    model_config = ConfigDict(frozen=True)

    input: SegmentInput
    product: str | None = None
    at_least: int | None = None
    below: int | None = None

    @property
    def key(self) -> str:
        """Return the key of the figure, among the inputs of a customer."""
        return f"{self.input.value}:{self.product}" if self.product else self.input.value

    def holds(self, value: int) -> bool:
        """Tell whether a figure lies in the range."""
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )


class SegmentRule(BaseModel):
    """Customers who meet all `conditions` belong to `segment`."""

    model_config = ConfigDict(frozen=True)

    name: str
    segment: Segment
    conditions: tuple[Condition, ...] = ()

    def holds(self, inputs: Inputs) -> bool:
        """Tell whether a customer meets the conditions; a figure that is not known counts as 0."""
        return all(one.holds(inputs.get(one.key, 0)) for one in self.conditions)


class RuleSet(Document):
    """One version of the rules of a scope; its id is ``<scope>:<version>``. With `ladder`, customers go up at
    once, and down only by an average of three months; without, both at once."""

    collection: ClassVar[str] = "segment_rules"

    scope: str
    number: int
    rules: tuple[SegmentRule, ...] = Field(min_length=1)
    ladder: bool = True
    currency: str = "CNY"
    made_by: str
    made_at: datetime

    def rule_of(self, inputs: Inputs) -> SegmentRule:
        """Return the one rule that a customer with these figures belongs to."""
        return next(rule for rule in self.rules if rule.holds(inputs))


class Activation(BaseModel):
    """A version that applies from a day on."""

    model_config = ConfigDict(frozen=True)

    number: int
    from_day: str
    by: str
    at: datetime


class RuleShelf(Document):
    """The versions of a scope, how many there are and from when each applies; the id is the scope."""

    collection: ClassVar[str] = "segment_rule_shelves"

    latest: int = 0
    activations: tuple[Activation, ...] = ()

    @property
    def mark(self) -> str:
        """Return the mark of the days from which versions apply."""
        return mark_of(self.activations)

    def active(self, day: str) -> int | None:
        """Return the version that applies on a day; of two from one day, the one that was said later."""
        begun = [one for one in self.activations if one.from_day <= day]
        return max(begun, key=lambda one: one.from_day).number if begun else None


def active_rules(shelves: Sequence[RuleShelf | None], day: str) -> str | None:
    """Return the id of the version that applies on a day, by the first of these scopes that has one."""
    for shelf in shelves:
        number = shelf.active(day) if shelf is not None else None
        if shelf is not None and number is not None:
            return set_id(shelf.id, number)
    return None


def set_id(scope: str, number: int) -> str:
    """Return the id of a version."""
    return f"{scope}:{number}"


def make_rules(
    shelf: RuleShelf,
    rules: Sequence[SegmentRule],
    *,
    ladder: bool,
    currency: str,
    by: str,
    now: datetime,
) -> Decision:
    """Keep rules as the next version of their scope; they apply when they are activated.

    Raises `RuleEmpty`, `RulesTooMany`, `RulesHole`, `RulesOverlap`.
    """
    must_share_out(rules)
    number = shelf.latest + 1
    made = RuleSet(
        id=set_id(shelf.id, number),
        scope=shelf.id,
        number=number,
        rules=tuple(rules),
        ladder=ladder,
        currency=currency,
        made_by=by,
        made_at=now,
    )
    return Decision().save(made).save(shelf.evolve(latest=number))


def activate_rules(
    shelf: RuleShelf, number: int, from_day: str, today: str, *, branch: str, by: str, now: datetime
) -> Decision:
    """Let a version apply from a day on; one that does already changes nothing. Raises `RulesUnknown`,
    `RulesInThePast`."""
    if not 0 < number <= shelf.latest:
        raise RulesUnknown
    if any((one.number, one.from_day) == (number, from_day) for one in shelf.activations):
        return Decision()
    if from_day < today:
        raise RulesInThePast
    activation = Activation(number=number, from_day=from_day, by=by, at=now)
    later = [one for one in shelf.activations if one.from_day != from_day]
    ordered = sorted([*later, activation], key=lambda one: one.from_day)
    event = SegmentRulesActivated(
        branch=branch, scope=shelf.id, rules_version=number, from_day=from_day, activated_by=by
    )
    return Decision().save(shelf.evolve(activations=tuple(ordered[-KEPT:])), event)


def must_share_out(rules: Sequence[SegmentRule]) -> None:
    """Check that every customer there could be belongs to exactly one rule.

    Between the bounds that the rules name, no rule can tell two customers apart; so one of each cell of that
    grid stands for all. Raises `RuleEmpty`, `RulesTooMany`, `RulesHole`, `RulesOverlap`, with the cell at
    fault.
    """
    if len({rule.name for rule in rules}) < len(rules):
        raise RuleEmpty
    cuts = _cuts(rules)
    cells = 1
    for bounds in cuts.values():
        cells *= len(bounds)
    if cells > CELLS_AT_MOST:
        raise RulesTooMany
    met: set[str] = set()
    for values in product(*cuts.values()):
        inputs = dict(zip(cuts, values, strict=True))
        holding = [rule.name for rule in rules if rule.holds(inputs)]
        place = ", ".join(f"{key} {value}" for key, value in inputs.items()) or "everybody"
        if not holding:
            raise RulesHole(place)
        if len(holding) > 1:
            raise RulesOverlap(f"{' / '.join(holding)}: {place}")
        met.update(holding)
    if met != {rule.name for rule in rules}:
        raise RuleEmpty(", ".join(sorted({rule.name for rule in rules} - met)))


def _cuts(rules: Sequence[SegmentRule]) -> dict[str, list[int]]:
    """Return the lowest figure of each cell, by the key of the figure."""
    found: dict[str, set[int]] = {}
    for condition in (one for rule in rules for one in rule.conditions):
        bounds = {0, condition.at_least or 0, condition.below or 0}
        top = len(ACTIVITY) if condition.input is SegmentInput.ACTIVITY else None
        kept = {bound for bound in bounds if bound >= 0 and (top is None or bound < top)}
        found.setdefault(condition.key, set()).update(kept)
    return {key: sorted(values) for key, values in sorted(found.items())}


def rank(segment: Segment) -> int:
    """Return the place of a segment on the ladder, 0 for the lowest."""
    return LADDER.index(segment)
