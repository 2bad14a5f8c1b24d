"""Consents: what a customer said, and how they stand by it, in whatever order it is recorded (W5)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.consents.commands import (
    ChangeContactRules,
    ChangePreferences,
    GiveConsent,
    RefuseContact,
    WithdrawConsent,
)
from services.customer.consents.domain.hours import BANK, ContactRules, ContactRulesVersion, Hours, NewRules
from services.customer.consents.domain.permission import may_contact
from services.customer.consents.domain.records import ConsentInFuture, EvidenceNeeded, RefusedForGood, Word
from services.customer.consents.domain.standing import ConsentRecord, ContactStanding, Pair, Preferences
from services.customer.consents.handlers import circumstances_of, erase_words
from services.customer.consents.queries import first_use_of, records_of
from services.customer.consents.sealing import BadEmail, marks_of, normal_email, open_evidence, seal_evidence
from services.customer.files.domain.customer import Customer, DataKey, FileErased
from shared.contracts.customer import (
    ConsentGiven,
    ConsentKind,
    ConsentSource,
    ConsentState,
    ConsentWithdrawn,
    ContactChannel,
    ContactPreferencesChanged,
    ContactPurpose,
    ContactReason,
    ContactRefused,
    ContactRulesChanged,
    CustomerErased,
)
from shared.privacy import Keys, new_key
from shared.unit_of_work import UnitOfWork
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import MASTER, bank, new_file

MARKETING, SERVICE = ContactPurpose.MARKETING, ContactPurpose.SERVICE
SMS, PHONE = ContactChannel.SMS, ContactChannel.PHONE
HOUR = timedelta(hours=1)
MINUTES = st.integers(0, 12)


async def office() -> World:
    """A bank with one customer, whose queries look into what the world holds."""
    world = await bank()

    def first_use(customer: str, marks: tuple[str, ...]) -> datetime | None:
        used = [one.at for one in records(world) if one.customer == customer and one.mark in marks]
        return min(used, default=None)

    def ids(customer: str) -> list[str]:
        return [one.id for one in records(world) if one.customer == customer]

    world.looks |= {first_use_of: first_use, records_of: ids}
    return world


def records(world: World) -> list[ConsentRecord]:
    return [one for one in world.documents.values() if isinstance(one, ConsentRecord)]


def word(
    id: str,
    at: datetime = MORNING,
    *,
    mark: str | None = "paper-1",
    source: ConsentSource = ConsentSource.FORM,
    purpose: ContactPurpose = MARKETING,
) -> Word:
    return Word(
        id, "C1", purpose, SMS, source, at, "am.1", b"sealed" if mark else None, (mark,) if mark else ()
    )


def state(world: World, purpose: ContactPurpose = MARKETING) -> ConsentState:
    return world.get(ContactStanding, "C1").of(purpose, SMS).state


async def test_a_withdrawn_consent_does_not_erase_that_it_was_given_nor_the_reverse() -> None:
    world = await office()
    await world.do(GiveConsent(word("1", MORNING - 2 * HOUR)))
    assert state(world) is ConsentState.GIVEN
    await world.do(WithdrawConsent(word("2", MORNING - HOUR, mark=None)))
    assert state(world) is ConsentState.WITHDRAWN
    await world.do(GiveConsent(word("3", MORNING)))
    assert state(world) is ConsentState.GIVEN
    kinds = [(one.id, one.kind.value) for one in records(world)]
    assert kinds == [("1", "given"), ("2", "withdrawn"), ("3", "given")]
    assert [type(event) for event in world.events()] == [ConsentGiven, ConsentWithdrawn, ConsentGiven]
    assert all("sealed" not in event.model_dump_json() for event in world.events())


async def test_a_refusal_for_good_is_lifted_by_fresh_evidence_alone() -> None:
    world = await office()
    await world.do(GiveConsent(word("1", MORNING - 3 * HOUR)))
    await world.do(RefuseContact(word("2", MORNING - 2 * HOUR, mark=None)))
    world.published.clear()
    for id, source, mark in (
        ("3", ConsentSource.IMPORT, None),
        ("4", ConsentSource.ONLINE, None),
        ("5", ConsentSource.FORM, "paper-1"),
    ):
        with pytest.raises(RefusedForGood):
            await world.do(GiveConsent(word(id, MORNING - HOUR, source=source, mark=mark)))
    assert state(world) is ConsentState.REFUSED
    assert world.events() == []
    await world.do(GiveConsent(word("6", MORNING, mark="paper-2")))
    assert state(world) is ConsentState.GIVEN
    assert [one.kind for one in records(world)] == [
        ConsentKind.GIVEN, ConsentKind.REFUSED, ConsentKind.GIVEN
    ]  # fmt: skip


async def test_fresh_evidence_from_before_the_refusal_lifts_nothing() -> None:
    world = await office()
    await world.do(RefuseContact(word("1", MORNING - HOUR, mark=None)))
    with pytest.raises(RefusedForGood):
        await world.do(GiveConsent(word("2", MORNING - 2 * HOUR, mark="paper-2")))


async def test_an_import_of_an_older_consent_does_not_override_a_withdrawal() -> None:
    world = await office()
    await world.do(WithdrawConsent(word("1", MORNING - HOUR, mark=None)))
    await world.do(GiveConsent(word("2", MORNING - 2 * HOUR, source=ConsentSource.IMPORT, mark=None)))
    assert state(world) is ConsentState.WITHDRAWN
    (told,) = (event for event in world.events() if isinstance(event, ConsentGiven))
    assert told.in_force is False


async def test_what_is_said_of_one_purpose_says_nothing_of_another() -> None:
    world = await office()
    await world.do(GiveConsent(word("1", purpose=SERVICE)))
    await world.do(RefuseContact(word("2", mark=None)))
    assert (state(world, SERVICE), state(world)) == (ConsentState.GIVEN, ConsentState.REFUSED)
    (told,) = (event for event in world.events() if isinstance(event, ContactRefused))
    assert told.account_manager == "am.1"


async def test_a_consent_needs_evidence_a_no_needs_none_and_nothing_is_said_in_future() -> None:
    world = await office()
    with pytest.raises(EvidenceNeeded):
        await world.do(GiveConsent(word("1", mark=None)))
    with pytest.raises(ConsentInFuture):
        await world.do(WithdrawConsent(word("2", MORNING + HOUR)))
    await world.do(WithdrawConsent(word("3", mark=None)))
    assert state(world) is ConsentState.WITHDRAWN


WORDS = st.lists(
    st.tuples(st.sampled_from(ConsentKind), MINUTES, st.sampled_from([None, "a", "b"])), max_size=6
)


def folded(words: list[tuple[ConsentKind, int, str | None]]) -> Pair:
    """Fold words as they are recorded, in this order."""
    pair, used = Pair(), dict[str, datetime]()
    for kind, minute, mark in words:
        at = MORNING + timedelta(minutes=minute)
        record = ConsentRecord(
            id="x", branch="B1", customer="C1", kind=kind, purpose=MARKETING, channel=SMS, at=at,
            source=ConsentSource.FORM, recorded_at=MORNING, recorded_by="am.1", mark=mark,
        )  # fmt: skip
        pair = pair.with_word(record, used.get(mark or ""))
        if mark:
            used[mark] = min(at, used.get(mark, at))
    return pair


@given(WORDS, st.randoms())
def test_the_state_is_the_same_in_whatever_order_words_without_evidence_come(words, random) -> None:
    plain = [(kind, minute, None) for kind, minute, _ in words]
    shuffled = random.sample(plain, len(plain))
    assert folded(plain) == folded(shuffled)


@given(WORDS)
def test_after_a_refusal_nothing_is_given_but_by_evidence_from_after_it(words) -> None:
    pair = folded(words)
    refusals = [minute for kind, minute, _ in words if kind is ConsentKind.REFUSED]
    if not refusals or pair.state is not ConsentState.GIVEN:
        return
    last = max(refusals)
    assert any(kind is ConsentKind.GIVEN and mark and minute > last for kind, minute, mark in words)


@given(WORDS)
def test_the_last_word_alone_counts_where_nothing_was_refused(words) -> None:
    said = [(minute, kind) for kind, minute, _ in words if kind is not ConsentKind.REFUSED]
    pair = folded([(kind, minute, None) for minute, kind in said])
    if not said:
        assert pair.state is ConsentState.NONE
        return
    last = max(minute for minute, _ in said)
    at_last = {kind for minute, kind in said if minute == last}
    expected = ConsentState.WITHDRAWN if ConsentKind.WITHDRAWN in at_last else ConsentState.GIVEN
    assert pair.state is expected


async def test_wishes_are_told_by_name_and_the_same_wishes_change_nothing() -> None:
    world = await office()
    wishes = Preferences(hours=Hours(begin="10:00", end="12:00"), channels=(SMS,), email=b"sealed address")
    await world.do(ChangePreferences("C1", wishes, "am.1"))
    await world.do(ChangePreferences("C1", wishes, "am.1"))
    (told,) = world.events(ContactPreferencesChanged)
    assert told.fields == ("hours", "channels", "email")
    assert world.get(ContactStanding, "C1").preferences == wishes
    await world.do(ChangePreferences("C1", Preferences(language="en"), "am.1", keep_email=True))
    assert world.get(ContactStanding, "C1").preferences.email == b"sealed address"


async def test_rules_are_kept_in_versions_and_the_same_rules_change_nothing() -> None:
    world = await office()
    late = NewRules(
        hours={MARKETING: Hours(begin="10:00", end="18:00")}, working_days_only=(), quiet_days=("2026-10-01",)
    )
    for branch in ("B1", BANK):
        await world.do(ChangeContactRules(branch, late, "head"))
    await world.do(ChangeContactRules("B1", late, "head"))
    await world.do(ChangeContactRules("B1", NewRules(hours={}, working_days_only=(), quiet_days=()), "head"))
    assert world.get(ContactRules, "B1").number == 2
    assert world.get(ContactRulesVersion, "B1:1").rules.hours[MARKETING].begin == "10:00"
    assert world.get(ContactRules, "B1").hours[MARKETING].begin == "09:00"
    assert [event.number for event in world.events(ContactRulesChanged)] == [1, 1, 2]


async def test_erasing_a_file_takes_evidence_and_address_and_leaves_that_it_was_said() -> None:
    world = await office()
    await world.do(GiveConsent(word("1")))
    await world.do(ChangePreferences("C1", Preferences(email=b"sealed", timezone="Asia/Tokyo"), "am.1"))
    await world.act(erase_words, CustomerErased(branch="B1", customer="C1"))
    kept = world.get(ConsentRecord, "1")
    assert (kept.kind, kept.evidence, kept.mark) == (ConsentKind.GIVEN, None, None)
    assert world.get(ContactStanding, "C1").preferences == Preferences()


async def test_nothing_is_recorded_of_a_customer_whose_file_was_erased() -> None:
    world = await office()
    gone = world.get(Customer, "C1").evolve(erased_at=MORNING)
    world.documents[Customer, "C1"] = gone
    with pytest.raises(FileErased):
        await world.do(GiveConsent(word("1")))
    with pytest.raises(FileErased):
        await world.do(ChangePreferences("C1", Preferences(), "am.1"))


async def test_evidence_is_sealed_and_its_second_use_is_noticed_however_it_is_typed() -> None:
    key = (await office()).get(DataKey, "C1")
    sealed, marks = seal_evidence(MASTER, "C1", key, "R1", "表单 17"), marks_of(MASTER, "C1", "表单 17")
    assert "表单".encode() not in sealed
    assert open_evidence(MASTER, "C1", key, "R1", sealed) == "表单 17"
    assert marks_of(MASTER, "C1", "表单１７") == marks
    assert marks_of(MASTER, "C1", "表单 18") != marks


def test_evidence_of_before_the_key_changed_is_known_again() -> None:
    before, after = Keys(MASTER), Keys(new_key(), (MASTER,))
    assert marks_of(before, "C1", "表单 17")[0] in marks_of(after, "C1", "表单 17")
    assert marks_of(before, "C1", "表单 17")[0] != marks_of(after, "C1", "表单 17")[0]


NO_ADDRESSES = (
    *("", "a", "a@b", "a@b..cn", "a@@b.cn", "a b@c.cn", "a@b.cn\r\nBcc: x@y.cn", ".a@b.cn", "a..b@c.cn"),
    *("a@b.cn,c@d.cn", "<a@b.cn>", "a@" + "b" * 250 + ".cn", "王@b.cn"),
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadEmail):
        normal_email(address)


def test_an_address_has_one_form() -> None:
    assert normal_email(" Wang.Xiao@Mail.Example ") == normal_email("Wang.Xiao＠MAIL.example")


async def test_a_refusal_stands_in_the_file_that_took_the_place_of_another_and_goes_with_the_undoing() -> (
    None
):
    world = await bank(new_file(), new_file("C2", credentials=("card:9",)))
    world.looks |= {first_use_of: lambda customer, mark: None}
    await world.do(GiveConsent(word("1", MORNING - HOUR)))
    other = replace(word("2", MORNING, mark=None), customer="C2")
    await world.do(RefuseContact(other))
    alone = world.get(Customer, "C1")
    world.documents[Customer, "C1"] = alone.evolve(absorbed=("C2",))
    again = GiveConsent(word("3", MORNING, source=ConsentSource.IMPORT, mark=None))
    with pytest.raises(RefusedForGood):
        await world.do(again)
    assert await permission(world) is ContactReason.REFUSED
    world.documents[Customer, "C1"] = alone
    assert await permission(world) is ContactReason.ALLOWED
    world.documents[Customer, "C1"] = alone.evolve(merged_into="C2")
    assert await permission(world) is ContactReason.ERASED


async def permission(world: World) -> ContactReason:
    """The reason for which C1 may be contacted at ten on a working day, or may not."""

    async def ask(content: None, work: UnitOfWork) -> ContactReason:
        known = await circumstances_of(await work.get(Customer, "C1"), work)
        return may_contact(known, MARKETING, SMS, MORNING + HOUR).reason

    found = await world.act(ask, None)
    assert isinstance(found, ContactReason)
    return found
