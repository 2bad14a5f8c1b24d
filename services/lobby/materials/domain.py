"""Materials of the hall: leaflets (宣传材料) with a count and a minimum (P3, D3), and the notice
board (公告栏, P5).

A title of a notice is public by its nature, since it hangs in the hall; all the same it stays in this
service.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.lobby.branch.domain.branches import end_of
from shared.contracts.lobby import (
    InterestShown,
    LeafletHanded,
    LeafletsLow,
    LeafletsStocked,
    LobbyEvent,
    NoticeExpired,
    NoticeHung,
    NoticeTakenDown,
)
from shared.contracts.needs import Need
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.fields import Readable, Whole

LEAFLETS_AT_MOST = 100
HANDED_AT_MOST = 50
NOTICES_AT_MOST = 60
YEARS_AHEAD = 100


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

    product: Need
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
        """Return the ids of leaflets below their minimum."""
        return tuple(id for id, one in self.leaflets.items() if one.is_low)


class Introduction(Document):
    """Leaflets that a visitor was given and products they want to know more of; the id is the visit's."""

    collection: ClassVar[str] = "introductions"

    branch: str
    day: str
    leaflets: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    last: datetime


def stock(rack: Rack, id: str, leaflet: Leaflet, by: str) -> Decision:
    """Set a kind of leaflet as it was counted or filled up, or add a new one. Raises `RackFull`."""
    before = rack.leaflets.get(id)
    if before is None and len(rack.leaflets) >= LEAFLETS_AT_MOST:
        raise RackFull
    event = LeafletsStocked(
        branch=rack.id, leaflet=id, by=by, **leaflet.model_dump(include={"product", "stock", "minimum"})
    )
    return Decision().save(_with(rack, id, leaflet), event, *_low(rack, id, before, leaflet))


def fill_up(rack: Rack, id: str, more: int, by: str) -> Decision:
    """Add so many more. Raises `LeafletNotThere`."""
    leaflet = rack.leaflet(id)
    return stock(rack, id, leaflet.model_copy(update={"stock": leaflet.stock + more}), by)


def remove(rack: Rack, id: str) -> Decision:
    """Keep a kind of leaflet no longer. Raises `LeafletNotThere`."""
    rack.leaflet(id)
    return Decision().save(
        rack.evolve(leaflets={key: one for key, one in rack.leaflets.items() if key != id})
    )


def hand(rack: Rack, id: str, to: Introduction | None, by: str, now: datetime) -> Decision:
    """Hand a customer a leaflet; `to` is what the visit had before, if they have a number. The stock does not
    fall below 0. Raises `LeafletNotThere`."""
    before = rack.leaflet(id)
    after = before.model_copy(update={"stock": max(0, before.stock - 1)})
    event = LeafletHanded(
        branch=rack.id,
        leaflet=id,
        product=after.product,
        stock=after.stock,
        visit=to.id if to else None,
        by=by,
    )
    rack, low = _with(rack, id, after), _low(rack, id, before, after)
    if to is None:
        return Decision().save(rack, event, *low)
    handed = to.leaflets if id in to.leaflets else (*to.leaflets, id)[-HANDED_AT_MOST:]
    return Decision().save(to.evolve(leaflets=handed, last=now), event).save(rack, *low)


def show_interest(
    introduction: Introduction, product: str, customer: str | None, by: str, now: datetime
) -> Decision:
    """Note that a visitor wants to know more of a product; published once per visit and product."""
    if product in introduction.interests:
        return Decision()
    event = InterestShown(
        branch=introduction.branch, visit=introduction.id, product=product, by=by, customer=customer
    )
    interests = (*introduction.interests, product)[-HANDED_AT_MOST:]
    return Decision().save(introduction.evolve(interests=interests, last=now), event)


def _with(rack: Rack, id: str, leaflet: Leaflet) -> Rack:
    return rack.evolve(leaflets={**rack.leaflets, id: leaflet})


def _low(rack: Rack, id: str, before: Leaflet | None, after: Leaflet) -> list[LobbyEvent]:
    """Return `LeafletsLow` when the stock falls below the minimum, and nothing while it stays there."""
    if not after.is_low or (before is not None and before.is_low):
        return []
    few = after.model_dump(include={"product", "stock", "minimum"})
    return [LeafletsLow(branch=rack.id, leaflet=id, **few)]


class BoardFull(Refusal):
    code, status = "board_full", 409
    en, zh = "The board is full; take a notice down first.", "公告栏已满，请先撤下公告。"


class AlreadyOver(Refusal):
    code, status = "already_over", 422
    en, zh = "The last day of the notice is over; give a later one.", "公告截止日期已过，请填写更晚的日期。"


class TooFarAhead(Refusal):
    code, status = "too_far_ahead", 422
    en, zh = (
        "The last day of a notice is at most a hundred years from now; give an earlier one.",
        "公告截止日期不得超过一百年，请填写更早的日期。",
    )


class NoticeNotThere(Refusal):
    code, status = "notice_not_there", 404
    en, zh = "This notice does not hang on the board.", "公告栏上没有该公告。"


class NoticeExpiryDue(LobbyEvent, zh="公告到期", en="A notice's last day is over"):
    """Expire a notice: its last day is over."""

    notice: str


class Notice(BaseModel):
    """A notice on the board; `until` is its last day, such as ``2026-11-23``."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    until: str
    hung_by: str
    hung_at: datetime
    expiry_published: bool = False


class NoticeBoard(Document):
    """The notice board of a branch; the id is the branch's."""

    collection: ClassVar[str] = "boards"

    notices: tuple[Notice, ...] = ()

    def notice(self, id: str) -> Notice:
        found = next((one for one in self.notices if one.id == id), None)
        if found is None:
            raise NoticeNotThere
        return found

    def expired(self, today: str) -> tuple[Notice, ...]:
        """Return the notices whose last day is over."""
        return tuple(one for one in self.notices if one.until < today)

    def without(self, id: str) -> "NoticeBoard":
        return self.evolve(notices=tuple(one for one in self.notices if one.id != id))


def hang(board: NoticeBoard, notice: Notice, today: str, timezone: str) -> Decision:
    """Hang a notice on the board. Raises `AlreadyOver`, `TooFarAhead`, `BoardFull`."""
    if notice.until < today:
        raise AlreadyOver
    if int(notice.until[:4]) > int(today[:4]) + YEARS_AHEAD:
        raise TooFarAhead
    if len(board.notices) >= NOTICES_AT_MOST:
        raise BoardFull
    event = NoticeHung(branch=board.id, notice=notice.id, until=notice.until, by=notice.hung_by)
    due = NoticeExpiryDue(branch=board.id, notice=notice.id)
    hung = board.without(notice.id)
    return (
        Decision()
        .save(hung.evolve(notices=(*hung.notices, notice)), event)
        .schedule(_timer(notice.id), end_of(notice.until, timezone), due, correlation_id=notice.id)
    )


def take_down(board: NoticeBoard, id: str, today: str, by: str) -> Decision:
    """Take a notice off the board. Raises `NoticeNotThere`."""
    notice = board.notice(id)
    event = NoticeTakenDown(branch=board.id, notice=id, expired=notice.until < today, by=by)
    return Decision().save(board.without(id), event).cancel(_timer(id))


def expire(board: NoticeBoard, id: str) -> Decision:
    """Expire a notice whose last day is over; one that was taken down meanwhile is left alone."""
    found = next((one for one in board.notices if one.id == id and not one.expiry_published), None)
    if found is None:
        return Decision()
    notices = tuple(
        one.model_copy(update={"expiry_published": True}) if one.id == id else one for one in board.notices
    )
    return Decision().save(
        board.evolve(notices=notices), NoticeExpired(branch=board.id, notice=id, until=found.until)
    )


def _timer(notice: str) -> str:
    return f"notice:{notice}"
