"""Rows about relations between customers (W3)."""

from services.notify.feed.domain.rule import Rows
from shared.contracts import customer
from shared.contracts.base import Event

ROWS: Rows = {}

SILENT: tuple[type[Event], ...] = (
    customer.RelationRecorded,  # it stands in the files of both
    customer.RelationEnded,
    customer.CustomerIntroduced,  # the finder and the account manager were told of the referral
)
