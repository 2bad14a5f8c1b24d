"""Events of `lobby` about branches: their names and settings."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class BranchOpened(LobbyEvent, group=LogGroup.BRANCHES):
    """A branch joined, or its name or time zone changed."""

    name_zh: str
    name_en: str
    timezone: str


class SettingsChanged(LobbyEvent, group=LogGroup.BRANCHES):
    """Rules, counters or transactions of a branch changed; they apply from now on. `changed` names them."""

    changed: tuple[str, ...]
    by: str
