"""Nights of a branch: all customers scored in pages, again the same, judged by what came."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.customer.analysis import handlers
from services.customer.analysis.commands import ScoreBranch
from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.models import METHOD, SegmentModel
from services.customer.analysis.domain.nights import AT, Night, NightStepDue
from services.customer.analysis.domain.reliability import Reliability, count
from services.customer.analysis.domain.risk import HORIZON
from services.customer.analysis.domain.scores import Score, Statement
from services.customer.analysis.queries import merged_with, sample_of
from services.customer.files.commands import ChangeAccountManager, EraseCustomer, ReportHoldings
from services.customer.files.domain.customer import Customer, Holding
from services.customer.nights.domain import PAGE, next_night
from services.customer.nights.queries import page_of
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    ContactOutcome,
    ContactWay,
    CustomerContacted,
    CustomerErased,
    CustomerGoingSilent,
    CustomerRecognised,
    CustomerRegistered,
    CustomerScored,
    HoldingsChanged,
    Initiative,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import ComplaintTopic, Segment
from tests.unit.acting import MORNING, World
from tests.unit.customer.analysis.building import activity, ago, customer
from tests.unit.customer.building import bank

OPENED = BranchOpened(branch="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai")
A_DAY = timedelta(days=1)


def hall(*histories: Activity) -> World:
    """A branch whose customers have these histories."""
    world = World("customer", *(customer(one.id) for one in histories), *histories)

    def found() -> list[Activity]:
        return sorted(
            (one for one in world.documents.values() if isinstance(one, Activity)), key=lambda one: one.id
        )

    def page(model: object, branch: str, place: str, lot: int, width: int) -> tuple[int, list[str]]:
        within = [one.id for one in found() if one.branch == branch and lot <= one.lot < lot + width]
        return (width, within) if len(within) <= PAGE else page(model, branch, place, lot, width // 2)

    def sample(branch: str, segment: Segment) -> list[Activity]:
        return [one for one in found() if (one.branch, one.segment) == (branch, segment)]

    world.looks = {page_of: page, sample_of: sample}
    return world


async def night(world: World, time: timedelta = A_DAY) -> None:
    """Let time pass, with the nights in it."""
    await world.wait(time, TIMER_HANDLERS)  # type: ignore[arg-type]


def recognised(id: str = "C1", branch: str = "B2") -> CustomerRecognised:
    return CustomerRecognised(branch=branch, visit="V1", customer=id, masked_name="王**", segment=Segment.VIP)


async def test_all_customers_of_a_branch_are_scored_in_the_night_page_by_page():
    many = PAGE * 2 + 5
    world = hall(*(activity(10, 40, 70, id=f"C{number:04}") for number in range(many)))
    await world.act(handlers.begin_nights, OPENED)
    assert not any(isinstance(one, Score) for one in world.documents.values())
    await night(world)
    scores = [one for one in world.documents.values() if isinstance(one, Score)]
    assert len(scores) == many
    found = world.get(Night, "B1")
    assert (found.day, found.seen, found.ended is not None) == ("2026-03-03", many, True)
    assert {one.day for one in scores} == {"2026-03-03"}
    assert world.get(SegmentModel, "B1:vip").fitted


async def test_a_night_begins_at_ten_past_two_of_the_branch_s_own_time():
    world = hall()
    await world.act(handlers.begin_nights, OPENED)
    assert world.timers["analysis-night:B1"].due == datetime(2026, 3, 2, 18, 10, tzinfo=UTC)
    await night(world)
    assert world.timers["analysis-night:B1"].due == datetime(2026, 3, 3, 18, 10, tzinfo=UTC)


def test_a_night_that_a_clock_change_shortens_is_not_left_out():
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # an hour before the clocks of Berlin skip two o'clock
    assert next_night("Europe/Berlin", AT, now=before) == datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
    assert next_night("Europe/Berlin", AT, now=datetime(2026, 3, 29, 1, 10, tzinfo=UTC)) == datetime(
        2026, 3, 30, 0, 10, tzinfo=UTC
    )


def said(world: World) -> list[Any]:
    """The scores without the time at which they were given."""
    scores = (one for one in world.documents.values() if isinstance(one, Score))
    return sorted((one.model_dump(exclude={"at", "version"}) for one in scores), key=lambda one: one["id"])


async def test_a_night_that_runs_again_says_the_same_and_publishes_nothing():
    silent = activity(*range(200, 400, 10), id="D1")
    world = hall(silent, *(activity(*range(gap, 400, gap), id=f"C{gap}") for gap in range(1, 130)))
    await world.do(ScoreBranch("B1"))
    await night(world, timedelta(minutes=1))
    first, events = said(world), len(world.published)
    assert len(first) == 130
    assert events > 0
    world.now += timedelta(minutes=5)
    await world.do(ScoreBranch("B1"))
    await night(world, timedelta(minutes=1))
    assert said(world) == first
    assert len(world.published) == events


async def test_a_step_of_a_night_that_was_given_up_does_nothing():
    world = hall(activity(10))
    await world.do(ScoreBranch("B1"))
    stale = NightStepDue(branch="B1", run="another", day=ago(0))
    await world.act(TIMER_HANDLERS[NightStepDue], stale)
    assert not any(isinstance(one, Score) for one in world.documents.values())


async def test_an_arrival_is_counted_at_once_wherever_it_is():
    world = hall(activity(*range(100, 400, 10)))
    await world.act(handlers.count_arrival, recognised())
    assert world.get(Activity, "C1").last == ago(0)
    score = world.get(Score, "C1")
    assert (score.inputs.silent, score.branch) == (0, "B1")
    await world.act(handlers.count_arrival, recognised())
    assert world.get(Activity, "C1").version == 2


async def test_the_days_of_an_activity_are_those_of_the_home_branch():
    world = hall(activity())
    await world.act(handlers.begin_nights, OPENED)
    world.now = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # one o'clock of the next day in Shanghai
    await world.act(handlers.count_arrival, recognised())
    assert world.get(Activity, "C1").last == "2026-03-03"


async def test_an_arrival_of_nobody_known_is_left_alone():
    world = hall()
    await world.act(handlers.count_arrival, recognised("C9"))
    assert not world.documents


async def test_an_account_manager_is_told_of_a_silence_once():
    world = hall(activity(*range(30, 400, 10)))
    await world.act(handlers.begin_nights, OPENED)
    await night(world, 5 * A_DAY)
    (told,) = world.events(CustomerGoingSilent)
    assert (told.account_manager, told.masked_name) == ("am.1", "王**")
    assert len(world.events(CustomerScored)) <= 2


@pytest.mark.parametrize(("two_way", "counted"), [(True, ago(0)), (False, ago(10))])
async def test_only_a_contact_of_both_sides_counts(two_way: bool, counted: str):
    world = hall(activity(10, 40))
    contacted = CustomerContacted(
        branch="B1",
        customer="C1",
        masked_name="王**",
        contact="K1",
        account_manager="am.1",
        contacted_by="am.1",
        way=ContactWay.PHONE,
        initiative=Initiative.BANK,
        outcome=ContactOutcome.REACHED if two_way else ContactOutcome.NOT_REACHED,
        two_way=two_way,
        at=MORNING,
        next_due=ago(-30),
    )
    await world.act(handlers.count_contact, contacted)
    assert world.get(Activity, "C1").last == counted


async def test_a_contact_counts_on_the_day_on_which_it_was_made():
    world = hall(activity(40, 10))
    contacted = CustomerContacted(
        branch="B1",
        customer="C1",
        masked_name="王**",
        contact="K1",
        account_manager="am.1",
        contacted_by="am.1",
        way=ContactWay.PHONE,
        initiative=Initiative.BANK,
        outcome=ContactOutcome.REACHED,
        two_way=True,
        at=MORNING - 20 * A_DAY,
        next_due=ago(-30),
    )
    await world.act(handlers.count_contact, contacted)
    assert world.get(Activity, "C1").recent == (ago(40), ago(20), ago(10))


async def test_an_open_complaint_is_a_factor_until_it_is_settled():
    world = hall(activity(10, 40, 70))
    opened = CaseOpened(
        branch="B1",
        case="K1",
        topic=ComplaintTopic.WAITING,
        raised_by="staff:x",
        case_owner=None,
        take_over_by=MORNING,
        answer_by=MORNING,
        customer="C1",
    )
    await world.act(handlers.note_complaint, opened)
    assert world.get(Score, "C1").inputs.complaints == 1
    await world.act(handlers.note_complaint, opened.model_copy(update={"customer": None}))
    await world.act(
        handlers.drop_complaint, CaseSettled(branch="B1", case="K1", settled_by="x", customer="C1")
    )
    assert world.get(Score, "C1").inputs.complaints == 0


async def test_holdings_are_valued_when_they_change():
    world = await bank()
    holding = Holding(product="deposit", amount=100_000)
    await world.do(ReportHoldings("C1", (holding,), world.now))
    await world.act(handlers.value_holdings, world.events(HoldingsChanged)[-1])
    wealth = world.get(Activity, "C1").wealth
    assert wealth is not None
    assert (wealth.total, wealth.products) == (100_000, 1)


async def test_what_was_said_is_judged_when_its_time_is_over():
    world = hall(activity(10, 40, 70), activity(1, 31, 61, id="C2"))
    await world.act(handlers.begin_nights, OPENED)
    await night(world)
    statement = world.get(Score, "C1").said
    assert statement is not None
    assert statement.day == "2026-03-03"
    await night(world, 30 * A_DAY)
    await world.act(handlers.count_arrival, recognised())
    await night(world, timedelta(days=HORIZON - 31))
    assert (Reliability, f"B1:{METHOD}") not in world.documents
    await night(world, 2 * A_DAY)
    table = world.get(Reliability, f"B1:{METHOD}")
    assert (table.statements, sum(one.came for one in table.bins)) == (2, 1)
    again = world.get(Score, "C1").said
    assert again is not None
    assert again.day > statement.until


def test_a_table_counts_what_was_said_against_what_came():
    table = Reliability(id="B1:x", branch="B1", method="x")
    for chance, came in ((0.95, True), (0.92, False), (0.0, False), (1.0, True)):
        table = count(table, Statement(day=ago(9), until=ago(1), chance=chance, method="x"), came)
    assert [one.statements for one in table.bins] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 3]
    assert table.bins[9].came == 2
    assert table.bins[9].said == pytest.approx(2.87)
    assert table.brier == pytest.approx((0.05**2 + 0.92**2 + 0 + 0) / 4)


async def test_a_customer_s_new_account_manager_stands_in_the_list_at_once():
    world = await bank()
    await world.act(handlers.count_arrival, recognised())
    await world.do(ChangeAccountManager("C1", "am.2"))
    await world.act(handlers.follow_file, world.events(CustomerRegistered)[-1])
    assert world.get(Score, "C1").account_manager == "am.2"


async def test_of_an_erased_customer_nothing_is_left_and_nothing_comes_back():
    world = await bank()
    world.looks[merged_with] = lambda customer: []
    await world.act(handlers.count_arrival, recognised())
    await world.do(EraseCustomer("C1"))
    await world.act(handlers.forget, CustomerErased(branch="B1", customer="C1"))
    assert (world.get(Score, "C1").branch, world.get(Activity, "C1").branch) == ("", "")
    assert world.get(Score, "C1").factors == ()
    assert world.get(Activity, "C1").recent == ()
    await world.act(handlers.count_arrival, recognised())
    await world.act(handlers.follow_file, world.events(CustomerRegistered)[-1])
    assert world.get(Activity, "C1").recent == ()
    assert world.get(Customer, "C1").erased_at == MORNING
