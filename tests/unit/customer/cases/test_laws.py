"""Laws on complaints: dated rule sets, the one of a branch, and that neither changes what is open (D9)."""

import pytest

from services.customer.cases.commands import ChangeComplaintLaw, ChooseComplaintLaw, OpenCase
from services.customer.cases.domain.case import NewComplaint
from services.customer.cases.domain.laws import STANDARD, LawBook, LawNotYet, UnknownLaw
from services.customer.cases.domain.rules import (
    ComplaintRulesHole,
    ComplaintRulesInThePast,
    ComplaintRulesOverlap,
    ComplaintRulesUnsound,
    DayCount,
    Extension,
    RuleSet,
    Span,
    Term,
    must_follow_on,
)
from shared.contracts.customer import CaseClock, ComplaintLawChanged, ComplaintLawChosen
from shared.contracts.words import ComplaintTopic
from tests.unit.customer.cases.building import answer_set, at, branch_in, case_of, days_of, raised

CN = STANDARD["cn"][0]
TODAY = "2026-03-02T02:00"


def change(*sets: RuleSet, law: str = "cn") -> ChangeComplaintLaw:
    return ChangeComplaintLaw(law, "B1", sets, "ops")


def days(count: int) -> Span:
    return Span(count=count, unit=DayCount.CALENDAR_DAYS)


@pytest.mark.parametrize("law", STANDARD)
def test_the_laws_known_from_the_start_are_sound_and_cite_their_sources(law: str):
    must_follow_on(STANDARD[law])
    assert all(one.source for one in STANDARD[law])
    assert all(term.source for one in STANDARD[law] for term in one.terms)


async def test_a_new_dated_set_binds_from_its_day_on_and_old_cases_stay_as_they_were():
    world = await raised("cn", TODAY)
    shorter = answer_set("2026-03-10", count=7)
    await world.do(change(CN.model_copy(update={"valid_until": "2026-03-09"}), shorter))
    assert [one.edition for one in world.events(ComplaintLawChanged)] == [1]
    assert days_of(world) == {"answer": "2026-03-17"}
    for moment, rules, day in (
        ("2026-03-09T15:00", "cn:1", "2026-03-24"),
        ("2026-03-09T16:00", "cn:2", "2026-03-17"),
    ):
        world.now = at(moment)
        await world.do(OpenCase(moment, NewComplaint("B1", ComplaintTopic.FEES, "staff:lm.1")))
        case = next(one for key, one in world.documents.items() if key[1] == moment)
        assert (case.rules.id, case.clocks[0].day) == (rules, day)
    assert case_of(world).rules.terms == CN.terms


async def test_the_law_of_a_branch_is_chosen_for_the_cases_to_come():
    world = await raised("cn", TODAY)
    await world.do(ChooseComplaintLaw("B1", "eu", "head"))
    (chosen,) = world.events(ComplaintLawChosen)
    assert (chosen.before, chosen.law, chosen.chosen_by) == ("cn", "eu", "head")
    assert case_of(world).rules.law == "cn"
    await world.do(OpenCase("K2", NewComplaint("B1", ComplaintTopic.FEES, "staff:lm.1")))
    case = next(one for key, one in world.documents.items() if key[1] == "K2")
    assert case.rules.id == "eu:1"
    await world.do(ChooseComplaintLaw("B1", "eu", "head"))
    assert len(world.events(ComplaintLawChosen)) == 1


async def test_a_bank_adds_a_law_of_its_own_without_code():
    world = await branch_in("cn", TODAY)
    with pytest.raises(UnknownLaw):
        await world.do(ChooseComplaintLaw("B1", "sg", "head"))
    await world.do(change(answer_set("2020-01-01", count=21), law="sg"))
    await world.do(ChooseComplaintLaw("B1", "sg", "head"))
    assert world.get(LawBook, "sg").sets[0].id == "sg:1"


async def test_a_law_that_applies_from_a_later_day_is_not_chosen_yet():
    world = await branch_in("cn", TODAY)
    await world.do(change(answer_set("2026-04-01"), law="sg"))
    with pytest.raises(LawNotYet):
        await world.do(ChooseComplaintLaw("B1", "sg", "head"))


@pytest.mark.parametrize(
    ("sets", "refusal", "detail"),
    [
        (
            (answer_set("2026-01-01", "2026-06-30"), answer_set("2026-07-02")),
            ComplaintRulesHole,
            "2026-07-01",
        ),
        ((answer_set("2026-01-01", "2026-06-30"), answer_set("2026-06-30")), ComplaintRulesOverlap, "06-30"),
        ((answer_set("2026-01-01"), answer_set("2026-07-01")), ComplaintRulesOverlap, "2026-07-01"),
        ((answer_set("2026-01-01", "2026-06-30"),), ComplaintRulesHole, "2026-06-30"),
        ((answer_set("2026-01-01", "2025-06-30"),), ComplaintRulesUnsound, "valid_until"),
        ((), ComplaintRulesHole, ""),
    ],
)
async def test_a_hole_or_an_overlap_of_dates_is_refused(sets, refusal, detail: str):
    world = await branch_in("cn", TODAY)
    with pytest.raises(refusal) as refused:
        await world.do(change(*sets, law="sg"))
    assert detail in refused.value.detail
    assert not world.events(ComplaintLawChanged)


FINAL = Term(clock=CaseClock.FINAL, span=days(10), warn=1, source="x")
ACK = Term(clock=CaseClock.ACKNOWLEDGE, span=days(3), warn=1, source="x")
ANSWER = Term(clock=CaseClock.ANSWER, span=days(15), warn=3, source="x")
STEP = Extension(span=days(15), approver="branch", source="x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": (ACK,)},  # a case without a clock for its answer
        {"terms": (ANSWER, ANSWER)},
        {"terms": (ANSWER, FINAL)},  # the final answer before the answer
        {"terms": (ANSWER.model_copy(update={"warn": 15}),)},  # warned of before it began
        {"terms": (ANSWER.model_copy(update={"clock": CaseClock.REPAIR}),)},
        {"extensions": (STEP,)},  # an extension that gives no time
        {"holding": CN.holding.model_copy(update={"meets_final": True})},
    ],
)
async def test_a_set_that_contradicts_itself_is_refused(wrong: dict[str, object]):
    world = await branch_in("cn", TODAY)
    with pytest.raises(ComplaintRulesUnsound):
        await world.do(change(answer_set("2026-01-01", **wrong), law="sg"))


@pytest.mark.parametrize(
    "sets",
    [
        (answer_set("2020-03-01"),),  # another content of what applies
        (answer_set("2026-03-02"),),  # without what applied
        (CN.model_copy(update={"valid_until": "2026-02-28"}), answer_set("2026-03-01")),  # ended in the past
        (CN.model_copy(update={"valid_until": "2026-03-01"}), answer_set("2026-03-02")),
    ],
)
async def test_what_applies_or_did_is_not_changed(sets: tuple[RuleSet, ...]):
    world = await branch_in("cn", TODAY)
    with pytest.raises(ComplaintRulesInThePast):
        await world.do(change(*sets))


async def test_the_same_sets_change_nothing():
    world = await branch_in("cn", TODAY)
    await world.do(change(CN))
    assert not world.events(ComplaintLawChanged)
