"""The minutes of a branch's floor tasks, which its head or operations change at any time (D3)."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from pydantic import Field

from services.lobby import store
from services.lobby.branch.api import SETS_RULES, STAFF, BranchPath
from services.lobby.branch.queries import find_branch
from services.lobby.tasks.domain.task_rules import Limit, TaskSettings
from services.lobby.tasks.handlers.task_rules import NewTaskRules, set_task_rules
from shared.access import SignedIn
from shared.contracts.lobby import TaskSort
from shared.errors import NotFound
from shared.fields import Given, Real
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/branches/{branch}/task-rules", tags=["tasks"])


class LimitChange(Limit, Given):
    """What changes of the minutes of a sort; what is left out stays."""

    within: Real = Field(default=1, gt=0, le=480)
    grace: Real = Field(default=0, ge=0, le=240)


class TaskSettingsChange(TaskSettings, Given):
    """What changes of the minutes; what is left out stays, sort by sort."""

    limits: Mapping[TaskSort, LimitChange] = {}  # type: ignore[assignment]


@router.get("")
async def task_rules(branch: BranchPath, runtime: Runtime, person: SignedIn) -> TaskSettings:
    """How long each sort of task may take, and when the waiting are cared for."""
    person.must(branch, *STAFF)
    return await store.task_settings(runtime.store, branch)


@router.put("", status_code=204)
async def put_task_rules(
    branch: BranchPath, settings: TaskSettingsChange, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """They apply to what is raised from now on; what is left out stays."""
    person.must(branch, *SETS_RULES)
    if await find_branch(runtime.store, branch) is None:
        raise NotFound(f"branches/{branch}")
    await runtime.command(
        request, person, branch, set_task_rules, NewTaskRules(branch, person.staff, settings)
    )
