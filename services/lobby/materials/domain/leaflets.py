"""Leaflets (宣传材料) with a count and a minimum (P3), and what customers were given or asked for (D3)."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.lobby import InterestShown, LeafletHanded, LeafletsLow, LeafletsStocked, LobbyEvent
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.fields import Readable, Whole

LEAFLETS_AT_MOST = 100
HANDED_AT_MOST = 50


class RackFull(Refusal):
    code, status = "rack_full", 409
    en, zh = "The rack holds no more kinds; remove one first.", "宣传材料种类已满，请先移除一种。"


class LeafletNotThere(Refusal):
    code, status = "leaflet_not_there", 404
    en, zh = "The branch has no such leaflet.", "本网点没有该宣传材料。"


class VisitElsewhere(Refusal):
    code, status = "visit_elsewhere", 404
    en, zh = "This visit is not one of this branch.", "该客户不在本网点。"


class Leaflet(BaseModel):
    """A kind of leaflet: of which product, how many are there, how many there should be at least."""

    model_config = ConfigDict(frozen=True)

    product: str = Field(pattern=r"^[a-z0-9_]{1,64}$")
    zh: Readable = Field(max_length=64)
    en: Readable = Field(max_length=96)
    stock: Whole = Field(ge=0, le=100_000)
    minimum: Whole = Field(ge=0, le=100_000)

    @property
    def is_low(self) -> bool:
        return self.stock < self.minimum


class Rack(Document):
    """The leaflets of a branch; the id is the branch's."""

    collection: ClassVar[str] = "racks"

    leaflets: dict[str, Leaflet] = {}

    def leaflet(self, id: str) -> Leaflet:
        try:
            return self.leaflets[id]
        except KeyError:
            raise LeafletNotThere from None

    def low(self) -> tuple[str, ...]:
        """The leaflets of which there are fewer than there should be."""
        return tuple(id for id, one in self.leaflets.items() if one.is_low)


class Introduction(Document):
    """What a visitor was given and wants to know more of; the id is the visit's."""

    collection: ClassVar[str] = "introductions"

    branch: str
    day: str
    leaflets: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    last: datetime


def stock(rack: Rack, id: str, leaflet: Leaflet, by: str) -> Decision:
    """Leaflets were counted, filled up, or are a new kind. Raises `RackFull`."""
    before = rack.leaflets.get(id)
    if before is None and len(rack.leaflets) >= LEAFLETS_AT_MOST:
        raise RackFull
    told = LeafletsStocked(
        branch=rack.id, leaflet=id, by=by, **leaflet.model_dump(include={"product", "stock", "minimum"})
    )
    return Decision().save(_with(rack, id, leaflet), told, *_low(rack, id, before, leaflet))


def fill_up(rack: Rack, id: str, more: int, by: str) -> Decision:
    """So many more are there."""
    leaflet = rack.leaflet(id)
    return stock(rack, id, leaflet.model_copy(update={"stock": leaflet.stock + more}), by)


def remove(rack: Rack, id: str) -> Decision:
    """A kind of leaflet is no longer kept."""
    rack.leaflet(id)
    return Decision().save(
        rack.evolve(leaflets={key: one for key, one in rack.leaflets.items() if key != id})
    )


def hand(rack: Rack, id: str, to: Introduction | None, by: str, now: datetime) -> Decision:
    """A customer is given one; `to` is what the visit had before, if they have a number. A count that is
    wrong already does not fall below 0."""
    before = rack.leaflet(id)
    after = before.model_copy(update={"stock": max(0, before.stock - 1)})
    told = LeafletHanded(
        branch=rack.id,
        leaflet=id,
        product=after.product,
        stock=after.stock,
        visit=to.id if to else None,
        by=by,
    )
    rack, low = _with(rack, id, after), _low(rack, id, before, after)
    if to is None:
        return Decision().save(rack, told, *low)
    handed = to.leaflets if id in to.leaflets else (*to.leaflets, id)[-HANDED_AT_MOST:]
    return Decision().save(to.evolve(leaflets=handed, last=now), told).save(rack, *low)


def show_interest(
    introduction: Introduction, product: str, customer: str | None, by: str, now: datetime
) -> Decision:
    """A visitor wants to know more of a product; told once per visit and product."""
    if product in introduction.interests:
        return Decision()
    told = InterestShown(
        branch=introduction.branch, visit=introduction.id, product=product, by=by, customer=customer
    )
    interests = (*introduction.interests, product)[-HANDED_AT_MOST:]
    return Decision().save(introduction.evolve(interests=interests, last=now), told)


def _with(rack: Rack, id: str, leaflet: Leaflet) -> Rack:
    return rack.evolve(leaflets={**rack.leaflets, id: leaflet})


def _low(rack: Rack, id: str, before: Leaflet | None, after: Leaflet) -> list[LobbyEvent]:
    """Told when it becomes too few, not again with every further one."""
    if not after.is_low or (before is not None and before.is_low):
        return []
    few = after.model_dump(include={"product", "stock", "minimum"})
    return [LeafletsLow(branch=rack.id, leaflet=id, **few)]
