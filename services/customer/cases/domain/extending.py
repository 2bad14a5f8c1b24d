"""More time for the answer to a complaint: asked, approved by a superior, told to the customer (D9)."""

from datetime import date, datetime

from services.customer.cases.domain import clocks
from services.customer.cases.domain.case import (
    BRANCH,
    REGION,
    AskedExtension,
    Case,
    CaseAlreadySettled,
    CaseState,
    DayImpossible,
    RunningClock,
    Sent,
)
from services.customer.cases.domain.recusal import rank_of
from services.customer.cases.domain.rules import Approver
from shared.contracts.customer import (
    CaseClock,
    CaseExtended,
    CaseExtensionAsked,
    CaseExtensionRefused,
    HoldingReplySent,
)
from shared.contracts.words import Role
from shared.domain import Decision
from shared.errors import Refusal
from shared.roster import Roster

REPLIES_AT_MOST = 10
WARN = 1


class NoMoreTime(Refusal):
    code, status = "no_more_time", 409
    en, zh = "The law of this case gives no further extension.", "该投诉适用的法规不允许再次延期。"


class ExtensionBeyondLaw(Refusal):
    code, status = "extension_beyond_law", 422
    en, zh = (
        "An answer is put off to a later day, within the bound of the law.",
        "延期须晚于原期限，且不得超过法规所定期限。",
    )


class ExtensionAlreadyAsked(Refusal):
    code, status = "extension_already_asked", 409
    en, zh = "More time was asked for already; a superior decides on it.", "已申请延期，待上级审批。"


class ExtensionNotAsked(Refusal):
    code, status = "extension_not_asked", 409
    en, zh = "Nobody has asked for more time in this case.", "该投诉没有待审批的延期申请。"


class ClockAlreadyPassed(Refusal):
    code, status = "clock_already_passed", 409
    en, zh = (
        "The time for the answer has run out: it is extended no more.",
        "答复期限已过，不得事后延期。",
    )


class NotASuperior(Refusal):
    code, status = "not_a_superior", 403
    en, zh = (
        "A superior of the owner decides, not the owner nor who asked; some extensions need the region.",
        "须由负责人的上级审批，负责人及申请人不得自批；部分延期须由区域负责人审批。",
    )


class ReplyBeyondLaw(Refusal):
    code, status = "reply_beyond_law", 422
    en, zh = (
        "The day told to the customer is later than the law or the extension allows.",
        "告知客户的日期超过法规或已批准的期限。",
    )


class TooManyReplies(Refusal):
    code, status = "too_many_replies", 409
    en, zh = "This case has as many holding replies as can be kept.", "该投诉的延期告知已达上限。"


def ask_extension(
    case: Case, by: str, until: str, reason: bytes, roster: Roster, *, as_head: bool, now: datetime
) -> Decision:
    """Ask for more time. Raises `CaseAlreadySettled`, `CaseNotTakenOver`, `RecusedFromCase`, `CaseNotYours`,
    `ExtensionAlreadyAsked`, `NoMoreTime`, `ClockAlreadyPassed`, `ExtensionBeyondLaw`."""
    case.must_be_running()
    case.must_be_of(by, as_head=as_head)
    if case.asked is not None:
        raise ExtensionAlreadyAsked
    bound = bound_of(case)
    clock = _running(case, now)
    if not clock.day < until <= bound:
        raise ExtensionBeyondLaw(f"{clock.day}/{bound}")
    asked = case.evolve(asked=AskedExtension(until=until, by=by, at=now, reason=reason))
    event = CaseExtensionAsked(
        branch=case.branch,
        case=case.id,
        asked_by=by,
        until=until,
        decided_by=Role.REGION_HEAD if level_for(asked, roster) == REGION else Role.BRANCH_HEAD,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(asked, event)


def approve_extension(case: Case, by: str, roster: Roster, *, now: datetime) -> Decision:
    """Give the case the time that was asked for. The customer is to be told before the earlier day ends.

    Raises `CaseAlreadySettled`, `ExtensionNotAsked`, `RecusedFromCase`, `NotASuperior`, `ClockAlreadyPassed`.
    """
    asked = _asked_of(case)
    must_be_superior(case, by, roster)
    clock = _running(case, now)
    given = case.evolve(asked=None, extensions=case.extensions + 1, extended_by=(*case.extended_by, by))
    term = case.rules.term(clock.clock)
    given = clocks.begun(
        given, clock.clock, date.fromisoformat(asked.until), warn=term.warn if term else WARN
    )
    given = clocks.begun(given, CaseClock.TELL, date.fromisoformat(clock.day), warn=WARN)
    event = CaseExtended(
        branch=case.branch,
        case=case.id,
        case_owner=case.owner,
        approved_by=by,
        until=asked.until,
        tell_by=clock.due,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(given, event).then(clocks.timers(case, given, now=now))


def refuse_extension(case: Case, by: str, roster: Roster) -> Decision:
    """Refuse the time that was asked for; the clocks run on. Raises `CaseAlreadySettled`,
    `ExtensionNotAsked`, `RecusedFromCase`, `NotASuperior`."""
    _asked_of(case)
    must_be_superior(case, by, roster)
    event = CaseExtensionRefused(
        branch=case.branch,
        case=case.id,
        case_owner=case.owner,
        refused_by=by,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(case.evolve(asked=None), event)


def send_holding_reply(case: Case, by: str, reply: Sent, *, as_head: bool, now: datetime) -> Decision:
    """Record a reply that says why the answer takes longer, and until which day; that day becomes a clock.

    Raises `CaseAlreadySettled`, `CaseNotTakenOver`, `RecusedFromCase`, `CaseNotYours`, `DayImpossible`,
    `ReplyBeyondLaw`, `TooManyReplies`.
    """
    case.must_be_running()
    case.must_be_of(by, as_head=as_head)
    case.must_be_sent_on(reply.on, now)
    until = reply.until or ""
    if until < case.place.day_of(now).isoformat():
        raise DayImpossible(until)
    _must_lie_within(case, until)
    if len(case.holding_replies) >= REPLIES_AT_MOST:
        raise TooManyReplies
    informed = case.evolve(holding_replies=(*case.holding_replies, reply))
    final = case.clock(CaseClock.FINAL)
    meets = case.rules.holding is not None and case.rules.holding.meets_final
    over = [CaseClock.FINAL] if meets and final is not None and until > final.day else []
    informed = clocks.begun(informed, CaseClock.PROMISED, date.fromisoformat(until), warn=WARN)
    informed = clocks.stopped(informed, [CaseClock.ACKNOWLEDGE, CaseClock.TELL, *over])
    event = HoldingReplySent(
        branch=case.branch,
        case=case.id,
        sent_by=by,
        sent_through=reply.through,
        until=until,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(informed, event).then(clocks.timers(case, informed, now=now))


def bound_of(case: Case) -> str:
    """Return the last day to which the answer may be put off now. Raises `NoMoreTime`."""
    if case.extensions >= len(case.rules.extensions):
        raise NoMoreTime
    step = case.rules.extensions[case.extensions]
    return step.span.after(case.raised_on, case.place.calendar).isoformat()


def must_be_superior(case: Case, by: str, roster: Roster) -> None:
    """Raises `RecusedFromCase`, `NotASuperior` unless `by` is above the owner, did not ask, and has the level
    that the rules name."""
    case.must_not_be(by)
    asked_by = case.asked.by if case.asked else None
    if by in (case.owner, asked_by) or rank_of(roster, by) < level_for(case, roster):
        raise NotASuperior


def level_for(case: Case, roster: Roster) -> int:
    """Return the lowest level that gives the time that was asked for: above the owner and above who asked, as
    far as there is one, and no lower than the rules name."""
    step = case.rules.extensions[case.extensions]
    named = REGION if step.approver is Approver.REGION else BRANCH
    below = max(rank_of(roster, case.owner), rank_of(roster, case.asked.by if case.asked else None))
    return max(named, min(below + 1, REGION))


def _asked_of(case: Case) -> AskedExtension:
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.asked is None:
        raise ExtensionNotAsked
    return case.asked


def _running(case: Case, now: datetime) -> RunningClock:
    """Return the clock that an extension moves. Raises `ClockAlreadyPassed`."""
    clock = case.answer_clock
    if clock is None or clock.late or clock.due <= now:
        raise ClockAlreadyPassed
    return clock


def _must_lie_within(case: Case, until: str) -> None:
    """Raises `ReplyBeyondLaw` for a day after that of the answer. What is late already is told as it is."""
    clock = case.answer_clock
    if clock is None or clock.late or until <= clock.day:
        return
    holding = case.rules.holding
    if holding is None or not holding.meets_final:
        raise ReplyBeyondLaw(clock.day)
    last = holding.span.after(case.raised_on, case.place.calendar).isoformat() if holding.span else until
    if until > last:
        raise ReplyBeyondLaw(last)
