"""One tap records a need, an opinion, a question or a prospect, with its visit (D4, D5, D11)."""

import pytest

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.journal.commands import IdentifyProspect, RecordNeed, RecordOpinion, RecordQuestion
from services.lobby.queue.commands import AdmitCustomer
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.visits import Visit
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, ProspectIdentified, QuestionRecorded
from shared.contracts.words import Accepts, OpinionSource, OpinionTopic, QuestionTopic
from shared.errors import NotFound
from tests.unit.acting import MORNING, World

BRANCH = Branch(id="B1", name_zh="测试支行", name_en="Test Branch", counters={"1": ("V", "G", "A")})


async def hall(known: bool = False) -> World:
    """A branch where V1 has come, who is a customer of ours if `known`."""
    world = World("lobby", BRANCH, Hall.of(BRANCH, MORNING, None))
    await world.do(AdmitCustomer(Arrival("V1", "B1", "enquiry", MORNING)))
    if known:
        visit = world.get(Visit, "V1")
        whose = {"customer": "C1", "masked_name": "陈**", "account_manager": "chen.jie"}
        world.documents[Visit, "V1"] = visit.evolve(**whose)
    return world


async def test_a_need_is_told_with_the_customer_whom_the_visit_knows():
    world = await hall(known=True)
    await world.do(RecordNeed("R1", "B1", "loan", "wang.fang", "V1"))
    (told,) = world.events(NeedRecorded)
    assert (told.need, told.customer, told.account_manager) == ("loan", "C1", "chen.jie")
    assert (told.recorded_by, told.masked_name) == ("wang.fang", "陈**")
    assert [(one.subject, one.correlationid) for one in world.published][-1] == ("R1", "V1")


async def test_an_opinion_from_the_book_belongs_to_no_visit_and_is_correlated_by_its_own_id():
    world = await hall()
    about, source = OpinionTopic.ENVIRONMENT, OpinionSource.BOOK
    await world.do(RecordOpinion("R1", "B1", about, source, "wang.fang"))
    (told,) = world.events(OpinionRecorded)
    assert (told.topic, told.source, told.visit) == (OpinionTopic.ENVIRONMENT, OpinionSource.BOOK, None)
    assert world.published[-1].correlationid == "R1"


async def test_a_question_is_told_by_its_topic_alone():
    world = await hall()
    await world.do(RecordQuestion("R1", "B1", QuestionTopic.FEES, "wang.fang", "V1"))
    (told,) = world.events(QuestionRecorded)
    assert told.model_dump(exclude_none=True) == {
        "branch": "B1",
        "record": "R1",
        "topic": QuestionTopic.FEES,
        "recorded_by": "wang.fang",
        "visit": "V1",
    }


async def test_a_visit_of_another_branch_does_not_exist():
    other = Branch(id="B2", name_zh="另一支行", name_en="Other")
    world = await hall()
    world.documents[Branch, "B2"] = other.evolve(version=1)
    with pytest.raises(NotFound):
        await world.do(RecordNeed("R1", "B2", "loan", "wang.fang", "V1"))
    assert not world.events(NeedRecorded)


@pytest.mark.parametrize("accepts", [None, *Accepts])
async def test_a_prospect_is_told_with_what_they_said_to_it(accepts: Accepts | None):
    world = await hall()
    await world.do(IdentifyProspect("V1", "wealth", "wang.fang", accepts))
    (told,) = world.events(ProspectIdentified)
    assert told.accepts is accepts
