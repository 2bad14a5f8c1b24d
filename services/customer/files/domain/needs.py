"""Needs of a customer, from the first word to fulfilment (D4, D11, A1)."""

from datetime import datetime

from services.customer.files.domain.customer import Customer, CustomerNeed
from shared.domain import Decision
from shared.errors import NotFound, Refusal

OPEN_AT_MOST = 20


class TooManyNeeds(Refusal):
    code, status = "too_many_needs", 409
    en, zh = "Close a need first: 20 are open already.", "未完成的需求已达 20 项，请先办结。"


def record_need(customer: Customer, id: str, word: str, by: str, *, now: datetime) -> Decision:
    """Record a need, a word of the catalogue. A word that is open already is not recorded twice.

    Raises `FileErased`, `TooManyNeeds`.
    """
    customer.must_exist()
    if word in customer.open_need_words:
        return Decision()
    if len(customer.open_needs) >= OPEN_AT_MOST:
        raise TooManyNeeds
    need = CustomerNeed(id=id, word=word, opened_at=now, opened_by=by)
    return Decision().save(customer.evolve(needs=(*customer.needs, need)))


def close_need(customer: Customer, id: str, *, now: datetime) -> Decision:
    """Close a need that was fulfilled or given up. Closing it twice changes nothing.

    Raises `FileErased`, `NotFound`.
    """
    customer.must_exist()
    need = next((need for need in customer.needs if need.id == id), None)
    if need is None:
        raise NotFound
    if need.closed_at is not None:
        return Decision()
    closed = need.model_copy(update={"closed_at": now})
    needs = tuple(closed if other is need else other for other in customer.needs)
    return Decision().save(customer.evolve(needs=needs))
