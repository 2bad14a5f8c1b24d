"""The clocks of a complaint (D9): who must know when one runs out."""

from datetime import datetime
from typing import Literal

from services.customer.cases.domain.case import BRANCH, REGION, Case, CaseState, TakeOverDue
from services.customer.staff.domain.roster import Roster
from shared.contracts.customer import CaseEscalated
from shared.contracts.words import Role
from shared.domain import Decision


def escalate(case: Case, due: TakeOverDue, roster: Roster, *, next_due: datetime) -> Decision:
    """Nobody took the case over: the branch head has until `next_due`, then it is the region's. A deadline
    that comes late, after somebody did, changes nothing."""
    if case.state is not CaseState.OPEN or case.level != due.level:
        return Decision()
    level = case.level + 1
    if level == BRANCH:
        case = case.evolve(level=level, owner=roster.first(Role.BRANCH_HEAD), take_over_by=next_due)
        again = TakeOverDue(branch=case.branch, case=case.id, level=level)
        decision = Decision().save(case, escalated(case, case.owner))
        return decision.schedule(case.take_over_timer, next_due, again, correlation_id=case.correlation_id)
    case = case.evolve(level=level, owner=roster.first(Role.REGION_HEAD), take_over_by=None)
    return Decision().save(case, escalated(case, case.owner))


def answer_overdue(case: Case, roster: Roster) -> Decision:
    """The answer is late: the region head is told. Who took the case over still owns it."""
    if case.state is CaseState.SETTLED:
        return Decision()
    case = case.evolve(level=REGION)
    return Decision().save(case, escalated(case, roster.first(Role.REGION_HEAD), overdue="answer"))


def escalated(
    case: Case, case_owner: str | None, overdue: Literal["take_over", "answer"] = "take_over"
) -> CaseEscalated:
    return CaseEscalated(
        branch=case.branch,
        case=case.id,
        level=case.level,
        case_owner=case_owner,
        take_over_by=case.take_over_by,
        overdue=overdue,
    )
