"""More time for a complaint, replies that hold, recusal, the repair of the root cause (D9)."""

from datetime import timedelta

import pytest

from services.customer.app import TIMER_HANDLERS
from services.customer.cases.commands import (
    AcknowledgeComplaint,
    ApproveExtension,
    AskExtension,
    NameStaff,
    RecordComplaintWords,
    RecordRepair,
    RecordReport,
    RefuseExtension,
    SendHoldingReply,
    SettleCase,
    TakeOverCase,
)
from services.customer.cases.domain.case import (
    CaseNotYours,
    CaseState,
    DayImpossible,
    RecusedFromCase,
    Sent,
    StaffUnknown,
)
from services.customer.cases.domain.extending import (
    ClockAlreadyPassed,
    ExtensionAlreadyAsked,
    ExtensionBeyondLaw,
    ExtensionNotAsked,
    NoMoreTime,
    NotASuperior,
    ReplyBeyondLaw,
)
from services.customer.cases.domain.handling import Settlement
from services.customer.cases.domain.repair import NewRepair, NoRepairOwed, NoReportOwed, RepairImpossible
from shared.contracts.customer import (
    CaseClockPassed,
    CaseEscalated,
    CaseExtended,
    CaseExtensionAsked,
    CaseOpened,
    CaseRecused,
    CaseRepairDone,
    CaseRepairSet,
    CaseSettled,
)
from shared.contracts.words import AnswerWay, Role
from tests.unit.acting import World
from tests.unit.customer.cases.building import at, case_of, days_of, raised, running, settled

MARCH_2 = "2026-03-02T02:00"


def ask(until: str, by: str = "lm.1") -> AskExtension:
    return AskExtension("K1", by, until, b"why", False)


def hold(until: str, on: str = "2026-03-02", by: str = "lm.1") -> SendHoldingReply:
    return SendHoldingReply(
        "K1", by, Sent(by=by, through=AnswerWay.LETTER, on=on, until=until, reason=b"why"), False
    )


def name(about: str, by: str = "head", *, as_head: bool = True) -> NameStaff:
    return NameStaff("K1", about, by, as_head)


async def extended(world: World, until: str, by: str) -> None:
    await world.do(ask(until))
    await world.do(ApproveExtension("K1", by))


async def test_china_gives_thirty_days_and_then_thirty_more_by_the_region():
    world = await running("cn", MARCH_2)
    await extended(world, "2026-04-01", "head")
    assert days_of(world) == {"tell": "2026-03-17", "answer": "2026-04-01"}
    (given,) = world.events(CaseExtended)
    assert (given.until, given.approved_by, given.tell_by) == ("2026-04-01", "head", at("2026-03-17T16:00"))
    await world.do(ask("2026-05-01"))
    assert [one.decided_by for one in world.events(CaseExtensionAsked)] == [
        Role.BRANCH_HEAD,
        Role.REGION_HEAD,
    ]
    with pytest.raises(NotASuperior):
        await world.do(ApproveExtension("K1", "head"))
    await world.do(ApproveExtension("K1", "region"))
    assert days_of(world)["answer"] == "2026-05-01"
    with pytest.raises(NoMoreTime):
        await world.do(ask("2026-05-02"))


@pytest.mark.parametrize("until", ["2026-04-02", "2026-03-17", "2026-03-01", "2027-01-01"])
async def test_an_extension_lies_between_the_deadline_and_the_bound_of_the_law(until: str):
    world = await running("cn", MARCH_2)
    with pytest.raises(ExtensionBeyondLaw):
        await world.do(ask(until))


@pytest.mark.parametrize("by", ["lm.1", "lm.2", "stranger"])
async def test_the_owner_a_colleague_and_a_stranger_approve_nothing(by: str):
    world = await running("cn", MARCH_2)
    await world.do(ask("2026-04-01"))
    with pytest.raises(NotASuperior):
        await world.do(ApproveExtension("K1", by))


async def test_a_head_who_owns_the_case_asks_the_region():
    world = await raised("cn", MARCH_2)
    await world.do(TakeOverCase("K1", "head"))
    await world.do(ask("2026-04-01", "head"))
    (asked,) = world.events(CaseExtensionAsked)
    assert asked.decided_by is Role.REGION_HEAD
    with pytest.raises(NotASuperior):
        await world.do(ApproveExtension("K1", "head"))
    await world.do(ApproveExtension("K1", "region"))
    assert days_of(world)["answer"] == "2026-04-01"


async def test_an_extension_is_asked_once_and_may_be_refused():
    world = await running("cn", MARCH_2)
    with pytest.raises(ExtensionNotAsked):
        await world.do(RefuseExtension("K1", "head"))
    await world.do(ask("2026-04-01"))
    with pytest.raises(ExtensionAlreadyAsked):
        await world.do(ask("2026-03-31"))
    await world.do(RefuseExtension("K1", "head"))
    assert days_of(world) == {"answer": "2026-03-17"}
    await world.do(ask("2026-03-31"))


async def test_nothing_is_extended_when_the_time_has_run_out():
    world = await running("cn", MARCH_2)
    await world.do(ask("2026-04-01"))
    await world.wait(timedelta(days=16), TIMER_HANDLERS)
    for command in (ApproveExtension("K1", "head"), ask("2026-04-01")):
        with pytest.raises((ClockAlreadyPassed, ExtensionAlreadyAsked)):
            await world.do(command)


async def test_an_extended_clock_is_late_at_its_new_day_alone():
    world = await running("cn", MARCH_2)
    await extended(world, "2026-04-01", "head")
    await world.do(hold("2026-04-01"))
    await world.wait(at("2026-04-01T15:59") - world.now, TIMER_HANDLERS)
    assert not world.events(CaseClockPassed)
    await world.wait(timedelta(minutes=2), TIMER_HANDLERS)
    assert {one.clock for one in world.events(CaseClockPassed)} == {"answer", "promised"}


async def test_an_extension_of_which_the_customer_is_not_told_is_late():
    world = await running("cn", MARCH_2)
    await extended(world, "2026-04-01", "head")
    await world.wait(timedelta(days=16), TIMER_HANDLERS)
    assert [one.clock for one in world.events(CaseClockPassed)] == ["tell"]
    assert not world.events(CaseEscalated)


async def test_in_the_eu_a_holding_reply_promises_within_the_extension():
    world = await running("eu", "2025-12-15T09:00")
    with pytest.raises(ReplyBeyondLaw):
        await world.do(hold("2026-01-20", on="2025-12-15"))
    with pytest.raises(ExtensionBeyondLaw):
        await world.do(ask("2026-02-06"))
    await extended(world, "2026-01-20", "head")
    await world.do(hold("2026-01-20", on="2025-12-15"))
    assert days_of(world) == {"answer": "2026-01-20", "final": "2026-02-05", "promised": "2026-01-20"}


async def test_in_the_uk_a_holding_reply_stands_for_the_final_response_and_its_day_becomes_the_clock():
    world = await running("uk", "2026-04-02T09:00")
    await world.do(hold("2026-05-20", on="2026-04-02"))
    assert days_of(world) == {"promised": "2026-05-20", "final": "2026-05-28"}
    await world.do(hold("2026-06-30", on="2026-04-02"))
    assert days_of(world) == {"promised": "2026-06-30"}
    with pytest.raises(ReplyBeyondLaw):
        await world.do(hold("2026-12-01", on="2026-04-02"))
    with pytest.raises(NoMoreTime):
        await world.do(ask("2026-07-01"))
    await world.wait(timedelta(days=100), TIMER_HANDLERS)
    assert [one.clock for one in world.events(CaseClockPassed)] == ["promised"]
    assert [one.overdue for one in world.events(CaseEscalated)] == ["answer"]


async def test_an_acknowledgement_stops_its_clock():
    world = await running("uk", "2026-04-02T09:00")
    await world.do(AcknowledgeComplaint("K1", "lm.1", AnswerWay.LETTER, "2026-04-02", False))
    assert days_of(world) == {"final": "2026-05-28"}


@pytest.mark.parametrize("on", ["2026-03-01", "2026-03-03"])
async def test_what_is_sent_is_sent_between_the_complaint_and_today(on: str):
    world = await running("cn", MARCH_2)
    for command in (
        hold("2026-03-10", on=on),
        AcknowledgeComplaint("K1", "lm.1", AnswerWay.PHONE, on, False),
        settled(world, on=on),
    ):
        with pytest.raises(DayImpossible):
            await world.do(command)


async def test_a_promise_does_not_lie_in_the_past():
    world = await running("cn", MARCH_2)
    world.now += timedelta(days=3)
    with pytest.raises(DayImpossible):
        await world.do(hold("2026-03-04"))


async def test_an_answer_is_in_time_by_the_day_on_which_it_was_sent():
    for sent, in_time in (("2026-03-17", True), ("2026-03-18", False)):
        world = await running("cn", MARCH_2)
        await world.wait(timedelta(days=18), TIMER_HANDLERS)
        await world.do(settled(world, on=sent))
        (told,) = world.events(CaseSettled)
        assert (told.in_time, told.sent_on, told.sent_through) == (in_time, sent, AnswerWay.PHONE)


async def test_the_one_complained_about_never_owns_the_case():
    world = await raised("cn", MARCH_2, about="lm.1")
    (opened,) = world.events(CaseOpened)
    assert opened.case_owner == "head"
    with pytest.raises(RecusedFromCase):
        await world.do(TakeOverCase("K1", "lm.1"))


async def test_a_case_goes_to_the_next_in_charge_when_its_owner_is_named():
    world = await running("cn", MARCH_2)
    await world.do(ask("2026-04-01"))
    await world.do(name("lm.1"))
    (recused,) = world.events(CaseRecused)
    assert (recused.about_staff, recused.had_by, recused.case_owner) == ("lm.1", "lm.1", "head")
    case = case_of(world)
    assert (case.state, case.owner, case.asked) == (CaseState.OPEN, "head", None)
    assert days_of(world) == {"answer": "2026-03-17"}
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert [one.case_owner for one in world.events(CaseEscalated)] == ["head", "region"]


async def test_a_head_who_is_complained_about_is_passed_over_and_decides_nothing():
    world = await raised("cn", MARCH_2, about="head")
    await world.wait(timedelta(minutes=15), TIMER_HANDLERS)
    (escalated,) = world.events(CaseEscalated)
    assert escalated.case_owner == "region"
    await world.do(TakeOverCase("K1", "lm.1"))
    await world.do(ask("2026-04-01"))
    for command in (
        ApproveExtension("K1", "head"),
        RefuseExtension("K1", "head"),
        settled(world, "head", as_head=True),
        RecordComplaintWords("K1", b"said", "head"),
        name("lm.1"),
    ):
        with pytest.raises(RecusedFromCase):
            await world.do(command)
    await world.do(ApproveExtension("K1", "region"))


async def test_another_is_named_by_a_head_alone_and_nobody_who_is_not_there():
    world = await raised("cn", MARCH_2, about="lm.2")
    with pytest.raises(CaseNotYours):
        await world.do(name("lm.1", "teller", as_head=False))
    with pytest.raises(StaffUnknown):
        await world.do(name("ghost"))
    await world.do(name("lm.1"))
    assert case_of(world).about_staff == "lm.1"


async def test_the_root_cause_is_repaired_by_its_owner_within_the_bound():
    world = await running("cn", MARCH_2)
    await world.do(settled(world))
    assert days_of(world) == {"repair": "2026-04-01"}
    (told,) = world.events(CaseRepairSet)
    assert (told.repair_owner, told.until) == ("lm.1", "2026-04-01")
    with pytest.raises(CaseNotYours):
        await world.do(RecordRepair("K1", "lm.2", b"done", False))
    await world.wait(timedelta(days=31), TIMER_HANDLERS)
    assert [(one.clock, one.clock_owner) for one in world.events(CaseClockPassed)] == [("repair", "lm.1")]
    await world.do(RecordRepair("K1", "lm.1", b"done", False))
    (done,) = world.events(CaseRepairDone)
    assert not done.in_time
    assert not case_of(world).clocks
    with pytest.raises(NoRepairOwed):
        await world.do(RecordRepair("K1", "lm.1", b"done", False))


@pytest.mark.parametrize(
    ("repair", "refusal"),
    [
        (NewRepair(until="2026-04-02"), RepairImpossible),
        (NewRepair(until="2026-03-02"), RepairImpossible),
        (NewRepair(owner="ghost"), StaffUnknown),
        (NewRepair(owner="lm.2"), RecusedFromCase),
    ],
)
async def test_a_repair_is_neither_late_from_the_start_nor_nobody_s_nor_of_the_one_complained_about(
    repair: NewRepair, refusal: type[Exception]
):
    world = await raised("cn", MARCH_2, about="lm.2")
    await world.do(TakeOverCase("K1", "lm.1"))
    settlement = Settlement(AnswerWay.PHONE, "2026-03-02", b"cause", b"resolution", repair=repair)
    with pytest.raises(refusal):
        await world.do(SettleCase("K1", "lm.1", False, settlement))


async def test_a_complaint_in_the_us_is_reported_once_and_kept_for_four_years():
    world = await running("us", "2026-03-02T15:00")
    await world.do(settled(world))
    assert case_of(world).keep_until == "2030-03-02"
    await world.do(RecordReport("K1", "head"))
    assert not case_of(world).clocks
    with pytest.raises(NoReportOwed):
        await world.do(RecordReport("K1", "head"))
