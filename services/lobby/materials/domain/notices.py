"""The notice board (公告栏, P5): what hangs there, and until when.

A title is public by its nature, since it hangs in the hall; all the same it stays in this service.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.branch.domain.branches import end_of
from shared.contracts.lobby import LobbyEvent, NoticeExpired, NoticeHung, NoticeTakenDown
from shared.domain import Decision, Document
from shared.errors import Refusal

NOTICES_AT_MOST = 60
YEARS_AHEAD = 100


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


class NoticeDue(LobbyEvent):
    """The last day of a notice is over."""

    notice: str


class Notice(BaseModel):
    """What hangs on the board; `until` is its last day, such as ``2026-11-23``."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    until: str
    hung_by: str
    hung_at: datetime
    told: bool = False


class Board(Document):
    """The notice board of a branch; the id is the branch's."""

    collection: ClassVar[str] = "boards"

    notices: tuple[Notice, ...] = ()

    def notice(self, id: str) -> Notice:
        found = next((one for one in self.notices if one.id == id), None)
        if found is None:
            raise NoticeNotThere
        return found

    def expired(self, today: str) -> tuple[Notice, ...]:
        """What hangs there and should not."""
        return tuple(one for one in self.notices if one.until < today)

    def without(self, id: str) -> "Board":
        return self.evolve(notices=tuple(one for one in self.notices if one.id != id))


def hang(board: Board, notice: Notice, today: str, timezone: str) -> Decision:
    """A notice goes up. Raises `AlreadyOver`, `TooFarAhead`, `BoardFull`."""
    if notice.until < today:
        raise AlreadyOver
    if int(notice.until[:4]) > int(today[:4]) + YEARS_AHEAD:
        raise TooFarAhead
    if len(board.notices) >= NOTICES_AT_MOST:
        raise BoardFull
    told = NoticeHung(branch=board.id, notice=notice.id, until=notice.until, by=notice.hung_by)
    due = NoticeDue(branch=board.id, notice=notice.id)
    hung = board.without(notice.id)
    return (
        Decision()
        .save(hung.evolve(notices=(*hung.notices, notice)), told)
        .schedule(_timer(notice.id), end_of(notice.until, timezone), due, correlation_id=notice.id)
    )


def take_down(board: Board, id: str, today: str, by: str) -> Decision:
    """A notice comes off the board."""
    notice = board.notice(id)
    told = NoticeTakenDown(branch=board.id, notice=id, expired=notice.until < today, by=by)
    return Decision().save(board.without(id), told).cancel(_timer(id))


def expire(board: Board, id: str) -> Decision:
    """The last day of a notice is over; one that was taken down meanwhile is nobody's business."""
    found = next((one for one in board.notices if one.id == id and not one.told), None)
    if found is None:
        return Decision()
    notices = tuple(one.model_copy(update={"told": True}) if one.id == id else one for one in board.notices)
    return Decision().save(
        board.evolve(notices=notices), NoticeExpired(branch=board.id, notice=id, until=found.until)
    )


def _timer(notice: str) -> str:
    return f"notice:{notice}"
