"""A customer file is corrected: by whom, why, once, and back again (W2)."""

from typing import Any

import pytest

from services.customer.files.commands import CorrectFile, EraseCustomer
from services.customer.files.domain.corrections import FileChanged, NewCorrection
from services.customer.files.domain.credentials import CredentialRecord, CredentialTaken
from services.customer.files.domain.customer import Customer, DataKey, FileErased
from services.customer.files.handlers import correct_file, recognise_customer
from services.customer.files.sealing import open_person, seal_anew
from shared.contracts.customer import (
    CredentialLinked,
    CredentialRevoked,
    CustomerCorrected,
    CustomerRecognised,
    CustomerRegistered,
)
from shared.contracts.words import CorrectionReason
from tests.unit.acting import World
from tests.unit.customer.building import IDENTITY, MASTER, PHONE, WANG, arrived, bank, new_file

NEW_PHONE, NEW_IDENTITY = "phone:11", "identity:12"


def correction(
    world: World, edition: int = 0, *, filed: dict[str, Any] | None = None, **fields: Any
) -> CorrectFile:
    new = NewCorrection(
        edition=edition,
        by="am.1",
        reason=CorrectionReason.MISTYPED,
        sealed=seal_anew(MASTER, "C1", world.get(DataKey, "C1"), fields),
        masked_name="黄**" if "name" in fields else None,
        filed=filed or {},
    )
    return CorrectFile("C1", new)


def clear(world: World, edition: int | None = None) -> Any:
    customer = world.get(Customer, "C1")
    was = None if edition is None else customer.corrections[edition].before
    return open_person(MASTER, customer, world.get(DataKey, "C1"), was)


async def test_a_wrong_name_is_put_right_and_the_hall_learns_the_new_one() -> None:
    world = await bank()
    await world.do(correction(world, name="黄小明"))
    assert clear(world) == WANG.model_copy(update={"name": "黄小明"})
    assert [one.masked_name for one in world.events(CustomerRegistered)] == ["黄**"]
    assert [(one.credential, one.masked_name) for one in world.events(CredentialLinked)] == [
        (PHONE, "黄**"),
        (IDENTITY, "黄**"),
    ]


async def test_a_correction_is_on_record_and_what_it_was_stays_under_seal() -> None:
    world = await bank()
    await world.do(correction(world, name="黄小明", phone="13900000000", filed={"phone": NEW_PHONE}))
    (event,) = world.events(CustomerCorrected)
    assert (event.fields, event.reason, event.corrected_by) == (("name", "phone"), "mistyped", "am.1")
    assert clear(world, edition=0) == WANG
    (kept,) = world.get(Customer, "C1").corrections
    assert (kept.at, kept.by, kept.fields) == (world.now, "am.1", ("name", "phone"))
    assert not [
        word
        for word in ("黄小明", "13900000000", WANG.phone)
        if word in repr((world.documents, world.published))
    ]


async def test_the_new_phone_identifies_the_customer_and_the_old_one_is_free() -> None:
    world = await bank()
    await world.do(correction(world, phone="13900000000", filed={"phone": NEW_PHONE}))
    assert [one.credential for one in world.events(CredentialRevoked)] == [PHONE]
    assert world.get(Customer, "C1").credentials == (IDENTITY, NEW_PHONE)
    for shown in (PHONE, NEW_PHONE):
        await world.act(recognise_customer, arrived(shown))
    assert len(world.events(CustomerRecognised)) == 1
    assert not world.get(CredentialRecord, PHONE).live


async def test_an_identity_number_that_is_taken_out_identifies_nobody_any_more() -> None:
    world = await bank()
    await world.do(correction(world, identity=None, filed={"identity": None}))
    assert clear(world).identity is None
    assert world.get(Customer, "C1").credentials == (PHONE,)
    assert [one.credential for one in world.events(CredentialRevoked)] == [IDENTITY]


async def test_correcting_back_undoes_a_correction_and_both_stay_on_record() -> None:
    world = await bank()
    await world.do(correction(world, phone="13900000000", filed={"phone": NEW_PHONE}))
    await world.do(correction(world, 1, phone=WANG.phone, filed={"phone": PHONE}))
    assert clear(world) == WANG
    assert set(world.get(Customer, "C1").credentials) == {PHONE, IDENTITY}
    assert world.get(CredentialRecord, PHONE).live
    assert len(world.get(Customer, "C1").corrections) == 2


async def test_of_two_who_correct_at_once_the_second_is_refused() -> None:
    world = await bank()
    answers = await world.act_together(
        [
            (correct_file, correction(world, name="黄小明")),
            (correct_file, correction(world, phone="13900000000", filed={"phone": NEW_PHONE})),
        ]
    )
    assert isinstance(answers[1], FileChanged)
    assert clear(world).phone == WANG.phone


async def test_an_identity_number_of_another_customer_is_refused_and_changes_nothing() -> None:
    world = await bank(new_file(), new_file("C2", credentials=(NEW_IDENTITY,)))
    with pytest.raises(CredentialTaken):
        await world.do(correction(world, identity="E12345678", filed={"identity": NEW_IDENTITY}))
    assert clear(world) == WANG


async def test_a_phone_of_the_family_may_be_given_and_taken_back() -> None:
    world = await bank(new_file(), new_file("C2", "B2", credentials=(NEW_PHONE,)))
    await world.do(correction(world, phone="13900000000", filed={"phone": NEW_PHONE}))
    assert not world.get(CredentialRecord, NEW_PHONE).live
    await world.do(correction(world, 1, phone=WANG.phone, filed={"phone": PHONE}))
    assert world.get(CredentialRecord, NEW_PHONE).identifies("C2")


async def test_a_correction_that_changes_nothing_publishes_nothing() -> None:
    world = await bank()
    await world.do(correction(world))
    assert not world.published


async def test_an_erased_file_and_its_past_open_no_more() -> None:
    world = await bank()
    await world.do(correction(world, name="黄小明"))
    copy = world.get(Customer, "C1")
    await world.do(EraseCustomer("C1"))
    assert world.get(Customer, "C1").corrections == ()
    with pytest.raises(FileErased):
        open_person(MASTER, copy, world.get(DataKey, "C1"), copy.corrections[0].before)
