"""Deals as events: figures folded from them, and deals that follow what happens to their customers (A4)."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.customers import ids_of
from services.referral.deals.commands import (
    AddToTeam,
    CancelDeal,
    CloseDeal,
    FormWorkingGroup,
    LeaveOutTask,
    OpenDeal,
    RemoveFromTeam,
)
from services.referral.deals.domain.deal import DealEnded, DealNotDone
from services.referral.deals.domain.estimate import FINISHED_AT_LEAST
from services.referral.deals.domain.flags import count_raised
from services.referral.deals.domain.groups import GroupDayOutOfReach, NotInTheTeam
from services.referral.deals.domain.opening import NotOfThisProspect, ProspectHasDeal
from services.referral.deals.domain.times import StepTimes, figures
from services.referral.deals.handlers import events
from services.referral.deals.queries import open_deals_of_customer
from services.referral.erasure.handlers import FORGETTING
from services.referral.products.domain.catalogue import ProductUnknown
from services.referral.products.domain.suitability import RiskNotAssessed
from services.referral.prospects.domain.prospect import Prospect
from services.referral.referrals.domain.referral import NotAnAccountManager
from services.referral.subscriptions import EVENT_HANDLERS
from shared.branch_places import BranchPlace
from shared.contracts.base import Event
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerHandedOver,
    CustomerRecognised,
    CustomerRegistered,
    CustomersMerged,
    MergeUndone,
)
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import (
    DealCancelled,
    DealCancelReason,
    DealClosed,
    DealFlagged,
    DealGiven,
    DealOpened,
    DealPromiseMoved,
    DealSkipReason,
    DealState,
    DealTaskCancelled,
    DealTeamJoined,
    DealTeamPurpose,
    ProductFamily,
    PromiseBasis,
    PromiseMove,
    ProspectOrigin,
    ProspectStage,
    WorkingGroupEnded,
)
from shared.contracts.words import ComplaintTopic, Segment
from shared.roster import enrol
from shared.unit_of_work import UnitOfWork
from tests.unit.acting import MORNING, World
from tests.unit.referral.building import branch
from tests.unit.referral.deals.building import (
    BUSINESS,
    ball,
    days,
    deal,
    do,
    fold,
    give_back,
    open_deal,
    states,
    stock,
    take,
    task,
    with_deal,
)

WEALTH = (("plan", "pd.1"), ("check", "risk.1"), ("signing", "am.1"), ("booking", "bo.1"))
COMPLAINT: dict[str, Any] = {"branch": "B2", "case": "K1", "customer": "C1"}


def looks(world: World, *ids: str) -> None:
    """Let the queries of a customer's deals find these."""
    world.looks[open_deals_of_customer] = lambda customer: list(ids)
    world.looks[ids_of] = lambda model, customer, *_: list(ids)


async def hear(world: World, event: Event) -> None:
    """Let the handlers of deals react to an event."""
    handlers = [one for one in EVENT_HANDLERS[type(event)] if one.__module__ == events.__name__]
    await world.act(handlers, event)


async def forget(customer: str, work: UnitOfWork) -> None:
    assert events.forget_customer in FORGETTING
    await events.forget_customer(customer, work)


async def through(world: World, id: str = "D1", wait: int = 0) -> None:
    """Take a deal of the template ``wealth`` through its departments."""
    for name, by in WEALTH:
        await take(world, name, by, id)
        if wait:
            await days(world, wait)
        await do(world, name, by, id)


def complaint() -> CaseOpened:
    return CaseOpened(
        **COMPLAINT,
        topic=ComplaintTopic.FEES,
        raised_by="lm.1",
        case_owner=None,
        take_over_by=MORNING,
        answer_by=MORNING,
    )


def recognised(visit: str = "V9") -> CustomerRecognised:
    return CustomerRecognised(
        branch="B2", visit=visit, customer="C1", masked_name="王**", segment=Segment.MASS
    )


def handed_over(giver: str | None, receiver: str) -> CustomerHandedOver:
    return CustomerHandedOver(
        branch="B1",
        handover="H1",
        customer="C1",
        giver=giver,
        receiver=receiver,
        effective_on="2026-03-02",
    )


async def with_prospect(**changes: Any) -> World:
    """A branch with the prospect ``P1``, found in the visit ``V7``."""
    world = await branch("am.1")
    known: dict[str, Any] = {
        "id": "P1",
        "version": 1,
        "branch": "B1",
        "origin": ProspectOrigin.HALL,
        "need": "mortgage",
        "account_manager": "am.1",
        "customer": "C1",
        "visit": "V7",
        "opened_at": MORNING,
        "entered_at": MORNING,
        "next_step": None,
        "next_on": None,
    }
    prospect = Prospect(**{**known, **changes})
    world.documents[Prospect, prospect.id] = prospect
    return world


async def test_a_deal_of_a_prospect_goes_on_in_its_chain_of_causes() -> None:
    world = await with_prospect()
    await open_deal(world, "D1", prospect="P1", correlation=None)
    assert (deal(world).prospect, deal(world).correlation_id) == ("P1", "V7")
    about_deal = [one for one in world.published if isinstance(one.data, DealOpened)]
    assert [one.correlationid for one in about_deal] == ["V7"]


@pytest.mark.parametrize(
    "changes",
    [
        {"customer": "C2"},
        {"customer": None},
        {"account_manager": "am.2"},
        {"branch": "B2"},
        {"period": "2026-02", "stage": ProspectStage.LOST},
    ],
)
async def test_a_deal_is_not_opened_for_a_prospect_of_another(changes: dict[str, Any]) -> None:
    world = await with_prospect(**changes)
    with pytest.raises(NotOfThisProspect):
        await open_deal(world, "D1", prospect="P1")


async def test_a_prospect_that_was_won_may_become_a_deal() -> None:
    world = await with_prospect(period="2026-02", stage=ProspectStage.WON)
    await open_deal(world, "D1", prospect="P1")
    assert deal(world).state is DealState.OPEN


async def test_a_prospect_has_one_deal_and_another_only_when_that_one_was_given_up() -> None:
    world = await with_prospect()
    await open_deal(world, "D1", prospect="P1")
    with pytest.raises(ProspectHasDeal) as refused:
        await open_deal(world, "D2", prospect="P1")
    told = {"deal": "D1", "state": "open", "opened_by": "am.1", "opened_at": MORNING.isoformat()}
    assert refused.value.more == told
    assert len(world.events(DealOpened)) == 1
    await world.do(CancelDeal("D1", "am.1", DealCancelReason.CUSTOMER))
    await open_deal(world, "D2", prospect="P1")
    with pytest.raises(ProspectHasDeal, match="D2"):
        await open_deal(world, "D3", prospect="P1")
    await open_deal(world, "D4")
    assert deal(world, "D4").prospect is None


async def test_the_deal_that_won_a_prospect_is_the_only_one_of_it() -> None:
    world = await with_prospect()
    await open_deal(world, "D1", prospect="P1")
    for one in deal(world).steps:
        await world.do(LeaveOutTask("D1", one.step, "head.1", DealSkipReason.NOT_NEEDED))
    await world.do(CloseDeal("D1", "am.1"))
    with pytest.raises(ProspectHasDeal):
        await open_deal(world, "D2", prospect="P1")


async def test_what_does_not_suit_the_customer_becomes_no_deal() -> None:
    world = await branch("am.1")
    await stock(world, "steady", family=ProductFamily.WEALTH)
    with pytest.raises(RiskNotAssessed):
        await open_deal(world, "D1", product="steady")
    with pytest.raises(ProductUnknown):
        await open_deal(world, "D1", product="nothing")
    assert world.events(DealOpened) == []


async def test_an_opened_deal_tells_what_it_is_about_and_when_it_is_promised() -> None:
    world = await with_deal("wealth")
    (told,) = world.events(DealOpened)
    assert isinstance(told, DealOpened)
    assert (told.amount, told.template, told.template_version) == (80_000_000, "wealth", 0)
    assert told.promised_on == deal(world).promise.promised_on == "2026-03-11"  # type: ignore[union-attr]
    assert deal(world).promise.basis is PromiseBasis.PLAN  # type: ignore[union-attr]


async def test_a_deal_is_opened_once_under_an_id() -> None:
    world = await with_deal()
    await open_deal(world, "D1", "wealth")
    assert len(world.events(DealOpened)) == 1


async def test_only_an_account_manager_of_the_branch_has_a_deal() -> None:
    world = await with_deal()
    with pytest.raises(NotAnAccountManager):
        await open_deal(world, "D2", account_manager="lm.1")


async def test_waits_and_works_are_folded_from_the_events() -> None:
    world = await with_deal("wealth")
    await days(world, 1)
    await take(world, "plan", "pd.1")
    await fold(world)
    times = world.get(StepTimes, "B1:wealth:plan")
    assert (times.waits, times.works) == ((24 * 3600,), ())
    assert times.running == {"D1:plan": "2026-03-02"}
    since = len(world.published)
    await days(world, 1)
    await do(world, "plan", "pd.1")
    await fold(world, since)
    times = world.get(StepTimes, "B1:wealth:plan")
    assert (times.works, times.running, times.done) == ((24 * 3600,), {}, 1)
    assert [(one.days, one.done) for one in times.spans] == [(2, True)]


async def test_a_return_ends_a_span_that_was_not_done() -> None:
    world = await with_deal("wealth")
    await days(world, 1)
    await give_back(world, "plan", "pd.1")
    await fold(world)
    times = world.get(StepTimes, "B1:wealth:plan")
    assert [(one.days, one.done) for one in times.spans] == [(1, False)]
    assert times.running == {}


def test_figures_are_of_the_observations_alone() -> None:
    assert figures([]).p50 is None
    found = figures(range(1, 11))
    assert (found.n, found.p50, found.p80) == (10, 5, 8)


async def test_past_deals_promise_the_next_one() -> None:
    world = await with_deal("wealth")
    await through(world)
    for number in range(2, FINISHED_AT_LEAST + 1):
        await open_deal(world, f"D{number}", "wealth")
        await through(world, f"D{number}")
    await fold(world)
    await open_deal(world, "D99", "wealth")
    promise = deal(world, "D99").promise
    assert promise is not None
    assert promise.basis is PromiseBasis.HISTORY
    assert promise.promised_on == "2026-03-02"  # each of its steps took no whole day


async def test_a_promise_that_moves_says_why() -> None:
    world = await with_deal("wealth")  # promised for seven working days
    await days(world, 7)
    await take(world, "plan", "pd.1")
    since = len(world.published)
    await do(world, "plan", "pd.1")
    await fold(world, since)
    (moved,) = world.events(DealPromiseMoved)
    assert isinstance(moved, DealPromiseMoved)
    assert (moved.before, moved.promised_on) == ("2026-03-11", "2026-03-16")
    assert (moved.because, moved.step) == (PromiseMove.STEP_DONE, "plan")
    assert deal(world).promise.promised_on == "2026-03-16"  # type: ignore[union-attr]


async def test_a_promise_that_holds_is_not_told_again() -> None:
    world = await with_deal("wealth")
    await days(world, 2)
    await do(world, "plan", "pd.1")
    await fold(world)
    assert world.events(DealPromiseMoved) == []


async def test_a_complaint_of_the_customer_is_on_the_deal_at_once_and_once() -> None:
    world = await with_deal()
    looks(world, "D1")
    await hear(world, complaint())
    await hear(world, complaint())
    (told,) = world.events(DealFlagged)
    assert isinstance(told, DealFlagged)
    assert (told.branch, told.flag, told.account_manager) == ("B1", "complaint", "am.1")
    assert [one.case for one in deal(world).flags] == ["K1"]
    await hear(world, CaseSettled(**COMPLAINT, settled_by="lm.1"))
    assert deal(world).flags[0].ended_at is not None


async def test_a_visit_of_the_customer_to_a_hall_is_on_the_deal() -> None:
    world = await with_deal()
    looks(world, "D1")
    for visit in ("V8", "V9", "V9"):
        await hear(world, recognised(visit))
    assert [one.visit for one in world.events(DealFlagged) if isinstance(one, DealFlagged)] == ["V8", "V9"]


async def test_visits_push_no_open_complaint_off_a_deal_and_count_on_their_day_alone() -> None:
    world = await with_deal()
    looks(world, "D1")
    await hear(world, complaint())
    for number in range(12):
        await hear(world, recognised(f"V{number}"))
    found = deal(world)
    assert [one.case for one in found.flags if one.case] == ["K1"]
    assert [one.visit for one in found.flags if one.visit] == [f"V{number}" for number in range(2, 12)]
    place = BranchPlace(id="B1")
    assert count_raised(found, place, place.day_of(MORNING).isoformat()) == 11
    assert count_raised(found, place, place.day_of(MORNING + timedelta(days=1)).isoformat()) == 1


async def test_a_deal_that_has_ended_is_not_flagged() -> None:
    world = await with_deal()
    looks(world, "D1")
    await world.do(CancelDeal("D1", "am.1", DealCancelReason.TERMS))
    await hear(world, complaint())
    assert world.events(DealFlagged) == []


async def test_a_deal_is_closed_when_all_is_done_and_tells_its_working_days() -> None:
    world = await with_prospect()
    await open_deal(world, "D1", "wealth", prospect="P1", correlation=None)
    with pytest.raises(DealNotDone):
        await world.do(CloseDeal("D1", "am.1"))
    await days(world, 7)
    await through(world)
    await world.do(CloseDeal("D1", "am.1"))
    await world.do(CloseDeal("D1", "am.1"))
    (closed,) = world.events(DealClosed)
    assert isinstance(closed, DealClosed)
    assert (closed.days, closed.prospect, closed.customer) == (5, "P1", "C1")
    assert deal(world).state is DealState.CLOSED
    with pytest.raises(DealEnded):
        await world.do(CancelDeal("D1", "am.1", DealCancelReason.TERMS))


async def test_a_deal_that_is_given_up_takes_its_tasks_along() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await take(world, "credit")
    await world.do(CancelDeal("D1", "am.1", DealCancelReason.REFUSED))
    assert set(states(world).values()) == {"done", "cancelled"}
    assert not [one for one in world.timers if one.startswith("deal_task")]
    told = [one.deal_owner for one in world.events(DealTaskCancelled)]  # type: ignore[attr-defined]
    assert "risk.1" in told
    with pytest.raises(DealEnded):
        await take(world, "terms", "pd.1")


async def test_a_deal_goes_with_its_customer_to_another_account_manager() -> None:
    world = await with_deal()
    looks(world, "D1")
    await take(world, "papers", "am.1")
    await hear(world, handed_over("am.1", "am.2"))
    assert (deal(world).account_manager, task(world, "papers").owner) == ("am.2", "am.2")
    assert ball(world) == [("papers", "branch", "am.2")]
    (given,) = world.events(DealGiven)
    assert isinstance(given, DealGiven)
    assert (given.account_manager, given.had_by) == ("am.2", "am.1")
    assert given.tasks == ("D1:papers",)


async def test_a_deal_that_a_third_manager_leads_stays_when_its_customer_is_handed_over() -> None:
    world = await with_deal(account_manager="am.3")
    looks(world, "D1")
    await hear(world, handed_over("am.1", "am.2"))
    assert deal(world).account_manager == "am.3"
    await hear(world, handed_over(None, "am.2"))
    assert (deal(world).account_manager, world.events(DealGiven)) == ("am.3", [])


async def test_a_deal_of_one_who_left_goes_to_whom_the_customer_is_given() -> None:
    world = await with_deal()
    looks(world, "D1")
    await world.act(enrol, StaffEnrolled(branch="B1", staff="am.1", roles=()))
    registered: dict[str, Any] = {
        "branch": "B1",
        "customer": "C1",
        "masked_name": "王**",
        "segment": Segment.MASS,
    }
    await hear(world, CustomerRegistered(**registered, had_by="am.1"))
    assert deal(world).account_manager == "am.1"
    await hear(world, CustomerRegistered(**registered, account_manager="am.2"))
    assert deal(world).account_manager == "am.2"
    await hear(world, CustomerRegistered(**registered, account_manager="am.3"))
    assert deal(world).account_manager == "am.2"


async def test_deals_of_an_erased_customer_are_given_up_and_unlinked() -> None:
    world = await with_deal()
    await open_deal(world, "D2", "wealth")
    await through(world, "D2")
    await world.do(CloseDeal("D2", "am.1"))
    looks(world, "D1", "D2")
    for _ in range(2):
        await world.act(forget, "C1")
    assert [deal(world, id).customer for id in ("D1", "D2")] == [None, None]
    assert (deal(world).state, deal(world).cancel_reason) == (
        DealState.CANCELLED,
        DealCancelReason.FILE_CLOSED,
    )
    assert deal(world, "D2").state is DealState.CLOSED
    (told,) = world.events(DealCancelled)
    assert isinstance(told, DealCancelled)
    assert told.customer is None


async def test_deals_follow_a_merge_of_files_and_its_undoing() -> None:
    world = await with_deal()
    looks(world, "D1")
    names: dict[str, Any] = {
        "branch": "B1",
        "merge": "M1",
        "customer": "C7",
        "merged": "C1",
        "masked_name": "王*",
    }
    await hear(world, CustomersMerged(**names, merged_by="am.1"))
    assert deal(world).customer == "C7"
    await hear(world, MergeUndone(**names, undone_by="am.1"))
    assert deal(world).customer == "C1"


async def test_a_colleague_joins_the_team_for_a_purpose_and_leaves_it() -> None:
    world = await with_deal()
    await world.do(AddToTeam("D1", "risk.1", DealTeamPurpose.RISK_VIEW, "am.1"))
    await world.do(AddToTeam("D1", "risk.1", DealTeamPurpose.RISK_VIEW, "am.1"))
    assert len(world.events(DealTeamJoined)) == 1
    await world.do(RemoveFromTeam("D1", "risk.1", "am.1"))
    assert deal(world).team == ()


async def test_a_working_group_has_a_purpose_and_ends_with_its_day() -> None:
    world = await with_deal()
    await world.do(AddToTeam("D1", "risk.1", DealTeamPurpose.RISK_VIEW, "am.1"))
    form = FormWorkingGroup("D1", "G1", DealTeamPurpose.APPROVAL, ["risk.1", "am.1"], "2026-03-04", "am.1")
    await world.do(form)
    await days(world, 2)
    assert not deal(world).groups[0].ended
    await days(world, 1)
    assert deal(world).groups[0].ended
    (ended,) = world.events(WorkingGroupEnded)
    assert isinstance(ended, WorkingGroupEnded)
    assert ended.purpose is DealTeamPurpose.APPROVAL


async def test_a_working_group_is_made_of_the_team_and_of_days_to_come() -> None:
    world = await with_deal()
    with pytest.raises(NotInTheTeam):
        await world.do(
            FormWorkingGroup("D1", "G1", DealTeamPurpose.APPROVAL, ["risk.1"], "2026-03-04", "am.1")
        )
    with pytest.raises(GroupDayOutOfReach):
        await world.do(FormWorkingGroup("D1", "G1", DealTeamPurpose.APPROVAL, ["am.1"], "2026-03-01", "am.1"))


async def test_a_deal_without_a_prospect_begins_a_chain_of_its_own() -> None:
    world = await with_deal()
    plain = {**BUSINESS.__dict__, "correlation": None}
    await world.do(OpenDeal("D2", type(BUSINESS)(**plain), "loan", (), "am.1"))
    assert deal(world, "D2").correlation_id == "D2"
    assert deal(world).correlation_id == "V1"
