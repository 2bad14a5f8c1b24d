"""Needs, opinions and questions from the first word until the customer has the answer (D11, E3)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.app import COMMANDS, TIMER_HANDLERS
from services.customer.enquiries.api import place_of
from services.customer.enquiries.commands import (
    AnswerEnquiry,
    ApproveAnswer,
    CloseEnquiry,
    RecordStatement,
    ReturnAnswer,
)
from services.customer.enquiries.domain.enquiry import (
    ApprovesOwnAnswer,
    Enquiry,
    EnquiryAnsweredAlready,
    EnquiryClosedAlready,
    EnquiryNotAnswered,
    EnquiryNotApproved,
    EnquiryState,
    NeedsNoApproval,
)
from services.customer.enquiries.domain.statement import Statement, StatementTaken
from services.customer.enquiries.handlers import file_need, open_opinion, open_question
from services.customer.files.domain.customer import Customer
from shared.contracts.customer import (
    EnquiryAnswered,
    EnquiryApproved,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryOverdue,
    EnquiryReturned,
)
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import (
    AnswerWay,
    EnquiryKind,
    OpinionSource,
    OpinionTopic,
    QuestionTopic,
    Segment,
)
from shared.errors import Refusal
from shared.privacy import Tampered, open_words, seal_words
from tests.unit.acting import MORNING
from tests.unit.customer.building import branch

OPINION = OpinionRecorded(
    branch="B1", record="M1", topic=OpinionTopic.SERVICE, source=OpinionSource.BOX, recorded_by="lm.1"
)
QUESTION = QuestionRecorded(
    branch="B1", record="M1", topic=QuestionTopic.FEES, recorded_by="teller", visit="V1"
)
NEED = NeedRecorded(branch="B1", record="M1", need="loan", recorded_by="teller", customer="C1")


def file(**fields: object) -> Customer:
    known = {
        "branch": "B1",
        "masked_name": "陈**",
        "segment": Segment.VIP,
        "sealed": None,
        "opened_at": MORNING,
    }
    return Customer(id="C1", **{**known, **fields})


async def test_a_question_has_the_lobby_manager_on_duty_as_owner_and_a_day():
    world = await branch("lm.2")
    await world.act(open_question, QUESTION)
    (opened,) = world.events(EnquiryOpened)
    assert (opened.kind, opened.topic, opened.enquiry_owner) == (EnquiryKind.QUESTION, "fees", "lm.2")
    assert opened.answer_by == MORNING + timedelta(days=1)
    assert world.published[-1].correlationid == "V1"


async def test_the_same_record_opens_one_enquiry():
    world = await branch("lm.2")
    await world.act_together([(open_opinion, OPINION), (open_opinion, OPINION)])
    assert len(world.events(EnquiryOpened)) == 1


async def test_a_need_of_a_known_customer_goes_to_their_file():
    world = await branch("lm.2")
    world.documents[Customer, "C1"] = file(version=1)
    await world.act(file_need, NEED)
    assert world.get(Customer, "C1").open_need_words == ("loan",)
    assert not world.events(EnquiryOpened)


@pytest.mark.parametrize("why", ["unknown", "erased", "full"])
async def test_a_need_that_fits_no_file_is_an_open_enquiry(why: str):
    world = await branch("lm.2")
    if why == "erased":
        world.documents[Customer, "C1"] = file(version=1, erased_at=MORNING)
    if why == "full":
        full = [{"id": f"N{n}", "word": f"w{n}", "due": "2026-03-04"} for n in range(20)]
        world.documents[Customer, "C1"] = file(version=1, needs=full)
    await world.act(file_need, NEED)
    assert [(one.kind, one.topic) for one in world.events(EnquiryOpened)] == [(EnquiryKind.NEED, "loan")]


async def test_an_answer_to_a_question_is_sent_without_approval():
    world = await branch("lm.2")
    await world.act(open_question, QUESTION)
    await world.do(AnswerEnquiry("M1", "lm.1", b"sealed"))
    (answered,) = world.events(EnquiryAnswered)
    assert (answered.needs_approval, answered.enquiry_owner) == (False, "lm.1")
    await world.do(CloseEnquiry("M1", "lm.1", AnswerWay.PHONE))
    (closed,) = world.events(EnquiryClosed)
    assert (closed.sent_through, closed.sent_by, closed.in_time) == (AnswerWay.PHONE, "lm.1", True)
    enquiry = world.get(Enquiry, "M1")
    assert (enquiry.state, enquiry.sent_at) == (EnquiryState.CLOSED, MORNING)


async def test_an_answer_to_an_opinion_is_sent_when_a_superior_has_approved_it():
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    await world.do(AnswerEnquiry("M1", "lm.2", b"sealed"))
    with pytest.raises(EnquiryNotApproved):
        await world.do(CloseEnquiry("M1", "lm.2", AnswerWay.LETTER))
    await world.do(ApproveAnswer("M1", "head"))
    (approved,) = world.events(EnquiryApproved)
    assert (approved.approved_by, approved.enquiry_owner) == ("head", "lm.2")
    await world.do(CloseEnquiry("M1", "lm.2", AnswerWay.LETTER))
    assert world.get(Enquiry, "M1").approved_by == "head"
    assert len(world.events(EnquiryClosed)) == 1


async def test_approving_twice_is_published_once():
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    await world.do(AnswerEnquiry("M1", "lm.2", b"sealed"))
    for _ in range(2):
        await world.do(ApproveAnswer("M1", "head"))
    assert len(world.events(EnquiryApproved)) == 1


async def test_nobody_approves_their_own_answer():
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    await world.do(AnswerEnquiry("M1", "head", b"sealed"))
    with pytest.raises(ApprovesOwnAnswer):
        await world.do(ApproveAnswer("M1", "head"))


async def test_an_answer_that_will_not_do_comes_back_with_the_reason_and_the_old_deadline():
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    await world.do(AnswerEnquiry("M1", "lm.2", b"first"))
    await world.do(ReturnAnswer("M1", "head", b"why"))
    (returned,) = world.events(EnquiryReturned)
    assert (returned.enquiry_owner, returned.returned_by) == ("lm.2", "head")
    enquiry = world.get(Enquiry, "M1")
    assert (enquiry.state, enquiry.objection) == (EnquiryState.OPEN, b"why")
    assert enquiry.answer_by == MORNING + timedelta(days=7)
    await world.do(AnswerEnquiry("M1", "lm.2", b"second"))
    assert world.get(Enquiry, "M1").answer == b"second"


async def test_what_has_no_answer_is_neither_approved_nor_sent_and_what_needs_none_is_not_approved():
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    for command in (ApproveAnswer("M1", "head"), CloseEnquiry("M1", "x", AnswerWay.PHONE)):
        with pytest.raises(EnquiryNotAnswered):
            await world.do(command)
    await world.act(open_question, QUESTION.model_copy(update={"record": "M2"}))
    await world.do(AnswerEnquiry("M2", "lm.2", b"sealed"))
    with pytest.raises(NeedsNoApproval):
        await world.do(ApproveAnswer("M2", "head"))
    with pytest.raises(EnquiryAnsweredAlready):
        await world.do(AnswerEnquiry("M2", "lm.1", b"other"))


async def test_a_late_answer_is_published_once_and_the_enquiry_stays_open():
    world = await branch("lm.2")
    await world.act(open_question, QUESTION)
    await world.wait(timedelta(days=3), TIMER_HANDLERS)
    (late,) = world.events(EnquiryOverdue)
    assert (late.enquiry_owner, late.topic) == ("lm.2", "fees")
    await world.do(AnswerEnquiry("M1", "lm.2", b"sealed"))
    await world.do(CloseEnquiry("M1", "lm.2", AnswerWay.IN_PERSON))
    assert [one.in_time for one in world.events(EnquiryClosed)] == [False]


async def test_an_answer_in_time_stops_the_clock():
    world = await branch("lm.2")
    await world.act(open_question, QUESTION)
    await world.do(AnswerEnquiry("M1", "lm.2", b"sealed"))
    await world.do(CloseEnquiry("M1", "lm.2", AnswerWay.IN_PERSON))
    await world.wait(timedelta(days=3), TIMER_HANDLERS)
    assert not world.events(EnquiryOverdue)
    with pytest.raises(EnquiryClosedAlready):
        await world.do(AnswerEnquiry("M1", "lm.2", b"other"))


async def test_what_was_said_may_come_before_the_enquiry_and_is_written_once():
    world = await branch("lm.2")
    said = Statement(id="M1", branch="B1", taken_by="lm.1", words=b"words", phone=b"phone")
    await world.do(RecordStatement(said))
    await world.act(open_opinion, OPINION)
    assert world.get(Statement, "M1").leaves_contact
    with pytest.raises(StatementTaken):
        await world.do(RecordStatement(said))


async def test_how_to_reach_the_customer_is_forgotten_a_month_after_the_answer():
    world = await branch("lm.2")
    await world.act(open_question, QUESTION)
    await world.do(RecordStatement(Statement(id="M1", branch="B1", taken_by="lm.1", words=b"w", phone=b"p")))
    await world.do(AnswerEnquiry("M1", "lm.2", b"sealed"))
    await world.do(CloseEnquiry("M1", "lm.2", AnswerWay.PHONE))
    await world.wait(timedelta(days=29), TIMER_HANDLERS)
    assert world.get(Statement, "M1").phone == b"p"
    await world.wait(timedelta(days=2), TIMER_HANDLERS)
    said = world.get(Statement, "M1")
    assert (said.phone, said.words) == (None, b"w")


ASKED = {
    "answer": lambda who: AnswerEnquiry("M1", who, b"sealed"),
    "approve": lambda who: ApproveAnswer("M1", who),
    "return": lambda who: ReturnAnswer("M1", who, b"why"),
    "close": lambda who: CloseEnquiry("M1", who, AnswerWay.PHONE),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ASKED)), st.sampled_from(["lm.1", "lm.2", "head"])), max_size=12
    )
)
async def test_whatever_is_tried_no_opinion_is_closed_unless_another_approved_its_answer(acts):
    world = await branch("lm.2")
    await world.act(open_opinion, OPINION)
    for what, who in acts:
        command = ASKED[what](who)
        (result,) = await world.act_together([(COMMANDS[type(command)], command)])
        assert result is None or isinstance(result, Refusal)
    enquiry = world.get(Enquiry, "M1")
    assert len(world.events(EnquiryClosed)) == (enquiry.state is EnquiryState.CLOSED)
    if enquiry.state is EnquiryState.CLOSED:
        assert enquiry.answer
        assert enquiry.approved_by not in (None, enquiry.answered_by)


def test_what_was_said_opens_only_in_its_place():
    sealed = seal_words(bytes(32), place_of("M1", "words"), "空调太冷")
    assert open_words(bytes(32), place_of("M1", "words"), sealed) == "空调太冷"
    assert seal_words(bytes(32), place_of("M1", "words"), None) is None
    with pytest.raises(Tampered):
        open_words(bytes(32), place_of("M2", "words"), sealed)
