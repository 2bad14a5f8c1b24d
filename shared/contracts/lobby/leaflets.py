"""Events of `lobby` about leaflets and what they lead to (P3, D3)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class LeafletsStocked(LobbyEvent, group=LogGroup.LEAFLETS):
    """Leaflets were counted or filled up (P3); so many are there now."""

    leaflet: str
    product: str
    stock: int
    minimum: int
    by: str


class LeafletsLow(LobbyEvent, group=LogGroup.LEAFLETS):
    """Fewer leaflets are left than there should be (P3)."""

    leaflet: str
    product: str
    stock: int
    minimum: int


class LeafletHanded(LobbyEvent, group=LogGroup.LEAFLETS):
    """A customer was given a leaflet (D3); `visit` is missing for somebody without a number."""

    leaflet: str
    product: str
    stock: int
    by: str
    visit: str | None = None


class InterestShown(LobbyEvent, group=LogGroup.LEAFLETS):
    """A customer who waits wants to know more of a product (D3, D4)."""

    visit: str
    product: str
    by: str
    customer: str | None = None
