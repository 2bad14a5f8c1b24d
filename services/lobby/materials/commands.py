"""Commands about leaflets and notices (P3, P5, D3)."""

from dataclasses import dataclass

from services.lobby.materials.domain import Leaflet
from shared.commands import Command


@dataclass(frozen=True)
class StockLeaflets(Command, name="stock_leaflets"):
    """Set a kind of leaflet as it was counted, or add a new kind (P3)."""

    branch: str
    id: str
    leaflet: Leaflet
    by: str


@dataclass(frozen=True)
class FillUpLeaflets(Command, name="fill_up_leaflets"):
    """Add so many leaflets of a kind (P3)."""

    branch: str
    id: str
    more: int
    by: str


@dataclass(frozen=True)
class RemoveLeaflets(Command, name="remove_leaflets"):
    """Keep a kind of leaflet no longer (P3)."""

    branch: str
    id: str


@dataclass(frozen=True)
class HandLeaflet(Command, name="hand_leaflet"):
    """Hand a customer a leaflet; `interested` if they want to know more of its product (D3)."""

    branch: str
    id: str
    by: str
    visit: str | None = None
    interested: bool = False


@dataclass(frozen=True)
class ShowInterest(Command, name="show_interest"):
    """Note that a visitor wants to know more of a product (D3)."""

    visit: str
    product: str
    by: str


@dataclass(frozen=True)
class HangNotice(Command, name="hang_notice"):
    """Hang a notice on the board, until and with that day (P5)."""

    branch: str
    id: str
    title: str
    until: str
    by: str


@dataclass(frozen=True)
class TakeDownNotice(Command, name="take_down_notice"):
    """Take a notice off the board (P5)."""

    branch: str
    notice: str
    by: str
