"""Access to deals and their tasks: for the account manager and who covers them, the team, and departments by
their tasks."""

from services.referral.covers import Acting, acting_for
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


def is_of_deal(acting: Acting, deal: Deal) -> bool:
    """Return whether the person has the deal or belongs to its team, or acts for somebody who does."""
    return any(staff in acting for staff in (deal.account_manager, *deal.members))


def works_on(caller: Asking, acting: Acting, deal: Deal, task: DealTask) -> bool:
    """Return whether the person works for the department of a task; of account managers, in their own deals
    and teams."""
    if not works_for(caller, task.department, deal.branch):
        return False
    if task.department is not Department.BRANCH:
        return True
    return is_of_deal(acting, deal) or caller.may(HandleAnyDeal, deal.branch)


def sees(caller: Asking, acting: Acting, deal: Deal) -> bool:
    """Return whether the person, or one for whom they act, has to do with a deal."""
    if caller.may(ViewAnyDeal, deal.branch):
        return True
    if caller.may(ListDeals, deal.branch) and is_of_deal(acting, deal):
        return True
    departments = {one.department for one in deal.steps} - {Department.BRANCH}
    return any(works_for(caller, one, deal.branch) for one in departments)


async def must_see(caller: Asking, deal: Deal) -> Acting:
    """Return for whom the person acts. Raises `NotFound` for those who have nothing to do with a deal."""
    acting = await acting_for(caller, deal.branch)
    if not sees(caller, acting, deal):
        raise NotFound(f"deals/{deal.id}")
    return acting


async def must_work_on(caller: Asking, deal: Deal, task: DealTask) -> Acting:
    """Return for whom the person acts. Raises `NotFound`, and `NotYourDepartment` for the task of another
    department."""
    acting = await must_see(caller, deal)
    if not works_on(caller, acting, deal, task):
        raise NotYourDepartment
    return acting


async def must_lead(caller: Asking, deal: Deal) -> None:
    """Raises `NotFound`, and `DealNotYours` for others than the deal's account manager, who covers them, and
    the head."""
    if not leads(caller, await must_see(caller, deal), deal):
        raise DealNotYours


def leads(caller: Asking, acting: Acting, deal: Deal) -> bool:
    """Return whether the person is the deal's account manager or covers them, or is the head of the
    branch."""
    return deal.account_manager in acting or caller.may(HandleAnyDeal, deal.branch)


def doer_for(caller: Asking, acting: Acting, deal: Deal, task: DealTask) -> str:
    """Return who has a task that the person takes: themselves; of one of the branch the account manager whom
    they cover."""
    staff = caller.person.staff
    covers = task.department is Department.BRANCH and deal.account_manager in acting
    return deal.account_manager if covers and staff not in deal.members else staff


async def manager_for(caller: Asking, branch: str, named: str | None) -> str:
    """Return the account manager for whom a deal is opened: oneself, one whom one covers, or whom the head
    names. Raises `NotAllowed`."""
    manager = named or caller.person.staff
    if manager not in await acting_for(caller, branch) and not caller.may(HandleAnyDeal, branch):
        raise NotAllowed
    return manager
