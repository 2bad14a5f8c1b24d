"""Events of the contacts between account managers and their customers."""

from datetime import datetime

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words
from shared.contracts.words import Segment


class ContactWay(Words):
    """The way in which a customer and their account manager were in touch (A1)."""

    PHONE = "phone", "电话", "Phone", "by phone"
    HALL = "hall", "厅堂面谈", "In the hall"
    VISIT = "visit", "上门拜访", "Visit", "on a visit"
    VIDEO = "video", "视频", "Video", "by video"
    MESSAGE = "message", "消息往来", "Messages", "by message"


class Initiative(Words):
    """The side from which a contact came (A1)."""

    BANK = "bank", "我方主动", "Ours"
    CUSTOMER = "customer", "客户主动", "The customer's"


class ContactOutcome(Words):
    """The outcome of a contact (A1). Only `REACHED` is one of both sides; `MOVED` is put off to a day."""

    REACHED = "reached", "已联系上", "Reached"
    NOT_REACHED = "not_reached", "未联系上", "Not reached"
    MOVED = "moved", "改期", "Moved"


class StepKind(Words):
    """The kind of a next step with a customer: a contact by the rhythm, one that was promised for a day, a
    visit, a need that is due, or an important date that is near (A1)."""

    CONTACT = "contact", "例行联系", "Contact"
    PROMISED = "promised", "约定联系", "Promised contact"
    VISIT = "visit", "拜访", "Visit"
    NEED = "need", "需求处理", "Need"
    DATE = "date", "重要日期", "Important date"


class ContactState(Words):
    """The state of the contact that the rhythm asks for (A1)."""

    NOT_DUE = "not_due", "未到期", "Not due"
    DUE = "due", "待联系", "Due"
    OVERDUE = "overdue", "已逾期", "Overdue"
    EXCUSED = "excused", "暂免联系", "Excused"


class ExcuseReason(Words):
    """The reason for which a customer is left alone for a while (A1)."""

    ASKED = "asked", "客户要求", "The customer asked for it"
    AWAY = "away", "客户外出", "The customer is away"
    ILL = "ill", "客户患病", "The customer is ill"
    MOURNING = "mourning", "客户居丧", "The customer mourns"
    OTHER = "other", "其他原因", "Another reason"


class CustomerContacted(CustomerEvent, zh="联系客户", en="A contact was recorded"):
    """A contact with a customer was recorded (A1). `two_way`: it counts, and the next is due on `next_due`.
    The words stay with `customer`, under seal."""

    customer: str
    masked_name: str
    contact: str
    account_manager: str | None
    contacted_by: str
    way: ContactWay
    initiative: Initiative
    outcome: ContactOutcome
    two_way: bool
    at: datetime
    next_due: str
    visit: str | None = None


class ContactUndone(CustomerEvent, zh="联系记录撤销", en="A contact was taken back"):
    """A contact counts as not having happened: the service in the hall that it stood for was undone (A1)."""

    customer: str
    contact: str
    account_manager: str | None
    next_due: str


class NextStepSet(CustomerEvent, zh="下一步已定", en="The next step was set"):
    """The next step with a customer is another one, or on another day (A1). `cause` is what it is about, such
    as a visit or a need; `provisional`: the calendar of that year was not announced yet."""

    customer: str
    account_manager: str
    step: StepKind
    due: str
    cause: str = ""
    provisional: bool = False


class ContactDue(CustomerEvent, zh="联系到期", en="A contact fell due"):
    """A customer is due for a contact (A1)."""

    customer: str
    masked_name: str
    account_manager: str
    due: str


class ContactOverdue(CustomerEvent, zh="联系逾期", en="A contact is overdue"):
    """A customer was not contacted in time (A1): by the rhythm, or on the day that was promised (`step`)."""

    customer: str
    masked_name: str
    account_manager: str
    step: StepKind
    due: str


class ContactNeglected(CustomerEvent, zh="长期未联系", en="A customer was neglected"):
    """A customer has been overdue for so long that the branch head is told (A1)."""

    customer: str
    masked_name: str
    account_manager: str
    due: str


class ContactExcused(CustomerEvent, zh="暂免联系", en="A customer was excused"):
    """A customer is left alone until a day, for a reason; `was_overdue`: they should have been contacted
    before (A1)."""

    customer: str
    masked_name: str
    account_manager: str | None
    excuse: ExcuseReason
    until: str
    excused_by: str
    was_overdue: bool


class ContactExcuseEnded(CustomerEvent, zh="暂免结束", en="An excuse ended"):
    """The time for which a customer was to be left alone is over, or was ended (A1)."""

    customer: str
    account_manager: str | None
    due: str


class DueCustomerWaits(CustomerEvent, zh="待联系客户在厅堂", en="A customer who is due waits in the hall"):
    """A customer with whom something is due, or soon will be, took a number and waits (A1, D6). `branch` is
    the one where they wait; `due_in_days` is negative for what is overdue."""

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str
    visit: str
    ticket: str
    step: StepKind
    due: str
    due_in_days: int


class RhythmChanged(CustomerEvent, zh="联系节奏变更", en="The rhythm was changed"):
    """A branch changed how often customers are contacted, or went back to the rhythms of the bank; its plans
    are computed anew (A1). With the `scope` ``bank``, those of all branches that have none of their own."""

    scope: str | None = None
    edition: int
    changed_by: str


class PortfolioOverbooked(CustomerEvent, zh="客户联系超出可用时间", en="A portfolio cannot be kept"):
    """An account manager's customers ask for more contacts than there is time for (A1): so many a week, where
    `slots_per_week` can be kept."""

    account_manager: str
    customers: int
    contacts_per_week: float
    slots_per_week: float


class PortfolioFits(CustomerEvent, zh="客户联系时间足够", en="A portfolio can be kept again"):
    """An account manager's time suffices again for the contacts of their customers (A1)."""

    account_manager: str
    contacts_per_week: float
    slots_per_week: float
