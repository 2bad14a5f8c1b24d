"""The pipeline: from the hall to an end, with the time in each stage and a next step at every moment (A2)."""

from datetime import timedelta

import pytest

from services.referral.prospects.domain.prospect import Prospect
from services.referral.prospects.queries import log_of
from services.referral.referrals.domain.referral import Referral, ReferralState
from services.referral.referrals.domain.workloads import Workloads
from shared.contracts.customer import CustomerErased, CustomerRegistered, LeadFollowed
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import (
    DealClosed,
    LostReason,
    NextStep,
    ProspectForgotten,
    ProspectGiven,
    ProspectLinked,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectOrigin,
    ProspectsLeft,
    ProspectStage,
    ProspectStepDue,
    ProspectStepOverdue,
    ProspectWon,
    ReferralClosed,
    ReferralOutcome,
)
from shared.contracts.words import Role, Segment
from tests.unit.referral.people import COLLEAGUE, HEAD, LOBBY, MANAGER, REGION_HEAD, STRANGER
from tests.unit.referral.prospects.building import (
    LATER,
    PATH,
    TODAY,
    TOMORROW,
    found_in_hall,
    move,
    opened,
    prospect,
)
from tests.unit.referral.served import Served

DAY = timedelta(days=1)


@pytest.fixture
async def served() -> Served:
    return await Served.with_staff()


async def test_an_accepted_referral_opens_a_prospect_with_a_call_on_the_next_working_day(served: Served):
    id = await found_in_hall(served, "C1")
    (event,) = served.events(ProspectOpened)
    assert event == ProspectOpened(
        branch="B1",
        prospect=id,
        need="wealth",
        account_manager="am.1",
        customer="C1",
        origin=ProspectOrigin.HALL,
        next_step=NextStep.CALL,
        next_on=TOMORROW,
        found_by="lm.1",
        opened_by="am.1",
        referral="R1",
        visit="V1",
    )
    assert (await prospect(served, id)).correlation_id == "V1"


async def test_a_prospect_goes_from_stage_to_stage_and_its_times_add_up_to_its_life(served: Served):
    one = (await opened(served))["prospect"]
    for stage, hours in (("contacted", 5), ("met", 7), ("proposed", 11)):
        await served.pass_time(timedelta(hours=hours))
        on = (served.now + DAY).date().isoformat()
        assert (await move(served, one, stage, next_on=on)).status_code == 200
    await served.pass_time(timedelta(hours=1))
    await served.sell("fund")
    answer = await served.send(
        MANAGER, f"{PATH}/{one}/win", {"product": "fund", "amount": 500000, "currency": "CNY"}
    )
    assert answer.json()["stage"] == "won"
    log = await log_of(served.store, one)
    assert [line.seconds // 3600 for line in log] == [0, 5, 7, 11, 1]
    ended = await prospect(served, one)
    assert ended.ended_at is not None
    assert sum(line.seconds for line in log) == (ended.ended_at - ended.opened_at).total_seconds()
    moved = [one for one in served.events(ProspectMoved) if isinstance(one, ProspectMoved)]
    assert [(one.before, one.after, one.stage_seconds) for one in moved] == [
        (line.before, line.after, line.seconds) for line in log[1:]
    ]


async def test_a_change_of_the_next_step_moves_neither_the_stage_nor_its_clock(served: Served):
    one = await opened(served)
    await served.pass_time(timedelta(hours=3))
    form = {"next_step": "meet", "next_on": LATER}
    after = (await served.send(MANAGER, f"{PATH}/{one['prospect']}/next-step", form)).json()
    assert (after["stage"], after["entered_at"]) == ("new", one["entered_at"])
    assert (after["next_step"], after["next_on"], after["stage_seconds"]) == ("meet", LATER, 3 * 3600)


async def test_no_prospect_is_opened_or_moved_without_a_day_that_is_to_come(served: Served):
    form = {"branch": "B1", "need": "wealth", "customer": "C1", "next_step": "call"}
    assert (await served.send(MANAGER, PATH, form)).status_code == 422
    past = await served.send(MANAGER, PATH, {**form, "next_on": "2026-03-01"})
    assert (past.status_code, past.json()["code"]) == (422, "step_day_out_of_reach")
    far = await served.send(MANAGER, PATH, {**form, "next_on": "2027-03-04"})
    assert far.json()["code"] == "step_day_out_of_reach"
    one = (await opened(served))["prospect"]
    assert (await move(served, one, "met", next_on="2026-03-01")).json()["code"] == "step_day_out_of_reach"


async def test_one_customer_has_one_prospect_for_each_need(served: Served):
    await opened(served)
    again = {"branch": "B1", "need": "wealth", "customer": "C1", "next_step": "call", "next_on": TOMORROW}
    answer = await served.send(COLLEAGUE, PATH, again)
    assert (answer.status_code, answer.json()["code"]) == (409, "prospect_open_already")
    await opened(served, need="loan")
    id = await found_in_hall(served, "C1")
    assert await served.store.find(Prospect, id) is None
    (linked,) = served.events(ProspectLinked)
    assert isinstance(linked, ProspectLinked)
    known = await prospect(served, linked.prospect)
    assert (known.referrals, known.found_by) == (("R1",), "lm.1")


async def test_the_same_key_opens_no_second(served: Served):
    form = {"branch": "B1", "need": "loan", "customer": "C1", "next_step": "call", "next_on": TOMORROW}
    first = await served.send(MANAGER, PATH, form, key="the-same-key")
    again = await served.send(MANAGER, PATH, form, key="the-same-key")
    assert first.json()["prospect"] == again.json()["prospect"]
    assert len(served.events(ProspectOpened)) == 1


async def test_a_step_falls_due_is_overdue_and_goes_to_the_head_after_two_working_days(served: Served):
    one = (await opened(served, next_on=TOMORROW))["prospect"]
    await served.pass_time(timedelta(hours=15))  # midnight in Shanghai
    assert [type(event) for event in served.events(ProspectStepDue)] == [ProspectStepDue]
    assert not (await prospect(served, one)).overdue
    await served.pass_time(DAY)
    (first,) = served.events(ProspectStepOverdue)
    assert isinstance(first, ProspectStepOverdue)
    assert (first.level, first.next_on) == (1, TOMORROW)
    assert (await prospect(served, one)).overdue
    await served.pass_time(2 * DAY)
    levels = [
        event.level for event in served.events(ProspectStepOverdue) if isinstance(event, ProspectStepOverdue)
    ]
    assert levels == [1, 2]
    page = (await served.view(MANAGER, f"{PATH}/overdue?branch=B1")).json()
    assert [each["prospect"] for each in page["prospects"]] == [one]
    on = (served.now + timedelta(hours=8)).date().isoformat()  # in Shanghai
    await move(served, one, "contacted", next_on=on)
    assert not (await prospect(served, one)).overdue


async def test_a_parked_prospect_comes_back_on_its_day_with_its_next_step(served: Served):
    one = (await opened(served))["prospect"]
    await move(served, one, "met")
    today = await served.send(MANAGER, f"{PATH}/{one}/park", {"until": TODAY, "next_step": "call"})
    assert today.json()["code"] == "step_day_out_of_reach"
    parked = await served.send(MANAGER, f"{PATH}/{one}/park", {"until": LATER, "next_step": "visit"})
    assert (parked.json()["stage"], parked.json()["next_on"]) == ("parked", LATER)
    await served.pass_time(8 * DAY)
    back = await prospect(served, one)
    assert (back.stage, back.next_step, back.next_on) == (ProspectStage.MET, NextStep.VISIT, LATER)
    assert [line.after for line in await log_of(served.store, one)] == ["new", "met", "parked", "met"]
    assert back.overdue  # its day passed, and nobody did it


async def test_a_lost_prospect_says_why_closes_its_referral_and_tells_who_found_it(served: Served):
    id = await found_in_hall(served)
    assert (await served.send(MANAGER, f"{PATH}/{id}/lose", {})).status_code == 422
    await served.send(MANAGER, f"{PATH}/{id}/lose", {"reason": "price"})
    (lost,) = served.events(ProspectLost)
    assert isinstance(lost, ProspectLost)
    assert (lost.reason, lost.found_by, lost.referrals) == (LostReason.PRICE, "lm.1", ("R1",))
    (closed,) = served.events(ReferralClosed)
    assert isinstance(closed, ReferralClosed)
    assert (closed.outcome, closed.prospect) == (ReferralOutcome.LOST, id)
    referral = await served.store.find(Referral, "R1")
    assert referral is not None
    assert referral.state is ReferralState.CLOSED
    again = await move(served, id, "met")
    assert (again.status_code, again.json()["code"]) == (409, "prospect_ended")
    found = (await served.view(LOBBY, "/api/referral/finders/me?branch=B1")).json()
    assert found["finder"] == {"staff": "lm.1", "open": 0, "won": 0, "lost": 1, "needed": 5, "score": None}
    assert [(one["stage"], one["reason"], one["outcome"]) for one in found["found"]] == [
        ("lost", "price", "lost")
    ]


async def test_a_referral_closed_by_hand_ends_its_prospect(served: Served):
    id = await found_in_hall(served, "C1")
    await served.send(MANAGER, "/api/referral/referrals/R1/close", {"outcome": "won"})
    assert (await prospect(served, id)).stage is ProspectStage.WON
    assert len(served.events(ReferralClosed)) == 1


async def test_a_deal_that_closes_wins_its_prospect_once(served: Served):
    id = await found_in_hall(served, "C1")
    closed = DealClosed(
        branch="B1",
        deal="D1",
        customer="C1",
        account_manager="am.1",
        product="fund_a",
        amount=500000,
        currency="CNY",
        prospect=id,
        days=3,
    )
    for _ in range(2):
        await served.tell(closed)
    (won,) = served.events(ProspectWon)
    assert isinstance(won, ProspectWon)
    assert (won.deal, won.product, won.amount, won.referrals) == ("D1", "fund_a", 500000, ("R1",))
    assert len(served.events(ReferralClosed)) == 1


async def test_only_a_customer_is_won(served: Served):
    id = await found_in_hall(served)
    answer = await served.send(MANAGER, f"{PATH}/{id}/win", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "prospect_no_customer")
    await served.tell(LeadFollowed(branch="B1", visit="V1", customer="C7", followed_by="am.1"))
    assert (await served.send(MANAGER, f"{PATH}/{id}/win", {})).json()["stage"] == "won"
    (won,) = served.events(ProspectWon)
    assert isinstance(won, ProspectWon)
    assert (won.customer, won.found_by) == ("C7", "lm.1")


async def test_becoming_a_customer_makes_no_second_prospect_and_keeps_the_history(served: Served):
    id = await found_in_hall(served)
    await move(served, id, "met")
    followed = LeadFollowed(branch="B1", visit="V1", customer="C7", followed_by="am.1")
    await served.tell(followed)
    await served.tell(followed)
    assert len(served.events(ProspectLinked)) == 1
    linked = await prospect(served, id)
    assert (linked.customer, linked.stage, linked.moves) == ("C7", ProspectStage.MET, 2)
    assert len(await log_of(served.store, id)) == 2
    referral = await served.store.find(Referral, "R1")
    assert referral is not None
    assert referral.customer == "C7"
    again = {"branch": "B1", "need": "wealth", "customer": "C7", "next_step": "call", "next_on": TOMORROW}
    assert (await served.send(MANAGER, PATH, again)).json()["code"] == "prospect_open_already"


async def test_who_names_the_visit_of_another_branch_links_nothing_there(served: Served):
    foreign = LeadFollowed(branch="B9", visit="V1", customer="C9", followed_by="am.9")
    await served.tell(foreign)  # before anybody was found in it
    id = await found_in_hall(served)
    await served.tell(foreign)
    assert (await prospect(served, id)).customer is None
    referral = await served.store.find(Referral, "R1")
    assert referral is not None
    assert referral.customer is None
    assert served.events(ProspectLinked) == []
    await served.tell(LeadFollowed(branch="B1", visit="V1", customer="C7", followed_by="am.1"))
    assert (await prospect(served, id)).customer == "C7"


async def test_of_two_prospects_of_one_person_the_one_of_the_customer_goes_on(served: Served):
    known = (await opened(served, "C7"))["prospect"]
    id = await found_in_hall(served)
    await served.tell(LeadFollowed(branch="B1", visit="V1", customer="C7", followed_by="am.1"))
    assert (await prospect(served, id)).reason is LostReason.DUPLICATE
    assert (await prospect(served, known)).is_open
    finder = (await served.view(LOBBY, "/api/referral/finders/me?branch=B1")).json()["finder"]
    assert (finder["open"], finder["lost"]) == (0, 0)


async def test_a_prospect_goes_with_its_customer_to_another_account_manager_and_keeps_all(served: Served):
    one = (await opened(served))["prospect"]
    await move(served, one, "met", next_on=LATER)
    before = await prospect(served, one)
    await served.tell(registered("am.2", had_by="am.1"))
    after = await prospect(served, one)
    assert (after.account_manager, after.had_by) == ("am.2", "am.1")
    same = {"account_manager", "had_by", "version", "place"}
    assert after.model_dump(exclude=same) == before.model_dump(exclude=same)
    (given,) = served.events(ProspectGiven)
    assert isinstance(given, ProspectGiven)
    assert (given.account_manager, given.had_by, given.given_by) == ("am.2", "am.1", None)


async def test_every_referral_of_a_prospect_goes_with_it_to_another_account_manager(served: Served):
    one = (await opened(served))["prospect"]
    await found_in_hall(served, "C1")
    referral, workloads = await served.store.find(Referral, "R1"), await served.store.find(Workloads, "B1")
    assert (referral.account_manager, workloads.of("am.1").open) == ("am.1", 1)
    await served.tell(registered("am.2", had_by="am.1"))
    assert (await prospect(served, one)).account_manager == "am.2"
    referral, workloads = await served.store.find(Referral, "R1"), await served.store.find(Workloads, "B1")
    assert referral.account_manager == "am.2"
    assert [workloads.of(staff).open for staff in ("am.1", "am.2")] == [0, 1]


async def test_a_change_of_the_file_gives_no_prospect_of_a_colleague_away(served: Served):
    one = (await opened(served, by=COLLEAGUE))["prospect"]
    await served.tell(registered("am.1"))
    assert (await prospect(served, one)).account_manager == "am.2"


async def test_the_prospects_of_who_leaves_go_to_the_heads_list_and_on_to_others(served: Served):
    first = (await opened(served))["prospect"]
    second = (await opened(served, "C2"))["prospect"]
    await served.tell(StaffEnrolled(branch="B1", staff="am.1", roles=(Role.TELLER,)))
    await served.pass_time(timedelta(seconds=1))
    (left,) = served.events(ProspectsLeft)
    assert left == ProspectsLeft(branch="B1", staff="am.1", prospects=2)
    waiting = (await served.view(HEAD, f"{PATH}?branch=B1&stage=new&staff=-")).json()["prospects"]
    assert {one["prospect"] for one in waiting} == {first, second}
    nobody = await served.send(
        HEAD, f"{PATH}/{first}/move", {"stage": "met", "next_step": "call", "next_on": LATER}
    )
    assert nobody.json()["code"] == "prospect_nobodys"
    unfit = await served.send(HEAD, f"{PATH}/{first}/give", {"account_manager": "am.1"})
    assert unfit.json()["code"] == "not_an_account_manager"
    given = await served.send(HEAD, f"{PATH}/{first}/give", {"account_manager": "am.2"})
    assert (given.json()["account_manager"], given.json()["had_by"]) == ("am.2", "am.1")
    await served.tell(registered("am.2", customer="C2"))
    assert (await prospect(served, second)).account_manager == "am.2"


async def test_a_forgotten_customer_leaves_no_trace_and_no_open_prospect(served: Served):
    id = await found_in_hall(served, "C1")
    won = (await opened(served, need="loan"))["prospect"]
    await served.send(MANAGER, f"{PATH}/{won}/win", {})
    await served.tell(CustomerErased(branch="B1", customer="C1"))
    assert len(served.events(ProspectForgotten)) == 1
    forgotten, ended = await prospect(served, id), await prospect(served, won)
    assert (forgotten.customer, forgotten.visit, forgotten.is_open) == (None, None, False)
    assert (ended.customer, ended.stage) == (None, ProspectStage.WON)
    referral = await served.store.find(Referral, "R1")
    assert referral is not None
    assert (referral.customer, referral.state) == (None, ReferralState.CLOSED)
    names = await served.store.db.list_collection_names()
    kept = [raw for name in names for raw in served.store.raws(name) if raw["_id"] != "C1"]
    assert "C1" not in str(kept)
    board = (await served.view(MANAGER, f"{PATH}/board?branch=B1")).json()
    assert (board["all"]["stages"]["new"], board["all"]["stages"]["won"]) == (0, 1)
    served.keep("C1")
    await opened(served)  # one who is opened again under the id may have prospects again


async def test_who_covers_an_account_manager_acts_for_them_and_others_see_nothing(served: Served):
    one = (await opened(served))["prospect"]
    for stranger, status in ((COLLEAGUE, 404), (STRANGER, 404), (LOBBY, 403), (REGION_HEAD, 403)):
        form = {"stage": "met", "next_step": "call", "next_on": LATER}
        answer = await served.send(stranger, f"{PATH}/{one}/move", form)
        assert answer.status_code == status, stranger.staff
    assert (await served.view(COLLEAGUE, f"{PATH}/{one}")).status_code == 404
    assert (await served.view(REGION_HEAD, f"{PATH}/{one}")).status_code == 200
    assert (await served.view(COLLEAGUE, f"{PATH}?branch=B1&stage=new")).json()["prospects"] == []
    assert (await served.view(COLLEAGUE, f"{PATH}?branch=B1&stage=new&staff=am.1")).status_code == 403
    assert len((await served.view(HEAD, f"{PATH}?branch=B1&stage=new")).json()["prospects"]) == 1


def registered(manager: str | None, *, had_by: str | None = None, customer: str = "C1") -> CustomerRegistered:
    return CustomerRegistered(
        branch="B1",
        customer=customer,
        masked_name="王*",
        segment=Segment.MASS,
        account_manager=manager,
        had_by=had_by,
    )
