"""The clocks of a complaint (D9)."""

from services.customer.cases.domain.case import HEAD_TAKES_OVER_WITHIN, AnswerDue, Case, TakeOverDue
from services.customer.cases.domain.deadlines import answer_overdue, escalate
from services.customer.staff.handlers.roster import roster_of
from shared.unit import Unit


async def escalate_case(due: TakeOverDue, unit: Unit) -> None:
    case = await unit.get(Case, due.case)
    roster = await roster_of(due.branch, unit)
    unit.keep(escalate(case, due, roster, next_due=unit.due(HEAD_TAKES_OVER_WITHIN)))


async def tell_of_late_answer(due: AnswerDue, unit: Unit) -> None:
    case = await unit.get(Case, due.case)
    unit.keep(answer_overdue(case, await roster_of(due.branch, unit)))
