"""Relations: who belongs to whom, and who introduced whom (W3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.files.commands import EraseCustomer
from services.customer.files.domain.customer import FileErased
from services.customer.relations.commands import EndRelation, RecordRelation
from services.customer.relations.domain import (
    PER_CUSTOMER,
    PER_PAIR,
    RECIPROCAL,
    Introduction,
    NewRelation,
    RelatedPair,
    RelatedToSelf,
    RelationContradicts,
    RelationEndsBeforeItBegan,
    RelationExists,
    RelationInFuture,
    TooManyRelations,
    pair_id,
)
from services.customer.relations.handlers import note_introduction
from services.customer.relations.queries import count_pairs
from shared.contracts.customer import (
    CustomerIntroduced,
    RelationEnded,
    RelationKind,
    RelationRecorded,
    RelationSource,
)
from shared.contracts.referral import ReferralAccepted
from shared.errors import NotFound
from tests.unit.acting import World
from tests.unit.customer.building import bank, new_file

ACCEPTED = ReferralAccepted(
    branch="B1", referral="R1", visit="V1", account_manager="am.1", found_by="lm.1", customer="C1"
)


async def two(held: int = 0) -> World:
    """Two customers, the first of whom has so many relations already."""
    world = await bank(new_file(), new_file("C2", credentials=()))
    world.looks[count_pairs] = lambda _: held
    return world


def new(id: str = "N1", kind: RelationKind = RelationKind.SPOUSE, **changes: object) -> NewRelation:
    known = {
        "id": id,
        "branch": "B1",
        "customer": "C1",
        "other": "C2",
        "kind": kind,
        "source": RelationSource.CUSTOMER,
        "since": None,
        "by": "am.1",
    }
    return NewRelation(**{**known, **changes})


async def record(world: World, *relations: NewRelation) -> None:
    for one in relations:
        await world.do(RecordRelation(one))


def ending(relation: str = "N1", ended: str = "2026-03-01", other: str = "C2") -> EndRelation:
    return EndRelation("B1", "C1", pair_id("C1", other), relation, ended, "am.1")


@given(st.sampled_from(RelationKind))
def test_what_is_seen_from_the_other_side_twice_is_the_same(kind: RelationKind) -> None:
    assert RECIPROCAL[RECIPROCAL[kind]] is kind


@given(kind=st.sampled_from(RelationKind), turned=st.booleans())
async def test_each_of_the_two_sees_their_side(kind: RelationKind, turned: bool) -> None:
    world = await two()
    one, other = ("C2", "C1") if turned else ("C1", "C2")
    await record(world, new(kind=kind, customer=one, other=other))
    pair = world.get(RelatedPair, pair_id("C1", "C2"))
    (relation,) = pair.relations
    assert (pair.kind_for(one, relation), pair.kind_for(other, relation)) == (kind, RECIPROCAL[kind])
    assert (pair.other(one), pair.other(other)) == (other, one)


async def test_a_relation_is_published_once():
    world = await two()
    await record(world, new(), new())
    (event,) = world.events(RelationRecorded)
    assert (event.customer, event.other, event.kind) == ("C1", "C2", RelationKind.SPOUSE)


async def test_the_same_relation_is_refused_from_either_side():
    world = await two()
    await record(world, new(kind=RelationKind.CHILD))
    with pytest.raises(RelationExists):
        await record(world, new("N2", RelationKind.CHILD))
    with pytest.raises(RelationExists):
        await record(world, new("N2", RelationKind.PARENT, customer="C2", other="C1"))


async def test_nobody_is_both_child_and_parent_of_another():
    world = await two()
    await record(world, new(kind=RelationKind.CHILD))
    with pytest.raises(RelationContradicts):
        await record(world, new("N2", RelationKind.PARENT))


async def test_two_customers_may_have_several_relations_but_not_any_number():
    world = await two()
    await record(world, new(), new("N2", RelationKind.GUARANTOR))
    assert len(world.get(RelatedPair, pair_id("C1", "C2")).relations) == 2
    for number in range(PER_PAIR - 2):
        await record(world, new(f"M{number}", RelationKind.EMPLOYER))
        await world.do(ending(f"M{number}"))
    with pytest.raises(TooManyRelations):
        await record(world, new("N3", RelationKind.EMPLOYER))


async def test_a_customer_has_relations_to_so_many_others_at_most():
    world = await two(held=PER_CUSTOMER)
    with pytest.raises(TooManyRelations):
        await record(world, new())


async def test_nobody_is_related_to_themselves():
    world = await two()
    with pytest.raises(RelatedToSelf):
        await record(world, new(other="C1"))


async def test_an_unknown_customer_is_no_relation_and_neither_is_an_erased_one():
    world = await two()
    with pytest.raises(NotFound):
        await record(world, new(other="C9"))
    await world.do(EraseCustomer("C2"))
    with pytest.raises(FileErased):
        await record(world, new())


async def test_a_relation_that_ended_stays_on_record_and_may_begin_again():
    world = await two()
    await record(world, new(since="2020-01-01"))
    for _ in range(2):
        await world.do(ending())
    assert [event.ended for event in world.events(RelationEnded)] == ["2026-03-01"]
    await record(world, new("N2"))
    assert [one.ended for one in world.get(RelatedPair, pair_id("C1", "C2")).relations] == [
        "2026-03-01",
        None,
    ]


async def test_a_day_that_cannot_be_is_refused():
    world = await two()
    with pytest.raises(RelationInFuture):
        await record(world, new(since="2026-03-03"))
    await record(world, new(since="2026-03-01"))
    with pytest.raises(RelationEndsBeforeItBegan):
        await world.do(ending(ended="2026-02-28"))
    with pytest.raises(RelationInFuture):
        await world.do(ending(ended="2026-03-03"))
    with pytest.raises(NotFound):
        await world.do(ending("N9"))


@pytest.mark.parametrize(
    ("kind", "introducer", "introduced"),
    [(RelationKind.INTRODUCER, "C2", "C1"), (RelationKind.INTRODUCED, "C1", "C2")],
)
async def test_an_introduction_is_an_event(kind: RelationKind, introducer: str, introduced: str):
    world = await two()
    await record(world, new(kind=kind))
    (event,) = world.events(CustomerIntroduced)
    assert (event.introducer, event.introduced) == (introducer, introduced)


async def test_who_brought_a_customer_in_the_hall_is_noted_once():
    world = await two()
    for _ in range(2):
        await world.act(note_introduction, ACCEPTED)
    (event,) = world.events(CustomerIntroduced)
    assert (event.introduced, event.found_by, event.referral) == ("C1", "lm.1", "R1")
    assert world.get(Introduction, "R1").account_manager == "am.1"


async def test_a_prospect_without_a_file_is_no_introduction():
    world = await two()
    await world.act(note_introduction, ACCEPTED.model_copy(update={"customer": None}))
    assert world.events(CustomerIntroduced) == []
