"""Events of the needs of customers, from the first word to fulfilment."""

from pydantic import BaseModel

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class NeedState(Words):
    """The state of a need (A1); the last three are ends."""

    STATED = "stated", "已提出", "Stated"
    QUALIFIED = "qualified", "已核实", "Qualified"
    OFFERED = "offered", "已提供方案", "Offered"
    FULFILLED = "fulfilled", "已满足", "Fulfilled"
    DECLINED = "declined", "客户放弃", "Declined"
    UNSERVABLE = "unservable", "无法满足", "Unservable"


class DeclinedWhy(Words):
    """The reason for which a customer gave a need up (A1)."""

    PRICE = "price", "价格", "The price"
    ELSEWHERE = "elsewhere", "已在他处办理", "Got it elsewhere"
    NOT_NOW = "not_now", "暂不需要", "Not now"
    MISUNDERSTOOD = "misunderstood", "需求有误", "It was misunderstood"
    OTHER = "other", "其他原因", "Another reason"


class UnservableWhy(Words):
    """The reason for which the bank cannot meet a need (A1)."""

    NO_PRODUCT = "no_product", "无此产品", "No such product"
    NOT_SUITABLE = "not_suitable", "不适当", "Not suitable for the customer"
    NOT_ELIGIBLE = "not_eligible", "不符合条件", "The customer is not eligible"
    NOT_HERE = "not_here", "本网点不办理", "Not served here"
    OTHER = "other", "其他原因", "Another reason"


class OfNeed(BaseModel):
    """The fields of every event about a need; `need` is a word of the catalogue."""

    customer: str
    need_id: str
    need: str
    need_owner: str | None = None
    account_manager: str | None = None


class NeedStated(CustomerEvent, OfNeed, zh="提出需求", en="A need was stated"):
    """A customer stated a need (D4, A1); it is to be qualified until the end of `due`."""

    stated_by: str
    due: str
    visit: str | None = None


class NeedQualified(CustomerEvent, OfNeed, zh="需求已核实", en="A need was qualified"):
    """A need was qualified: it is real, and something is to be offered until the end of `due` (A1)."""

    qualified_by: str
    due: str


class NeedOffered(CustomerEvent, OfNeed, zh="已提供方案", en="Something was offered for a need"):
    """A customer was offered something for a need; they are to decide until the end of `due` (A1)."""

    offered_by: str
    due: str


class NeedFulfilled(CustomerEvent, OfNeed, zh="需求已满足", en="A need was met"):
    """A need was met (A1)."""

    closed_by: str


class NeedDeclined(CustomerEvent, OfNeed, zh="客户放弃需求", en="A need was given up"):
    """A customer gave a need up, or took it elsewhere (A1)."""

    closed_by: str
    reason: DeclinedWhy


class NeedUnservable(CustomerEvent, OfNeed, zh="需求无法满足", en="A need cannot be met"):
    """A need that the bank cannot meet (A1, A3)."""

    closed_by: str
    reason: UnservableWhy


class NeedAssigned(CustomerEvent, OfNeed, zh="需求改期或转派", en="A need has another owner or day"):
    """A need has another owner, or until the end of another day (A1)."""

    due: str
    assigned_by: str


class NeedDayMoved(CustomerEvent, OfNeed, zh="需求期限顺延", en="A need has a later day"):
    """An open need has a later day than `before`, because the working days until then were announced (A1)."""

    before: str
    due: str


class NeedOverdue(CustomerEvent, OfNeed, zh="需求逾期", en="A need is overdue"):
    """A need was not taken further in time (A1)."""

    state: NeedState
    due: str
