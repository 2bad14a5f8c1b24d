"""Notices go up, expire and come down (P5)."""

from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.materials.domain import notices
from services.lobby.materials.domain.notices import Board, Notice, NoticeDue
from shared.unit import Unit


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


async def hang_notice(new: NewNotice, unit: Unit) -> None:
    """A notice goes up."""
    branch = await unit.get(Branch, new.branch)
    board = await unit.find(Board, new.branch) or Board(id=new.branch)
    notice = Notice(id=new.id, title=new.title, until=new.until, hung_by=new.by, hung_at=unit.now)
    unit.keep(notices.hang(board, notice, day_of(branch.timezone, unit.now), branch.timezone))


async def take_notice_down(down: TakenDown, unit: Unit) -> None:
    """A notice comes off."""
    branch = await unit.get(Branch, down.branch)
    board = await unit.find(Board, down.branch) or Board(id=down.branch)
    unit.keep(notices.take_down(board, down.notice, day_of(branch.timezone, unit.now), down.by))


async def expire_notice(event: NoticeDue, unit: Unit) -> None:
    """The last day of a notice is over."""
    board = await unit.get(Board, event.branch)
    unit.keep(notices.expire(board, event.notice))
