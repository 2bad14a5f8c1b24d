"""Customer files: credentials, needs, recognition, erasure (D2, D6, W2, A1, Q1)."""

from types import SimpleNamespace
from typing import cast

import pytest

from services.customer.app import RIGHTS
from services.customer.files.api.reading import sees_personal_data
from services.customer.files.commands import (
    ChangeAccountManager,
    EraseCustomer,
    LinkCredential,
    OpenFile,
    RevokeCredential,
)
from services.customer.files.domain.credentials import CredentialRecord, CredentialTaken
from services.customer.files.domain.customer import Customer, DataKey, FileErased
from services.customer.files.domain.files import CustomerExists
from services.customer.files.handlers import link_credential, open_file, recognise_customer
from services.customer.files.sealing import open_person
from services.customer.needs.commands import RecordNeed
from shared.access import Person
from shared.contracts.customer import (
    CredentialLinked,
    CredentialRevoked,
    CustomerRecognised,
    CustomerRegistered,
)
from shared.contracts.words import Role, Segment
from shared.errors import NotFound
from shared.privacy import Tampered, new_key
from shared.rights import allows
from shared.runtime import Asking
from tests.unit.acting import World
from tests.unit.customer.building import CARD, IDENTITY, MASTER, PHONE, WANG, arrived, bank, moved, new_file


async def test_registering_links_phone_and_identity():
    world = World("customer")
    assert await world.do(OpenFile(new_file())) is True
    linked = world.events(CredentialLinked)
    assert [(one.credential, one.customer, one.segment) for one in linked] == [
        (PHONE, "C1", Segment.VIP),
        (IDENTITY, "C1", Segment.VIP),
    ]
    assert world.get(Customer, "C1").credentials == (PHONE, IDENTITY)


async def test_what_is_kept_and_published_holds_nothing_in_the_clear():
    world = World("customer")
    await world.do(OpenFile(new_file()))
    everything = f"{list(world.documents.values())} {world.published}"
    told = [value for value in (*WANG.model_dump().values(), "13800000000") if value]
    assert not [value for value in told if value in everything]
    assert WANG.name.encode() not in world.get(Customer, "C1").sealed.name


async def test_registering_the_same_customer_again_changes_nothing():
    world = await bank()
    before = dict(world.documents)
    assert await world.do(OpenFile(new_file())) is False
    assert (world.documents, world.published) == (before, [])


async def test_an_id_of_another_branch_is_not_taken_over():
    world = await bank()
    with pytest.raises(CustomerExists):
        await world.do(OpenFile(new_file(branch="B2")))


async def test_two_registrations_of_one_customer_in_one_moment_make_one_file():
    world = World("customer")
    assert await world.act_together(
        [(open_file, OpenFile(new_file())), (open_file, OpenFile(new_file()))]
    ) == [True, False]
    assert len(world.events(CustomerRegistered)) == 1


async def test_an_identity_number_of_another_customer_is_refused_and_leaves_no_file():
    world = await bank()
    with pytest.raises(CredentialTaken):
        await world.do(OpenFile(new_file("C2", credentials=("phone:09", IDENTITY))))
    assert (Customer, "C2") not in world.documents


async def test_a_phone_that_a_family_shares_reaches_each_of_them_and_identifies_nobody():
    world = await bank()
    assert await world.do(OpenFile(new_file("C2", "B2", credentials=(PHONE,)))) is True
    (revoked,) = world.events(CredentialRevoked)
    assert (revoked.credential, revoked.customer) == (PHONE, "C1")
    assert not world.events(CredentialLinked)
    await world.act(recognise_customer, arrived(PHONE))
    assert not world.events(CustomerRecognised)
    assert world.get(Customer, "C2").credentials == (PHONE,)


async def test_who_alone_still_has_a_shared_phone_is_known_by_it_again():
    world = await bank(new_file(), new_file("C2", "B2", credentials=(PHONE,)))
    await world.do(EraseCustomer("C1"))
    assert [(one.credential, one.customer) for one in world.events(CredentialLinked)] == [(PHONE, "C2")]
    await world.act(recognise_customer, arrived(PHONE))
    (event,) = world.events(CustomerRecognised)
    assert event.customer == "C2"


async def test_of_three_who_share_a_phone_two_still_do_when_one_is_erased():
    files = (new_file(), new_file("C2", credentials=(PHONE,)), new_file("C3", credentials=(PHONE,)))
    world = await bank(*files)
    await world.do(EraseCustomer("C2"))
    assert not world.events(CredentialLinked)
    assert world.get(CredentialRecord, PHONE).holders == ("C1", "C3")


async def test_a_shared_phone_is_not_published_when_the_segment_changes():
    world = await bank(new_file(), new_file("C2", credentials=(PHONE,)))
    await world.do(moved("C1", Segment.PRIVATE))
    assert [one.credential for one in world.events(CredentialLinked)] == [IDENTITY]


async def test_nobody_takes_a_phone_away_from_another_by_linking_it():
    world = await bank(new_file(), new_file("C2", credentials=()))
    with pytest.raises(CredentialTaken):
        await world.do(LinkCredential("C2", PHONE))


async def test_of_two_who_link_the_same_card_in_one_moment_the_first_has_it():
    world = await bank(new_file(), new_file("C2", credentials=()))
    answers = await world.act_together(
        [(link_credential, LinkCredential("C1", CARD)), (link_credential, LinkCredential("C2", CARD))]
    )
    assert isinstance(answers[1], CredentialTaken)
    assert world.get(CredentialRecord, CARD).customer == "C1"
    assert world.get(Customer, "C2").credentials == ()


async def test_linking_twice_publishes_once():
    world = await bank()
    for _ in range(2):
        await world.do(LinkCredential("C1", CARD))
    assert len(world.events(CredentialLinked)) == 1


async def test_a_revoked_card_may_go_to_somebody_else():
    world = await bank(new_file(), new_file("C2", credentials=()))
    await world.do(LinkCredential("C1", CARD))
    await world.do(RevokeCredential("C1", CARD))
    await world.do(LinkCredential("C2", CARD))
    (revoked,) = world.events(CredentialRevoked)
    assert (revoked.credential, revoked.customer) == (CARD, "C1")
    assert world.get(CredentialRecord, CARD).customer == "C2"
    assert [one.correlationid for one in world.published] == ["C1", "C1", "C2"]


async def test_only_a_live_credential_of_the_customer_is_revoked():
    world = await bank(new_file(), new_file("C2", credentials=()))
    with pytest.raises(NotFound):
        await world.do(RevokeCredential("C2", PHONE))
    await world.do(RevokeCredential("C1", PHONE))
    with pytest.raises(NotFound):
        await world.do(RevokeCredential("C1", PHONE))


async def test_a_new_segment_is_published_for_every_live_credential():
    world = await bank()
    await world.do(RevokeCredential("C1", IDENTITY))
    await world.do(LinkCredential("C1", CARD))
    world.published.clear()
    await world.do(moved("C1", Segment.PRIVATE))
    events = world.events(CredentialLinked)
    assert [(one.credential, one.segment) for one in events] == [
        (PHONE, Segment.PRIVATE),
        (CARD, Segment.PRIVATE),
    ]


async def test_a_new_account_manager_is_published_for_every_live_credential():
    world = await bank()
    await world.do(ChangeAccountManager("C1", "am.2"))
    assert {one.account_manager for one in world.events(CredentialLinked)} == {"am.2"}


async def test_a_segment_that_does_not_change_is_not_published():
    world = await bank()
    await world.do(moved("C1", Segment.VIP))
    assert not world.events(CredentialLinked)


async def test_who_shows_a_known_card_is_recognised_where_they_are():
    world = await bank()
    await world.do(RecordNeed("C1", "N1", "mortgage", "am.1"))
    world.published.clear()
    await world.act(recognise_customer, arrived(PHONE))
    (event,) = world.published
    assert event.data == CustomerRecognised(
        branch="B2",
        visit="V1",
        customer="C1",
        masked_name="王**",
        segment=Segment.VIP,
        account_manager="am.1",
        needs=("mortgage",),
    )
    assert (event.subject, event.correlationid) == ("V1", "V1")


@pytest.mark.parametrize("credential", [None, "card:unknown"])
async def test_of_who_is_not_known_nothing_is_published(credential: str | None):
    world = await bank()
    await world.act(recognise_customer, arrived(credential))
    assert not world.published


async def test_a_revoked_card_recognises_nobody():
    world = await bank()
    await world.do(RevokeCredential("C1", PHONE))
    world.published.clear()
    await world.act(recognise_customer, arrived(PHONE))
    assert not world.published


async def test_a_card_linked_just_before_the_arrival_is_known():
    world = await bank()
    await world.act_together(
        [(link_credential, LinkCredential("C1", CARD)), (recognise_customer, arrived(CARD))]
    )
    assert len(world.events(CustomerRecognised)) == 1


async def test_sealed_fields_open_only_for_their_customer():
    world = await bank(new_file(), new_file("C2", credentials=()))
    one, other = world.get(Customer, "C1"), world.get(Customer, "C2")
    key = world.get(DataKey, "C1")
    assert open_person(MASTER, one, key) == WANG
    with pytest.raises(Tampered):
        open_person(MASTER, other, key)
    with pytest.raises(Tampered):
        open_person(MASTER, one.evolve(sealed=one.sealed.model_copy(update={"name": one.sealed.phone})), key)
    with pytest.raises(Tampered):
        open_person(new_key(), one, key)


async def test_erasing_makes_every_copy_unreadable():
    world = await bank()
    copy = world.get(Customer, "C1")
    await world.do(EraseCustomer("C1"))
    with pytest.raises(FileErased):
        open_person(MASTER, copy, world.get(DataKey, "C1"))
    gone = world.get(Customer, "C1")
    assert (gone.sealed, gone.masked_name, gone.account_manager) == (None, "*", None)


async def test_erasing_revokes_every_credential_and_is_published():
    world = await bank()
    await world.do(EraseCustomer("C1"))
    assert [one.credential for one in world.events(CredentialRevoked)] == [PHONE, IDENTITY]
    assert [one.masked_name for one in world.events(CustomerRegistered)] == ["*"]
    await world.act(recognise_customer, arrived(PHONE))
    assert not world.events(CustomerRecognised)


async def test_erasing_twice_changes_nothing():
    world = await bank()
    await world.do(EraseCustomer("C1"))
    world.published.clear()
    await world.do(EraseCustomer("C1"))
    assert not world.published


@pytest.mark.parametrize(
    "command",
    [
        OpenFile(new_file()),
        LinkCredential("C1", CARD),
        moved("C1", Segment.MASS),
        RecordNeed("C1", "N1", "gold", "am.1"),
    ],
    ids=lambda command: command.name,
)
async def test_nothing_is_done_with_an_erased_file(command):
    world = await bank()
    await world.do(EraseCustomer("C1"))
    with pytest.raises(FileErased):
        await world.do(command)


@pytest.mark.parametrize(
    ("staff", "roles", "branches", "all_of_it"),
    [
        ("am.1", {Role.ACCOUNT_MANAGER}, ("B1",), True),
        ("am.2", {Role.ACCOUNT_MANAGER}, ("B1",), False),
        ("am.1", {Role.TELLER}, ("B1",), False),
        ("head", {Role.BRANCH_HEAD}, ("B1",), True),
        ("head", {Role.BRANCH_HEAD}, ("B2",), False),
        ("lobby", {Role.LOBBY_MANAGER}, ("B1",), False),
        ("ops", {Role.OPS}, ("B1",), False),
        ("auditor", {Role.AUDITOR}, ("B1",), False),
    ],
)
async def test_only_the_own_account_manager_and_the_branch_head_see_all(staff, roles, branches, all_of_it):
    world = await bank()
    person = Person(staff, frozenset(roles), branches)
    caller = cast(
        "Asking", SimpleNamespace(person=person, may=lambda one, at: allows(person, RIGHTS[one], at))
    )
    assert sees_personal_data(caller, world.get(Customer, "C1")) is all_of_it
