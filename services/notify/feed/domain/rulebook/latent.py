"""Rows about latent needs (A2): the lists show them, and of one that is held out nobody may know."""

from services.notify.feed.domain.rule import Rows
from shared.contracts import customer
from shared.contracts.base import Event

ROWS: Rows = {}

SILENT: tuple[type[Event], ...] = (
    customer.LatentNeedFound,
    customer.LatentNeedTakenUp,  # the prospect that comes of it is told
    customer.LatentNeedEnded,
    customer.LatentModelMade,
    customer.LatentRoundEnded,
    customer.LatentRulesChanged,
)

LISTED = SILENT[1:]
"""Those that change what a room lists; what is found at night is read when its round has ended."""
