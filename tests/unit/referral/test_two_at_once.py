"""Two people ask for the same thing at the same moment: one succeeds, and the other is told so; and who
replaces what they read says which edition that was.

Both commands run in one batch, as they do after a conflict of two processes: the second sees what the first
has done.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.referral.app import COMMANDS
from services.referral.deals import commands as deals
from services.referral.deals.domain.opening import Business as NewDeal
from services.referral.deals.domain.templates import Step as TemplateStep
from services.referral.desk import commands as desk
from services.referral.plans import commands as plans
from services.referral.plans.domain.budgets import budget_id
from services.referral.products import commands as products
from services.referral.products.domain.suitability import DEFAULT_FAMILIES, DEFAULT_MATRIX
from services.referral.prospects import commands as prospects
from services.referral.prospects.domain.ending import Business
from services.referral.prospects.domain.opening import NewProspect
from services.referral.recommendations import commands as recommendations
from services.referral.recommendations.domain.holders import HolderTask
from services.referral.referrals import commands as referrals
from services.referral.territory import commands as territory
from shared.commands import Command
from shared.contracts.customer import HoldingsChanged
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import FloorCovered, StaffEnrolled, StaffSignedOn
from shared.contracts.referral import (
    BudgetLine,
    DealBlockReason,
    DealCancelReason,
    DealReturnReason,
    DealSkipReason,
    Department,
    DeskAnswer,
    DropReason,
    GoalMetric,
    LostReason,
    NextStep,
    PlanItemKind,
    ProductFamily,
    ProspectOrigin,
    RecommendationDecline,
    RecommendationReason,
    ReferralOutcome,
    RiskLevel,
    RiskTolerance,
)
from shared.contracts.words import CommonNeed, Role
from shared.errors import Refusal
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms

MONTH, DAY = "2026-03", date(2026, 3, 3)
R3, R4 = RiskLevel.R3, RiskLevel.R4
STAFF = {
    "am.1": Role.ACCOUNT_MANAGER,
    "am.2": Role.ACCOUNT_MANAGER,
    "head": Role.BRANCH_HEAD,
    "risk.1": Role.RISK,
    "risk.2": Role.RISK,
}


async def branch() -> Bank:
    """A branch with its people, a prospect, a deal, a referral, and what else two people can both ask for."""
    world = await bank(MORNING)
    for staff, role in STAFF.items():
        await world.tell(StaffEnrolled(branch="B1", staff=staff, roles=(role,)))
    await world.tell(StaffSignedOn(branch="B1", staff="am.1", roles=(Role.ACCOUNT_MANAGER,)))
    await world.publish("home_loan", terms("R1", ProductFamily.LOAN))
    return world


def new_prospect(id: str, by: str) -> NewProspect:
    return NewProspect(
        id, "B1", ProspectOrigin.HALL, "wealth", "am.1", NextStep.CALL, "2026-03-03", "C1", opened_by=by
    )


async def nothing(world: Bank) -> None:
    """Prepare nothing more."""


async def prospect(world: Bank) -> None:
    await world.ask_for(prospects.OpenProspect(new_prospect("P1", "am.1")))


async def deal(world: Bank) -> None:
    business = NewDeal("B1", "home_loan", 100, "CNY", "C1", "am.1")
    await world.ask_for(deals.OpenDeal("D1", business, "loan", (), "am.1"))


async def at_risk(world: Bank) -> None:
    """Let the deal come to the department of risk."""
    await deal(world)
    await world.ask_for(deals.TakeTask("D1", "papers", "am.1"))
    await world.ask_for(deals.FinishTask("D1", "papers", "am.1", False))


async def taken(world: Bank) -> None:
    await at_risk(world)
    await world.ask_for(deals.TakeTask("D1", "credit", "risk.1"))


async def blocked(world: Bank) -> None:
    await taken(world)
    await world.ask_for(deals.BlockTask("D1", "credit", "risk.1", DealBlockReason.PAPERS, False))


async def returned(world: Bank) -> None:
    """Let a task come back to the account manager: others have built on the step before it."""
    await taken(world)
    await world.ask_for(deals.TakeTask("D1", "terms", "desk.1"))
    await world.ask_for(deals.ReturnTask("D1", "credit", "risk.1", DealReturnReason.INCOMPLETE, False))


async def done(world: Bank) -> None:
    """Let every step of the deal be settled."""
    await deal(world)
    for step in ("papers", "credit", "terms", "payout"):
        await world.ask_for(deals.LeaveOutTask("D1", step, "head", DealSkipReason.NOT_NEEDED))


async def referral(world: Bank) -> None:
    """Offer a referral to am.1, whom the head covers."""
    covers = FloorCovered(branch="B1", absent="am.1", cover="head", role=Role.ACCOUNT_MANAGER)
    await world.tell(covers)
    found = ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by="lm.1", customer="C1")
    for handler in world.service.events[ProspectIdentified]:
        await world.act(handler, found, id="R1")


async def accepted(world: Bank) -> None:
    await referral(world)
    await world.do(referrals.AcceptReferral("R1", "am.1"))


async def escalated(world: Bank) -> None:
    """Let everybody who is asked decline a referral."""
    await referral(world)
    for staff in ("am.1", "am.2"):
        await world.do(referrals.DeclineReferral("R1", staff, "no_time"))


async def budget(world: Bank) -> None:
    await world.ask_for(plans.SetBudget("B1", BudgetLine.EVENTS, MONTH, 100, "CNY", "head"))


async def commitment(world: Bank) -> None:
    await budget(world)
    await world.ask_for(plans.CommitBudget(BUDGET, "K1", 100, None, False, "am.1"))


async def item(world: Bank) -> None:
    kind = next(iter(PlanItemKind))
    await world.ask_for(plans.AddPlanItem("I1", "B1", "am.1", kind, DAY, None, "am.1"))


async def report(world: Bank) -> None:
    await world.ask_for(territory.FileTerritoryReport("B1", MONTH, "head"))


async def draft(world: Bank) -> None:
    await world.ask_for(products.DraftProduct("prudent_90", terms("R3"), "desk.1"))


async def asking(world: Bank) -> None:
    await world.ask_for(desk.RaiseDeskNeed("N1", "B1", "wealth", None, "am.1"))


async def proposed(world: Bank) -> None:
    await world.ask_for(propose("R1", "am.1"))


async def presented(world: Bank) -> None:
    await proposed(world)
    await world.ask_for(recommendations.PresentRecommendation("R1", "am.1"))


async def holder(world: Bank) -> None:
    held = HoldingsChanged(branch="B1", customer="C1", products=("prudent_90",), as_of=world.now)
    await world.tell(held)
    await world.ask_for(products.RerateProduct("prudent_90", R4, R4, "desk.1"))
    await world.pass_time(datetime(2026, 3, 2, 1, 5, tzinfo=UTC) - world.now)
    assert await world.find(HolderTask, HOLDER_TASK) is not None


def propose(id: str, by: str) -> Command:
    reasons = (RecommendationReason.MATURITY,)
    return recommendations.ProposeRecommendation(id, "C1", "prudent_90", reasons, by)


def assess(by: str) -> Command:
    day = "2026-03-02"
    return products.RecordAssessment(
        f"A-{by}", "C1", ProductFamily.FUND, RiskTolerance.C3, "q2026", day, by="teller.1", assessed_by="am.1"
    )


def deal_of_prospect(by: str) -> Command:
    business = NewDeal("B1", "home_loan", 100, "CNY", "C1", "am.1", prospect="P1")
    return deals.OpenDeal(f"D-{by}", business, "loan", (), by)


def template(by: str) -> Command:
    steps = [TemplateStep(step="only", zh="办理", en="Do it", department=Department.BRANCH)]
    return deals.PublishDealTemplate("B1", "card", "卡", f"Card of {by}", steps, by, over=0)


def goal(target: int) -> Command:
    return plans.SetGoal("B1", None, GoalMetric.DEALS_CLOSED, MONTH, target, "", "head", seen=0)


def region_goal(target: int) -> Command:
    metric = GoalMetric.DEALS_CLOSED
    return plans.SetRegionGoal("B1", metric, MONTH, target, "", "region.1", seen=0)


def amount(of: int) -> Command:
    return plans.SetBudget("B1", BudgetLine.EVENTS, MONTH, of, "CNY", "head", seen=100)


def direction(need: CommonNeed) -> Command:
    return plans.SetMarketDirection("B1", MONTH, (need,), (), "head", seen=0)


def rules(months: int) -> Command:
    known = DEFAULT_FAMILIES.items()
    families = {one: rule.model_copy(update={"valid_months": months}) for one, rule in known}
    return products.ChangeSuitabilityRules(DEFAULT_MATRIX, families, "risk.1", seen="bank:0")


BUDGET = budget_id("B1", BudgetLine.EVENTS, MONTH)
HOLDER_TASK = "prudent_90:2:C1"
ONE, OTHER = "am.1", "head"


@dataclass(frozen=True)
class Case:
    """A command of two people after `prepare`, and the code with which the second is refused."""

    prepare: Callable[[Bank], Awaitable[None]]
    command: Callable[[str], Command]
    code: str
    one: str = ONE
    other: str = OTHER


CASES: dict[type[Command], Case] = {
    # prospects
    prospects.OpenProspect: Case(
        nothing, lambda by: prospects.OpenProspect(new_prospect(f"P-{by}", by)), "prospect_open_already"
    ),
    prospects.WinProspect: Case(
        prospect, lambda by: prospects.WinProspect("P1", Business(amount=len(by)), by), "prospect_ended"
    ),
    prospects.LoseProspect: Case(
        prospect, lambda by: prospects.LoseProspect("P1", LostReason.PRICE, by), "prospect_ended"
    ),
    # deals: without a prospect, a customer may have several of one product
    deals.OpenDeal: Case(prospect, deal_of_prospect, "prospect_has_deal"),
    deals.TakeTask: Case(
        at_risk, lambda by: deals.TakeTask("D1", "credit", by), "deal_task_taken", "risk.1", "risk.2"
    ),
    deals.PutBackTask: Case(
        taken, lambda by: deals.PutBackTask("D1", "credit", by, True), "deal_task_not_taken"
    ),
    deals.UnblockTask: Case(
        blocked, lambda by: deals.UnblockTask("D1", "credit", by, True), "deal_task_not_blocked"
    ),
    deals.ReturnTask: Case(
        taken,
        lambda by: deals.ReturnTask("D1", "credit", by, DealReturnReason.INCOMPLETE, True),
        "deal_task_not_begun",
    ),
    deals.ResumeTask: Case(
        returned, lambda by: deals.ResumeTask("D1", "credit", by), "deal_task_not_returned"
    ),
    deals.FinishTask: Case(
        taken, lambda by: deals.FinishTask("D1", "credit", by, True), "deal_task_settled", "risk.1"
    ),
    deals.LeaveOutTask: Case(
        deal,
        lambda by: deals.LeaveOutTask("D1", "credit", by, DealSkipReason.NOT_NEEDED),
        "deal_task_settled",
    ),
    deals.CloseDeal: Case(done, lambda by: deals.CloseDeal("D1", by), "deal_ended"),
    deals.CancelDeal: Case(
        deal, lambda by: deals.CancelDeal("D1", by, DealCancelReason.CUSTOMER), "deal_ended"
    ),
    # referrals
    referrals.AcceptReferral: Case(
        referral, lambda by: referrals.AcceptReferral("R1", by), "referral_already_answered"
    ),
    referrals.DeclineReferral: Case(
        referral, lambda by: referrals.DeclineReferral("R1", by, "no_time"), "referral_already_answered"
    ),
    referrals.AssignReferral: Case(
        escalated, lambda by: referrals.AssignReferral("R1", "am.2", by), "referral_not_escalated"
    ),
    referrals.CloseReferral: Case(
        accepted,
        lambda by: referrals.CloseReferral("R1", ReferralOutcome.LOST, by, True),
        "referral_already_closed",
    ),
    # plans
    plans.CommitBudget: Case(
        budget, lambda by: plans.CommitBudget(BUDGET, by, 60, None, False, by), "budget_exceeded"
    ),
    plans.SpendBudget: Case(
        commitment, lambda by: plans.SpendBudget("K1", 50, False, by), "commitment_ended"
    ),
    plans.ReleaseBudget: Case(commitment, lambda by: plans.ReleaseBudget("K1", by), "commitment_ended"),
    plans.FinishPlanItem: Case(item, lambda by: plans.FinishPlanItem("I1", by), "plan_item_closed"),
    plans.DropPlanItem: Case(
        item, lambda by: plans.DropPlanItem("I1", next(iter(DropReason)), by), "plan_item_closed"
    ),
    # territory
    territory.SignTerritoryReport: Case(
        report, lambda by: territory.SignTerritoryReport(f"B1:{MONTH}", 1, by), "report_signed"
    ),
    # products
    products.PublishProduct: Case(
        draft, lambda by: products.PublishProduct("prudent_90", by), "no_product_draft"
    ),
    products.RerateProduct: Case(
        nothing, lambda by: products.RerateProduct("prudent_90", R3, R3, by), "same_product_risk"
    ),
    products.WithdrawProduct: Case(
        nothing, lambda by: products.WithdrawProduct("prudent_90", by), "product_withdrawn"
    ),
    products.RecordAssessment: Case(nothing, assess, "same_assessor"),
    # the need desk
    desk.AcknowledgeDeskNeed: Case(
        asking, lambda by: desk.AcknowledgeDeskNeed("N1", by), "desk_need_acknowledged"
    ),
    desk.AnswerDeskNeed: Case(
        asking, lambda by: desk.AnswerDeskNeed("N1", DeskAnswer.STUDIED, by), "desk_need_answered"
    ),
    # recommendations
    recommendations.ProposeRecommendation: Case(
        nothing, lambda by: propose(f"R-{by}", by), "already_recommended"
    ),
    recommendations.PresentRecommendation: Case(
        proposed,
        lambda by: recommendations.PresentRecommendation("R1", by, f"recording-{by}"),
        "recommendation_presented",
    ),
    recommendations.DeclineRecommendation: Case(
        presented,
        lambda by: recommendations.DeclineRecommendation("R1", RecommendationDecline.NOT_NOW, by),
        "recommendation_closed",
    ),
    recommendations.BuyRecommended: Case(
        presented,
        lambda by: recommendations.BuyRecommended("R1", 100, "CNY", by),
        "recommendation_closed",
    ),
    recommendations.WithdrawRecommendation: Case(
        proposed, lambda by: recommendations.WithdrawRecommendation("R1", by), "recommendation_closed"
    ),
    recommendations.FinishHolderTask: Case(
        holder, lambda by: recommendations.FinishHolderTask(HOLDER_TASK, by), "holder_task_closed"
    ),
}


@dataclass(frozen=True)
class Overtaken:
    """A command that replaces what its sender read: `faster` and `slower` over the same edition after
    `prepare`, the `field` of the edition, which is `now` after the faster one, and the code for the slower.
    The faster one may be sent again, as after an answer that was lost."""

    prepare: Callable[[Bank], Awaitable[None]]
    faster: Command
    slower: Command
    now: Any
    code: str
    field: str = "seen"


OVERTAKEN: dict[type[Command], Overtaken] = {
    deals.PublishDealTemplate: Overtaken(
        nothing, template(ONE), template(OTHER), 1, "template_outdated", "over"
    ),
    referrals.SetServedNeeds: Overtaken(
        nothing,
        referrals.SetServedNeeds("B1", "am.1", ("loan",), "head", seen=()),
        referrals.SetServedNeeds("B1", "am.1", ("wealth",), "head", seen=()),
        ("loan",),
        "served_needs_changed",
    ),
    plans.SetGoal: Overtaken(nothing, goal(3), goal(5), 3, "goal_changed"),
    plans.SetRegionGoal: Overtaken(nothing, region_goal(3), region_goal(5), 3, "goal_changed"),
    plans.SetBudget: Overtaken(budget, amount(200), amount(300), 200, "budget_changed"),
    plans.SetMarketDirection: Overtaken(
        nothing, direction(CommonNeed.LOAN), direction(CommonNeed.WEALTH), 1, "direction_changed"
    ),
    products.DraftProduct: Overtaken(
        nothing,
        products.DraftProduct("prudent_90", terms("R3"), "desk.1", seen=2),
        products.DraftProduct("prudent_90", terms("R1"), "desk.2", seen=2),
        3,
        "product_changed",
    ),
    products.PublishProduct: Overtaken(
        draft,
        products.DraftProduct("prudent_90", terms("R1"), "desk.1", seen=3),
        products.PublishProduct("prudent_90", "desk.2", seen=3),
        4,
        "product_changed",
    ),
    products.RerateProduct: Overtaken(
        nothing,
        products.RerateProduct("prudent_90", R3, R3, "desk.1", seen=2),
        products.RerateProduct("prudent_90", R4, R4, "desk.2", seen=2),
        3,
        "product_changed",
    ),
    products.ChangeSuitabilityRules: Overtaken(nothing, rules(6), rules(9), "bank:1", "rules_changed"),
    desk.ChangeDeskSettings: Overtaken(
        nothing,
        desk.ChangeDeskSettings(3, 5, "ops", seen="bank:0"),
        desk.ChangeDeskSettings(4, 5, "ops", seen="bank:0"),
        "bank:1",
        "rules_changed",
    ),
}
"""All commands that name the edition that was read."""
NAMES_OF_EDITIONS = {"seen", "over"}

BOTH: dict[type[Command], str] = {
    prospects.MoveProspect: "each move is a line of the log, by whoever made it",
    prospects.SetNextStep: "one day and one word; each is an event, and the last counts",
    prospects.ParkProspect: "each is a line of the log with its day, by whoever parked it",
    prospects.GiveProspect: "each is an event that tells everybody concerned who has them now",
    prospects.ListCampaign: "a customer who has an open prospect is left out of the second list",
    deals.BlockTask: "one word; each is an event with its reason, and the last counts",
    deals.AddToTeam: "who is in the team joins it once",
    deals.RemoveFromTeam: "who is not in the team leaves it once",
    deals.FormWorkingGroup: "a team may have several groups",
    deals.GiveDeal: "each is an event that tells everybody concerned who has it now",
    plans.AddPlanItem: "each is an item of its own",
    plans.MovePlanItem: "one day; each is an event that tells the owner both days",
    territory.FileTerritoryReport: "nothing differs: there is one edition",
    territory.WriteTerritoryWords: "each has words of their own",
    territory.MarkTerritoryRead: "each head of a region reads for themselves",
    products.NoteSuitabilityRead: "each reading is on record",
    desk.RaiseDeskNeed: "equal needs are pooled, and counted",
    desk.NoteMarket: "each note is one",
    recommendations.NoteInterest: "it says the same",
}
"""Commands that two people may both carry out, over whatever they read, with the reason why nothing is
lost by it."""


def test_every_command_stands_in_one_of_the_tables() -> None:
    assert {*CASES, *OVERTAKEN, *BOTH} == {*COMMANDS}
    assert not {*CASES, *OVERTAKEN} & {*BOTH}


def test_a_command_that_names_the_edition_that_was_read_stands_in_the_table_of_those() -> None:
    named = {one for one in COMMANDS if NAMES_OF_EDITIONS & {field.name for field in fields(one)}}
    assert {*OVERTAKEN} == named
    assert all(one.field in {field.name for field in fields(one.slower)} for one in OVERTAKEN.values())


@pytest.mark.parametrize("case", OVERTAKEN.values(), ids=[command.name for command in OVERTAKEN])
async def test_of_two_who_replace_what_they_read_the_slower_is_refused_until_they_read_again(
    case: Overtaken,
) -> None:
    world = await branch()
    await case.prepare(world)
    first, second = await world.do_together([case.faster, case.slower])
    assert not isinstance(first, Exception), first
    assert isinstance(second, Refusal), second
    assert (second.code, second.status) == (case.code, 409)
    assert second.zh
    assert second.en
    await world.do(replace(case.slower, **{case.field: case.now}))


@pytest.mark.parametrize("case", OVERTAKEN.values(), ids=[command.name for command in OVERTAKEN])
async def test_who_sends_the_same_again_after_an_answer_that_was_lost_is_not_refused(case: Overtaken) -> None:
    world = await branch()
    await case.prepare(world)
    await world.do(case.faster)
    published = len(world.published)
    await world.do(case.faster)
    assert len(world.published) == published


@pytest.mark.parametrize("case", CASES.values(), ids=[command.name for command in CASES])
async def test_of_two_people_at_once_one_succeeds_and_the_other_is_told_why_not(case: Case) -> None:
    world = await branch()
    await case.prepare(world)
    published = len(world.published)
    first, second = await world.do_together([case.command(case.one), case.command(case.other)])
    assert not isinstance(first, Exception), first
    assert isinstance(second, Refusal), second
    assert (second.code, second.status) == (case.code, 409)
    assert second.zh
    assert second.en
    causes = {one.causationid for one in world.published[published:]}
    assert len(causes) == 1, "what was refused leaves nothing behind"
