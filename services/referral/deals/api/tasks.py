"""The departments' tasks over HTTP (A4)."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.referral.covers import acting_for
from services.referral.deals.api import access
from services.referral.deals.api.forms import BlockForm, LeaveOutForm, ReturnForm, StepInPath
from services.referral.deals.api.shown import (
    DepartmentPage,
    DepartmentTask,
    DepartmentWaits,
    StepWaits,
    StripNow,
    WaitsNow,
    task_now,
)
from services.referral.deals.api.strip import after, today_at
from services.referral.deals.commands import (
    BlockTask,
    FinishTask,
    LeaveOutTask,
    PutBackTask,
    ResumeTask,
    ReturnTask,
    TakeTask,
    UnblockTask,
)
from services.referral.deals.domain.deal import Deal, DealTask, task_id
from services.referral.deals.domain.flags import count_raised
from services.referral.deals.domain.times import StepTimes, figures
from services.referral.deals.queries import (
    PAGE,
    HandleAnyDeal,
    ListDepartmentTasks,
    ViewDealWaits,
    deals_by_id,
    find_deal,
    tasks_of_department,
    times_of_branch,
)
from shared.branch_places import BranchPlace
from shared.contracts.referral import Department
from shared.errors import NotFound
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/referral", tags=["deals"])
OF_TASK = "/deals/{deal}/tasks/{step}"


@router.get("/deal-tasks")
async def list_department_tasks(
    branch: Annotated[str, may_at_queried_branch(ListDepartmentTasks)],
    department: Department,
    caller: Caller,
    after: Annotated[str | None, Query(max_length=160)] = None,
) -> DepartmentPage:
    """The tasks that my department has at a branch, the first due first, by pages; of account managers, those
    of their own deals and teams."""
    if not access.works_for(caller, department, branch):
        raise access.NotYourDepartment
    found = await tasks_of_department(caller.runtime.store, branch, department, after)
    page, more = found[:PAGE], len(found) > PAGE
    deals = await deals_by_id(caller.runtime.store, (task.deal for task in page))
    place, today = await today_at(caller.runtime, branch)
    acting = await acting_for(caller, branch)
    shown = [
        _in_list(deal, task, place, today, mine=access.works_on(caller, acting, deal, task))
        for task in page
        if (deal := deals.get(task.deal))
    ]
    if department is Department.BRANCH:
        shown = [one for one in shown if one.mine]
    return DepartmentPage(tasks=shown, next=page[-1].place if more else None)


@router.get("/deal-waits")
async def view_deal_waits(
    branch: Annotated[str, may_at_queried_branch(ViewDealWaits)],
    runtime: Runtime,
    department: Department | None = None,
) -> WaitsNow:
    """The waiting and working time of deals at a branch, by department and step."""
    found = await times_of_branch(runtime.store, branch, department)
    return WaitsNow(
        departments=[
            _waits_of(one, [times for times in found if times.department is one])
            for one in Department
            if any(times.department is one for times in found)
        ],
        steps=[
            StepWaits(
                waits=figures(one.waits),
                works=figures(one.works),
                running=len(one.running),
                **one.model_dump(include={"template", "step", "zh", "en", "department"}),
            )
            for one in found
        ],
    )


@router.post(OF_TASK + "/take")
async def take_task(
    deal: Annotated[Deal, may_on(find_deal, TakeTask, "deal")], step: StepInPath, caller: Caller
) -> StripNow:
    """Take a task that waits for somebody of my department."""
    task = await _task(caller, deal, step)
    acting = await access.must_work_on(caller, deal, task)
    return await after(caller, TakeTask(deal.id, step, access.doer_for(caller, acting, deal, task)), deal)


@router.post(OF_TASK + "/put-back")
async def put_back_task(
    deal: Annotated[Deal, may_on(find_deal, PutBackTask, "deal")], step: StepInPath, caller: Caller
) -> StripNow:
    """Leave a task to my colleagues; the head of the branch does so for others."""
    as_head = caller.may(HandleAnyDeal, deal.branch)
    if not as_head:
        as_head = await _must_work_on(caller, deal, step)
    return await after(caller, PutBackTask(deal.id, step, caller.person.staff, as_head), deal)


@router.post(OF_TASK + "/block")
async def block_task(
    deal: Annotated[Deal, may_on(find_deal, BlockTask, "deal")],
    step: StepInPath,
    form: BlockForm,
    caller: Caller,
) -> StripNow:
    """Say that a task cannot go on."""
    as_head = await _must_work_on(caller, deal, step)
    return await after(caller, BlockTask(deal.id, step, caller.person.staff, form.reason, as_head), deal)


@router.post(OF_TASK + "/unblock")
async def unblock_task(
    deal: Annotated[Deal, may_on(find_deal, UnblockTask, "deal")], step: StepInPath, caller: Caller
) -> StripNow:
    """Let a blocked task go on."""
    as_head = await _must_work_on(caller, deal, step)
    return await after(caller, UnblockTask(deal.id, step, caller.person.staff, as_head), deal)


@router.post(OF_TASK + "/return")
async def return_task(
    deal: Annotated[Deal, may_on(find_deal, ReturnTask, "deal")],
    step: StepInPath,
    form: ReturnForm,
    caller: Caller,
) -> StripNow:
    """Return a task to the step before it, or to the account manager."""
    as_head = await _must_work_on(caller, deal, step)
    return await after(caller, ReturnTask(deal.id, step, caller.person.staff, form.reason, as_head), deal)


@router.post(OF_TASK + "/resume")
async def resume_task(
    deal: Annotated[Deal, may_on(find_deal, ResumeTask, "deal")], step: StepInPath, caller: Caller
) -> StripNow:
    """Give a task that was returned to me to its department again."""
    await access.must_lead(caller, deal)
    return await after(caller, ResumeTask(deal.id, step, caller.person.staff), deal)


@router.post(OF_TASK + "/finish")
async def finish_task(
    deal: Annotated[Deal, may_on(find_deal, FinishTask, "deal")], step: StepInPath, caller: Caller
) -> StripNow:
    """Finish a task; what depends on it can begin."""
    as_head = await _must_work_on(caller, deal, step)
    return await after(caller, FinishTask(deal.id, step, caller.person.staff, as_head), deal)


@router.post(OF_TASK + "/leave-out")
async def leave_out_task(
    deal: Annotated[Deal, may_on(find_deal, LeaveOutTask, "deal")],
    step: StepInPath,
    form: LeaveOutForm,
    caller: Caller,
) -> StripNow:
    """Leave a task out: what depends on it goes on without it."""
    return await after(caller, LeaveOutTask(deal.id, step, caller.person.staff, form.reason), deal)


async def _must_work_on(caller: Asking, deal: Deal, step: str) -> bool:
    """Return whether the person does what is another's at the branch: as the head, or for one whom they
    cover. Raises `NotFound`, `NotYourDepartment`."""
    task = await _task(caller, deal, step)
    acting = await access.must_work_on(caller, deal, task)
    covers = task.owner in acting and task.owner != caller.person.staff
    return task.department is Department.BRANCH and (covers or caller.may(HandleAnyDeal, deal.branch))


async def _task(caller: Asking, deal: Deal, step: str) -> DealTask:
    task = await caller.runtime.store.find(DealTask, task_id(deal.id, step))
    if task is None:
        raise NotFound(f"deals/{deal.id}/tasks/{step}")
    return task


def _in_list(deal: Deal, task: DealTask, place: BranchPlace, today: str, *, mine: bool) -> DepartmentTask:
    return DepartmentTask(
        **task_now(task, today, mine=mine).model_dump(),
        deal=deal.id,
        flags=count_raised(deal, place, today),
        **deal.model_dump(include={"product", "amount", "currency", "customer", "account_manager"}),
    )


def _waits_of(department: Department, times: list[StepTimes]) -> DepartmentWaits:
    return DepartmentWaits(
        department=department,
        waits=figures(wait for one in times for wait in one.waits),
        works=figures(work for one in times for work in one.works),
        running=sum(len(one.running) for one in times),
    )
