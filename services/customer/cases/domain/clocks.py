"""The clocks of a case: begun, stopped, warned of, run out (D9)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from services.customer.cases.domain.case import (
    REGION,
    WAIT_FOR_ANSWER,
    Case,
    CaseCalendar,
    CaseCalendarDue,
    CaseClockDue,
    CaseState,
    RunningClock,
)
from services.customer.cases.domain.recusal import in_charge_at
from shared.contracts.customer import (
    CaseClock,
    CaseClockMoved,
    CaseClockPassed,
    CaseClockWarned,
    CaseEscalated,
)
from shared.domain import Decision
from shared.roster import Roster
from shared.working_days import CALENDAR


def begun(case: Case, clock: CaseClock, day: date, *, warn: int, counted: bool = False) -> Case:
    """Return the case with a clock that runs out with the end of `day`, and is warned of at the beginning of
    the day that is `warn` days before; a clock of the kind that runs already is replaced. `counted`: the day
    was found by counting working days, and nobody chose it."""
    place = case.place
    running = RunningClock(
        clock=clock,
        day=day.isoformat(),
        due=place.end_of(day),
        warn_at=place.start_of(day - timedelta(days=warn)),
        provisional=counted and place.calendar.is_provisional(day),
    )
    clocks = [one for one in case.clocks if one.clock is not clock]
    return _judged(case.evolve(clocks=tuple(sorted([*clocks, running], key=lambda one: one.due))))


def stopped(case: Case, clocks: Iterable[CaseClock]) -> Case:
    """Return the case without these clocks."""
    gone = set(clocks)
    return _judged(case.evolve(clocks=tuple(one for one in case.clocks if one.clock not in gone)))


def timers(before: Case | None, after: Case, *, now: datetime) -> Decision:
    """Schedule the timers of the clocks that were begun or moved, and cancel those of the ones that were
    stopped."""
    decision = Decision()
    known = {one.clock: one for one in before.clocks} if before else {}
    for running in after.clocks:
        if (was := known.pop(running.clock, None)) is None or was.day != running.day:
            decision.then(_timer(after, running, warning=now < running.warn_at))
    for clock in known:
        decision.cancel(after.clock_timer(clock))
    return decision


def run_out(case: Case, due: CaseClockDue, roster: Roster) -> Decision:
    """Warn of a clock, or mark it late; a late answer goes up to the region head, and its owner stays.
    A timer of a clock that was stopped or moved changes nothing."""
    running = case.clock(due.clock)
    if running is None or running.day != due.day or running.late or (due.warning and running.warned):
        return Decision()
    if due.warning:
        case = _with(case, running.model_copy(update={"warned": True}))
        warned = CaseClockWarned(**_said(case, running))
        return Decision().save(case, warned).then(_timer(case, running, warning=False))
    case = _with(case, running.model_copy(update={"late": True}))
    passed = CaseClockPassed(**_said(case, running))
    if due.clock not in WAIT_FOR_ANSWER or case.state is CaseState.SETTLED:
        return Decision().save(case, passed)
    case = case.evolve(level=REGION)
    escalated = CaseEscalated(
        branch=case.branch,
        case=case.id,
        level=case.level,
        case_owner=in_charge_at(roster, REGION, case.about_staff),
        take_over_by=case.take_over_by,
        overdue="answer",
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(case, passed, escalated)


def count_anew(case: Case, *, now: datetime) -> Decision:
    """Move the clocks whose working days were not announced when they began; the law and the days that people
    chose stay. No clock runs out before today because of it."""
    after, moved = case.evolve(calendar=""), list[CaseClockMoved]()
    for running in case.clocks:
        term = case.rules.term(running.clock)
        if not running.provisional or running.late or term is None:
            continue
        last = term.span.after(case.raised_on, case.place.calendar)
        day = max(last, min(case.place.day_of(now), date.fromisoformat(running.day)))
        anew = begun(after, running.clock, day, warn=term.warn, counted=True)
        counted = anew.clock(running.clock)
        if counted is None or counted.day == running.day:
            same = running.model_copy(update={"provisional": case.place.calendar.is_provisional(day)})
            after = _judged(_with(after, same))
        else:
            after = anew
            said = _said(after, counted) | {"before": running.day, "day": counted.day}
            moved.append(CaseClockMoved.model_validate(said))
    if after == case:
        return Decision()
    return Decision().save(after, *moved).then(timers(case, after, now=now))


def check_calendar(known: CaseCalendar) -> Decision:
    """Have the clocks of a branch counted anew when the calendar is another than it was."""
    if known.calendar == CALENDAR:
        return Decision()
    return Decision().save(known.evolve(calendar=CALENDAR))


def go_on_counting(branch: str, calendar: str, *, now: datetime) -> Decision:
    """Have more clocks counted anew that were counted by this version of the calendar."""
    event = CaseCalendarDue(branch=branch, calendar=calendar)
    id = f"case_calendar:{branch}"
    return Decision().schedule(id, now, event, correlation_id=id)


def _said(case: Case, running: RunningClock) -> dict[str, object]:
    return {
        "branch": case.branch,
        "case": case.id,
        "clock": running.clock,
        "due": running.due,
        "clock_owner": case.owner_of(running.clock),
        "customer": case.customer,
        "about_staff": case.about_staff,
    }


def _timer(case: Case, running: RunningClock, *, warning: bool) -> Decision:
    due = CaseClockDue(
        branch=case.branch, case=case.id, clock=running.clock, day=running.day, warning=warning
    )
    at = running.warn_at if warning else running.due
    return Decision().schedule(case.clock_timer(running.clock), at, due, correlation_id=case.correlation_id)


def _with(case: Case, running: RunningClock) -> Case:
    return case.evolve(clocks=tuple(running if one.clock is running.clock else one for one in case.clocks))


def _judged(case: Case) -> Case:
    """Return the case with the moments by which its answer, and the first of all, are due."""
    running = case.answer_clock
    provisional = any(one.provisional for one in case.clocks)
    case = case.evolve(
        next_due=case.clocks[0].due if case.clocks else None,
        calendar=(case.calendar or CALENDAR) if provisional else "",
    )
    return case.evolve(answer_by=running.due) if running else case
