"""Access to deals and their tasks: for the account manager, the team, and departments by their tasks."""

from services.referral.deals.domain.deal import Deal, DealTask
from services.referral.deals.queries import (
    HandleAnyDeal,
    ListDeals,
    ViewAnyDeal,
    WorkForBackOffice,
    WorkForBranch,
    WorkForProductDesk,
    WorkForRisk,
)
from shared.contracts.referral import Department
from shared.errors import NotAllowed, NotFound, Refusal
from shared.runtime import Asking


class NotYourDepartment(Refusal):
    code, status = "not_your_department", 403
    en, zh = "This step belongs to another department.", "该环节属于其他部门。"


class DealNotYours(Refusal):
    code, status = "deal_not_yours", 403
    en, zh = "This deal is another account manager's.", "该业务由其他客户经理负责。"


def works_for(caller: Asking, department: Department, branch: str) -> bool:
    """Return whether the person works for a department at a branch."""
    match department:
        case Department.BACK_OFFICE:
            return caller.may(WorkForBackOffice, branch)
        case Department.RISK:
            return caller.may(WorkForRisk, branch)
        case Department.PRODUCT_DESK:
            return caller.may(WorkForProductDesk, branch)
        case Department.BRANCH:
            return caller.may(WorkForBranch, branch)


def is_of_deal(caller: Asking, deal: Deal) -> bool:
    """Return whether the person has the deal or belongs to its team."""
    staff = caller.person.staff
    return staff == deal.account_manager or any(one.staff == staff for one in deal.team)


def works_on(caller: Asking, deal: Deal, task: DealTask) -> bool:
    """Return whether the person works for the department of a task; of account managers, in their own deals
    and teams."""
    if not works_for(caller, task.department, deal.branch):
        return False
    if task.department is not Department.BRANCH:
        return True
    return is_of_deal(caller, deal) or caller.may(HandleAnyDeal, deal.branch)


def sees(caller: Asking, deal: Deal) -> bool:
    """Return whether the person has to do with a deal."""
    if caller.may(ViewAnyDeal, deal.branch):
        return True
    if caller.may(ListDeals, deal.branch) and is_of_deal(caller, deal):
        return True
    departments = {one.department for one in deal.steps} - {Department.BRANCH}
    return any(works_for(caller, one, deal.branch) for one in departments)


def must_see(caller: Asking, deal: Deal) -> None:
    """Raises `NotFound` for those who have nothing to do with a deal."""
    if not sees(caller, deal):
        raise NotFound(f"deals/{deal.id}")


def must_work_on(caller: Asking, deal: Deal, task: DealTask) -> None:
    """Raises `NotFound`, and `NotYourDepartment` for the task of another department."""
    must_see(caller, deal)
    if not works_on(caller, deal, task):
        raise NotYourDepartment


def must_lead(caller: Asking, deal: Deal) -> None:
    """Raises `NotFound`, and `DealNotYours` for others than the deal's account manager and the head."""
    must_see(caller, deal)
    if not leads(caller, deal):
        raise DealNotYours


def leads(caller: Asking, deal: Deal) -> bool:
    """Return whether the person is the deal's account manager, or the head of the branch."""
    return caller.person.staff == deal.account_manager or caller.may(HandleAnyDeal, deal.branch)


def manager_for(caller: Asking, branch: str, named: str | None) -> str:
    """Return the account manager for whom a deal is opened: oneself, or whom the head names. Raises
    `NotAllowed`."""
    if named is not None and named != caller.person.staff and not caller.may(HandleAnyDeal, branch):
        raise NotAllowed
    return named or caller.person.staff
