"""A case from the first word to the answer: opened, taken over, escalated, acknowledged, settled (D9)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.customer.cases.domain import clocks
from services.customer.cases.domain.case import (
    BRANCH,
    WAIT_FOR_ANSWER,
    Case,
    CaseAlreadySettled,
    CaseAlreadyTakenOver,
    CaseState,
    CaseTakeOverDue,
    NewComplaint,
    Sent,
    WordsAlreadyTaken,
)
from services.customer.cases.domain.recusal import in_charge_at, must_be_known
from services.customer.cases.domain.repair import NewRepair, with_repair
from services.customer.cases.domain.rules import DayCount, RuleSet
from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    CaseAcknowledged,
    CaseClock,
    CaseEscalated,
    CaseOpened,
    CaseSettled,
    CaseTakenOver,
    ComplaintCause,
)
from shared.contracts.words import AnswerWay
from shared.domain import Decision
from shared.roster import Roster


@dataclass(frozen=True)
class Binding:
    """The terms of a case from its first moment: the rule set of its day, and the place of its branch."""

    rules: RuleSet
    place: BranchPlace


@dataclass(frozen=True)
class Settlement:
    """The end of a case: how and on which day the customer had the answer, the root cause and what was done,
    both sealed."""

    sent_through: AnswerWay
    sent_on: str
    root_cause: bytes
    resolution: bytes
    cause: ComplaintCause | None = None
    repair: NewRepair | None = None


def open_case(
    id: str,
    complaint: NewComplaint,
    roster: Roster,
    binding: Binding,
    *,
    now: datetime,
    take_over_by: datetime,
) -> Decision:
    """Open a case: its owner is in charge of the floor, and the clocks of its law run. Raises
    `StaffUnknown`."""
    must_be_known(roster, complaint.about_staff)
    case = Case(
        id=id,
        branch=complaint.branch,
        topic=complaint.topic,
        raised_by=complaint.raised_by,
        raised_at=now,
        visit=complaint.visit,
        customer=complaint.customer,
        about_staff=complaint.about_staff,
        owner=in_charge_at(roster, 0, complaint.about_staff),
        take_over_by=take_over_by,
        answer_by=now,
        rules=binding.rules,
        timezone=binding.place.timezone,
        words=complaint.words,
    )
    for term in binding.rules.terms:
        last = term.span.after(case.raised_on, binding.place.calendar)
        counted = term.span.unit is DayCount.WORKING_DAYS
        case = clocks.begun(case, term.clock, last, warn=term.warn, counted=counted)
    opened = CaseOpened(
        branch=case.branch,
        case=case.id,
        topic=case.topic,
        raised_by=case.raised_by,
        case_owner=case.owner,
        take_over_by=take_over_by,
        answer_by=case.answer_by,
        visit=case.visit,
        customer=case.customer,
        law=case.rules.law,
        rules=case.rules.id,
        about_staff=case.about_staff,
    )
    due = CaseTakeOverDue(branch=case.branch, case=case.id, level=case.level)
    return (
        Decision()
        .save(case, opened)
        .schedule(case.take_over_timer, take_over_by, due, correlation_id=case.correlation_id)
        .then(clocks.timers(None, case, now=now))
    )


def record_words(case: Case, words: bytes, by: str) -> Decision:
    """Record what was said, once. Raises `RecusedFromCase`, `WordsAlreadyTaken`."""
    case.must_not_be(by)
    if case.words is not None:
        raise WordsAlreadyTaken
    return Decision().save(case.evolve(words=words))


def take_over(case: Case, by: str, *, now: datetime) -> Decision:
    """Make `by` the owner. The first one gets the case; taking it over twice changes nothing.

    Raises `RecusedFromCase`, `CaseAlreadySettled`, `CaseAlreadyTakenOver`.
    """
    case.must_not_be(by)
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is CaseState.TAKEN_OVER:
        if case.owner != by:
            raise CaseAlreadyTakenOver
        return Decision()
    taken = case.evolve(state=CaseState.TAKEN_OVER, owner=by, take_over_by=None, taken_over_at=now)
    event = CaseTakenOver(
        branch=case.branch, case=case.id, case_owner=by, customer=case.customer, about_staff=case.about_staff
    )
    return Decision().save(taken, event).cancel(case.take_over_timer)


def escalate(case: Case, due: CaseTakeOverDue, roster: Roster, *, next_due: datetime) -> Decision:
    """Escalate a case that nobody took over: the branch head has until `next_due`, then it is the region's.
    A timer that fires after the take-over, or for an earlier level, changes nothing."""
    if case.state is not CaseState.OPEN or case.level != due.level:
        return Decision()
    level = case.level + 1
    owner = in_charge_at(roster, level, case.about_staff)
    case = case.evolve(level=level, owner=owner, take_over_by=next_due if level == BRANCH else None)
    event = CaseEscalated(
        branch=case.branch,
        case=case.id,
        level=case.level,
        case_owner=case.owner,
        take_over_by=case.take_over_by,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    decision = Decision().save(case, event)
    if level > BRANCH:
        return decision
    again = CaseTakeOverDue(branch=case.branch, case=case.id, level=level)
    return decision.schedule(case.take_over_timer, next_due, again, correlation_id=case.correlation_id)


def acknowledge(
    case: Case, by: str, through: AnswerWay, sent_on: str, *, as_head: bool, now: datetime
) -> Decision:
    """Record that the customer was told that the complaint has arrived, once.

    Raises `CaseAlreadySettled`, `RecusedFromCase`, `CaseNotYours`, `DayImpossible`.
    """
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    case.must_be_of(by, as_head=as_head)
    case.must_be_sent_on(sent_on, now)
    if case.acknowledged is not None:
        return Decision()
    informed = case.evolve(acknowledged=Sent(by=by, through=through, on=sent_on))
    informed = clocks.stopped(informed, [CaseClock.ACKNOWLEDGE])
    event = CaseAcknowledged(
        branch=case.branch,
        case=case.id,
        acknowledged_by=by,
        sent_through=through,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(informed, event).then(clocks.timers(case, informed, now=now))


def settle(
    case: Case, by: str, settlement: Settlement, roster: Roster, *, as_head: bool, now: datetime
) -> Decision:
    """Settle a case whose customer has the answer: the clocks that wait for it stop, those of the repair and
    of the report run on. `as_head` lets another than the owner do so.

    Raises `CaseAlreadySettled`, `CaseNotTakenOver`, `RecusedFromCase`, `CaseNotYours`, `DayImpossible`,
    `RepairImpossible`, `StaffUnknown`.
    """
    case.must_be_running()
    case.must_be_of(by, as_head=as_head)
    case.must_be_sent_on(settlement.sent_on, now)
    clock = case.answer_clock
    today = case.place.day_of(now)
    settled = case.evolve(
        state=CaseState.SETTLED,
        settled_at=now,
        settled_by=by,
        answer=Sent(by=by, through=settlement.sent_through, on=settlement.sent_on),
        in_time=clock is None or settlement.sent_on <= clock.day,
        cause=settlement.cause,
        root_cause=settlement.root_cause,
        resolution=settlement.resolution,
        asked=None,
        keep_until=_kept_until(case, today),
    )
    settled = clocks.stopped(settled, [*WAIT_FOR_ANSWER, CaseClock.ACKNOWLEDGE, CaseClock.TELL])
    event = CaseSettled(
        branch=case.branch,
        case=case.id,
        settled_by=by,
        customer=case.customer,
        about_staff=case.about_staff,
        sent_through=settlement.sent_through,
        sent_on=settlement.sent_on,
        root_cause=settlement.cause,
        in_time=settled.in_time,
    )
    settled, repairs = with_repair(settled, settlement.repair, roster, today)
    decision = Decision().save(settled, event, *repairs).cancel(case.take_over_timer)
    return decision.then(clocks.timers(case, settled, now=now))


def _kept_until(case: Case, today: date) -> str:
    """Return the day until which the law has the texts kept, or nothing."""
    years = case.rules.keep_years
    if years is None:
        return ""
    last = (today.month, today.day) if (today.month, today.day) != (2, 29) else (3, 1)
    return date(today.year + years, *last).isoformat()
