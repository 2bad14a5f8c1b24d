"""The notice board over HTTP (P5)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, StringConstraints

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.day.api.checklists import ANSWERS, SEES
from services.lobby.materials.handlers.notices import NewNotice, TakenDown, hang_notice, take_notice_down
from shared import clock
from shared.access import SignedIn
from shared.contracts.devices import correlation_of
from shared.fields import Day, Given, Readable
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/branches/{branch}/notices", tags=["notices"])
NoticePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NoticeRequest(Given):
    """A notice; `until` is its last day."""

    title: Annotated[Readable, StringConstraints(max_length=120)]
    until: Day


class Hung(BaseModel):
    notice: str


class NoticeNow(BaseModel):
    """What hangs on the board, the expired first."""

    notice: str
    title: str
    until: date
    expired: bool
    hung_by: str
    hung_at: datetime


@router.get("")
async def notices(branch: BranchPath, runtime: Runtime, person: SignedIn) -> list[NoticeNow]:
    """What hangs on the board, what must come off first."""
    person.must(branch, *SEES)
    board, today = await store.board(runtime.store, branch, clock.now())
    expired = {one.id for one in board.expired(today)}
    return [
        NoticeNow(notice=one.id, expired=one.id in expired, **one.model_dump(exclude={"id", "told"}))
        for one in sorted(board.notices, key=lambda one: one.until)
    ]


@router.post("", status_code=201)
async def hang(
    branch: BranchPath, wanted: NoticeRequest, request: Request, runtime: Runtime, person: SignedIn
) -> Hung:
    """Hang a notice on the board."""
    person.must(branch, *ANSWERS)
    cause = runtime.cause(request, person, branch, hang_notice)
    id = correlation_of(branch, person.staff, cause.id)
    new = NewNotice(branch, id, wanted.title, wanted.until, person.staff)
    await runtime.do(hang_notice, new, cause)
    return Hung(notice=id)


@router.post("/{notice}/take-down", status_code=204)
async def take_down(
    branch: BranchPath, notice: NoticePath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Take a notice off the board."""
    person.must(branch, *ANSWERS)
    await runtime.command(request, person, branch, take_notice_down, TakenDown(branch, notice, person.staff))
