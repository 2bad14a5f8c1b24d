"""Leaflets are counted, filled up and handed out (P3, D3)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch
from services.lobby.materials.domain import leaflets
from services.lobby.materials.domain.leaflets import Introduction, Leaflet, Rack, VisitElsewhere
from services.lobby.queue.domain.visits import Visit
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Stock:
    """A kind of leaflet as it was counted."""

    branch: str
    id: str
    leaflet: Leaflet
    by: str


@dataclass(frozen=True)
class FillUp:
    branch: str
    id: str
    more: int
    by: str


@dataclass(frozen=True)
class Removal:
    branch: str
    id: str


@dataclass(frozen=True)
class Handing:
    """A customer is given a leaflet; `interested` if they want to know more of its product."""

    branch: str
    id: str
    by: str
    visit: str | None = None
    interested: bool = False


@dataclass(frozen=True)
class Interest:
    visit: str
    product: str
    by: str


async def stock_leaflets(stock: Stock, work: UnitOfWork) -> None:
    """They were counted, or are a new kind."""
    work.apply(leaflets.stock(await _rack(stock.branch, work), stock.id, stock.leaflet, stock.by))


async def fill_up_leaflets(filled: FillUp, work: UnitOfWork) -> None:
    """More of them are there."""
    work.apply(leaflets.fill_up(await _rack(filled.branch, work), filled.id, filled.more, filled.by))


async def remove_leaflets(removal: Removal, work: UnitOfWork) -> None:
    """They are no longer kept."""
    work.apply(leaflets.remove(await _rack(removal.branch, work), removal.id))


async def hand_leaflet(handing: Handing, work: UnitOfWork) -> None:
    """A customer is given one, and shows interest perhaps."""
    rack = await _rack(handing.branch, work)
    visit = await work.get(Visit, handing.visit) if handing.visit else None
    if visit is not None and visit.branch != handing.branch:
        raise VisitElsewhere
    to = await _introduction(visit, work) if visit else None
    work.apply(leaflets.hand(rack, handing.id, to, handing.by, work.now))
    if visit is not None and handing.interested:
        product = rack.leaflet(handing.id).product
        await show_interest(Interest(visit.id, product, handing.by), work)


async def show_interest(interest: Interest, work: UnitOfWork) -> None:
    """A customer wants to know more of a product."""
    visit = await work.get(Visit, interest.visit)
    introduction = await _introduction(visit, work)
    work.apply(leaflets.show_interest(introduction, interest.product, visit.customer, interest.by, work.now))


async def _rack(branch: str, work: UnitOfWork) -> Rack:
    _, rack = await asyncio.gather(work.get(Branch, branch), work.find(Rack, branch))
    return rack or Rack(id=branch)


async def _introduction(visit: Visit, work: UnitOfWork) -> Introduction:
    found = await work.find(Introduction, visit.id)
    return found or Introduction(id=visit.id, branch=visit.branch, day=visit.day, last=work.now)
