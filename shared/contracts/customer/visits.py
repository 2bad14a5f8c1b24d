"""Events of visits to customers, of what was promised there, and of calendar feeds (W1, Q2).

`customer_visit` is the id of such a visit, `held_by` the member of staff who goes; a `visit` elsewhere is one
to the hall. What was said stays with `customer`, under seal.
"""

from datetime import datetime

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class VisitPurpose(Words):
    """The purpose of a visit to a customer (W1)."""

    CARE = "care", "关系维护", "Keeping touch"
    NEEDS = "needs", "了解需求", "Finding needs"
    PROPOSAL = "proposal", "方案洽谈", "Presenting a proposal"
    SIGNING = "signing", "签约办理", "Signing"
    REVIEW = "review", "资产检视", "Review of holdings"
    COMPLAINT = "complaint", "投诉跟进", "After a complaint"
    INSPECTION = "inspection", "贷后检查", "Inspection after a loan"
    INTRODUCTION = "introduction", "首次拜访", "First visit"


class VisitPlace(Words):
    """The kind of place of a visit (W1); its address stays with `customer`."""

    OFFICE = "office", "客户单位", "The customer's office"
    HOME = "home", "客户家中", "The customer's home"
    BRANCH = "branch", "本行网点", "The branch"
    ONLINE = "online", "线上", "Online"
    ELSEWHERE = "elsewhere", "其他地点", "Elsewhere"


class Confidentiality(Words):
    """The confidentiality of a visit (Q1): what was observed in a confidential one is read by the account
    manager of the customer alone."""

    NORMAL = "normal", "一般", "Normal"
    CONFIDENTIAL = "confidential", "保密", "Confidential"


class NotHeldReason(Words):
    """The reason for which a visit was not held, or was cancelled (W1)."""

    CUSTOMER_ABSENT = "customer_absent", "客户不在", "The customer was not there"
    CUSTOMER_CANCELLED = "customer_cancelled", "客户取消", "The customer cancelled"
    STAFF_UNABLE = "staff_unable", "我行人员无法前往", "We could not come"
    WEATHER = "weather", "天气或交通", "Weather or traffic"
    NOT_NEEDED = "not_needed", "已无必要", "No longer needed"
    OTHER = "other", "其他原因", "Another reason"


class FollowUp(Words):
    """The next step after a visit (W1)."""

    CONTACT = "contact", "电话联系", "A call"
    VISIT = "visit", "再次拜访", "Another visit"
    DOCUMENTS = "documents", "提供资料", "Sending documents"
    PROPOSAL = "proposal", "提交方案", "A proposal"
    APPLICATION = "application", "发起申请", "An application"


class NoFollowUp(Words):
    """The reason for which nothing follows a visit (W1)."""

    ALL_DONE = "all_done", "事项已办结", "All is done"
    CUSTOMER_DECLINES = "customer_declines", "客户不愿继续", "The customer wants none"
    BY_RHYTHM = "by_rhythm", "按例行联系", "The rhythm of contacts is enough"
    WITH_COLLEAGUE = "with_colleague", "已转交同事", "A colleague has it"


class CustomerVisitPlanned(CustomerEvent, zh="计划拜访", en="A visit was planned"):
    """A visit was planned (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    starts_at: datetime
    ends_at: datetime
    purpose: VisitPurpose
    place: VisitPlace
    planned_by: str


class CustomerVisitMoved(CustomerEvent, zh="拜访改期", en="A visit was moved"):
    """A visit was moved to another time (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    starts_at: datetime
    ends_at: datetime
    moved_by: str


class CustomerVisitConfirmed(CustomerEvent, zh="客户确认拜访", en="The customer confirmed a visit"):
    """The customer confirmed a visit (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    starts_at: datetime


class CustomerVisitBegun(CustomerEvent, zh="到达拜访地点", en="Arrived for a visit"):
    """The member of staff arrived, in a `district`: nothing finer is kept (W1, Q1)."""

    customer_visit: str
    customer: str
    held_by: str
    district: str


class CustomerVisitHeld(CustomerEvent, zh="拜访完成", en="A visit was held"):
    """A visit was held; its record is due (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    record_due: datetime


class CustomerVisitNotHeld(CustomerEvent, zh="拜访未成行", en="A visit was not held"):
    """A visit was not held, with a next step and its day, or with the reason why there is none (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    reason: NotHeldReason
    follow_up: FollowUp | None = None
    follow_up_on: str | None = None
    none_because: NoFollowUp | None = None


class CustomerVisitCancelled(CustomerEvent, zh="拜访取消", en="A visit was cancelled"):
    """A visit was cancelled before its time (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    reason: NotHeldReason
    cancelled_by: str


class CustomerVisitRecorded(CustomerEvent, zh="登记拜访记录", en="A visit was recorded"):
    """A visit is on record, with a next step and its day, or with the reason why there is none (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    purpose: VisitPurpose
    in_time: bool
    promises: int
    follow_up: FollowUp | None = None
    follow_up_on: str | None = None
    none_because: NoFollowUp | None = None


class CustomerVisitOverdue(CustomerEvent, zh="拜访记录逾期", en="The record of a visit is late"):
    """The record of a visit is late (W1): at level 1 the account manager is told, at level 2 the branch
    head."""

    customer_visit: str
    customer: str
    held_by: str
    level: int
    record_due: datetime


class CustomerVisitGiven(CustomerEvent, zh="拜访移交", en="A visit goes to another account manager"):
    """A visit that is still to come goes with its customer to another account manager (W1)."""

    customer_visit: str
    customer: str
    held_by: str
    had_by: str


class PromiseMade(CustomerEvent, zh="承诺事项", en="Something was promised"):
    """Something was promised to a customer, with an owner and a day (W1, A4)."""

    promise: str
    customer_visit: str
    customer: str
    promise_owner: str
    due: str


class PromiseKept(CustomerEvent, zh="承诺兑现", en="A promise was kept"):
    """A promise was kept (W1, A4)."""

    promise: str
    customer_visit: str
    customer: str
    promise_owner: str
    kept_by: str
    in_time: bool


class PromiseGiven(CustomerEvent, zh="承诺转交", en="A promise went to another person"):
    """A promise that is still owed went to another person: with its customer, or because its owner has left
    (W1, W2)."""

    promise: str
    customer_visit: str
    customer: str
    promise_owner: str
    had_by: str
    due: str


class PromiseOverdue(CustomerEvent, zh="承诺逾期", en="A promise is late"):
    """A promise was not kept in time (W1, A4)."""

    promise: str
    customer_visit: str
    customer: str
    promise_owner: str
    due: str


class CalendarFeedIssued(CustomerEvent, zh="生成日历地址", en="An address for a calendar was issued"):
    """An account manager has an address for their calendar; one of before is good no more (Q2)."""

    staff: str


class CalendarFeedRevoked(CustomerEvent, zh="停用日历地址", en="The address of a calendar was revoked"):
    """The address of an account manager's calendar is good no more (Q2)."""

    staff: str
