"""Events of hand-overs: customers who go from one account manager to another, and those who have none."""

from datetime import datetime

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class ReturnReason(Words):
    """The reasons for which a customer is not taken over (W2)."""

    FULL = "full", "名下客户已满", "The portfolio is full"
    KNOWS = "conflict_of_interest", "与客户有利益关系", "A conflict of interest"
    LANGUAGE = "language", "语言不通", "The language"
    UNSUITED = "unsuited", "业务不匹配", "The business does not suit"
    UNPREPARED = "unprepared", "交接材料不全", "The hand-over is not prepared"
    RECEIVER_LEFT = "receiver_left", "接收人已离岗", "The receiver has left"


class HandOverProposed(CustomerEvent, zh="提议交接客户", en="Customers were proposed to another"):
    """Customers were proposed to another account manager (W2). `giver` is None for those whom nobody keeps;
    what falls due before `effective_on`, a day of the branch, stays with the giver."""

    handover: str
    giver: str | None
    receiver: str
    proposed_by: str
    customers: int
    effective_on: str


class HandOverAccepted(CustomerEvent, zh="接收交接客户", en="A customer was accepted"):
    """An account manager accepted a customer (W2), whom they keep from `effective_on` on."""

    handover: str
    customer: str
    giver: str | None
    receiver: str
    effective_on: str


class HandOverReturned(CustomerEvent, zh="退回交接客户", en="A customer was returned"):
    """An account manager did not accept a customer (W2), who stays with the giver."""

    handover: str
    customer: str
    giver: str | None
    receiver: str
    proposed_by: str
    reason: ReturnReason


class HandOverWithdrawn(CustomerEvent, zh="撤回交接", en="A hand-over was withdrawn"):
    """Customers of a hand-over are proposed no longer (W2). `withdrawn_by` is None where the account manager
    of a customer has changed in another way."""

    handover: str
    giver: str | None
    receiver: str
    customers: int
    withdrawn_by: str | None


class CustomerHandedOver(CustomerEvent, zh="客户已交接", en="A customer was handed over"):
    """A customer has another account manager (W2): nothing of theirs changed but who keeps them. Goals and
    open items are split at `effective_on`, a day of the branch."""

    handover: str
    customer: str
    giver: str | None
    receiver: str
    effective_on: str


class HandOverCompleted(CustomerEvent, zh="交接完成", en="A hand-over was completed"):
    """No customer of a hand-over waits for an answer any more (W2)."""

    handover: str
    giver: str | None
    receiver: str
    proposed_by: str
    accepted: int
    returned: int
    withdrawn: int


class PortfolioHeld(CustomerEvent, zh="名下客户数", en="The size of a portfolio"):
    """The number of customers whom an account manager keeps at a branch, and of what is open with them
    (W2)."""

    staff: str
    customers: int
    open_items: int


class PortfolioLeft(CustomerEvent, zh="客户经理离岗", en="An account manager has left"):
    """An account manager has left, and these customers of theirs have nobody (W2): the head of the branch
    gives them to somebody until `act_by`."""

    staff: str
    customers: int
    act_by: datetime


class PortfolioUnkept(CustomerEvent, zh="客户逾期无人管理", en="Customers without anybody, overdue"):
    """Customers of an account manager who has left still have nobody after the deadline (W2)."""

    staff: str
    customers: int
