"""Households: customers who belong together (W2)."""

import pytest

from services.customer.files.commands import EraseCustomer, JoinHousehold, LeaveHousehold, SetTags
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.households import (
    MEMBERS_AT_MOST,
    Household,
    HouseholdFull,
    NotOfAHousehold,
)
from services.customer.files.domain.tags import BANK, TagVocabulary, TagWord
from shared.contracts.customer import HouseholdChanged, TagsChanged
from shared.contracts.customer.words import CustomerKind, HouseholdRole
from shared.errors import NotFound
from tests.unit.acting import World
from tests.unit.customer.building import bank, new_file


async def three() -> World:
    return await bank(*(new_file(f"C{number}", credentials=()) for number in (1, 2, 3)))


def join(
    customer: str, other: str, role: HouseholdRole = HouseholdRole.SPOUSE, id: str = "H1"
) -> JoinHousehold:
    return JoinHousehold(customer, other, id, role)


async def test_the_first_two_found_a_household_and_a_third_joins_it():
    world = await three()
    await world.do(join("C2", "C1"))
    await world.do(join("C3", "C2", HouseholdRole.CHILD, "H2"))
    assert [(one.customer, one.role) for one in world.get(Household, "H1").members] == [
        ("C1", "head"),
        ("C2", "spouse"),
        ("C3", "child"),
    ]
    assert {world.get(Customer, id).household for id in ("C1", "C2", "C3")} == {"H1"}
    assert [one.customer for one in world.events(HouseholdChanged)] == ["C1", "C2", "C3"]


async def test_a_household_of_one_ends():
    world = await three()
    await world.do(join("C2", "C1"))
    await world.do(LeaveHousehold("C2"))
    assert world.get(Household, "H1").members == ()
    assert world.get(Customer, "C1").household is None


async def test_joining_again_changes_the_place_in_the_household():
    world = await three()
    await world.do(join("C2", "C1"))
    await world.do(join("C2", "C1", HouseholdRole.CHILD))
    assert [one.role for one in world.get(Household, "H1").members] == ["head", "child"]


async def test_who_is_in_another_household_must_leave_it_first():
    world = await bank(*(new_file(f"C{number}", credentials=()) for number in (1, 2, 3, 4)))
    await world.do(join("C2", "C1"))
    await world.do(join("C4", "C3", id="H2"))
    with pytest.raises(NotFound):
        await world.do(join("C2", "C3"))


async def test_a_company_another_branch_and_oneself_make_no_household():
    world = await bank(new_file(), new_file("C2", "B2", credentials=()), new_file("C3", credentials=()))
    world.documents[Customer, "C3"] = world.get(Customer, "C3").evolve(kind=CustomerKind.COMPANY)
    for other in ("C1", "C2", "C3"):
        with pytest.raises(NotOfAHousehold):
            await world.do(join("C1", other))


async def test_a_household_has_a_bound():
    files = [new_file(f"C{number}", credentials=()) for number in range(MEMBERS_AT_MOST + 1)]
    world = await bank(*files)
    for number in range(1, MEMBERS_AT_MOST):
        await world.do(join(f"C{number}", "C0"))
    with pytest.raises(HouseholdFull):
        await world.do(join(f"C{MEMBERS_AT_MOST}", "C0"))


async def test_who_is_erased_leaves_the_household():
    world = await three()
    await world.do(join("C2", "C1"))
    await world.do(join("C3", "C1"))
    await world.do(EraseCustomer("C2"))
    assert [one.customer for one in world.get(Household, "H1").members] == ["C1", "C3"]


async def test_the_bank_s_tags_are_set_once_for_all_branches():
    world = World("customer")
    words = (TagWord(tag="golf", zh="高尔夫", en="Golf"),)
    for _ in range(2):
        await world.do(SetTags(words, "ops"))
    assert world.get(TagVocabulary, BANK).free(("golf", "tea")) == ["tea"]
    assert len(world.events(TagsChanged)) == 1
