"""Visits from plan to record: what is owed when, and what is refused (W1)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.handlers import others
from services.customer.contacts.handlers.plans import follow_file
from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from services.customer.files.domain.customer import FileErased
from services.customer.visits.commands import (
    BeginVisit,
    CancelVisit,
    ConfirmVisit,
    HoldVisit,
    KeepPromise,
    MissVisit,
    MoveVisit,
    PlanVisit,
)
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.records import NewPromise, NextStep
from services.customer.visits.domain.times import VisitInPast, VisitTooFar
from services.customer.visits.domain.visit import (
    OPEN_AT_MOST,
    Busy,
    Diary,
    FollowUpInPast,
    OwnerUnknown,
    TooManyVisits,
    VisitNotDue,
    VisitNotOpen,
    VisitNotToRecord,
    VisitOverlaps,
    VisitRecordedAlready,
    VisitState,
)
from services.customer.visits.handlers import erase_visits, follow_customer
from services.customer.visits.queries import open_promises_to, open_visits_of_customer, traces_of_customer
from shared.contracts.customer import (
    CustomerErased,
    CustomerRegistered,
    CustomerVisitCancelled,
    CustomerVisitConfirmed,
    CustomerVisitGiven,
    CustomerVisitHeld,
    CustomerVisitMoved,
    CustomerVisitNotHeld,
    CustomerVisitOverdue,
    CustomerVisitPlanned,
    CustomerVisitRecorded,
    FollowUp,
    NotHeldReason,
    PromiseKept,
    PromiseMade,
    PromiseOverdue,
    StepKind,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import Segment
from tests.unit.acting import MORNING, World
from tests.unit.customer.visits.building import (
    CALL,
    HOUR,
    NONE,
    TOMORROW,
    new_visit,
    office,
    plan,
    recording,
    visit_of,
)

DAY = timedelta(days=1)
PROMISE = NewPromise("P1", "am.2", "2026-03-06", b"sealed")


def moved(to: datetime, id: str = "W1", *, despite_overlap: bool = False) -> MoveVisit:
    return MoveVisit(id, to, to + HOUR, despite_overlap, "am.1")


async def come(world: World) -> None:
    """Let the time of the planned visit come, and half of it pass."""
    world.now = TOMORROW + HOUR / 2


async def test_a_planned_visit_is_published_once_and_its_record_is_due_on_the_next_working_day():
    world = await office()
    await plan(world, new_visit(), new_visit())
    (event,) = world.events(CustomerVisitPlanned)
    assert (event.customer_visit, event.customer, event.held_by) == ("W1", "C1", "am.1")
    # a Tuesday; the Wednesday after it ends at midnight in Shanghai
    assert visit_of(world).record_due == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


async def test_a_record_after_a_holiday_is_due_on_the_first_day_that_is_worked():
    world = await office()
    eve = datetime(2026, 4, 30, 2, 0, tzinfo=UTC)  # the first to the fifth of May are off
    await plan(world, new_visit(at=eve))
    assert visit_of(world).record_due == datetime(2026, 5, 6, 16, 0, tzinfo=UTC)


async def test_the_next_working_day_is_that_of_the_branch_s_own_country():
    world = await office()
    opened = BranchOpened(branch="B1", name_zh="纽约", name_en="New York", timezone="America/New_York")
    await world.act(EVENT_HANDLERS[BranchOpened], opened)
    friday = datetime(2026, 7, 2, 20, 0, tzinfo=UTC)  # Thursday afternoon there; the third of July is off
    await plan(world, new_visit(at=friday))
    assert visit_of(world).record_due == datetime(2026, 7, 7, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [(MORNING - HOUR, VisitInPast), (MORNING + timedelta(days=400), VisitTooFar)],
)
async def test_a_visit_in_the_past_or_years_ahead_is_refused(at: datetime, refusal: type[Exception]):
    world = await office()
    with pytest.raises(refusal):
        await plan(world, new_visit(at=at))
    await plan(world)
    with pytest.raises(refusal):
        await world.do(moved(at))


async def test_two_visits_at_one_time_are_refused_unless_both_are_meant():
    world = await office("C2")
    await plan(world)
    half = new_visit("W2", TOMORROW + HOUR / 2, customer="C2")
    with pytest.raises(VisitOverlaps):
        await plan(world, half)
    await plan(world, new_visit("W2", TOMORROW + HOUR / 2, customer="C2", despite_overlap=True))
    await plan(world, new_visit("W3", TOMORROW + 2 * HOUR))
    with pytest.raises(VisitOverlaps):
        await world.do(moved(TOMORROW, "W3"))
    await plan(world, new_visit("W4", staff="am.2"))  # a colleague is somebody else


async def test_of_two_that_are_planned_in_one_moment_the_second_is_noticed():
    world = await office()
    answers = await world.do_together([PlanVisit(new_visit("W1")), PlanVisit(new_visit("W2"))])
    assert isinstance(answers[1], VisitOverlaps)


async def test_a_time_that_became_free_is_free():
    world = await office()
    await plan(world)
    await world.do(CancelVisit("W1", NotHeldReason.CUSTOMER_CANCELLED, "am.1"))
    await plan(world, new_visit("W2"))
    await world.do(moved(TOMORROW + DAY, "W2"))
    await plan(world, new_visit("W3"))
    assert [one.visit for one in world.get(Diary, "am.1").busy] == ["W2", "W3"]


async def test_a_diary_has_an_end():
    world = await office()
    busy = tuple(
        Busy(visit=f"X{n}", starts_at=TOMORROW + n * DAY / 10, ends_at=TOMORROW + n * DAY / 10 + HOUR)
        for n in range(1, OPEN_AT_MOST + 1)
    )
    world.documents[Diary, "am.1"] = Diary(id="am.1", version=1, busy=busy)
    with pytest.raises(TooManyVisits):
        await plan(world)


async def test_moving_changes_what_a_calendar_shows_and_asks_for_another_confirmation():
    world = await office()
    await plan(world)
    for _ in range(2):
        await world.do(ConfirmVisit("W1"))
    for _ in range(2):
        await world.do(moved(TOMORROW + DAY))
    visit = visit_of(world)
    assert (visit.state, visit.sequence) == (VisitState.PLANNED, 2)
    assert visit.record_due == datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    assert len(world.events(CustomerVisitConfirmed)) == len(world.events(CustomerVisitMoved)) == 1


async def test_where_staff_are_is_kept_by_district_and_quarter_of_an_hour():
    world = await office()
    await plan(world)
    with pytest.raises(VisitNotDue):
        await world.do(BeginVisit("W1", "浦东新区"))
    world.now = TOMORROW + timedelta(minutes=8, seconds=3)
    for _ in range(2):
        await world.do(BeginVisit("W1", "浦东新区"))
    assert (visit_of(world).begun_at, visit_of(world).district) == (TOMORROW, "浦东新区")


async def test_a_visit_is_held_when_its_time_has_come_and_then_its_record_is_due():
    world = await office()
    await plan(world)
    with pytest.raises(VisitNotDue):
        await world.do(HoldVisit("W1"))
    await come(world)
    for _ in range(2):
        await world.do(HoldVisit("W1"))
    (event,) = world.events(CustomerVisitHeld)
    assert event.record_due == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    assert world.get(Diary, "am.1").busy == ()


async def test_a_record_says_what_follows_and_makes_tasks_of_promises():
    world = await office()
    await plan(world)
    await come(world)
    await world.do(recording("W1", CALL, PROMISE))
    (event,) = world.events(CustomerVisitRecorded)
    assert (event.follow_up, event.follow_up_on, event.in_time) == (FollowUp.CONTACT, "2026-03-20", True)
    (made,) = world.events(PromiseMade)
    assert (made.promise_owner, made.due) == ("am.2", "2026-03-06")
    assert set(world.timers) == {"promise:P1"}
    with pytest.raises(VisitRecordedAlready):
        await world.do(recording())


@pytest.mark.parametrize(
    ("next_step", "promise"),
    [
        (NextStep(FollowUp.CONTACT, "2026-03-02"), PROMISE),
        (NONE, NewPromise("P1", "am.2", "2026-03-02", b"sealed")),
    ],
)
async def test_what_follows_is_not_in_the_past(next_step: NextStep, promise: NewPromise):
    world = await office()
    await plan(world)
    await come(world)
    with pytest.raises(FollowUpInPast):
        await world.do(recording("W1", next_step, promise))


async def test_a_promise_is_owned_by_somebody_of_the_branch():
    world = await office()
    await plan(world)
    await come(world)
    with pytest.raises(OwnerUnknown):
        await world.do(recording("W1", NONE, NewPromise("P1", "nobody", "2026-03-06", b"sealed")))


async def test_a_record_that_is_not_written_goes_to_the_manager_and_then_to_the_head():
    world = await office()
    await plan(world)
    await world.wait(2 * DAY + timedelta(hours=14, minutes=59), TIMER_HANDLERS)  # to the end of Wednesday
    assert world.events(CustomerVisitOverdue) == []
    await world.wait(HOUR, TIMER_HANDLERS)
    assert [event.level for event in world.events(CustomerVisitOverdue)] == [1]
    await world.wait(DAY, TIMER_HANDLERS)
    assert [event.level for event in world.events(CustomerVisitOverdue)] == [1, 2]
    await world.wait(30 * DAY, TIMER_HANDLERS)
    assert len(world.events(CustomerVisitOverdue)) == 2
    await world.do(recording("W1", NextStep(FollowUp.CONTACT, "2026-06-01")))
    assert [event.in_time for event in world.events(CustomerVisitRecorded)] == [False]


@pytest.mark.parametrize("end", ["record", "miss", "cancel"])
async def test_what_is_done_is_never_late(end: str):
    world = await office()
    await plan(world)
    if end == "cancel":
        await world.do(CancelVisit("W1", NotHeldReason.WEATHER, "am.1"))
    else:
        await come(world)
        done = recording() if end == "record" else MissVisit("W1", NotHeldReason.CUSTOMER_ABSENT, CALL)
        await world.do(done)
    assert world.timers == {}
    await world.wait(30 * DAY, TIMER_HANDLERS)
    assert world.events(CustomerVisitOverdue) == []


async def test_a_visit_that_was_not_held_has_a_reason_and_nothing_to_record():
    world = await office()
    await plan(world)
    await come(world)
    for _ in range(2):
        await world.do(MissVisit("W1", NotHeldReason.CUSTOMER_ABSENT, CALL))
    (event,) = world.events(CustomerVisitNotHeld)
    assert event.reason is NotHeldReason.CUSTOMER_ABSENT
    assert visit_of(world).follow_up_on == "2026-03-20"
    with pytest.raises(VisitNotToRecord):
        await world.do(recording())


async def test_a_visit_that_is_over_is_not_cancelled_or_moved():
    world = await office()
    await plan(world)
    for _ in range(2):
        await world.do(CancelVisit("W1", NotHeldReason.WEATHER, "am.1"))
    assert len(world.events(CustomerVisitCancelled)) == 1
    commands: list[Any] = [moved(TOMORROW + DAY), ConfirmVisit("W1"), BeginVisit("W1", "x"), HoldVisit("W1")]
    for command in commands:
        with pytest.raises(VisitNotOpen):
            await world.do(command)


async def test_a_promise_is_kept_once_or_late():
    world = await office()
    await plan(world)
    await come(world)
    await world.do(recording("W1", NONE, PROMISE, NewPromise("P2", "am.1", "2026-03-05", b"sealed")))
    for _ in range(2):
        await world.do(KeepPromise("P1", "am.2"))
    assert [(event.promise, event.in_time) for event in world.events(PromiseKept)] == [("P1", True)]
    await world.wait(10 * DAY, TIMER_HANDLERS)
    assert [event.promise for event in world.events(PromiseOverdue)] == ["P2"]
    await world.do(KeepPromise("P2", "am.1"))
    assert world.events(PromiseKept)[-1].in_time is False


async def test_open_visits_go_with_their_customer_and_nothing_of_them_is_reset():
    world = await office()
    world.looks[open_visits_of_customer] = lambda _: ["W1", "W2"]
    world.looks[open_promises_to] = lambda _: []
    await plan(world, new_visit("W1"), new_visit("W2", TOMORROW + DAY))
    await come(world)
    await world.do(HoldVisit("W1"))
    before = visit_of(world, "W2")
    await world.do(ChangeAccountManager("C1", "am.2"))
    for _ in range(2):
        for event in world.events(CustomerRegistered):
            await world.act(follow_customer, event)
    given = world.events(CustomerVisitGiven)
    assert [(event.customer_visit, event.had_by, event.held_by) for event in given] == [
        ("W1", "am.1", "am.2"),
        ("W2", "am.1", "am.2"),
    ]
    after = visit_of(world, "W2")
    assert (after.starts_at, after.state, after.record_due) == (
        before.starts_at,
        before.state,
        before.record_due,
    )
    assert [one.visit for one in world.get(Diary, "am.2").busy] == ["W2"]
    assert world.get(Diary, "am.1").busy == ()


async def test_of_an_erased_customer_nothing_is_to_come_and_no_text_is_left():
    world = await office()
    world.looks[traces_of_customer] = lambda _: (["W1", "W2"], ["P1"])
    await plan(world, new_visit("W1", address=b"sealed"), new_visit("W2", TOMORROW + DAY, goal=b"sealed"))
    await come(world)
    await world.do(recording("W1", NONE, PROMISE))
    await world.do(EraseCustomer("C1"))
    await world.act(erase_visits, CustomerErased(branch="B1", customer="C1"))
    for id, state in (("W1", VisitState.RECORDED), ("W2", VisitState.CANCELLED)):
        visit = visit_of(world, id)
        assert (visit.address, visit.goal, visit.observations, visit.state) == (None, None, None, state)
    assert world.get(Promise, "P1").what is None
    assert world.timers == {}
    with pytest.raises(FileErased):
        await plan(world, new_visit("W3", TOMORROW + 2 * DAY))


async def test_a_late_visit_that_is_held_at_last_still_comes_to_the_head():
    world = await office()
    await plan(world)
    await world.wait(3 * DAY, TIMER_HANDLERS)
    await world.do(HoldVisit("W1"))
    await world.wait(2 * DAY, TIMER_HANDLERS)
    assert [event.level for event in world.events(CustomerVisitOverdue)] == [1, 2]


ACTS = st.sampled_from(["confirm", "begin", "hold", "miss", "record", "cancel", "move", "wait"])


@given(st.lists(ACTS, max_size=12))
async def test_whatever_is_done_an_open_visit_has_a_day_and_an_ended_one_asks_for_nothing(acts: list[str]):
    world = await office()
    await plan(world)
    for act in acts:
        await _try(world, act)
        visit = visit_of(world)
        waits = "visit-record:W1" in world.timers
        assert waits == (visit.is_open and visit.overdue < 2)
        assert waits is False or world.timers["visit-record:W1"].due > world.now
        assert (visit.state is VisitState.RECORDED) == (visit.observations is not None)
        busy = {one.visit for one in (world.get(Diary, "am.1").busy)}
        assert (visit.state in (VisitState.HELD, VisitState.RECORDED)) <= ("W1" not in busy)


async def _try(world: World, act: str) -> None:
    """Do one thing, which may be refused."""
    commands: dict[str, Any] = {
        "confirm": ConfirmVisit("W1"),
        "begin": BeginVisit("W1", "浦东新区"),
        "hold": HoldVisit("W1"),
        "miss": MissVisit("W1", NotHeldReason.OTHER, NextStep(FollowUp.CONTACT, "2027-01-01")),
        "record": recording("W1", NextStep(FollowUp.CONTACT, "2027-01-01")),
        "cancel": CancelVisit("W1", NotHeldReason.OTHER, "am.1"),
        "move": moved(world.now + 3 * DAY),
    }
    if act == "wait":
        return await world.wait(DAY, TIMER_HANDLERS)
    refused = (VisitNotOpen, VisitNotDue, VisitNotToRecord, VisitRecordedAlready)
    try:
        await world.do(commands[act])
    except refused:
        return None


async def test_a_visit_moves_the_next_step_with_its_customer_and_only_a_held_one_resets_the_clock():
    world = await office()
    await world.act(follow_file, REGISTERED)
    await plan(world)
    await world.act(others.follow_visit, world.events(CustomerVisitPlanned)[0])
    plan_before = world.get(ContactPlan, "C1")
    assert (plan_before.next_step.kind, plan_before.next_step.due) == (StepKind.VISIT, "2026-03-03")
    await come(world)
    await world.do(MissVisit("W1", NotHeldReason.CUSTOMER_ABSENT, CALL))
    await world.act(others.end_visit, world.events(CustomerVisitNotHeld)[0])
    after = world.get(ContactPlan, "C1")
    assert after.last_at is None
    assert after.step(StepKind.PROMISED).due == "2026-03-20"
    await plan(world, new_visit("W2", world.now))
    world.now += HOUR
    await world.do(recording("W2", NextStep(FollowUp.CONTACT, "2026-03-25")))
    (recorded,) = world.events(CustomerVisitRecorded)
    await world.act(others.count_visit, recorded)
    held = world.get(ContactPlan, "C1")
    assert held.last_at == world.now
    assert held.step(StepKind.PROMISED).due == "2026-03-25"


REGISTERED = CustomerRegistered(
    branch="B1", customer="C1", masked_name="王**", segment=Segment.VIP, account_manager="am.1"
)
