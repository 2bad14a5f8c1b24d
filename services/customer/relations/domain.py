"""Relations between customers (W3): who belongs to whom, and who introduced whom.

All relations of two customers are one document, whose id names both; each is kept from the side of the first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer import (
    CustomerIntroduced,
    RelationEnded,
    RelationKind,
    RelationRecorded,
    RelationSource,
)
from shared.contracts.referral import ReferralAccepted
from shared.domain import Decision, Document
from shared.errors import NotFound, Refusal

PER_PAIR = 16
PER_CUSTOMER = 200
RECIPROCAL = {
    RelationKind.SPOUSE: RelationKind.SPOUSE,
    RelationKind.SIBLING: RelationKind.SIBLING,
    RelationKind.CHILD: RelationKind.PARENT,
    RelationKind.PARENT: RelationKind.CHILD,
    RelationKind.EMPLOYER: RelationKind.EMPLOYEE,
    RelationKind.EMPLOYEE: RelationKind.EMPLOYER,
    RelationKind.LEGAL_REPRESENTATIVE: RelationKind.REPRESENTED,
    RelationKind.REPRESENTED: RelationKind.LEGAL_REPRESENTATIVE,
    RelationKind.BENEFICIAL_OWNER: RelationKind.OWNED,
    RelationKind.OWNED: RelationKind.BENEFICIAL_OWNER,
    RelationKind.GUARANTOR: RelationKind.GUARANTEED,
    RelationKind.GUARANTEED: RelationKind.GUARANTOR,
    RelationKind.INTRODUCER: RelationKind.INTRODUCED,
    RelationKind.INTRODUCED: RelationKind.INTRODUCER,
}
"""Each kind as the other of the two sees it."""


class RelatedToSelf(Refusal):
    code, status = "related_to_self", 422
    en, zh = "A customer has no relation to themselves.", "客户不能与本人建立关系。"


class RelationExists(Refusal):
    code, status = "relation_exists", 409
    en, zh = "This relation is on record already.", "该关系已登记。"


class RelationContradicts(Refusal):
    code, status = "relation_contradicts", 409
    en = "The reverse of this relation is on record; end that one first."
    zh = "已登记相反的关系，请先解除该关系。"


class TooManyRelations(Refusal):
    code, status = "too_many_relations", 409
    en, zh = "There are too many relations; end one first.", "关系数量已达上限，请先解除其他关系。"


class RelationEndsBeforeItBegan(Refusal):
    code, status = "relation_ends_early", 422
    en, zh = "A relation cannot end before it began.", "解除日期不能早于建立日期。"


class RelationInFuture(Refusal):
    code, status = "relation_in_future", 422
    en, zh = "This day has not come yet.", "日期不能晚于今天。"


class Relation(BaseModel):
    """One relation of a pair: the second customer is the `kind` of the first. `since` and `ended` are
    days."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: RelationKind
    source: RelationSource
    since: str | None
    recorded_by: str
    recorded_at: datetime
    ended: str | None = None
    ended_by: str | None = None


class RelatedPair(Document):
    """All relations of two customers, in the order of their ids; `branches` are their home branches."""

    collection: ClassVar[str] = "related_pairs"

    customers: tuple[str, str]
    relations: tuple[Relation, ...] = ()

    def other(self, customer: str) -> str:
        """Return the other of the two."""
        first, second = self.customers
        return second if customer == first else first

    def kind_for(self, customer: str, relation: Relation) -> RelationKind:
        """Return what the other is to `customer` by a relation."""
        return relation.kind if customer == self.customers[0] else RECIPROCAL[relation.kind]


class Introduction(Document):
    """A customer introduced in the hall; the id is the referral's."""

    collection: ClassVar[str] = "introductions"

    branch: str
    customer: str
    found_by: str
    account_manager: str
    at: datetime


@dataclass(frozen=True)
class NewRelation:
    """A relation to be recorded: `other` is the `kind` of `customer`."""

    id: str
    branch: str
    customer: str
    other: str
    kind: RelationKind
    source: RelationSource
    since: str | None
    by: str


def pair_id(one: str, other: str) -> str:
    """Return the id of the document of two customers."""
    return ":".join(sorted((one, other)))


def record_relation(
    new: NewRelation, pair: RelatedPair | None, *, today: date, held: int, now: datetime
) -> Decision:
    """Record a relation of two customers, of which the first has `held` pairs. The same id again changes
    nothing; an introduction is published as such, too.

    Raises `RelatedToSelf`, `RelationInFuture`, `RelationExists`, `RelationContradicts`, `TooManyRelations`.
    """
    if new.customer == new.other:
        raise RelatedToSelf
    if new.since is not None and new.since > today.isoformat():
        raise RelationInFuture
    first, second = sorted((new.customer, new.other))
    if pair is None:
        if held >= PER_CUSTOMER:
            raise TooManyRelations
        pair = RelatedPair(id=pair_id(first, second), customers=(first, second))
    if any(one.id == new.id for one in pair.relations):
        return Decision()
    kind = new.kind if new.customer == first else RECIPROCAL[new.kind]
    current = [one.kind for one in pair.relations if one.ended is None]
    if kind in current:
        raise RelationExists
    if RECIPROCAL[kind] in current:
        raise RelationContradicts
    if len(pair.relations) >= PER_PAIR:
        raise TooManyRelations
    relation = Relation(
        id=new.id, kind=kind, source=new.source, since=new.since, recorded_by=new.by, recorded_at=now
    )
    recorded = RelationRecorded(
        branch=new.branch,
        customer=new.customer,
        other=new.other,
        relation=new.id,
        kind=new.kind,
        source=new.source,
        recorded_by=new.by,
        since=new.since,
    )
    return Decision().save(pair.evolve(relations=(*pair.relations, relation)), recorded, *_introduction(new))


def end_relation(
    pair: RelatedPair, branch: str, customer: str, id: str, ended: str, by: str, *, today: date
) -> Decision:
    """End a relation on a day. Ending it twice changes nothing.

    Raises `NotFound`, `RelationEndsBeforeItBegan`, `RelationInFuture`.
    """
    relation = next((one for one in pair.relations if one.id == id), None)
    if relation is None or customer not in pair.customers:
        raise NotFound
    if relation.ended is not None:
        return Decision()
    if ended > today.isoformat():
        raise RelationInFuture
    if relation.since is not None and ended < relation.since:
        raise RelationEndsBeforeItBegan
    closed = relation.model_copy(update={"ended": ended, "ended_by": by})
    event = RelationEnded(
        branch=branch,
        customer=customer,
        other=pair.other(customer),
        relation=id,
        kind=pair.kind_for(customer, relation),
        ended=ended,
        ended_by=by,
    )
    left = tuple(closed if one.id == id else one for one in pair.relations)
    return Decision().save(pair.evolve(relations=left), event)


def introduce_in_hall(
    event: ReferralAccepted, customer: str, known: Introduction | None, *, now: datetime
) -> Decision:
    """Note that a referral brought a customer to an account manager, once."""
    if known is not None:
        return Decision()
    introduction = Introduction(
        id=event.referral,
        branch=event.branch,
        customer=customer,
        found_by=event.found_by,
        account_manager=event.account_manager,
        at=now,
    )
    introduced = CustomerIntroduced(
        branch=event.branch,
        introduced=customer,
        found_by=event.found_by,
        referral=event.referral,
        account_manager=event.account_manager,
    )
    return Decision().save(introduction, introduced)


def _introduction(new: NewRelation) -> list[CustomerIntroduced]:
    """Return the event of an introduction, where the relation is one."""
    if new.kind is RelationKind.INTRODUCER:
        return [CustomerIntroduced(branch=new.branch, introduced=new.customer, introducer=new.other)]
    if new.kind is RelationKind.INTRODUCED:
        return [CustomerIntroduced(branch=new.branch, introduced=new.other, introducer=new.customer)]
    return []
