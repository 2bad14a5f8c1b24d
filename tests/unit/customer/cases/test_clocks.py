"""The clocks of each law, computed by hand for dated examples (D9)."""

from datetime import date, timedelta

import pytest

from services.customer.app import TIMER_HANDLERS
from services.customer.cases.commands import OpenCase
from services.customer.cases.domain.case import Case, CaseCalendar, CaseClockDue, NewComplaint
from services.customer.cases.domain.rules import DayCount, Span
from services.customer.cases.handlers import check_calendar
from services.customer.cases.queries import cases_counted_by
from shared.contracts.customer import (
    CaseClock,
    CaseClockMoved,
    CaseClockPassed,
    CaseClockWarned,
    CaseEscalated,
    CaseOpened,
)
from shared.contracts.lobby import BranchDayOpened
from shared.contracts.words import ComplaintTopic
from shared.working_days import working_days
from tests.unit.acting import World
from tests.unit.customer.cases.building import at, branch_in, case_of, days_of, raised, running, settled

DAY = BranchDayOpened(branch="B1", day="2026-12-24", by="lm.1", overridden=False)


@pytest.mark.parametrize(
    ("law", "now", "days"),
    [
        # over the Spring Festival of 2026: days of the calendar, whether worked or not
        ("cn", "2026-02-10T02:00", {"answer": "2026-02-25"}),
        # over a year's end
        ("cn", "2026-12-20T02:00", {"answer": "2027-01-04"}),
        # seven in the evening by UTC is the next day in Shanghai
        ("cn", "2026-03-02T19:00", {"answer": "2026-03-18"}),
        # Good Friday the 3rd and Easter Monday the 6th of April 2026
        ("uk", "2026-04-02T09:00", {"acknowledge": "2026-04-09", "final": "2026-05-28"}),
        # Christmas, Boxing Day; then New Year's Day
        ("uk", "2025-12-24T09:00", {"acknowledge": "2025-12-31", "final": "2026-02-18"}),
        ("uk", "2025-12-30T09:00", {"acknowledge": "2026-01-05", "final": "2026-02-24"}),
        # TARGET is closed on 25 and 26 December and 1 January
        ("eu", "2025-12-15T09:00", {"answer": "2026-01-08", "final": "2026-02-05"}),
        # the last evening of a quarter in New York is the first morning of the next one by UTC
        ("us", "2026-04-01T03:00", {"answer": "2026-04-15", "report": "2026-04-15"}),
        ("us", "2026-04-01T13:00", {"answer": "2026-04-16", "report": "2026-07-15"}),
        ("us", "2026-12-31T17:00", {"answer": "2027-01-15", "report": "2027-01-15"}),
    ],
)
async def test_the_clocks_of_a_law_end_on_these_days(law: str, now: str, days: dict[str, str]):
    world = await raised(law, now)
    assert days_of(world) == days
    (opened,) = world.events(CaseOpened)
    assert (opened.law, opened.rules) == (law, f"{law}:1")


@pytest.mark.parametrize(
    ("law", "now", "clock", "due"),
    [
        ("cn", "2026-02-10T02:00", CaseClock.ANSWER, "2026-02-25T16:00"),
        ("uk", "2026-03-20T09:00", CaseClock.ACKNOWLEDGE, "2026-03-26T00:00"),  # still winter time
        ("uk", "2026-03-20T09:00", CaseClock.FINAL, "2026-05-15T23:00"),  # summer time began on 29 March
        ("us", "2026-10-25T15:00", CaseClock.ANSWER, "2026-11-10T05:00"),  # it ended on 1 November
        ("us", "2026-03-02T15:00", CaseClock.REPORT, "2026-04-16T04:00"),
    ],
)
async def test_a_clock_runs_out_at_midnight_of_the_branch(law: str, now: str, clock: CaseClock, due: str):
    world = await raised(law, now)
    running = case_of(world).clock(clock)
    assert running
    assert running.due == at(due)


def test_working_days_skip_the_spring_festival_and_count_the_shifted_saturdays():
    calendar, received = working_days("CN"), date(2026, 2, 13)
    ends = {n: Span(count=n, unit=DayCount.WORKING_DAYS).after(received, calendar) for n in (1, 2, 5, 6)}
    assert ends == {
        1: date(2026, 2, 14),  # a Saturday that is worked
        2: date(2026, 2, 24),  # after the holiday from the 15th to the 23rd
        5: date(2026, 2, 27),
        6: date(2026, 2, 28),  # a Saturday that is worked
    }


async def test_a_clock_is_warned_of_before_and_told_to_owner_and_region_when_it_has_passed():
    world = await running("cn", "2026-03-02T02:00")
    await world.wait(at("2026-03-13T15:59") - world.now, TIMER_HANDLERS)
    assert not world.events(CaseClockWarned)
    await world.wait(timedelta(minutes=2), TIMER_HANDLERS)
    (warned,) = world.events(CaseClockWarned)
    assert (warned.clock, warned.clock_owner) == (CaseClock.ANSWER, "lm.1")
    await world.wait(at("2026-03-17T15:59") - world.now, TIMER_HANDLERS)
    assert not world.events(CaseClockPassed)
    await world.wait(timedelta(minutes=2), TIMER_HANDLERS)
    (passed,) = world.events(CaseClockPassed)
    (escalated,) = world.events(CaseEscalated)
    assert (passed.clock_owner, passed.due) == ("lm.1", at("2026-03-17T16:00"))
    assert (escalated.overdue, escalated.case_owner, escalated.level) == ("answer", "region", 2)
    assert case_of(world).clocks[0].late


async def test_a_report_that_is_late_is_told_even_of_a_case_that_is_settled():
    world = await running("us", "2026-03-02T15:00")
    await world.do(settled(world))
    assert days_of(world) == {"report": "2026-04-15"}
    await world.wait(timedelta(days=60), TIMER_HANDLERS)
    (passed,) = world.events(CaseClockPassed)
    assert passed.clock is CaseClock.REPORT
    assert not world.events(CaseEscalated)


async def test_a_complaint_at_midnight_counts_by_the_day_of_the_branch():
    for moment, day in (("2026-03-02T15:59", "2026-03-17"), ("2026-03-02T16:00", "2026-03-18")):
        world = await branch_in("cn", moment, "lm.1")
        await world.do(OpenCase("K1", NewComplaint("B1", ComplaintTopic.OTHER, "staff:lm.1")))
        assert days_of(world) == {"answer": day}


async def counted_before_the_announcement(day: str, now: str) -> World:
    """A complaint of 23 December 2026 at a British branch, whose acknowledgement was counted until `day` by a
    calendar of before; it is `now`."""
    world = await raised("uk", "2026-12-23T09:00")
    case = case_of(world)
    clocks = tuple(
        one.model_copy(
            update={"day": day, "due": case.place.end_of(date.fromisoformat(day)), "provisional": True}
        )
        if one.clock is CaseClock.ACKNOWLEDGE
        else one
        for one in case.clocks
    )
    before = case.evolve(clocks=clocks, calendar="holidays 0", extensions=1)
    world.documents[Case, "K1"] = before
    world.documents[CaseCalendar, "B1"] = CaseCalendar(id="B1", calendar="holidays 0", version=1)
    world.looks[cases_counted_by] = lambda branch, calendar: [
        one.id for one in world.documents.values() if isinstance(one, Case) and one.calendar == calendar
    ]
    world.now = at(now)
    await world.act(check_calendar, DAY)
    await world.wait(timedelta(0), TIMER_HANDLERS)
    return world


async def test_a_clock_moves_when_the_holidays_that_it_counts_are_announced():
    world = await counted_before_the_announcement("2026-12-29", "2026-12-24T09:00")
    running = case_of(world).clock(CaseClock.ACKNOWLEDGE)
    assert running
    assert (running.day, running.provisional, case_of(world).calendar) == ("2026-12-30", False, "")
    (moved,) = world.events(CaseClockMoved)
    assert (moved.before, moved.day, moved.clock) == ("2026-12-29", "2026-12-30", CaseClock.ACKNOWLEDGE)
    timer = world.timers[case_of(world).clock_timer(CaseClock.ACKNOWLEDGE)].event
    assert isinstance(timer, CaseClockDue)
    assert timer.day == "2026-12-30"
    await world.act(check_calendar, DAY)
    await world.wait(timedelta(0), TIMER_HANDLERS)
    assert len(world.events(CaseClockMoved)) == 1


async def test_no_clock_has_run_out_before_today_because_of_an_announcement():
    world = await counted_before_the_announcement("2027-01-05", "2027-01-04T09:00")
    assert days_of(world)["acknowledge"] == "2027-01-04"


async def test_a_new_calendar_moves_no_clock_that_was_not_provisional_and_no_law():
    world = await raised("uk", "2026-12-23T09:00")
    before = case_of(world)
    world.looks[cases_counted_by] = lambda branch, calendar: ["K1"]
    world.documents[CaseCalendar, "B1"] = CaseCalendar(id="B1", calendar="holidays 0", version=1)
    await world.act(check_calendar, DAY)
    await world.wait(timedelta(0), TIMER_HANDLERS)
    assert case_of(world) == before
    assert not world.events(CaseClockMoved)
