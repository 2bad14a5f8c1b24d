"""Handlers of complaint cases (D9)."""

import asyncio
from dataclasses import replace

from services.customer.cases import commands
from services.customer.cases.domain import clocks, extending, handling, laws, recusal, repair
from services.customer.cases.domain.case import (
    HEAD_TAKES_OVER_WITHIN,
    TAKE_OVER_WITHIN,
    Case,
    CaseCalendar,
    CaseCalendarDue,
    CaseClockDue,
    CaseTakeOverDue,
    NewComplaint,
)
from services.customer.cases.domain.handling import Binding
from services.customer.cases.domain.laws import BranchLaw, LawBook, law_of, standard_book
from services.customer.cases.domain.rules import set_on
from services.customer.cases.queries import COUNTED_AT_ONCE, cases_counted_by
from services.customer.files.recognised import recognised_in
from shared.branch_places import place_of
from shared.contracts.lobby import BranchDayOpened, ComplaintRaised
from shared.editions import must_be_as_marked, must_be_as_seen
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork
from shared.working_days import CALENDAR


async def open_case(command: commands.OpenCase, work: UnitOfWork) -> None:
    await _open(command.case, command.complaint, work)


async def open_case_of_machine(event: ComplaintRaised, work: UnitOfWork) -> None:
    """Open a case for a complaint that was raised at a machine; its words are recorded by staff later
    (D9)."""
    complaint = NewComplaint(event.branch, event.topic, raised_by=work.cause.actor, visit=event.visit)
    await _open(event.complaint, complaint, work)


async def record_complaint_words(command: commands.RecordComplaintWords, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    work.apply(handling.record_words(case, command.words, command.by))


async def name_staff(command: commands.NameStaff, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    work.apply(
        recusal.name_staff(
            case,
            command.about_staff,
            command.by,
            await roster_of(case.branch, work),
            as_head=command.as_head,
            now=work.now,
            next_due=work.due(TAKE_OVER_WITHIN),
        )
    )


async def take_over_case(command: commands.TakeOverCase, work: UnitOfWork) -> None:
    work.apply(handling.take_over(await work.get(Case, command.case), command.by, now=work.now))


async def acknowledge_complaint(command: commands.AcknowledgeComplaint, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    given = (command.by, command.through, command.sent_on)
    work.apply(handling.acknowledge(case, *given, as_head=command.as_head, now=work.now))


async def ask_extension(command: commands.AskExtension, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    given = (command.by, command.until, command.reason, await roster_of(case.branch, work))
    work.apply(extending.ask_extension(case, *given, as_head=command.as_head, now=work.now))


async def approve_extension(command: commands.ApproveExtension, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    roster = await roster_of(case.branch, work)
    decision = extending.approve_extension(case, command.by, roster, now=work.now)
    _asked_as_seen(case, command.seen)
    work.apply(decision)


async def refuse_extension(command: commands.RefuseExtension, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    decision = extending.refuse_extension(case, command.by, await roster_of(case.branch, work))
    _asked_as_seen(case, command.seen)
    work.apply(decision)


def _asked_as_seen(case: Case, seen: str | None) -> None:
    must_be_as_marked(seen, *((case.asked.mark, case.asked.by) if case.asked else ("",)))


async def send_holding_reply(command: commands.SendHoldingReply, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    work.apply(
        extending.send_holding_reply(case, command.by, command.reply, as_head=command.as_head, now=work.now)
    )


async def settle_case(command: commands.SettleCase, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    roster = await roster_of(case.branch, work)
    work.apply(
        handling.settle(case, command.by, command.settlement, roster, as_head=command.as_head, now=work.now)
    )


async def record_repair(command: commands.RecordRepair, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    work.apply(repair.record_repair(case, command.by, command.note, as_head=command.as_head, now=work.now))


async def record_report(command: commands.RecordReport, work: UnitOfWork) -> None:
    work.apply(repair.record_report(await work.get(Case, command.case), command.by, now=work.now))


async def choose_complaint_law(command: commands.ChooseComplaintLaw, work: UnitOfWork) -> None:
    """Choose the law of a branch; cases that are open keep theirs (D9)."""
    place = await place_of(command.branch, work)
    chosen = await work.find(BranchLaw, command.branch)
    now, by = (chosen.mark, chosen.chosen_by) if chosen else ("", "")
    decision = laws.choose_law(
        chosen,
        await _book(command.law, work),
        branch=command.branch,
        before=law_of(chosen, place.country),
        today=place.day_of(work.now).isoformat(),
        by=command.by,
        now=work.now,
    )
    if decision.changes:
        must_be_as_marked(command.seen, now, by)
    work.apply(decision)


async def change_complaint_law(command: commands.ChangeComplaintLaw, work: UnitOfWork) -> None:
    """Set the dated rule sets of a law; cases that are open keep theirs (D9)."""
    place, book = await asyncio.gather(place_of(command.branch, work), _book(command.law, work))
    decision = laws.change_law(
        book,
        command.sets,
        branch=command.branch,
        today=place.day_of(work.now).isoformat(),
        by=command.by,
        now=work.now,
    )
    if decision.changes:
        must_be_as_seen(command.seen, book.id, book.edition, book.changed_by, book.changed_at)
    work.apply(decision)


async def escalate_case(due: CaseTakeOverDue, work: UnitOfWork) -> None:
    """Escalate a case that was not taken over in time (D9)."""
    case = await work.get(Case, due.case)
    roster = await roster_of(due.branch, work)
    work.apply(handling.escalate(case, due, roster, next_due=work.due(HEAD_TAKES_OVER_WITHIN)))


async def run_out(due: CaseClockDue, work: UnitOfWork) -> None:
    """Warn of a clock of a case, or mark it late (D9)."""
    case = await work.get(Case, due.case)
    work.apply(clocks.run_out(case, due, await roster_of(due.branch, work)))


async def _open(id: str, complaint: NewComplaint, work: UnitOfWork) -> None:
    if await work.find(Case, id) is not None:
        return
    complaint = replace(complaint, customer=await recognised_in(complaint.visit, complaint.branch, work))
    place = await place_of(complaint.branch, work)
    law = law_of(await work.find(BranchLaw, complaint.branch), place.country)
    book = await _book(law, work)
    rules = set_on(book.sets, place.day_of(work.now).isoformat())
    work.apply(
        handling.open_case(
            id,
            complaint,
            await roster_of(complaint.branch, work),
            Binding(rules, place),
            now=work.now,
            take_over_by=work.due(TAKE_OVER_WITHIN),
        )
    )


async def check_calendar(event: BranchDayOpened, work: UnitOfWork) -> None:
    """Have the clocks of a branch counted anew when working days were announced, or changed, since they were;
    a change of law changes no case (D9)."""
    known = await work.find(CaseCalendar, event.branch) or CaseCalendar(id=event.branch)
    if known.calendar and known.calendar != CALENDAR:
        work.apply(clocks.go_on_counting(event.branch, known.calendar, now=work.now))
    work.apply(clocks.check_calendar(known))


async def count_anew(due: CaseCalendarDue, work: UnitOfWork) -> None:
    """Count some clocks anew that were counted by a calendar of before (D9)."""
    ids = await work.query(cases_counted_by, due.branch, due.calendar)
    for id in ids:
        work.apply(clocks.count_anew(await work.get(Case, id), now=work.now))
    if len(ids) == COUNTED_AT_ONCE:
        work.apply(clocks.go_on_counting(due.branch, due.calendar, now=work.now))


async def _book(law: str, work: UnitOfWork) -> LawBook:
    return await work.find(LawBook, law) or standard_book(law)
