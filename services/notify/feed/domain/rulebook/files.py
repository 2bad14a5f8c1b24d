"""Rows about customer files (W2, Q1)."""

from services.notify.feed.domain.rule import Rows
from shared.contracts.base import Event

ROWS: Rows = {}

SILENT: tuple[type[Event], ...] = ()
