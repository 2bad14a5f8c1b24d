"""Events of `lobby` about leaflets and what they lead to (P3, D3)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class LeafletsStocked(LobbyEvent, group=LogGroup.LEAFLETS, zh="宣传材料盘点", en="Leaflets were counted"):
    """Leaflets were counted or filled up (P3); so many are there now."""

    leaflet: str
    product: str
    stock: int
    minimum: int
    by: str


class LeafletsLow(LobbyEvent, group=LogGroup.LEAFLETS, zh="宣传材料不足", en="Leaflets ran short"):
    """Fewer leaflets are left than there should be (P3)."""

    leaflet: str
    product: str
    stock: int
    minimum: int


class LeafletHanded(LobbyEvent, group=LogGroup.LEAFLETS, zh="递送宣传材料", en="A leaflet was handed over"):
    """A customer was given a leaflet (D3); `visit` is missing for somebody without a number."""

    leaflet: str
    product: str
    stock: int
    by: str
    visit: str | None = None


class InterestShown(LobbyEvent, group=LogGroup.LEAFLETS, zh="客户感兴趣", en="A customer showed interest"):
    """A customer who waits wants to know more of a product (D3, D4)."""

    visit: str
    product: str
    by: str
    customer: str | None = None
