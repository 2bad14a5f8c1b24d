"""Needs, from the first word to fulfilment (D4, D11, A1)."""

from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.customer import Customer, Need
from shared.domain import Decision
from shared.errors import NotFound, Refusal

OPEN_AT_MOST = 20


class TooManyNeeds(Refusal):
    code, status = "too_many_needs", 409
    en, zh = "Close a need first: 20 are open already.", "未完成的需求已达 20 项，请先办结。"


@dataclass(frozen=True)
class NewNeed:
    id: str
    customer: str
    word: str
    by: str


@dataclass(frozen=True)
class NeedMet:
    customer: str
    need: str


def record_need(customer: Customer, new: NewNeed, *, now: datetime) -> Decision:
    """Remember what the customer wants. A word that is open already is not written twice."""
    customer.must_exist()
    if new.word in customer.open_needs:
        return Decision()
    if len(customer.open_needs) >= OPEN_AT_MOST:
        raise TooManyNeeds
    need = Need(id=new.id, word=new.word, opened_at=now, opened_by=new.by)
    return Decision().save(customer.evolve(needs=(*customer.needs, need)))


def close_need(customer: Customer, met: NeedMet, *, now: datetime) -> Decision:
    """The need was fulfilled or given up. Closing twice changes nothing."""
    customer.must_exist()
    need = next((need for need in customer.needs if need.id == met.need), None)
    if need is None:
        raise NotFound
    if need.closed_at is not None:
        return Decision()
    closed = need.model_copy(update={"closed_at": now})
    needs = tuple(closed if other is need else other for other in customer.needs)
    return Decision().save(customer.evolve(needs=needs))
