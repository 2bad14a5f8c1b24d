"""What reports itself: items of a checklist that no person needs to look at (P2, P3, P5, E1)."""

from dataclasses import dataclass

from services.lobby.day.domain.templates import Item
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.materials.domain.leaflets import Rack
from services.lobby.materials.domain.notices import Board
from shared.contracts.words import DeviceSort


@dataclass(frozen=True)
class Reports:
    """What the branch's things say of themselves on its own date `today`."""

    today: str
    board: Board | None = None
    rack: Rack | None = None
    equipment: Equipment | None = None

    @property
    def expired(self) -> int:
        """How many notices hang that should not."""
        return len(self.board.expired(self.today)) if self.board else 0

    @property
    def low(self) -> int:
        """Of how many leaflets there are too few."""
        return len(self.rack.low()) if self.rack else 0

    def of(self, item: Item) -> bool | None:
        """Whether it is in order; None if nothing tells, so that a person must look."""
        match item.sort:
            case "notice_board" if self.board and self.board.notices:
                return not self.expired
            case "leaflets" if self.rack and self.rack.leaflets:
                return not self.low
        return self._of_device(item) if self.equipment else None

    def _of_device(self, item: Item) -> bool | None:
        """A certain device, or all of a sort, as they say themselves."""
        known = self.equipment
        if known is None or (item.device is not None and item.device not in known.machines):
            return None
        if item.device is not None:
            return known.working(item.device)
        return known.working_of(DeviceSort(item.sort)) if item.sort in set(DeviceSort) else None
