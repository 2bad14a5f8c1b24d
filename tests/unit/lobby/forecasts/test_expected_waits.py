"""Expected waits, from the ticket to the call, and those that change on the way (D2, D7, D8)."""

from datetime import timedelta

import bson
import pytest

from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.day.commands import CloseDay, OpenDay
from services.lobby.day.domain.days import DayOverride
from services.lobby.forecasts.domain.clues import SIZE, unpacked
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.api.visits import customer_answer, shown
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallTicket,
    CancelVisit,
    CloseCounter,
    CompleteVisit,
    MarkNoShow,
    OpenCounter,
    ParkTicket,
    PauseCounter,
    ResumeCounter,
    ResumeTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.visits import Visit
from services.lobby.settings.commands import ChangeRules
from services.lobby.settings.handlers import set_up_branch
from shared.contracts import lobby
from shared.contracts.lobby import OverrideReason
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Care, ForecastMethod, TicketClass
from shared.store import from_raw, to_raw
from tests.unit.acting import World

ALL = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)
MINUTE = timedelta(minutes=1)


async def hall(open: int = 2, waiting: int = 0) -> World:
    world = World("lobby")
    branch = Branch(id="B1", name_zh="一", name_en="One", counters={str(n): ALL for n in range(1, 5)})
    await world.act(set_up_branch, branch)
    for number in range(1, open + 1):
        await world.do(OpenCounter("B1", str(number), f"s{number}"))
    for number in range(open + waiting):
        await come(world, f"v{number}")
    for number in range(1, open + 1):
        if waiting:
            await call(world, str(number))
    world.published.clear()
    return world


async def come(world: World, id: str) -> Visit:
    visit = await world.do(AdmitCustomer(Arrival(id, "B1", "cash", world.now)))
    assert isinstance(visit, Visit)
    return visit


async def call(world: World, counter: str = "1", visit: str | None = None) -> Visit:
    called = await world.do(CallTicket("B1", counter, f"s{counter}", visit))
    assert isinstance(called, Visit)
    return called


def changes(world: World) -> list[lobby.ForecastsChanged]:
    return [one for one in world.events(lobby.ForecastsChanged) if isinstance(one, lobby.ForecastsChanged)]


async def test_the_ticket_the_machine_and_the_page_tell_the_same_range_and_the_visit_keeps_it():
    world = await hall(waiting=3)
    visit = await come(world, "new")
    (told,) = world.events(lobby.TicketIssued)
    assert visit.forecast is not None
    assert visit.forecast.expected == 4 * 150  # three ahead, five minutes a turn, two counters
    assert (told.wait_low_seconds, told.wait_high_seconds) == (visit.forecast.low, visit.forecast.high)
    assert customer_answer(visit)["wait_high_seconds"] == visit.forecast.high
    assert shown(visit).wait_low_seconds == visit.forecast.low


async def test_where_no_counter_is_open_nothing_is_promised():
    world = await hall(open=0)
    visit = await come(world, "new")
    (told,) = world.events(lobby.TicketIssued)
    assert (visit.forecast, told.wait_high_seconds) == (None, None)
    assert "wait_high_seconds" not in customer_answer(visit)


async def test_arrivals_of_one_batch_are_told_of_each_other():
    world = await hall(waiting=1)
    visits = await world.do_together(
        [AdmitCustomer(Arrival(f"n{n}", "B1", "cash", world.now)) for n in range(3)]
    )
    assert [one.forecast.expected for one in visits] == [300, 450, 600]


async def test_the_call_says_what_was_told_and_every_method_learns_from_it():
    world = await hall(waiting=1)
    await come(world, "new")
    world.now += 5 * MINUTE
    await world.do(CompleteVisit("v0"))
    await call(world)
    await world.do(CompleteVisit("v2"))
    world.now += 2 * MINUTE
    visit = await call(world)
    assert visit.id == "new"
    called = world.events(lobby.TicketCalled)[-1]
    assert (called.expected_seconds, called.waited_seconds) == (300, 420)
    assert called.forecast_method is ForecastMethod.QUEUE_LENGTH
    assert called.forecast_low_seconds < 300 < called.forecast_high_seconds
    known = world.get(WaitHistory, "B1").of(TicketClass.ORDINARY)
    assert known.latest == 420
    assert set(known.records) >= {ForecastMethod.QUEUE_LENGTH, ForecastMethod.FREE_COUNTER}


async def test_turns_that_were_seen_replace_the_supposed_five_minutes():
    world = await hall(waiting=2)
    world.now += 2 * MINUTE
    await world.do(CompleteVisit("v0"))
    await world.do(MarkNoShow("v1"))
    assert world.get(WaitHistory, "B1").turn.value == 120
    await call(world, "1")
    await call(world, "2")
    visit = await come(world, "new")
    assert visit.forecast is not None
    assert visit.forecast.gap == 60


async def test_a_call_by_hand_teaches_as_every_wait_does():
    world = await hall(waiting=3)
    await world.do(CompleteVisit("v0"))
    world.now += 4 * MINUTE
    await call(world, "1", visit="v4")
    assert world.get(WaitHistory, "B1").of(TicketClass.ORDINARY).latest == 240
    (by_hand,) = world.events(lobby.TicketCalled)
    assert by_hand.expected_seconds is not None


async def test_a_wait_that_was_broken_off_teaches_nothing():
    world = await hall(waiting=3)
    await world.do(CompleteVisit("v0"))
    before = world.get(WaitHistory, "B1").classes
    await world.do(ParkTicket("v2"))
    world.now += MINUTE
    await world.do(ResumeTicket("v2"))
    await call(world, "1", visit="v2")
    assert world.get(WaitHistory, "B1").classes == before
    (parked,) = world.events(lobby.TicketCalled)
    assert parked.expected_seconds is None


async def test_who_gives_up_after_more_than_was_told_teaches_that_it_was_too_little():
    world = await hall(waiting=3)
    told = world.get(Visit, "v2").forecast
    before = world.get(WaitHistory, "B1")
    world.now += timedelta(seconds=told.high + 60)
    await world.do(CancelVisit("v2", "left"))
    after = world.get(WaitHistory, "B1")
    seen = unpacked(told.clues)
    old, new = (
        it.weights.expected(TicketClass.ORDINARY, it.need("cash").weights, seen) for it in (before, after)
    )
    assert new > old
    assert after.classes == before.classes


async def test_who_gives_up_before_the_time_that_was_told_says_nothing_of_it():
    world = await hall(waiting=3)
    before = world.get(WaitHistory, "B1")
    await world.do(CancelVisit("v4", "left"))
    after = world.get(WaitHistory, "B1")
    assert (after.classes, after.weights, after.needs) == (before.classes, before.weights, before.needs)


@pytest.mark.parametrize("hours", [-8, 8, 24 * 400])
async def test_a_machine_whose_clock_is_wrong_teaches_nothing_and_the_next_is_told_what_is_true(hours: int):
    world = await hall(waiting=3)
    before = world.get(WaitHistory, "B1").classes
    await world.do(AdmitCustomer(Arrival("odd", "B1", "cash", world.now + timedelta(hours=hours))))
    world.now += MINUTE
    await world.do(CompleteVisit("v0"))
    called = await call(world, "1", visit=None if hours < 0 else "odd")
    assert called.id == "odd"
    assert world.get(WaitHistory, "B1").classes == before
    visit = await come(world, "new")
    assert visit.forecast is not None
    assert visit.forecast.high < 1200


async def test_the_clues_of_a_visit_are_kept_with_it_and_read_again():
    world = await hall(waiting=3)
    visit = await come(world, "new")
    kept = from_raw(Visit, bson.decode(bson.encode(to_raw(visit))))
    assert kept.forecast == visit.forecast
    assert len(unpacked(kept.forecast.clues)) == SIZE


async def test_every_day_that_somebody_closes_tells_when_the_branch_closes():
    world = await hall(open=0)
    opened = DayOverride(OverrideReason.OTHER)
    await world.do(OpenDay("B1", "manager", opened))
    world.now += timedelta(hours=8)
    await world.do(CloseDay("B1", "manager", opened))
    assert world.get(WaitHistory, "B1").closes.value == 17 * 3600


async def test_who_is_heard_late_from_a_machine_that_was_cut_off_is_promised_nothing():
    world = await hall(waiting=1)
    visit = await world.do(AdmitCustomer(Arrival("late", "B1", "cash", world.now - 30 * MINUTE)))
    assert visit.forecast is None


async def test_a_counter_that_comes_or_goes_tells_all_whose_wait_changes_in_one_event():
    world = await hall(waiting=8)
    await world.do(OpenCounter("B1", "3", "s3"))
    await world.do(CloseCounter("B1", "3", "s3"))
    opened, closed = changes(world)
    assert (opened.reason, closed.reason) == ("counter_opened", "counter_closed")
    assert opened.counter == closed.counter == "3"
    assert closed.affected == len(closed.tickets) > 1
    assert {one.visit for one in closed.tickets} <= {f"v{n}" for n in range(10)}
    last = {one.visit: one for one in (*opened.tickets,)}["v9"]
    again = {one.visit: one for one in (*closed.tickets,)}["v9"]
    assert (last.wait_high_seconds or 0) < (again.wait_high_seconds or 0)
    assert closed.answers() == "B1"


async def test_a_pause_and_its_end_are_told_too():
    world = await hall(waiting=8)
    await world.do(PauseCounter("B1", "2", "s2", PauseReason.CASH))
    await world.do(ResumeCounter("B1", "2", "s2"))
    assert [one.reason for one in changes(world)] == ["counter_paused", "counter_resumed"]


async def test_the_last_counter_that_pauses_takes_every_promise_back():
    world = await hall(open=1, waiting=2)
    await world.do(PauseCounter("B1", "1", "s1", PauseReason.BREAK))
    (told,) = changes(world)
    assert [(one.wait_low_seconds, one.wait_high_seconds) for one in told.tickets] == [(None, None)] * 2


async def test_what_changes_no_wait_is_not_told():
    world = await hall(waiting=0)
    await world.do(OpenCounter("B1", "3", "s3"))
    await world.do(ChangeRules("B1", rules=Rules(recalls_at_most=1)))
    assert changes(world) == []


async def test_new_rates_change_the_waits_of_those_who_are_ahead_by_them():
    world = await hall(open=1, waiting=6)
    world.now += 3 * MINUTE
    await world.do(AdmitCustomer(Arrival("care", "B1", "cash", world.now, (Care.ELDERLY,))))
    rates = {**Rules().rates, TicketClass.CARE: 0.2}
    await world.do(ChangeRules("B1", rules=Rules(rates=rates)))
    (told,) = changes(world)
    assert told.reason == "settings_changed"
    assert "care" in {one.visit for one in told.tickets}
