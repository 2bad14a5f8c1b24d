"""Transactions of a branch (业务): their counters, their papers, and whether a machine can do them."""

from pydantic import BaseModel, ConfigDict, Field

from shared.fields import Readable, Real, Whole

MONEY_AT_MOST = 1_000_000_000_000


class Paper(BaseModel):
    """A document to bring or a form to fill in."""

    model_config = ConfigDict(frozen=True)

    zh: Readable = Field(max_length=64)
    en: Readable = Field(max_length=64)


class Transaction(BaseModel):
    """One kind of business. `counters` are those that can do it, none named means all; a class that none of
    them serves is served by all of them for it. `minutes` is the typical time at a counter.
    `self_service_up_to` and `phone_up_to` are whole yuan: up to which amount a machine, or the phone bank,
    can do it; None means not at all (D2, D8)."""

    model_config = ConfigDict(frozen=True)

    zh: Readable = Field(max_length=64)
    en: Readable = Field(max_length=64)
    counters: tuple[str, ...] = Field(default=(), max_length=100)
    minutes: Real = Field(default=5.0, gt=0, le=480)
    documents: tuple[Paper, ...] = Field(default=(), max_length=20)
    forms: tuple[Paper, ...] = Field(default=(), max_length=20)
    self_service_up_to: Whole | None = Field(default=None, ge=0, le=MONEY_AT_MOST)
    phone_up_to: Whole | None = Field(default=None, ge=0, le=MONEY_AT_MOST)

    def machine_can(self, amount: int | None) -> bool:
        """Return whether self-service does it for this amount; one that is not known counts as small."""
        return self.self_service_up_to is not None and (amount or 0) <= self.self_service_up_to

    def phone_can(self, amount: int | None) -> bool:
        return self.phone_up_to is not None and (amount or 0) <= self.phone_up_to
