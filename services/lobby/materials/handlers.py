"""Leaflets are counted, filled up and handed out; notices go up, expire and come down (P3, P5, D3)."""

import asyncio

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.materials import domain
from services.lobby.materials.commands import (
    FillUpLeaflets,
    HandLeaflet,
    HangNotice,
    RemoveLeaflets,
    ShowInterest,
    StockLeaflets,
    TakeDownNotice,
)
from services.lobby.materials.domain import (
    Introduction,
    Notice,
    NoticeBoard,
    NoticeExpiryDue,
    Rack,
    VisitElsewhere,
)
from services.lobby.queue.domain.visits import Visit
from shared.unit_of_work import UnitOfWork


async def stock_leaflets(command: StockLeaflets, work: UnitOfWork) -> None:
    """Set a kind of leaflet as it was counted, or add a new kind (P3)."""
    rack = await _rack_of(command.branch, work)
    work.apply(domain.stock(rack, command.id, command.leaflet, command.by))


async def fill_up_leaflets(command: FillUpLeaflets, work: UnitOfWork) -> None:
    """Add so many leaflets (P3)."""
    rack = await _rack_of(command.branch, work)
    work.apply(domain.fill_up(rack, command.id, command.more, command.by))


async def remove_leaflets(command: RemoveLeaflets, work: UnitOfWork) -> None:
    """Keep a kind of leaflet no longer (P3)."""
    work.apply(domain.remove(await _rack_of(command.branch, work), command.id))


async def hand_leaflet(command: HandLeaflet, work: UnitOfWork) -> None:
    """Hand a customer a leaflet, and note their interest if they show it (D3). Raises `VisitElsewhere`."""
    rack = await _rack_of(command.branch, work)
    visit = await work.get(Visit, command.visit) if command.visit else None
    if visit is not None and visit.branch != command.branch:
        raise VisitElsewhere
    to = await _introduction_of(visit, work) if visit else None
    work.apply(domain.hand(rack, command.id, to, command.by, work.now))
    if visit is not None and command.interested:
        product = rack.leaflet(command.id).product
        await show_interest(ShowInterest(visit.id, product, command.by), work)


async def show_interest(command: ShowInterest, work: UnitOfWork) -> None:
    """Note that a visitor wants to know more of a product (D3)."""
    visit = await work.get(Visit, command.visit)
    introduction = await _introduction_of(visit, work)
    work.apply(domain.show_interest(introduction, command.product, visit.customer, command.by, work.now))


async def hang_notice(command: HangNotice, work: UnitOfWork) -> None:
    """Hang a notice on the board (P5)."""
    branch, board = await _board_of(command.branch, work)
    notice = Notice(
        id=command.id, title=command.title, until=command.until, hung_by=command.by, hung_at=work.now
    )
    work.apply(domain.hang(board, notice, day_of(branch.timezone, work.now), branch.timezone))


async def take_down_notice(command: TakeDownNotice, work: UnitOfWork) -> None:
    """Take a notice off the board (P5)."""
    branch, board = await _board_of(command.branch, work)
    today = day_of(branch.timezone, work.now)
    work.apply(domain.take_down(board, command.notice, today, command.by))


async def expire_notice(due: NoticeExpiryDue, work: UnitOfWork) -> None:
    """Expire a notice whose last day is over (P5)."""
    board = await work.get(NoticeBoard, due.branch)
    work.apply(domain.expire(board, due.notice))


async def _rack_of(branch: str, work: UnitOfWork) -> Rack:
    _, rack = await asyncio.gather(work.get(Branch, branch), work.find(Rack, branch))
    return rack or Rack(id=branch)


async def _introduction_of(visit: Visit, work: UnitOfWork) -> Introduction:
    found = await work.find(Introduction, visit.id)
    return found or Introduction(id=visit.id, branch=visit.branch, day=visit.day, last=work.now)


async def _board_of(id: str, work: UnitOfWork) -> tuple[Branch, NoticeBoard]:
    branch, board = await asyncio.gather(work.get(Branch, id), work.find(NoticeBoard, id))
    return branch, board or NoticeBoard(id=id)
