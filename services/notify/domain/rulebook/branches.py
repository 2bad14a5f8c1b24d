"""Branches and counters: they wake the live floor, and nobody is told."""

from services.notify.domain.rule import Rows
from shared.contracts import lobby
from shared.contracts.base import Event

ROWS: Rows = {}

SILENT: tuple[type[Event], ...] = (lobby.BranchOpened, lobby.CounterOpened, lobby.CounterClosed)
