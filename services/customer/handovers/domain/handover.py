"""Hand-overs of customers (W2): their documents, states, timers and refusals.

A hand-over proposes some customers of one account manager, or of nobody, to another one, who accepts or
returns each. Until then, and if it is returned or withdrawn, everything stays as it is.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.contracts.customer import CustomerEvent, ReturnReason
from shared.domain import Document
from shared.errors import Refusal

AT_MOST = 200
"""Customers of one hand-over; a larger portfolio goes in several."""
ACT_WITHIN = 3
"""Working days in which the head gives the customers of somebody who has left to somebody."""


class NothingToHandOver(Refusal):
    code, status = "nothing_to_hand_over", 409
    en = "None of these customers can be handed over: they are kept by another, or proposed already."
    zh = "所选客户均无法交接：由他人管理，或已在交接中。"


class ReceiverUnfit(Refusal):
    code, status = "receiver_unfit", 409
    en, zh = "Name another account manager of the branch.", "请指定本网点的另一位客户经理。"


class HandOverOver(Refusal):
    code, status = "handover_over", 409
    en, zh = "This customer is not proposed any more; look again.", "该客户已不在交接中，请刷新。"


class NotTheReceiver(Refusal):
    code, status = "not_the_receiver", 403
    en, zh = "Only the account manager to whom a customer is proposed answers.", "仅接收人可以答复交接。"


class NotTheProposer(Refusal):
    code, status = "not_the_proposer", 403
    en, zh = (
        "Only who proposed a hand-over, or the branch head, withdraws it.",
        "仅发起人或网点负责人可以撤回交接。",
    )


class DayUnfit(Refusal):
    code, status = "handover_day_unfit", 422
    en, zh = "A hand-over takes effect between today and a year from now.", "交接生效日须在今天起一年之内。"


class HandOverTakesEffect(CustomerEvent):
    """The day on which an accepted customer changes their account manager has come. A timer."""

    handover: str
    customer: str


class PortfolioReleaseDue(CustomerEvent):
    """More customers of an account manager who has left are to be put on the head's list. A timer."""

    staff: str


class UnkeptDue(CustomerEvent):
    """The time to give the customers of somebody who has left to somebody has run out. A timer."""

    staff: str


class PortfolioCountDue(CustomerEvent):
    """The portfolios of the branch are to be counted, since one of them has changed. A timer."""


class ItemState(StrEnum):
    """The state of a customer in a hand-over."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    HANDED = "handed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


WAITING = (ItemState.PROPOSED, ItemState.ACCEPTED)


class HandOver(Document):
    """A hand-over, with the number of its customers by their state. `giver` is None for customers whom nobody
    keeps."""

    collection: ClassVar[str] = "handovers"

    branch: str
    giver: str | None
    receiver: str
    proposed_by: str
    proposed_at: datetime
    effective_on: str
    effective_at: datetime
    proposed: int = 0
    accepted: int = 0
    handed: int = 0
    returned: int = 0
    withdrawn: int = 0
    completed_at: datetime | None = None

    def counted(self, before: ItemState, after: ItemState) -> "HandOver":
        """Return it with a customer in another state."""
        return self.evolve(
            **{before.value: getattr(self, before.value) - 1, after.value: getattr(self, after.value) + 1}
        )


class HandOverItem(Document):
    """A customer in a hand-over; the id is ``<hand-over>:<customer>``."""

    collection: ClassVar[str] = "handover_items"

    handover: str
    branch: str
    customer: str
    giver: str | None
    receiver: str
    state: ItemState = ItemState.PROPOSED
    reason: ReturnReason | None = None
    decided_at: datetime | None = None

    @property
    def correlation_id(self) -> str:
        return self.handover

    @property
    def effect_timer(self) -> str:
        return f"handover:{self.id}"


class OpenHandOver(Document):
    """The hand-over that a customer is in, or None: there is one at a time. The id is the customer's."""

    collection: ClassVar[str] = "open_handovers"

    handover: str | None


class Unkept(Document):
    """A customer whose account manager has left, on the head's list until somebody keeps them; the id is the
    customer's."""

    collection: ClassVar[str] = "unkept_customers"

    branch: str
    left_by: str
    since: datetime
    act_by: datetime
    kept: bool = False


class Leaving(Document):
    """An account manager who has left a branch, and how many customers they left; the id is
    ``<branch>:<staff>``."""

    collection: ClassVar[str] = "leavings"

    branch: str
    staff: str
    since: datetime
    act_by: datetime
    customers: int = 0
    announced: bool = False


class PortfolioDesk(Document):
    """The portfolios of a branch as they were published last, by staff: customers and open items. `pending`:
    they are to be counted again. The id is the branch's."""

    collection: ClassVar[str] = "portfolio_desks"

    held: dict[str, tuple[int, int]] = {}
    pending: bool = False


def item_id(handover: str, customer: str) -> str:
    """Return the id of a customer in a hand-over."""
    return f"{handover}:{customer}"
