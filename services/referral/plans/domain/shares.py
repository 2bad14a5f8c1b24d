"""Shares of hand-overs (Q2, W2): how many of an account manager's customers go, by which goals are split."""

from typing import ClassVar

from shared.domain import Document


class Held(Document):
    """The number of customers whom an account manager keeps at a branch, as `customer` last told it; the id
    is ``<branch>/<staff>``."""

    collection: ClassVar[str] = "held_portfolios"

    customers: int


class Share(Document):
    """A hand-over that is under way, whose id it has: `held` is the number of customers of the giver when it
    was proposed, `on` the day from which the receiver keeps them."""

    collection: ClassVar[str] = "handover_shares"

    giver: str
    receiver: str
    on: str
    held: int
