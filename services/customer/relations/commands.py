"""Commands of relations between customers (W3). `by` is the staff id of the person who asks."""

from dataclasses import dataclass

from services.customer.relations.domain import NewRelation
from shared.commands import Command


@dataclass(frozen=True)
class RecordRelation(Command, name="record_relation"):
    """Record how two customers belong to each other, under an id that is made by its sender (W3)."""

    relation: NewRelation


@dataclass(frozen=True)
class EndRelation(Command, name="end_relation"):
    """End a relation of a `pair` on the day `ended`; `customer` is the one of the two who is kept (W3)."""

    branch: str
    customer: str
    pair: str
    relation: str
    ended: str
    by: str
