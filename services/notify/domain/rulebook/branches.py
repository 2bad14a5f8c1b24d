"""Branches and counters: they wake the live floor; changed rules are told."""

from services.notify.domain.rule import INFO, LOBBY, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event

ROWS: Rows = {
    lobby.SettingsChanged: (
        Rule(
            LOBBY, INFO, "settings_changed",
            "{by}修改了网点设置：{changed}，即时生效。",
            "{by} changed the branch's settings: {changed}. They apply from now on.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.BranchOpened,
    lobby.CounterOpened,
    lobby.CounterClosed,
    lobby.CounterPaused,
    lobby.CounterResumed,
)
