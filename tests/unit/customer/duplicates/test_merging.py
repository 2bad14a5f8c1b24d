"""Two files of one customer become one, and two again (W2)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.duplicates.commands import MergeCustomers, UndoMerge
from services.customer.duplicates.domain.choices import LISTS, PLAIN, SEALED, Choice, NewMerge, both_of
from services.customer.duplicates.domain.merging import Merge, NotTheSame, UndoOver
from services.customer.duplicates.handlers import erase_merged
from services.customer.duplicates.queries import merges_of
from services.customer.files.commands import (
    ChangeProfile,
    EraseCustomer,
    JoinHousehold,
    LinkCredential,
    OpenFile,
    ReportHoldings,
)
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, DataKey, FileMerged, Holding
from services.customer.files.domain.facts import Fact, FileChanged, as_of, tracked
from services.customer.files.domain.profile import NewProfile
from services.customer.files.handlers import recognise_customer
from services.customer.files.queries import find_customer
from services.customer.files.sealing import open_person, seal_anew
from services.customer.needs.commands import RecordNeed
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.customer import (
    CredentialLinked,
    CustomerErased,
    CustomerRecognised,
    CustomersMerged,
    MergeUndone,
    RiskReviewFellDue,
)
from shared.contracts.customer.words import FileField, HouseholdRole, RiskClass
from shared.contracts.words import Segment
from tests.unit.acting import World
from tests.unit.customer.building import CARD, IDENTITY, MASTER, PHONE, arrived, bank, moved, new_file

OTHER = "identity:09"


async def two() -> World:
    """Two files with one phone; the second has a card, a need, tags and holdings."""
    world = await bank(new_file(), new_file("C2", credentials=(PHONE, OTHER)))
    await world.do(LinkCredential("C2", CARD))
    await world.do(RecordNeed("C2", "N1", "gold", "am.1"))
    await world.do(ChangeProfile("C2", NewProfile(0, "am.1", {"tags": ("tea",), "risk": RiskClass.HIGH})))
    await world.do(ReportHoldings("C2", (Holding(product="gold", amount=7),), world.now))
    await world.do(ReportHoldings("C1", (Holding(product="gold", amount=5),), world.now))
    world.published.clear()
    world.now += timedelta(hours=1)
    return world


def merge(world: World, **choices: Choice) -> MergeCustomers:
    chosen = {FileField(name): choice for name, choice in choices.items()}
    taken: dict[str, Any] = {}
    theirs = open_person(MASTER, world.get(Customer, "C2"), world.get(DataKey, "C2"))
    for field in SEALED:
        if chosen.get(field) is Choice.MERGED:
            taken[field.value] = getattr(theirs, field.value)
    editions = (world.get(Customer, "C1").edition, world.get(Customer, "C2").edition)
    sealed = seal_anew(MASTER, "C1", world.get(DataKey, "C1"), taken)
    return MergeCustomers("C1", "C2", NewMerge("M1", "head", editions, chosen, sealed, "王**", ("k",)))


def content(world: World, id: str) -> dict[str, Any]:
    """All of a file but what counts its changes."""
    return world.get(Customer, id).model_dump(exclude={"version", "edition", "facts"})


def credentials(world: World) -> dict[str, Any]:
    found = [one for one in world.documents.values() if isinstance(one, CredentialRecord)]
    return {one.id: one.model_dump(exclude={"version"}) for one in found}


async def test_the_one_that_stays_stands_for_both():
    world = await two()
    await world.do(merge(world, tags=Choice.MERGED, holdings=Choice.BOTH))
    one, ended = world.get(Customer, "C1"), world.get(Customer, "C2")
    assert set(one.credentials) == {PHONE, IDENTITY, OTHER, CARD}
    assert (one.tags, one.open_need_words, one.absorbed) == (("tea",), ("gold",), ("C2",))
    assert [(held.product, held.amount) for held in one.holdings] == [("gold", 12)]
    assert (ended.merged_into, ended.credentials, ended.keys, ended.account_manager) == ("C1", (), (), None)
    (event,) = world.events(CustomersMerged)
    assert (event.customer, event.merged, event.merged_by) == ("C1", "C2", "head")


async def test_each_card_and_the_phone_of_both_identify_the_one_that_stays():
    world = await two()
    await world.do(merge(world))
    assert {one.credential for one in world.events(CredentialLinked) if one.customer == "C1"} == {
        *(PHONE, IDENTITY, OTHER, CARD),
    }
    for shown in (PHONE, CARD, OTHER):
        await world.act(recognise_customer, arrived(shown))
    assert [one.customer for one in world.events(CustomerRecognised)] == ["C1"] * 3


async def test_reading_by_the_id_of_the_one_that_ended_leads_to_the_other():
    world = await two()
    await world.do(merge(world))

    class Documents:
        async def find(self, model: Any, id: str) -> Any:
            return world.documents.get((model, id))

    found = await find_customer(Documents(), "C2")  # type: ignore[arg-type]
    assert found is not None
    assert found.id == "C1"


async def test_nothing_is_done_with_the_file_that_ended():
    world = await two()
    await world.do(merge(world))
    for command in (
        moved("C2", Segment.MASS),
        LinkCredential("C2", "card:99"),
        ReportHoldings("C2", (), world.now),
        OpenFile(new_file("C2", credentials=())),
    ):
        with pytest.raises(FileMerged):
            await world.do(command)


async def test_of_two_who_merge_and_change_at_once_the_slower_is_refused():
    world = await two()
    asked = merge(world)
    await world.do(ChangeProfile("C1", NewProfile(0, "am.1", {"tags": ("golf",)})))
    with pytest.raises(FileChanged):
        await world.do(asked)


async def test_a_file_is_not_merged_with_itself_another_branch_or_out_of_a_household():
    world = await bank(*(new_file(id, credentials=()) for id in ("C1", "C2", "C3")))
    world.documents[Customer, "C2"] = world.get(Customer, "C2").evolve(branch="B2")
    with pytest.raises(NotTheSame):
        await world.do(merge(world))
    world.documents[Customer, "C2"] = world.get(Customer, "C2").evolve(branch="B1")
    await world.do(JoinHousehold("C2", "C3", "H1", HouseholdRole.CHILD))
    with pytest.raises(NotTheSame):
        await world.do(merge(world))


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        field.value: st.sampled_from([*Choice] if field in LISTS else [Choice.SURVIVOR, Choice.MERGED])
        for field in (*PLAIN, FileField.NAME, FileField.PHONE, FileField.IDENTITY)
    },
)


@given(CHOICES)
def test_merging_and_undoing_it_gives_both_files_back_exactly(choices: dict[str, Choice]):
    async def play() -> None:
        world = await two()
        was = content(world, "C1"), content(world, "C2"), credentials(world)
        await world.do(merge(world, **choices))
        world.now += timedelta(days=29)
        await world.do(UndoMerge("M1", "head"))
        assert (content(world, "C1"), content(world, "C2"), credentials(world)) == was
        for id in ("C1", "C2"):
            file = world.get(Customer, id)
            about = [one for one in world.documents.values() if isinstance(one, Fact) and one.customer == id]
            assert tracked(as_of(file, about, world.now)) == tracked(file)

    asyncio.run(play())


async def test_what_was_changed_since_stays_when_a_merge_is_undone():
    world = await two()
    await world.do(merge(world))
    await world.do(moved("C1", Segment.PRIVATE))
    await world.do(LinkCredential("C1", "card:77"))
    await world.do(OpenFile(new_file("C3", credentials=(PHONE,))))
    await world.do(UndoMerge("M1", "head"))
    assert world.get(Customer, "C1").segment is Segment.PRIVATE
    assert set(world.get(CredentialRecord, PHONE).holders) == {"C1", "C2", "C3"}
    (event,) = world.events(MergeUndone)
    assert (event.customer, event.merged) == ("C1", "C2")


async def test_a_merge_is_undone_once_and_within_thirty_days():
    world = await two()
    await world.do(merge(world))
    await world.do(UndoMerge("M1", "head"))
    with pytest.raises(UndoOver):
        await world.do(UndoMerge("M1", "head"))
    late = await two()
    await late.do(merge(late))
    await late.wait(timedelta(days=31), TIMER_HANDLERS)
    assert late.get(Merge, "M1").before == ()
    with pytest.raises(UndoOver):
        await late.do(UndoMerge("M1", "head"))


async def test_the_review_of_a_risk_follows_the_file_that_stays():
    world = await two()
    await world.do(merge(world, risk=Choice.MERGED))
    await world.wait(timedelta(days=200), TIMER_HANDLERS)
    assert [one.customer for one in world.events(RiskReviewFellDue)] == ["C1"]


async def test_who_is_erased_is_erased_in_both_files_and_no_merge_can_bring_them_back():
    world = await two()
    await world.do(merge(world))
    await world.do(EraseCustomer("C1"))
    world.looks[merges_of] = lambda customer: ["M1"]
    await world.act(erase_merged, CustomerErased(branch="B1", customer="C1"))
    assert world.get(DataKey, "C2").wrapped is None
    assert world.get(Customer, "C2").masked_name == "*"
    assert world.get(Merge, "M1").before == ()
    assert [one.customer for one in world.events(CustomerErased)] == ["C1", "C2"]


def test_holdings_of_both_are_added_up_in_one_currency():
    own = (Holding(product="gold", amount=5), Holding(product="fund", amount=1, currency="USD"))
    theirs = (
        Holding(product="gold", amount=7),
        Holding(product="fund", amount=2),
        Holding(product="a", amount=3),
    )
    assert [(one.product, one.amount, one.currency) for one in both_of(own, theirs)] == [
        ("a", 3, "CNY"),
        ("fund", 1, "USD"),
        ("gold", 12, "CNY"),
    ]
