"""Tasks to tell holders of a product's new risk over HTTP (A3)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.referral.recommendations.api.recommendations import must_act, whose
from services.referral.recommendations.commands import FinishHolderTask
from services.referral.recommendations.domain.holders import HolderTask
from services.referral.recommendations.queries import (
    ListRecommendations,
    find_task,
    open_tasks,
)
from shared.contracts.referral import RiskLevel
from shared.errors import NotFound
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/referral/holder-tasks", tags=["recommendations"])


class HolderTaskNow(BaseModel):
    """The task to tell one holder of a product's new risk; `rules_version` is that of the rules of
    suitability."""

    holder_task: str
    branch: str
    customer: str
    account_manager: str | None
    product: str
    product_version: int
    before: RiskLevel
    after: RiskLevel
    rules_version: int
    due: str
    open: bool
    overdue: bool
    made_at: datetime
    done_at: datetime | None
    done_by: str | None


@router.get("")
async def list_tasks(
    branch: Annotated[str, may_at_queried_branch(ListRecommendations)], caller: Caller
) -> list[HolderTaskNow]:
    """The open tasks that are mine or of those whom I cover, the most urgent first; those of all, for the
    head."""
    found = [
        one
        for staff in await whose(caller, branch)
        for one in await open_tasks(caller.runtime.store, branch, staff)
    ]
    return [_shown(one) for one in sorted(found, key=lambda one: one.due)]


@router.post("/{holder_task}/done")
async def finish(
    task: Annotated[HolderTask, may_on(find_task, FinishHolderTask, "holder_task")], caller: Caller
) -> HolderTaskNow:
    """Note that the holder was told."""
    await must_act(caller, task)
    await caller.execute(FinishHolderTask(task.id, caller.person.staff), task.branch)
    found = await find_task(caller.runtime.store, task.id)
    if found is None:
        raise NotFound(f"holder-tasks/{task.id}")
    return _shown(found)


def _shown(task: HolderTask) -> HolderTaskNow:
    fields = HolderTaskNow.model_fields.keys() - {"holder_task"}
    return HolderTaskNow(holder_task=task.id, **task.model_dump(include=fields))
