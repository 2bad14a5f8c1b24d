"""Complaints from the first word to cause and answer (D9)."""

from datetime import timedelta

import pytest

from services.customer.app import TIMER_HANDLERS
from services.customer.cases.domain.case import (
    Case,
    CaseAlreadySettled,
    CaseAlreadyTakenOver,
    CaseNotTakenOver,
    CaseNotYours,
    CaseState,
    TakeOverDue,
    WordsAlreadyTaken,
)
from services.customer.cases.domain.cases import NewCase, Settlement, TakeOver, Words
from services.customer.cases.handlers.cases import (
    open_case,
    open_case_of_machine,
    settle_case,
    take_case_over,
    take_words,
)
from services.customer.cases.handlers.deadlines import escalate_case
from services.customer.files.api.sealing import open_text, seal_text
from services.customer.staff.domain.roster import Roster
from services.customer.staff.handlers.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.contracts.customer import CaseEscalated, CaseOpened, CaseSettled, CaseTakenOver
from shared.contracts.lobby import ComplaintRaised
from shared.contracts.notify import (
    CoverEnd,
    CoverEnded,
    FloorCovered,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
)
from shared.contracts.words import ComplaintTopic, Role
from shared.privacy import Tampered
from tests.unit.acting import MORNING, World

MASTER = bytes(32)
NEW = NewCase("K1", "B1", ComplaintTopic.WAITING, "staff:teller", "V1", b"sealed")
LOBBY, HEAD, REGION = (Role.LOBBY_MANAGER,), (Role.BRANCH_HEAD,), (Role.REGION_HEAD,)


async def branch(*present: str) -> World:
    """A branch with two lobby managers, a head and a region head, of whom some are there, in this order."""
    world = World("customer")
    staff = {"lm.1": LOBBY, "lm.2": LOBBY, "head": HEAD, "region": REGION}
    for name, roles in staff.items():
        await world.act(enrol, StaffEnrolled(branch="B1", staff=name, roles=roles))
    for name in present:
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=name, roles=staff[name]))
    return world


def settlement(by: str, *, as_head: bool = False) -> Settlement:
    return Settlement("K1", by, as_head, b"cause", b"resolution")


async def test_a_complaint_is_owned_by_the_lobby_manager_who_has_been_there_longest():
    world = await branch("head", "lm.2", "lm.1")
    await world.act(open_case, NEW)
    (opened,) = world.events(CaseOpened)
    assert opened.case_owner == "lm.2"
    assert opened.take_over_by == MORNING + timedelta(minutes=10)
    assert opened.answer_by == MORNING + timedelta(days=15)


async def test_with_no_lobby_manager_there_it_is_the_branch_heads():
    world = await branch("lm.1")
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(open_case, NEW)
    assert world.get(Case, "K1").owner == "head"


async def test_who_covers_the_floor_owns_its_complaints_until_the_lobby_manager_is_back():
    world = await branch("lm.1")
    for staff in ("t.1", "head"):
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=staff, roles=(Role.TELLER,)))
    covered = {"branch": "B1", "absent": "lm.1", "cover": "t.1", "role": Role.LOBBY_MANAGER}
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY, cover="t.1"))
    await world.act(cover, FloorCovered(**covered))
    assert world.get(Roster, "B1").complaints_owner == "t.1"
    await world.act(sign_on, StaffSignedOn(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(end_cover, CoverEnded(**covered, reason=CoverEnd.BACK))
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY))
    assert world.get(Roster, "B1").complaints_owner != "t.1"


async def test_where_nobody_is_known_a_complaint_is_still_opened_and_escalated():
    world = World("customer")
    await world.act(open_case, NEW)
    await world.wait(timedelta(minutes=30), TIMER_HANDLERS)
    assert [one.case_owner for one in world.events(CaseOpened)] == [None]
    assert [(one.level, one.case_owner) for one in world.events(CaseEscalated)] == [(1, None), (2, None)]


async def test_who_signs_on_again_does_not_lose_the_place():
    world = await branch("lm.1", "lm.2", "lm.1")
    assert world.get(Roster, "B1").complaints_owner == "lm.1"


async def test_who_becomes_a_teller_owns_no_more_complaints():
    world = await branch("lm.1", "lm.2")
    await world.act(enrol, StaffEnrolled(branch="B1", staff="lm.1", roles=(Role.TELLER,)))
    assert world.get(Roster, "B1").complaints_owner == "lm.2"


async def test_who_signs_on_before_being_enrolled_is_there():
    world = World("customer")
    await world.act(sign_on, StaffSignedOn(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(enrol, StaffEnrolled(branch="B1", staff="lm.1", roles=LOBBY))
    assert world.get(Roster, "B1").complaints_owner == "lm.1"


async def test_a_complaint_from_a_machine_is_a_case_of_the_same_id_without_words():
    world = await branch("lm.1")
    raised = ComplaintRaised(branch="B1", complaint="M1", topic=ComplaintTopic.DEVICE, device="K1")
    await world.act(open_case_of_machine, raised, actor="device:K1")
    case = world.get(Case, "M1")
    assert (case.raised_by, case.owner, case.words) == ("device:K1", "lm.1", None)
    assert [one.correlationid for one in world.told] == ["M1"]


async def test_the_words_of_a_machines_complaint_are_taken_once():
    world = await branch("lm.1")
    raised = ComplaintRaised(branch="B1", complaint="M1", topic=ComplaintTopic.OTHER)
    await world.act(open_case_of_machine, raised)
    await world.act(take_words, Words("M1", b"said"))
    assert world.get(Case, "M1").words == b"said"
    with pytest.raises(WordsAlreadyTaken):
        await world.act(take_words, Words("M1", b"otherwise"))


async def test_a_case_belongs_to_the_story_of_its_visit():
    world = await branch()
    await world.act(open_case, NEW)
    (told,) = world.told
    assert (told.subject, told.correlationid) == ("K1", "V1")


async def test_the_same_case_is_opened_once():
    world = await branch("lm.1")
    await world.act_together([(open_case, NEW), (open_case, NEW)])
    assert len(world.events(CaseOpened)) == 1


async def test_taking_over_stops_the_first_clock_and_not_the_second():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.act(take_case_over, TakeOver("K1", "lm.1"))
    await world.wait(timedelta(days=14), TIMER_HANDLERS)
    assert not world.events(CaseEscalated)
    await world.wait(timedelta(days=1), TIMER_HANDLERS)
    (late,) = world.events(CaseEscalated)
    assert (late.overdue, late.level, late.case_owner) == ("answer", 2, "region")
    assert world.get(Case, "K1").owner == "lm.1"


async def test_of_two_who_take_over_in_one_moment_the_first_has_it():
    world = await branch("lm.1", "lm.2")
    await world.act(open_case, NEW)
    one, other = await world.act_together(
        [(take_case_over, TakeOver("K1", "lm.2")), (take_case_over, TakeOver("K1", "lm.1"))]
    )
    assert one is None
    assert isinstance(other, CaseAlreadyTakenOver)
    assert [told.case_owner for told in world.events(CaseTakenOver)] == ["lm.2"]


async def test_taking_over_twice_is_told_once():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    for _ in range(2):
        await world.act(take_case_over, TakeOver("K1", "lm.1"))
    assert len(world.events(CaseTakenOver)) == 1


async def test_nobody_takes_over_so_it_goes_to_the_branch_head_and_then_to_the_region():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.wait(timedelta(minutes=29), TIMER_HANDLERS)
    (first,) = world.events(CaseEscalated)
    assert (first.level, first.case_owner) == (1, "head")
    assert first.take_over_by == MORNING + timedelta(minutes=30)
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    _, second = world.events(CaseEscalated)
    assert (second.level, second.case_owner, second.take_over_by) == (2, "region", None)


async def test_an_escalated_case_can_still_be_taken_over():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.wait(timedelta(minutes=15), TIMER_HANDLERS)
    await world.act(take_case_over, TakeOver("K1", "head"))
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert len(world.events(CaseEscalated)) == 1


async def test_a_deadline_that_comes_after_the_take_over_changes_nothing():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.act(take_case_over, TakeOver("K1", "lm.1"))
    await world.act(escalate_case, TakeOverDue(branch="B1", case="K1", level=0))
    assert not world.events(CaseEscalated)


async def test_a_deadline_of_an_earlier_level_changes_nothing():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    for _ in range(2):
        await world.act(escalate_case, TakeOverDue(branch="B1", case="K1", level=0))
    assert [one.level for one in world.events(CaseEscalated)] == [1]


async def test_a_deadline_that_comes_late_still_gives_the_head_the_whole_time():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    world.now += timedelta(hours=3)
    await world.act(escalate_case, TakeOverDue(branch="B1", case="K1", level=0))
    assert world.get(Case, "K1").take_over_by == world.now + timedelta(minutes=20)


async def test_a_case_is_taken_over_before_it_is_settled():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    with pytest.raises(CaseNotTakenOver):
        await world.act(settle_case, settlement("lm.1"))


async def test_only_the_owner_or_a_head_settles():
    world = await branch("lm.1", "lm.2")
    await world.act(open_case, NEW)
    await world.act(take_case_over, TakeOver("K1", "lm.1"))
    with pytest.raises(CaseNotYours):
        await world.act(settle_case, settlement("lm.2"))
    await world.act(settle_case, settlement("head", as_head=True))
    assert world.get(Case, "K1").settled_by == "head"


async def test_settling_stops_every_clock():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.act(take_case_over, TakeOver("K1", "lm.1"))
    await world.act(settle_case, settlement("lm.1"))
    assert world.get(Case, "K1").state is CaseState.SETTLED
    assert len(world.events(CaseSettled)) == 1
    assert not world.timers


async def test_a_settled_case_is_neither_taken_over_nor_settled_again():
    world = await branch("lm.1")
    await world.act(open_case, NEW)
    await world.act(take_case_over, TakeOver("K1", "lm.1"))
    await world.act(settle_case, settlement("lm.1"))
    for handler, content in ((settle_case, settlement("lm.1")), (take_case_over, TakeOver("K1", "lm.1"))):
        with pytest.raises(CaseAlreadySettled):
            await world.act(handler, content)


def test_the_words_of_a_case_open_only_in_their_place():
    sealed = seal_text(MASTER, "K1", "words", "等了两个小时")
    assert open_text(MASTER, "K1", "words", sealed) == "等了两个小时"
    assert open_text(MASTER, "K1", "words", None) is None
    for case, field in (("K2", "words"), ("K1", "cause")):
        with pytest.raises(Tampered):
            open_text(MASTER, case, field, sealed)
