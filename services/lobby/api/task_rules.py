"""The minutes of a branch's floor tasks, which its head or operations change at any time (D3)."""

from fastapi import APIRouter, Request

from services.lobby import store
from services.lobby.api.branches import SETS_RULES, STAFF, BranchPath
from services.lobby.domain.task_rules import TaskSettings
from services.lobby.handlers.task_rules import NewTaskRules, set_task_rules
from shared.access import SignedIn
from shared.errors import NotFound
from shared.service import Here

router = APIRouter(prefix="/api/lobby/branches/{branch}/task-rules", tags=["tasks"])


@router.get("")
async def task_rules(branch: BranchPath, here: Here, person: SignedIn) -> TaskSettings:
    """How long each sort of task may take, and when the waiting are cared for."""
    person.must(branch, *STAFF)
    return await store.task_settings(here.store, branch)


@router.put("", status_code=204)
async def put_task_rules(
    branch: BranchPath, settings: TaskSettings, request: Request, here: Here, person: SignedIn
) -> None:
    """They apply to what is raised from now on."""
    person.must(branch, *SETS_RULES)
    if await store.branch(here.store, branch) is None:
        raise NotFound(f"branches/{branch}")
    await here.command(request, person, branch, set_task_rules, NewTaskRules(branch, person.staff, settings))
