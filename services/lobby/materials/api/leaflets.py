"""Leaflets over HTTP (P3, D3)."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.day.api.checklists import ANSWERS, GOES_THROUGH, SEES
from services.lobby.materials.domain.leaflets import Leaflet
from services.lobby.materials.handlers import leaflets as handlers
from services.lobby.materials.handlers.leaflets import FillUp, Handing, Interest, Removal, Stock
from services.lobby.queue.queries import find_visit
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Whole, YesNo
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["leaflets"])
LeafletPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
ON_THE_FLOOR = (*GOES_THROUGH, Role.ACCOUNT_MANAGER)
RACK = "/branches/{branch}/leaflets"


class Counted(Leaflet, Given):
    """A kind of leaflet as somebody counted it."""


class LeafletNow(Leaflet):
    """A kind of leaflet as it stands."""

    leaflet: str
    low: bool


class Kept(BaseModel):
    leaflet: str


class More(Given):
    more: Whole = Field(ge=1, le=10_000)


class Handed(Given):
    """To whom: `visit` is left out for somebody without a number."""

    visit: str | None = Field(default=None, max_length=64)
    interested: YesNo = False


class Product(Given):
    product: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")


class Introduced(BaseModel):
    """What a visitor was given and wants to know more of."""

    leaflets: tuple[str, ...]
    interests: tuple[str, ...]


@router.get(RACK)
async def leaflets(branch: BranchPath, runtime: Runtime, person: SignedIn) -> list[LeafletNow]:
    """What the branch has, the scarce first."""
    person.must(branch, *SEES)
    rack = await store.rack(runtime.store, branch)
    known = [LeafletNow(leaflet=id, low=one.is_low, **one.model_dump()) for id, one in rack.leaflets.items()]
    return sorted(known, key=lambda one: (not one.low, one.product, one.leaflet))


@router.post(RACK, status_code=201)
async def keep(
    branch: BranchPath, leaflet: Counted, request: Request, runtime: Runtime, person: SignedIn
) -> Kept:
    """A kind of leaflet that the branch keeps from now on."""
    person.must(branch, *ANSWERS)
    cause = runtime.cause(request, person, branch, handlers.stock_leaflets)
    id = correlation_of(branch, person.staff, cause.id)
    await runtime.do(
        handlers.stock_leaflets, Stock(branch, id, Leaflet(**dict(leaflet)), person.staff), cause
    )
    return Kept(leaflet=id)


@router.put(RACK + "/{leaflet}", status_code=204)
async def count(
    branch: BranchPath,
    leaflet: LeafletPath,
    counted: Counted,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """They were counted, or its name or minimum changes."""
    person.must(branch, *ANSWERS)
    stock = Stock(branch, leaflet, Leaflet(**dict(counted)), person.staff)
    await runtime.command(request, person, branch, handlers.stock_leaflets, stock)


@router.post(RACK + "/{leaflet}/fill-up", status_code=204)
async def fill_up(
    branch: BranchPath, leaflet: LeafletPath, more: More, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """More of them are there."""
    person.must(branch, *GOES_THROUGH)
    filled = FillUp(branch, leaflet, more.more, person.staff)
    await runtime.command(request, person, branch, handlers.fill_up_leaflets, filled)


@router.post(RACK + "/{leaflet}/hand", status_code=204)
async def hand(
    branch: BranchPath,
    leaflet: LeafletPath,
    handed: Handed,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """A customer is given one (D3)."""
    person.must(branch, *ON_THE_FLOOR)
    handing = Handing(branch, leaflet, person.staff, handed.visit, handed.interested)
    await runtime.command(request, person, branch, handlers.hand_leaflet, handing)


@router.delete(RACK + "/{leaflet}", status_code=204)
async def remove(
    branch: BranchPath, leaflet: LeafletPath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """They are no longer kept."""
    person.must(branch, *ANSWERS)
    await runtime.command(request, person, branch, handlers.remove_leaflets, Removal(branch, leaflet))


@router.post("/visits/{visit}/interest", status_code=204)
async def interest(
    visit: str, product: Product, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """A customer wants to know more of a product (D3)."""
    branch = await _branch_of(runtime, person, visit)
    shown = Interest(visit, product.product, person.staff)
    await runtime.command(request, person, branch, handlers.show_interest, shown)


@router.get("/visits/{visit}/introduction")
async def introduction(visit: str, runtime: Runtime, person: SignedIn) -> Introduced:
    """What this visitor was given and wants to know more of."""
    await _branch_of(runtime, person, visit)
    found = await store.introduction(runtime.store, visit)
    return Introduced(leaflets=found.leaflets if found else (), interests=found.interests if found else ())


async def _branch_of(runtime: ServiceRuntime, person: Person, visit: str) -> str:
    """Where the visit is, if the person may act on it; one of another branch does not exist for them."""
    person.must_somewhere(*ON_THE_FLOOR)
    found = await find_visit(runtime.store, visit)
    if found is None or not person.may(found.branch, *ON_THE_FLOOR):
        raise NotFound(f"visits/{visit[:64]}")
    return found.branch
