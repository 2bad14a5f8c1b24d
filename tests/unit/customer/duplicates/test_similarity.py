"""The signs that two files are of one customer (W2)."""

import pytest

from services.customer.duplicates.commands import RejectDuplicate
from services.customer.duplicates.domain.similarity import Distinct, likeness, pair_of, signs_of
from services.customer.files.sealing import Clear, ImportantDate, dates_text
from shared.contracts.customer import DuplicateRejected
from shared.contracts.customer.words import DateKind
from tests.unit.customer.building import bank, new_file

WANG = Clear(name="王小明", phone="13800000000", identity="110101199001011237")
BORN = dates_text([ImportantDate(kind=DateKind.BIRTHDAY, day="1990-01-01")])


@pytest.mark.parametrize(
    ("other", "signs"),
    [
        (Clear(name="王小明", phone="13800000000"), ["same_phone", "same_name"]),
        (Clear(name="王晓明", phone="13800000000"), ["same_phone", "same_name"]),
        (Clear(name="王小鸣", phone="13800000000"), ["same_phone", "same_name"]),
        (Clear(name="王小民", phone="13800000000"), ["same_phone", "similar_name"]),
        (Clear(name="王晓明", phone="2", dates=BORN), ["same_name", "same_birthday"]),
        (Clear(name="王小民", phone="2", dates=BORN), ["similar_name", "same_birthday"]),
        (Clear(name="Xiaoming Wang", phone="13800000000"), ["same_phone", "same_name"]),
        (Clear(name="李丽", phone="13800000000"), []),
        (Clear(name="李丽", phone="13800000000", dates=BORN), []),
        (Clear(name="王小明", phone="2"), []),
        (Clear(name="王小明", phone="13800000000", identity="110101199001011317"), []),
        (Clear(name="王小明", phone="13800000000", identity="E12345678"), ["same_phone", "same_name"]),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_two_files_are_alike_by_at_least_two_signs_one_of_them_the_name(other: Clear, signs: list[str]):
    assert signs_of(WANG, other) == signs
    assert sorted(signs_of(other, WANG)) == sorted(signs)


@pytest.mark.parametrize(("one", "other"), [("单田芳", "善天方"), ("仇英", "邱英"), ("曾乐", "增悦")])
def test_names_are_compared_as_they_may_sound(one: str, other: str):
    assert likeness(one, other) == 100


async def test_who_was_found_to_be_another_is_remembered():
    world = await bank(new_file(), new_file("C2", credentials=()))
    await world.do(RejectDuplicate("C2", "C1", "am.1"))
    assert world.get(Distinct, pair_of("C1", "C2")).by == "am.1"
    (event,) = world.events(DuplicateRejected)
    assert {event.customer, event.other} == {"C1", "C2"}
