"""The model of latent needs (A2): per product the log-odds of holding it, by naive Bayes, from counts alone.

The inputs are the segment, the decade of birth, and each other product: held or lacking. The log-odds of a
product are those of all customers, plus for each input the log of how much more often holders have its value
than others do, each count smoothed by `SMOOTHING`. It is silent of a product that fewer than `FEW` hold, or
lack. Companies are left out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.files.domain.customer import Customer
from shared.contracts.customer import LatentInput
from shared.contracts.customer.words import CustomerKind
from shared.contracts.words import Segment
from shared.domain import Document

METHOD = "2026-11"
"""The version of the method: it changes with every formula or bound, and stands on each hint."""
SMOOTHING = 0.1
FEW = 40
"""Holders, and others, below which nothing is said of a product."""
SHARED_BY = 10
"""Customers below which a value of an input says nothing: it would speak of them, and not of their kind."""
PRODUCTS = 40
"""Products of a branch that are counted: the first ones that are met, in an order as good as random."""
SEGMENT, BORN, HOLDS, LACKS = "segment", "born", "holds", "lacks"


@dataclass(frozen=True)
class Traits:
    """The inputs of one customer: `born` is the decade, None where it is not known."""

    segment: str
    born: int | None
    holds: frozenset[str]

    @property
    def values(self) -> list[str]:
        """Return the keys of the values that are counted: of the products, those that are held."""
        born = [] if self.born is None else [f"{BORN}:{self.born}"]
        return [f"{SEGMENT}:{self.segment}", *born, *(f"{HOLDS}:{one}" for one in sorted(self.holds))]


def traits_of(customer: Customer, families: Mapping[str, str]) -> Traits | None:
    """Return the inputs of a person, whose products count by their family, where they have one; None where
    it is not known what they hold."""
    if customer.held_at is None or customer.kind is CustomerKind.COMPANY:
        return None
    held = {families.get(one.product, one.product) for one in customer.holdings if one.amount > 0}
    return Traits(customer.segment.value, customer.decade, frozenset(held))


class Counts(BaseModel):
    """The counts that a model consists of: all `customers`, those with each value, and of the holders of each
    product those with each value. A value is ``segment:vip``, ``born:1980`` or ``holds:fund``."""

    model_config = ConfigDict(frozen=True)

    customers: int = 0
    values: Mapping[str, int] = {}
    pairs: Mapping[str, Mapping[str, int]] = {}

    def holders(self, product: str) -> int:
        """Return how many hold a product."""
        return self.values.get(f"{HOLDS}:{product}", 0)

    @property
    def products(self) -> list[str]:
        """Return the products that anybody holds."""
        return sorted(self.pairs)

    def is_silent(self, product: str) -> bool:
        """Tell whether too few hold a product, or lack it."""
        return min(self.holders(product), self.customers - self.holders(product)) < FEW


def counted(counts: Counts, customers: Iterable[Traits]) -> Counts:
    """Count some more customers; of new products only as many as there is room for."""
    values = dict(counts.values)
    pairs = {product: dict(of) for product, of in counts.pairs.items()}
    many = counts.customers
    for one in customers:
        many += 1
        for product in sorted(one.holds):
            if len(pairs) < PRODUCTS:
                pairs.setdefault(product, {})
        known = Traits(one.segment, one.born, one.holds & pairs.keys()).values
        for value in known:
            values[value] = values.get(value, 0) + 1
        for product in one.holds & pairs.keys():
            of = pairs[product]
            for value in known:
                of[value] = of.get(value, 0) + 1
    return Counts(customers=many, values=values, pairs=pairs)


class LatentModel(Document):
    """The model of a branch, as of a day; the id is the branch's, and `number` counts how often it was made.
    Nothing in it is about one customer."""

    collection: ClassVar[str] = "latent_models"

    branch: str
    number: int = 0
    day: str = ""
    at: datetime | None = None
    method: str = METHOD
    counts: Counts = Counts()


class Contribution(BaseModel):
    """The part of an input in a score: `weight` is what it adds to the log-odds; of 100 customers with this
    value `of_hundred` hold the product."""

    model_config = ConfigDict(frozen=True)

    input: LatentInput
    value: str
    weight: float
    of_hundred: int


@dataclass(frozen=True)
class Verdict:
    """The score of a customer for a product that they lack: `prior` and all contributions add up to it."""

    product: str
    prior: float
    contributions: tuple[Contribution, ...]

    @property
    def score(self) -> float:
        """Return the log-odds."""
        return self.prior + math.fsum(one.weight for one in self.contributions)

    @property
    def chance(self) -> float:
        return chance_of(self.score)

    @property
    def of_hundred(self) -> int:
        return of_hundred(self.chance)


class Scorer:
    """The weights of a model, made once for many customers."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._parts: dict[str, dict[str, _Part]] = {}
        self._bases: dict[str, float] = {}

    @cached_property
    def products(self) -> list[str]:
        """Return the products of which something is said."""
        return [one for one in self._counts.products if not self._counts.is_silent(one)]

    def score(self, product: str, traits: Traits) -> float:
        """Return the log-odds that `verdict` explains, but for rounding: those of a customer who lacks all
        else, changed by what this one holds."""
        parts = self._parts_of(product)
        total = self._bases[product]
        for key in (f"{SEGMENT}:{traits.segment}", f"{BORN}:{traits.born}"):
            total += parts[key].weight if key in parts else 0.0
        for other in traits.holds:
            if (held := parts.get(f"{HOLDS}:{other}")) is not None:
                total += held.weight
            if (lacking := parts.get(f"{LACKS}:{other}")) is not None:
                total -= lacking.weight
        return total

    def verdict(self, product: str, traits: Traits) -> Verdict:
        """Score a customer for a product, with all contributions. An input that is not known, or whose value
        too few share, adds nothing."""
        parts = self._parts_of(product)
        keys = [f"{SEGMENT}:{traits.segment}", f"{BORN}:{traits.born}"]
        keys += [
            f"{HOLDS if other in traits.holds else LACKS}:{other}"
            for other in self._counts.products
            if other != product
        ]
        found = (parts[key].contribution() for key in keys if key in parts)
        return Verdict(product, self._prior_of(product), tuple(found))

    def _prior_of(self, product: str) -> float:
        holders = self._counts.holders(product)
        return math.log((holders + SMOOTHING) / (self._counts.customers - holders + SMOOTHING))

    def _parts_of(self, product: str) -> "dict[str, _Part]":
        """Return the part of each value in the score of a product, by key."""
        if product not in self._parts:
            found = {**self._of_kinds(product), **self._of_products(product)}
            lacking = (one.weight for key, one in found.items() if key.startswith(f"{LACKS}:"))
            self._bases[product] = self._prior_of(product) + math.fsum(lacking)
            self._parts[product] = found
        return self._parts[product]

    def _of_kinds(self, product: str) -> "dict[str, _Part]":
        pairs, values = self._counts.pairs[product], self._counts.values
        found: dict[str, _Part] = {}
        for input, name, least in (
            (LatentInput.SEGMENT, SEGMENT, len(Segment)),
            (LatentInput.AGE_BAND, BORN, 1),
        ):
            of = {key: many for key, many in values.items() if key.startswith(f"{name}:")}
            every, holders = sum(of.values()), sum(pairs.get(key, 0) for key in of)
            kinds = max(least, len(of))
            for key, many in of.items():
                if many >= SHARED_BY:
                    value = key.partition(":")[2]
                    found[key] = _Part(input, value, pairs.get(key, 0), many, holders, every, kinds)
        return found

    def _of_products(self, product: str) -> "dict[str, _Part]":
        pairs, found = self._counts.pairs[product], dict[str, _Part]()
        every, holders = self._counts.customers, self._counts.holders(product)
        for other in self._counts.products:
            many, both = self._counts.holders(other), pairs.get(f"{HOLDS}:{other}", 0)
            if other == product:
                continue
            if many >= SHARED_BY:
                held = _Part(LatentInput.HOLDS, other, both, many, holders, every, 2)
                found[f"{HOLDS}:{other}"] = held
            if every - many >= SHARED_BY:
                without = _Part(LatentInput.LACKS, other, holders - both, every - many, holders, every, 2)
                found[f"{LACKS}:{other}"] = without
        return found


@dataclass(frozen=True)
class _Part:
    """A value of an input: of `every` customers of whom it is known, `holders` hold the product; `many` have
    the value, `both` both. The input has so many `kinds` of values."""

    input: LatentInput
    value: str
    both: int
    many: int
    holders: int
    every: int
    kinds: int

    @cached_property
    def weight(self) -> float:
        """Return what it adds to the log-odds."""
        room = SMOOTHING * self.kinds
        among_holders = (self.both + SMOOTHING) / (self.holders + room)
        among_others = (self.many - self.both + SMOOTHING) / (self.every - self.holders + room)
        return math.log(among_holders / among_others)

    def contribution(self) -> Contribution:
        """Return it as a hint keeps it."""
        share = of_hundred(self.both / self.many)
        return Contribution(input=self.input, value=self.value, weight=self.weight, of_hundred=share)


def chance_of(score: float) -> float:
    """Return the chance that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def of_hundred(share: float) -> int:
    """Return a share as a number of 100, from 1 to 99: never none, never all."""
    return min(99, max(1, round(100 * share)))
