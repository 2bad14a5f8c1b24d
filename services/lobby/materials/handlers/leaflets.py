"""Leaflets are counted, filled up and handed out (P3, D3)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch
from services.lobby.materials.domain import leaflets
from services.lobby.materials.domain.leaflets import Introduction, Leaflet, Rack, VisitElsewhere
from services.lobby.queue.domain.visits import Visit
from shared.unit import Unit


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


async def stock_leaflets(stock: Stock, unit: Unit) -> None:
    """They were counted, or are a new kind."""
    unit.keep(leaflets.stock(await _rack(stock.branch, unit), stock.id, stock.leaflet, stock.by))


async def fill_up_leaflets(filled: FillUp, unit: Unit) -> None:
    """More of them are there."""
    unit.keep(leaflets.fill_up(await _rack(filled.branch, unit), filled.id, filled.more, filled.by))


async def remove_leaflets(removal: Removal, unit: Unit) -> None:
    """They are no longer kept."""
    unit.keep(leaflets.remove(await _rack(removal.branch, unit), removal.id))


async def hand_leaflet(handing: Handing, unit: Unit) -> None:
    """A customer is given one, and shows interest perhaps."""
    rack = await _rack(handing.branch, unit)
    visit = await unit.get(Visit, handing.visit) if handing.visit else None
    if visit is not None and visit.branch != handing.branch:
        raise VisitElsewhere
    to = await _introduction(visit, unit) if visit else None
    unit.keep(leaflets.hand(rack, handing.id, to, handing.by, unit.now))
    if visit is not None and handing.interested:
        product = rack.leaflet(handing.id).product
        await show_interest(Interest(visit.id, product, handing.by), unit)


async def show_interest(interest: Interest, unit: Unit) -> None:
    """A customer wants to know more of a product."""
    visit = await unit.get(Visit, interest.visit)
    introduction = await _introduction(visit, unit)
    unit.keep(leaflets.show_interest(introduction, interest.product, visit.customer, interest.by, unit.now))


async def _rack(branch: str, unit: Unit) -> Rack:
    _, rack = await asyncio.gather(unit.get(Branch, branch), unit.find(Rack, branch))
    return rack or Rack(id=branch)


async def _introduction(visit: Visit, unit: Unit) -> Introduction:
    found = await unit.find(Introduction, visit.id)
    return found or Introduction(id=visit.id, branch=visit.branch, day=visit.day, last=unit.now)
