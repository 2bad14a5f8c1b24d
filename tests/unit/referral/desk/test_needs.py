"""The need desk: needs are pooled with a count, and answered in working days to all who asked."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.feed.domain.rules import recipients
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.directories import Member as Listed
from services.referral.desk.commands import (
    AcknowledgeDeskNeed,
    AnswerDeskNeed,
    ChangeDeskSettings,
    NoteMarket,
    RaiseDeskNeed,
)
from services.referral.desk.domain.needs import (
    ASKED_AT_MOST,
    AnswerNeedsProduct,
    DeskAsking,
    DeskNeed,
    DeskNeedAnsweredAlready,
    DeskTopic,
    Raised,
    raise_need,
)
from services.referral.desk.domain.settings import DeskSettings
from services.referral.desk.handlers import raise_lost
from services.referral.desk.queries import askings_of, counts_of, notes_of
from services.referral.products.commands import RerateProduct
from services.referral.products.domain.catalogue import ProductUnknown
from shared.branch_places import BranchPlace
from shared.contracts.customer import CustomerErased, NeedUnservable, UnservableWhy
from shared.contracts.referral import (
    DeskAnswer,
    DeskMissing,
    DeskNeedAcknowledged,
    DeskNeedAnswered,
    DeskNeedOverdue,
    DeskNeedRaised,
    DeskNeedState,
    DeskStep,
    LostReason,
    MarketNoted,
    MarketTopic,
    ProspectLost,
    ProspectOrigin,
    RiskLevel,
)
from shared.contracts.words import Role
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms

PENSION = "pension"


async def ask(
    world: Bank,
    id: str,
    by: str = "am.1",
    branch: str = "B1",
    missing: DeskMissing | None = None,
    **more: Any,
) -> DeskNeed:
    await world.ask_for(RaiseDeskNeed(id, branch, PENSION, missing, by, **more))
    asking = await world.find(DeskAsking, id)
    found = await world.find(DeskNeed, asking.desk_need)
    assert isinstance(found, DeskNeed)
    return found


async def answer(world: Bank, id: str, word: DeskAnswer = DeskAnswer.PLANNED, **more: Any) -> None:
    await world.ask_for(AnswerDeskNeed(id, word, "desk.1", **more))


def unservable(reason: UnservableWhy = UnservableWhy.NO_PRODUCT) -> NeedUnservable:
    return NeedUnservable(
        branch="B1", customer="C1", need_id="N1", need=PENSION, closed_by="am.1", reason=reason
    )


async def test_equal_needs_of_several_branches_are_one_with_a_count() -> None:
    world = Bank()
    first = await ask(world, "A1", "am.1", "B1")
    second = await ask(world, "A2", "am.2", "B2")
    third = await ask(world, "A3", "am.1", "B1")
    assert first.id == second.id == third.id == "A1"
    assert (third.count, third.asked, third.branch) == (3, ("am.1", "am.2"), "B1")
    pooled = [one.pooled_into for one in world.events(DeskNeedRaised) if isinstance(one, DeskNeedRaised)]
    assert pooled == [None, "A1", "A1"]


async def test_another_thing_that_is_missing_is_another_need() -> None:
    world = Bank()
    first = await ask(world, "A1")
    second = await ask(world, "A2", missing=DeskMissing.TERM)
    assert first.id != second.id


async def test_a_need_that_no_product_serves_comes_to_the_desk_by_itself() -> None:
    world = Bank()
    await world.tell(unservable(), id="E1", correlation_id="V1")
    await world.tell(unservable(), id="E1", correlation_id="V1")  # the event comes again
    await world.tell(unservable(UnservableWhy.NOT_SUITABLE), id="E2")
    (event,) = world.events(DeskNeedRaised)
    assert isinstance(event, DeskNeedRaised)
    assert (event.customer, event.need_id, event.raised_by, event.count) == ("C1", "N1", "am.1", 1)
    assert world.published[-1].correlationid == "V1"


async def test_an_answer_is_for_everybody_who_asked_each_once() -> None:
    world = Bank()
    await ask(world, "A1", "am.1")
    await ask(world, "A2", "am.2", "B2")
    await ask(world, "A3", "am.2", "B2")
    await answer(world, "A1", words=b"sealed")
    (event,) = world.events(DeskNeedAnswered)
    assert isinstance(event, DeskNeedAnswered)
    assert (event.asked, event.count, event.in_time) == (("am.1", "am.2"), 3, True)
    directory = Directory(id="B1", members=(Listed(staff="desk.1", roles=(Role.PRODUCT_DESK,)),))
    assert [one.staff for one in recipients(event, directory)] == ["am.1", "am.2"]


async def test_a_need_that_was_answered_is_not_answered_again_and_the_next_is_new() -> None:
    world = Bank()
    await ask(world, "A1")
    await answer(world, "A1")
    with pytest.raises(DeskNeedAnsweredAlready):
        await answer(world, "A1")
    assert (await ask(world, "A2")).id == "A2"


async def test_an_answer_by_a_product_names_one_that_there_is() -> None:
    world = Bank()
    await ask(world, "A1")
    with pytest.raises(AnswerNeedsProduct):
        await answer(world, "A1", DeskAnswer.PRODUCT)
    with pytest.raises(ProductUnknown):
        await answer(world, "A1", DeskAnswer.PRODUCT, product="p_9")


async def test_a_new_product_answers_the_needs_that_it_names_and_a_rerating_of_it_none() -> None:
    world = Bank()
    await ask(world, "A1")
    await world.publish("pension_1", terms("R1", answers=("A1", "A-unknown")))
    (event,) = world.events(DeskNeedAnswered)
    assert isinstance(event, DeskNeedAnswered)
    assert (event.answer, event.product, event.answered_by) == (DeskAnswer.PRODUCT, "pension_1", "desk.1")
    await world.ask_for(RerateProduct("pension_1", RiskLevel.R2, RiskLevel.R2, "desk.1"))
    assert len(world.events(DeskNeedAnswered)) == 1


async def test_the_desk_is_late_after_its_working_days_and_is_told_so_once_for_each_step() -> None:
    world = Bank(MORNING)  # a Monday
    need = await ask(world, "A1")
    assert (need.acknowledge_by, need.answer_by) == ("2026-03-04", "2026-03-16")
    await world.pass_time(timedelta(days=2, hours=14))
    assert world.events(DeskNeedOverdue) == []
    await world.pass_time(timedelta(days=20))
    late = [one.what for one in world.events(DeskNeedOverdue) if isinstance(one, DeskNeedOverdue)]
    assert late == [DeskStep.ACKNOWLEDGE, DeskStep.ANSWER]
    await answer(world, "A1")
    (event,) = world.events(DeskNeedAnswered)
    assert isinstance(event, DeskNeedAnswered)
    assert not event.in_time


async def test_a_need_that_is_acknowledged_and_answered_in_time_is_never_late() -> None:
    world = Bank(MORNING)
    await ask(world, "A1")
    for _ in range(2):
        await world.ask_for(AcknowledgeDeskNeed("A1", "desk.1"))
    assert len(world.events(DeskNeedAcknowledged)) == 1
    await world.pass_time(timedelta(days=9))
    await answer(world, "A1")
    await world.pass_time(timedelta(days=30))
    assert world.events(DeskNeedOverdue) == []
    assert world.timers == {}


async def test_an_overdue_need_is_told_up() -> None:
    world = Bank(MORNING)
    await ask(world, "A1")
    await world.pass_time(timedelta(days=5))
    (event,) = world.events(DeskNeedOverdue)
    members = (
        Listed(staff="desk.1", roles=(Role.PRODUCT_DESK,)),
        Listed(staff="region.1", roles=(Role.REGION_HEAD,)),
        Listed(staff="am.1", roles=(Role.ACCOUNT_MANAGER,)),
    )
    found = recipients(event, Directory(id="B1", members=members[1:]), bank_wide=members)
    assert [one.staff for one in found] == ["desk.1", "region.1"]


async def test_the_working_days_of_the_desk_are_the_banks_to_set() -> None:
    world = Bank(MORNING)
    await world.ask_for(ChangeDeskSettings(1, 5, "ops"))
    need = await ask(world, "A1")
    assert (need.acknowledge_by, need.answer_by) == ("2026-03-03", "2026-03-09")


async def test_a_customer_who_is_erased_is_named_no_more_and_the_need_stays_counted() -> None:
    world = await bank()
    await ask(world, "A1", customer="C1", words=b"sealed")
    await world.tell(CustomerErased(branch="B1", customer="C1"))
    asking = await world.find(DeskAsking, "A1")
    assert (asking.customer, asking.words) == (None, None)
    assert (await world.find(DeskNeed, "A1")).count == 1


@given(st.lists(st.integers(0, 400), max_size=900))
def test_nobody_who_asked_is_left_out_however_many_they_are(people: list[int]) -> None:
    topic, needs = DeskTopic(id="pension:-"), dict[str, DeskNeed]()
    for number, one in enumerate(people):
        raised = Raised(id=f"A{number}", branch="B1", need=PENSION, by=f"am.{one}")
        known = needs.get(topic.open or "")
        decision = raise_need(
            raised, topic, known, DeskSettings(id="bank"), BranchPlace(id="B1"), now=MORNING
        )
        for document, _ in decision.changes:
            if isinstance(document, DeskNeed):
                needs[document.id] = document
            elif isinstance(document, DeskTopic):
                topic = document
    assert {one for need in needs.values() for one in need.asked} == {f"am.{one}" for one in people}
    assert sum(need.count for need in needs.values()) == len(people)
    assert all(len(need.asked) <= ASKED_AT_MOST for need in needs.values())


async def test_the_count_of_a_need_is_that_of_its_list() -> None:
    world = Bank()
    for number in range(5):
        await ask(world, f"A{number}", f"am.{number % 2}")
    found = await askings_of(world.store, "A0")  # type: ignore[arg-type]
    assert (await world.find(DeskNeed, "A0")).count == len(found) == 5


async def test_notes_about_the_market_are_counted_by_topic_and_month() -> None:
    world = Bank(MORNING)
    topics = [MarketTopic.RATES, MarketTopic.RATES, MarketTopic.COMPETITOR]
    for number, topic in enumerate([*topics, MarketTopic.RATES]):
        if number == 3:
            await world.pass_time(timedelta(days=31))
        await world.ask_for(NoteMarket(f"M{number}", "B1", topic, b"sealed", "lm.1"))
    await world.ask_for(NoteMarket("M0", "B1", MarketTopic.RATES, b"sealed", "lm.1"))  # sent again
    assert len(world.events(MarketNoted)) == 4
    for month in ("2026-03", "2026-04"):
        counts = await counts_of(world.store, month)  # type: ignore[arg-type]
        for topic in MarketTopic:
            listed = await notes_of(world.store, month, topic)  # type: ignore[arg-type]
            assert counts.get(topic, 0) == len(listed)
    assert (await counts_of(world.store, "2026-03"))[MarketTopic.RATES] == 2  # type: ignore[arg-type]


async def test_a_need_in_its_first_state_waits_for_an_acknowledgement() -> None:
    world = Bank(MORNING)
    assert (await ask(world, "A1")).state is DeskNeedState.RAISED


async def test_a_prospect_lost_for_want_of_a_product_comes_to_the_desk_too() -> None:
    world = Bank()
    lost: dict[str, Any] = {"branch": "B1", "prospect": "P1", "need": PENSION, "account_manager": "am.1"}
    lost |= {"origin": ProspectOrigin.HALL, "opened_at": MORNING, "customer": None}
    for reason in (LostReason.PRICE, LostReason.NO_PRODUCT):
        await world.act(raise_lost, ProspectLost(**lost, reason=reason), correlation_id="V1")
    (event,) = world.events(DeskNeedRaised)
    assert isinstance(event, DeskNeedRaised)
    assert (event.need, event.raised_by) == (PENSION, "am.1")
    assert world.published[-1].correlationid == "V1"


async def test_one_of_the_head_s_list_who_is_lost_for_want_of_a_product_is_raised_by_the_head() -> None:
    world = Bank()
    lost: dict[str, Any] = {"branch": "B1", "prospect": "P1", "need": PENSION, "account_manager": None}
    lost |= {"origin": ProspectOrigin.HALL, "opened_at": MORNING, "customer": None}
    await world.act(raise_lost, ProspectLost(**lost, reason=LostReason.NO_PRODUCT), actor="staff:head.1")
    (event,) = world.events(DeskNeedRaised)
    assert isinstance(event, DeskNeedRaised)
    assert event.raised_by == "head.1"
