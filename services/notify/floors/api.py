"""HTTP of the branches: what each is called, wherever its id stands."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.notify.floors.queries import ViewBranches, opened_floors
from shared.access import Person
from shared.rights import may_somewhere
from shared.runtime import Runtime

router = APIRouter(prefix="/api/notify/branches", tags=["branches"])


class BranchNow(BaseModel):
    """A branch with its name."""

    branch: str
    name_zh: str
    name_en: str


@router.get("")
async def branches(
    runtime: Runtime, person: Annotated[Person, may_somewhere(ViewBranches)]
) -> list[BranchNow]:
    """The names of all branches that have opened, by their ids."""
    return [
        BranchNow(branch=one.id, name_zh=one.name_zh or one.id, name_en=one.name_en or one.id)
        for one in await opened_floors(runtime.store)
    ]
