"""Commands about presence."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True)
class ChangePresence(Command, name="change_presence"):
    """Step out, or come back, without signing in or out."""

    staff: str
    present: bool


@dataclass(frozen=True)
class HandOverFloor(Command, name="hand_over_floor"):
    """Step out, while a colleague covers the floor of a branch (D3)."""

    staff: str
    branch: str
    cover: str
