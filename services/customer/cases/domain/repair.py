"""The rest of a case when the customer has the answer: the repair of the root cause (溯源整改), and the
report to the regulator (D9)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.customer.cases.domain import clocks
from services.customer.cases.domain.case import Case, Repair
from services.customer.cases.domain.recusal import must_be_known
from services.customer.cases.domain.rules import DayCount, Span
from shared.contracts.customer import CaseClock, CaseRepairDone, CaseRepairSet, CaseReported, CustomerEvent
from shared.domain import Decision
from shared.errors import Refusal
from shared.roster import Roster

AT_MOST = Span(count=366, unit=DayCount.CALENDAR_DAYS)
WARN = 3


class RepairImpossible(Refusal):
    code, status = "repair_impossible", 422
    en, zh = (
        "A repair is due after today, within the bound of the rule set.",
        "整改期限须晚于今日，且不超过规则所定期限。",
    )


class NoRepairOwed(Refusal):
    code, status = "no_repair_owed", 409
    en, zh = "Nothing is to be repaired in this case, or it is repaired.", "该投诉无待完成的整改。"


class NoReportOwed(Refusal):
    code, status = "no_report_owed", 409
    en, zh = "This case is not to be reported, or it was.", "该投诉无待报送事项。"


@dataclass(frozen=True)
class NewRepair:
    """A repair as it is set: by the owner of the case and as late as the rules allow, where left out."""

    owner: str | None = None
    until: str | None = None


def with_repair(
    case: Case, new: NewRepair | None, roster: Roster, today: date
) -> tuple[Case, tuple[CustomerEvent, ...]]:
    """Return a settled case with the repair of its root cause, where its rules ask for one or it was set.

    Raises `RepairImpossible`, `RecusedFromCase`, `StaffUnknown`.
    """
    if new is None and case.rules.repair is None:
        return case, ()
    new = new or NewRepair()
    bound = (case.rules.repair or AT_MOST).after(today, case.place.calendar).isoformat()
    until = new.until or bound
    if not today.isoformat() < until <= bound:
        raise RepairImpossible(bound)
    owner = new.owner or case.settled_by
    must_be_known(roster, owner)
    if owner is not None:
        case.must_not_be(owner)
    case = case.evolve(repair=Repair(owner=owner, until=until))
    case = clocks.begun(case, CaseClock.REPAIR, date.fromisoformat(until), warn=WARN)
    event = CaseRepairSet(
        branch=case.branch,
        case=case.id,
        repair_owner=owner,
        until=until,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return case, (event,)


def record_repair(case: Case, by: str, note: bytes, *, as_head: bool, now: datetime) -> Decision:
    """Record that the root cause is repaired. Raises `NoRepairOwed`, `RecusedFromCase`, `CaseNotYours`."""
    case.must_not_be(by)
    if case.repair is None or case.repair.done_at is not None:
        raise NoRepairOwed
    if case.repair.owner != by:
        case.must_be_of(by, as_head=as_head)
    in_time = case.place.day_of(now).isoformat() <= case.repair.until
    done = case.repair.model_copy(update={"done_at": now, "done_by": by, "in_time": in_time})
    repaired = clocks.stopped(case.evolve(repair=done, repair_note=note), [CaseClock.REPAIR])
    event = CaseRepairDone(
        branch=case.branch,
        case=case.id,
        repaired_by=by,
        in_time=in_time,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(repaired, event).then(clocks.timers(case, repaired, now=now))


def record_report(case: Case, by: str, *, now: datetime) -> Decision:
    """Record that the complaint was reported to the regulator. Raises `NoReportOwed`, `RecusedFromCase`."""
    case.must_not_be(by)
    clock = case.clock(CaseClock.REPORT)
    if clock is None:
        raise NoReportOwed
    in_time = case.place.day_of(now).isoformat() <= clock.day
    reported = clocks.stopped(case.evolve(reported_at=now, reported_by=by), [CaseClock.REPORT])
    event = CaseReported(
        branch=case.branch,
        case=case.id,
        reported_by=by,
        in_time=in_time,
        customer=case.customer,
        about_staff=case.about_staff,
    )
    return Decision().save(reported, event).then(clocks.timers(case, reported, now=now))
