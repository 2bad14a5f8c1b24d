"""Self-reports: items of a checklist that no person needs to look at (P2, P3, P5, E1)."""

from dataclasses import dataclass

from services.lobby.day.domain.templates import Item
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.materials.domain import NoticeBoard, Rack
from shared.contracts.words import DeviceKind


@dataclass(frozen=True)
class SelfReports:
    """The reports of notice board, leaflets and devices about themselves, on the branch's own date
    `today`."""

    today: str
    board: NoticeBoard | None = None
    rack: Rack | None = None
    equipment: Equipment | None = None

    @property
    def expired(self) -> int:
        """Return how many notices hang that have expired."""
        return len(self.board.expired(self.today)) if self.board else 0

    @property
    def low(self) -> int:
        """Return how many kinds of leaflet are below their minimum."""
        return len(self.rack.low()) if self.rack else 0

    def of(self, item: Item) -> bool | None:
        """Return whether an item is in order; None if nothing reports it, so that a person must look."""
        match item.reporter_kind:
            case "notice_board" if self.board and self.board.notices:
                return not self.expired
            case "leaflets" if self.rack and self.rack.leaflets:
                return not self.low
        return self._of_device(item) if self.equipment else None

    def _of_device(self, item: Item) -> bool | None:
        """Return the report of a certain device, or of all of a kind."""
        known = self.equipment
        if known is None or (item.device is not None and item.device not in known.machines):
            return None
        if item.device is not None:
            return known.working(item.device)
        kind = item.reporter_kind
        return known.working_of(DeviceKind(kind)) if kind in set(DeviceKind) else None
