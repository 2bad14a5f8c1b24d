"""Complaints from the first word to root cause and answer (D9)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.customer.app import TIMER_HANDLERS
from services.customer.cases.api.showing import place_of
from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.domain.case import (
    Case,
    CaseAlreadySettled,
    CaseAlreadyTakenOver,
    CaseNotTakenOver,
    CaseNotYours,
    CaseState,
    CaseTakeOverDue,
    NewComplaint,
    WordsAlreadyTaken,
)
from services.customer.cases.domain.handling import Settlement
from services.customer.cases.handlers import escalate_case, open_case, open_case_of_machine, take_over_case
from shared.contracts.customer import CaseEscalated, CaseOpened, CaseSettled, CaseTakenOver
from shared.contracts.lobby import ComplaintRaised
from shared.contracts.notify import (
    StaffSignedOff,
)
from shared.contracts.words import AnswerWay, ComplaintTopic
from shared.privacy import Tampered, open_words, seal_words
from shared.roster import sign_off
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import LOBBY, MASTER, branch

OPEN = OpenCase("K1", NewComplaint("B1", ComplaintTopic.WAITING, "staff:teller", "V1", b"sealed"))


def settlement(by: str, *, as_head: bool = False) -> SettleCase:
    return SettleCase("K1", by, as_head, Settlement(AnswerWay.PHONE, "2026-03-02", b"cause", b"resolution"))


async def test_a_complaint_is_owned_by_the_lobby_manager_who_has_been_there_longest():
    world = await branch("head", "lm.2", "lm.1")
    await world.do(OPEN)
    (opened,) = world.events(CaseOpened)
    assert opened.case_owner == "lm.2"
    assert opened.take_over_by == MORNING + timedelta(minutes=10)
    assert opened.answer_by == datetime(2026, 3, 17, 16, tzinfo=UTC)  # with the end of the 17th in Shanghai


async def test_with_no_lobby_manager_there_it_is_the_branch_heads():
    world = await branch("lm.1")
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY))
    await world.do(OPEN)
    assert world.get(Case, "K1").owner == "head"


async def test_where_nobody_is_known_a_complaint_is_still_opened_and_escalated():
    world = World("customer")
    await world.do(OPEN)
    await world.wait(timedelta(minutes=30), TIMER_HANDLERS)
    assert [one.case_owner for one in world.events(CaseOpened)] == [None]
    assert [(one.level, one.case_owner) for one in world.events(CaseEscalated)] == [(1, None), (2, None)]


async def test_a_complaint_from_a_machine_is_a_case_of_the_same_id_without_words():
    world = await branch("lm.1")
    raised = ComplaintRaised(branch="B1", complaint="M1", topic=ComplaintTopic.DEVICE, device="K1")
    await world.act(open_case_of_machine, raised, actor="device:K1")
    case = world.get(Case, "M1")
    assert (case.raised_by, case.owner, case.words) == ("device:K1", "lm.1", None)
    assert [one.correlationid for one in world.published] == ["M1"]


async def test_the_words_of_a_machines_complaint_are_taken_once():
    world = await branch("lm.1")
    raised = ComplaintRaised(branch="B1", complaint="M1", topic=ComplaintTopic.OTHER)
    await world.act(open_case_of_machine, raised)
    await world.do(RecordComplaintWords("M1", b"said", "lm.1"))
    assert world.get(Case, "M1").words == b"said"
    with pytest.raises(WordsAlreadyTaken):
        await world.do(RecordComplaintWords("M1", b"otherwise", "lm.1"))


async def test_a_case_has_the_correlation_id_of_its_visit():
    world = await branch()
    await world.do(OPEN)
    (event,) = world.published
    assert (event.subject, event.correlationid) == ("K1", "V1")


async def test_the_same_case_is_opened_once():
    world = await branch("lm.1")
    await world.act_together([(open_case, OPEN), (open_case, OPEN)])
    assert len(world.events(CaseOpened)) == 1


async def test_taking_over_stops_the_first_clock_and_not_the_second():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.do(TakeOverCase("K1", "lm.1"))
    await world.wait(timedelta(days=14), TIMER_HANDLERS)
    assert not world.events(CaseEscalated)
    await world.wait(timedelta(days=2), TIMER_HANDLERS)
    (late,) = world.events(CaseEscalated)
    assert (late.overdue, late.level, late.case_owner) == ("answer", 2, "region")
    assert world.get(Case, "K1").owner == "lm.1"


async def test_of_two_who_take_over_in_one_moment_the_first_has_it():
    world = await branch("lm.1", "lm.2")
    await world.do(OPEN)
    one, other = await world.act_together(
        [(take_over_case, TakeOverCase("K1", "lm.2")), (take_over_case, TakeOverCase("K1", "lm.1"))]
    )
    assert one is None
    assert isinstance(other, CaseAlreadyTakenOver)
    assert [event.case_owner for event in world.events(CaseTakenOver)] == ["lm.2"]


async def test_taking_over_twice_is_published_once():
    world = await branch("lm.1")
    await world.do(OPEN)
    for _ in range(2):
        await world.do(TakeOverCase("K1", "lm.1"))
    assert len(world.events(CaseTakenOver)) == 1


async def test_nobody_takes_over_so_it_goes_to_the_branch_head_and_then_to_the_region():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.wait(timedelta(minutes=29), TIMER_HANDLERS)
    (first,) = world.events(CaseEscalated)
    assert (first.level, first.case_owner) == (1, "head")
    assert first.take_over_by == MORNING + timedelta(minutes=30)
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    _, second = world.events(CaseEscalated)
    assert (second.level, second.case_owner, second.take_over_by) == (2, "region", None)


async def test_an_escalated_case_can_still_be_taken_over():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.wait(timedelta(minutes=15), TIMER_HANDLERS)
    await world.do(TakeOverCase("K1", "head"))
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert len(world.events(CaseEscalated)) == 1


async def test_a_timer_that_fires_after_the_take_over_changes_nothing():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.do(TakeOverCase("K1", "lm.1"))
    await world.act(escalate_case, CaseTakeOverDue(branch="B1", case="K1", level=0))
    assert not world.events(CaseEscalated)


async def test_a_timer_of_an_earlier_level_changes_nothing():
    world = await branch("lm.1")
    await world.do(OPEN)
    for _ in range(2):
        await world.act(escalate_case, CaseTakeOverDue(branch="B1", case="K1", level=0))
    assert [one.level for one in world.events(CaseEscalated)] == [1]


async def test_a_timer_that_fires_late_still_gives_the_head_the_whole_time():
    world = await branch("lm.1")
    await world.do(OPEN)
    world.now += timedelta(hours=3)
    await world.act(escalate_case, CaseTakeOverDue(branch="B1", case="K1", level=0))
    assert world.get(Case, "K1").take_over_by == world.now + timedelta(minutes=20)


async def test_a_case_is_taken_over_before_it_is_settled():
    world = await branch("lm.1")
    await world.do(OPEN)
    with pytest.raises(CaseNotTakenOver):
        await world.do(settlement("lm.1"))


async def test_only_the_owner_or_a_head_settles():
    world = await branch("lm.1", "lm.2")
    await world.do(OPEN)
    await world.do(TakeOverCase("K1", "lm.1"))
    with pytest.raises(CaseNotYours):
        await world.do(settlement("lm.2"))
    await world.do(settlement("head", as_head=True))
    assert world.get(Case, "K1").settled_by == "head"


async def test_settling_stops_every_clock_but_that_of_the_repair():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.do(TakeOverCase("K1", "lm.1"))
    await world.do(settlement("lm.1"))
    assert world.get(Case, "K1").state is CaseState.SETTLED
    assert len(world.events(CaseSettled)) == 1
    assert list(world.timers) == ["case-clock:K1:repair"]


async def test_a_settled_case_is_neither_taken_over_nor_settled_again():
    world = await branch("lm.1")
    await world.do(OPEN)
    await world.do(TakeOverCase("K1", "lm.1"))
    await world.do(settlement("lm.1"))
    for command in (settlement("lm.1"), TakeOverCase("K1", "lm.1")):
        with pytest.raises(CaseAlreadySettled):
            await world.do(command)


def test_the_words_of_a_case_open_only_in_their_place():
    sealed = seal_words(MASTER, place_of("K1", "words"), "等了两个小时")
    assert open_words(MASTER, place_of("K1", "words"), sealed) == "等了两个小时"
    assert open_words(MASTER, place_of("K1", "words"), None) is None
    for case, field in (("K2", "words"), ("K1", "root_cause")):
        with pytest.raises(Tampered):
            open_words(MASTER, place_of(case, field), sealed)
