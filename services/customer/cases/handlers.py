"""Handlers of complaint cases (D9)."""

from dataclasses import replace

from services.customer.cases import domain
from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.domain import (
    ANSWER_WITHIN,
    HEAD_TAKES_OVER_WITHIN,
    TAKE_OVER_WITHIN,
    Case,
    CaseAnswerDue,
    CaseTakeOverDue,
    NewComplaint,
)
from services.customer.files.recognised import recognised_in
from shared.contracts.lobby import ComplaintRaised
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def open_case(command: OpenCase, work: UnitOfWork) -> None:
    await _open(command.case, command.complaint, work)


async def open_case_of_machine(event: ComplaintRaised, work: UnitOfWork) -> None:
    """Open a case for a complaint that was raised at a machine; its words are recorded by staff later
    (D9)."""
    complaint = NewComplaint(event.branch, event.topic, raised_by=work.cause.actor, visit=event.visit)
    await _open(event.complaint, complaint, work)


async def record_complaint_words(command: RecordComplaintWords, work: UnitOfWork) -> None:
    work.apply(domain.record_words(await work.get(Case, command.case), command.words))


async def take_over_case(command: TakeOverCase, work: UnitOfWork) -> None:
    work.apply(domain.take_over(await work.get(Case, command.case), command.by, now=work.now))


async def settle_case(command: SettleCase, work: UnitOfWork) -> None:
    case = await work.get(Case, command.case)
    work.apply(
        domain.settle(
            case,
            command.by,
            command.root_cause,
            command.resolution,
            as_head=command.as_head,
            now=work.now,
        )
    )


async def escalate_case(due: CaseTakeOverDue, work: UnitOfWork) -> None:
    """Escalate a case that was not taken over in time (D9)."""
    case = await work.get(Case, due.case)
    roster = await roster_of(due.branch, work)
    work.apply(domain.escalate(case, due, roster, next_due=work.due(HEAD_TAKES_OVER_WITHIN)))


async def escalate_late_answer(due: CaseAnswerDue, work: UnitOfWork) -> None:
    """Escalate a case that was not answered in time (D9)."""
    case = await work.get(Case, due.case)
    work.apply(domain.escalate_late_answer(case, await roster_of(due.branch, work)))


async def _open(id: str, complaint: NewComplaint, work: UnitOfWork) -> None:
    if await work.find(Case, id) is not None:
        return
    complaint = replace(complaint, customer=await recognised_in(complaint.visit, work))
    work.apply(
        domain.open_case(
            id,
            complaint,
            await roster_of(complaint.branch, work),
            now=work.now,
            take_over_by=work.due(TAKE_OVER_WITHIN),
            answer_by=work.due(ANSWER_WITHIN),
        )
    )
