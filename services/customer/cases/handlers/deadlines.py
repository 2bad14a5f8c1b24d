"""The clocks of a complaint (D9)."""

from services.customer.cases.domain.case import HEAD_TAKES_OVER_WITHIN, AnswerDue, Case, TakeOverDue
from services.customer.cases.domain.deadlines import answer_overdue, escalate
from services.customer.staff.handlers.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def escalate_case(due: TakeOverDue, work: UnitOfWork) -> None:
    case = await work.get(Case, due.case)
    roster = await roster_of(due.branch, work)
    work.apply(escalate(case, due, roster, next_due=work.due(HEAD_TAKES_OVER_WITHIN)))


async def tell_of_late_answer(due: AnswerDue, work: UnitOfWork) -> None:
    case = await work.get(Case, due.case)
    work.apply(answer_overdue(case, await roster_of(due.branch, work)))
