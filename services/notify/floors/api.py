"""HTTP of the branches: what each is called, wherever its id stands."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.notify.floors.queries import ViewBranches, floors
from shared.access import Person
from shared.contracts.base import BranchId
from shared.rights import may_somewhere
from shared.runtime import Runtime

MOST = 100
"""Branches whose names are asked for at once."""
router = APIRouter(prefix="/api/notify/branches", tags=["branches"])


class BranchNow(BaseModel):
    """A branch with its name."""

    branch: str
    name_zh: str
    name_en: str


@router.get("")
async def branches(
    branch: Annotated[list[BranchId], Query(max_length=MOST)],
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ViewBranches)],
) -> list[BranchNow]:
    """Return the names of these branches, as far as they have opened."""
    return [
        BranchNow(branch=one.id, name_zh=one.name_zh, name_en=one.name_en or one.id)
        for one in await floors(runtime.store, branch)
        if one.name_zh
    ]
