"""Notices go up, expire and come down (P5)."""

from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.materials.domain import notices
from services.lobby.materials.domain.notices import Board, Notice, NoticeDue
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewNotice:
    """What is to hang on the board, until and with that day."""

    branch: str
    id: str
    title: str
    until: str
    by: str


@dataclass(frozen=True)
class TakenDown:
    branch: str
    notice: str
    by: str


async def hang_notice(new: NewNotice, work: UnitOfWork) -> None:
    """A notice goes up."""
    branch = await work.get(Branch, new.branch)
    board = await work.find(Board, new.branch) or Board(id=new.branch)
    notice = Notice(id=new.id, title=new.title, until=new.until, hung_by=new.by, hung_at=work.now)
    work.apply(notices.hang(board, notice, day_of(branch.timezone, work.now), branch.timezone))


async def take_notice_down(down: TakenDown, work: UnitOfWork) -> None:
    """A notice comes off."""
    branch = await work.get(Branch, down.branch)
    board = await work.find(Board, down.branch) or Board(id=down.branch)
    work.apply(notices.take_down(board, down.notice, day_of(branch.timezone, work.now), down.by))


async def expire_notice(event: NoticeDue, work: UnitOfWork) -> None:
    """The last day of a notice is over."""
    board = await work.get(Board, event.branch)
    work.apply(notices.expire(board, event.notice))
