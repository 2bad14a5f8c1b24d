"""Leaflets and the notice board over HTTP (P3, P5, D3)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StringConstraints

from services.lobby.materials.commands import (
    FillUpLeaflets,
    HandLeaflet,
    HangNotice,
    RemoveLeaflets,
    ShowInterest,
    StockLeaflets,
    TakeDownNotice,
)
from services.lobby.materials.domain import Leaflet
from services.lobby.materials.queries import (
    ViewIntroduction,
    ViewLeaflets,
    ViewNotices,
    introduction_of,
    notice_board,
    rack_of,
)
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import find_visit
from shared import clock
from shared.contracts.devices import correlation_of
from shared.contracts.needs import Need
from shared.fields import Day, Given, Readable, Whole, YesNo
from shared.rights import may_at_branch, may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/lobby")
LeafletPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
NoticePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RACK = "/branches/{branch}/leaflets"
BOARD = "/branches/{branch}/notices"


class Counted(Leaflet, Given):
    """A kind of leaflet as it was counted."""


class LeafletNow(Leaflet):
    """A kind of leaflet as it stands."""

    leaflet: str
    low: bool


class AddedLeaflet(BaseModel):
    """The id of a new kind of leaflet."""

    leaflet: str


class More(Given):
    """The number of leaflets to add."""

    more: Whole = Field(ge=1, le=10_000)


class Handed(Given):
    """The customer who is given a leaflet: `visit` is left out for one without a number."""

    visit: str | None = Field(default=None, max_length=64)
    interested: YesNo = False


class Product(Given):
    """A product that a visitor wants to know more of."""

    product: Need


class Introduced(BaseModel):
    """Leaflets that a visitor was given, and products they want to know more of."""

    leaflets: tuple[str, ...]
    interests: tuple[str, ...]


class NoticeRequest(Given):
    """A notice; `until` is its last day."""

    title: Annotated[Readable, StringConstraints(max_length=120)]
    until: Day


class AddedNotice(BaseModel):
    """The id of a new notice."""

    notice: str


class NoticeNow(BaseModel):
    """A notice on the board."""

    notice: str
    title: str
    until: date
    expired: bool
    hung_by: str
    hung_at: datetime


@router.get(RACK, tags=["leaflets"])
async def leaflets(branch: Annotated[str, may_at_branch(ViewLeaflets)], caller: Caller) -> list[LeafletNow]:
    """The leaflets of a branch, the scarce first."""
    rack = await rack_of(caller.runtime.store, branch)
    known = [LeafletNow(leaflet=id, low=one.is_low, **one.model_dump()) for id, one in rack.leaflets.items()]
    return sorted(known, key=lambda one: (not one.low, one.product, one.leaflet))


@router.post(RACK, status_code=201, tags=["leaflets"])
async def keep(
    branch: Annotated[str, may_at_branch(StockLeaflets)], leaflet: Counted, caller: Caller
) -> AddedLeaflet:
    """Keep a new kind of leaflet from now on."""
    cause = caller.cause(StockLeaflets, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = StockLeaflets(branch, id, Leaflet(**dict(leaflet)), caller.person.staff)
    await caller.runtime.execute(command, cause)
    return AddedLeaflet(leaflet=id)


@router.put(RACK + "/{leaflet}", status_code=204, tags=["leaflets"])
async def count(
    branch: Annotated[str, may_at_branch(StockLeaflets)],
    leaflet: LeafletPath,
    counted: Counted,
    caller: Caller,
) -> None:
    """Set the count of a kind, its name or its minimum."""
    command = StockLeaflets(branch, leaflet, Leaflet(**dict(counted)), caller.person.staff)
    await caller.execute(command, branch)


@router.post(RACK + "/{leaflet}/fill-up", status_code=204, tags=["leaflets"])
async def fill_up(
    branch: Annotated[str, may_at_branch(FillUpLeaflets)], leaflet: LeafletPath, more: More, caller: Caller
) -> None:
    """Add so many of a kind."""
    await caller.execute(FillUpLeaflets(branch, leaflet, more.more, caller.person.staff), branch)


@router.post(RACK + "/{leaflet}/hand", status_code=204, tags=["leaflets"])
async def hand(
    branch: Annotated[str, may_at_branch(HandLeaflet)], leaflet: LeafletPath, handed: Handed, caller: Caller
) -> None:
    """Hand a customer a leaflet (D3)."""
    command = HandLeaflet(branch, leaflet, caller.person.staff, handed.visit, handed.interested)
    await caller.execute(command, branch)


@router.delete(RACK + "/{leaflet}", status_code=204, tags=["leaflets"])
async def remove(
    branch: Annotated[str, may_at_branch(RemoveLeaflets)], leaflet: LeafletPath, caller: Caller
) -> None:
    """Keep a kind no longer."""
    await caller.execute(RemoveLeaflets(branch, leaflet), branch)


@router.post("/visits/{visit}/interest", status_code=204, tags=["leaflets"])
async def interest(
    visit: Annotated[Visit, may_on(find_visit, ShowInterest, "visit")], product: Product, caller: Caller
) -> None:
    """Note that a visitor wants to know more of a product (D3)."""
    await caller.execute(ShowInterest(visit.id, product.product, caller.person.staff), visit.branch)


@router.get("/visits/{visit}/introduction", tags=["leaflets"])
async def introduction(
    visit: Annotated[Visit, may_on(find_visit, ViewIntroduction, "visit")], caller: Caller
) -> Introduced:
    """The leaflets that this visitor was given, and the products they want to know more of."""
    found = await introduction_of(caller.runtime.store, visit.id)
    return Introduced(leaflets=found.leaflets if found else (), interests=found.interests if found else ())


@router.get(BOARD, tags=["notices"])
async def notices(branch: Annotated[str, may_at_branch(ViewNotices)], caller: Caller) -> list[NoticeNow]:
    """The notices on the board, those that expire first before the others."""
    board, today = await notice_board(caller.runtime.store, branch, clock.now())
    expired = {one.id for one in board.expired(today)}
    return [
        NoticeNow(
            notice=one.id, expired=one.id in expired, **one.model_dump(exclude={"id", "expiry_published"})
        )
        for one in sorted(board.notices, key=lambda one: one.until)
    ]


@router.post(BOARD, status_code=201, tags=["notices"])
async def hang(
    branch: Annotated[str, may_at_branch(HangNotice)], wanted: NoticeRequest, caller: Caller
) -> AddedNotice:
    """Hang a notice on the board."""
    cause = caller.cause(HangNotice, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = HangNotice(branch, id, wanted.title, wanted.until, caller.person.staff)
    await caller.runtime.execute(command, cause)
    return AddedNotice(notice=id)


@router.post(BOARD + "/{notice}/take-down", status_code=204, tags=["notices"])
async def take_down(
    branch: Annotated[str, may_at_branch(TakeDownNotice)], notice: NoticePath, caller: Caller
) -> None:
    """Take a notice off the board."""
    await caller.execute(TakeDownNotice(branch, notice, caller.person.staff), branch)
