"""Events of `lobby` about branches: their names and settings."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class BranchOpened(LobbyEvent, group=LogGroup.BRANCHES, zh="网点设置", en="The branch was set up"):
    """A branch joined, or its name or time zone changed."""

    name_zh: str
    name_en: str
    timezone: str


class SettingsChanged(LobbyEvent, group=LogGroup.BRANCHES, zh="设置变更", en="Settings changed"):
    """Rules, counters or transactions of a branch changed; they apply from now on. `changed` names them."""

    changed: tuple[str, ...]
    by: str
