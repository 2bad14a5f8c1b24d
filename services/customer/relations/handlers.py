"""Handlers of relations between customers (W3)."""

from services.customer.files.domain.customer import Customer
from services.customer.files.recognised import recognised_in
from services.customer.relations import domain
from services.customer.relations.commands import EndRelation, RecordRelation
from services.customer.relations.domain import Introduction, RelatedPair, pair_id
from services.customer.relations.queries import count_pairs, erase_relations
from shared.branch_places import place_of
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.contracts.referral import ReferralAccepted
from shared.unit_of_work import UnitOfWork


async def record_relation(command: RecordRelation, work: UnitOfWork) -> None:
    new = command.relation
    for id in (new.customer, new.other):
        (await work.get(Customer, id)).must_exist()
    pair = await work.find(RelatedPair, pair_id(new.customer, new.other))
    held = await work.query(count_pairs, new.customer)
    place = await place_of(new.branch, work)
    today = place.day_of(work.now)
    work.apply(domain.record_relation(new, pair, today=today, held=held, now=work.now))


async def end_relation(command: EndRelation, work: UnitOfWork) -> None:
    pair = await work.get(RelatedPair, command.pair)
    place = await place_of(command.branch, work)
    work.apply(
        domain.end_relation(
            pair,
            command.branch,
            command.customer,
            command.relation,
            command.ended,
            command.by,
            today=place.day_of(work.now),
        )
    )


async def note_introduction(event: ReferralAccepted, work: UnitOfWork) -> None:
    """Note who brought a customer to an account manager in the hall (W3, D5)."""
    id = event.customer or await recognised_in(event.visit, event.branch, work)
    customer = await work.find(Customer, id) if id else None
    if customer is None or customer.is_closed:
        return
    known = await work.find(Introduction, event.referral)
    work.apply(domain.introduce_in_hall(event, customer.id, known, now=work.now))


async def forget_relations(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Forget to whom an erased customer belonged (Q1)."""
    await work.query(erase_relations, event.customer)
